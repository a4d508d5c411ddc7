"""Tells what an input is, by its content first and by its name where the content leaves it open, and opens it."""

from __future__ import annotations

from pathlib import Path

from rulings.audit.replay.columns import check_columns
from rulings.audit.replay.csv_cases import CsvCases
from rulings.audit.replay.json_lines import JsonLines
from rulings.audit.replay.rows import CASES, RECEIPTS, Source, UnreadableInput
from rulings.book import PolicyBook
from rulings.cases.json_text import NotJson, read_json
from rulings.errors import Diagnostic

_PARQUET, _SQLITE = b"PAR1", b"SQLite format 3\0"
_JSON_NAMES, _CSV_NAMES = (".jsonl", ".ndjson", ".json"), (".csv",)
_SNIFFED = 1 << 16
_SEAL, _SCHEME = "seal", "://"


def open_source(name: str, book: PolicyBook, policy: str | None) -> Source:
    """Open an input by its name: JSON Lines of cases or receipts, CSV, Parquet, or a ledger.

    Raises UnreadableInput, UnknownPolicy, PackageMissing, what a ledger raises, and OSError where there is no file.
    """
    if policy is not None:
        book.versions(policy)
    if _SCHEME in name:
        return _ledger(name)
    path = Path(name)
    with path.open("rb") as file:
        head = file.read(_SNIFFED)
    if head.startswith(_SQLITE):
        return _ledger(name)
    if head.startswith(_PARQUET):
        from rulings.audit.replay.parquet_cases import ParquetCases  # noqa: PLC0415 - needs an extra

        columns = ParquetCases.open(path, policy)
        check_columns(columns.form, book)
        columns.check_types(book)
        return columns
    if path.suffix.lower() in _CSV_NAMES:
        table = CsvCases.open(path, policy)
        check_columns(table.form, book)
        return table
    if path.suffix.lower() in _JSON_NAMES or head.lstrip()[:1] == b"{":
        return JsonLines(path, RECEIPTS if _is_sealed(head) else CASES)
    message = f"{name} is neither JSON Lines, CSV, Parquet nor a ledger"
    help_ = "JSON Lines end in .jsonl, CSV in .csv"
    raise UnreadableInput([Diagnostic("unknown-input", message, help=help_)])


def _ledger(name: str) -> Source:
    from rulings.audit.replay.ledger_rows import LedgerRows  # noqa: PLC0415 - needs an extra

    return LedgerRows.open(name)


def _is_sealed(head: bytes) -> bool:
    """Tell whether the first line that is an object is a receipt: it has a seal."""
    for text in head.split(b"\n"):
        try:
            read = read_json(text)
        except NotJson:
            continue
        if isinstance(read, dict):
            return _SEAL in read
    return False
