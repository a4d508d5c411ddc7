"""Finds the facts of a case as they are known today: in a file of cases, or in later receipts on the same case.

An index on the disk says in which rows a case stands; the rows themselves are read again where they are wanted. So ten
million cases need little memory, and no copy.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from rulings.audit.replay.rows import RECEIPTS, Row, UnreadableInput
from rulings.audit.verifying import case_of
from rulings.book import PolicyBook
from rulings.engine.facts import TypedCase
from rulings.errors import Diagnostic, RulingsError, diagnostics_of
from rulings.receipt import Receipt

_KEY_BYTES = 16
_SHOWN = 5


class _Case(Struct):
    policy: str = ""
    id: str | None = None


class _OfReceipt(Struct):
    case: _Case


class Rereadable(Protocol):
    """An input of JSON of which single rows can be read again."""

    @property
    def form(self) -> str:
        """Say what the rows hold."""

    def rows(self, skip: int = 0, position: int = 0) -> Iterator[Row]:
        """Give the rows."""

    def row_at(self, number: int, start: int) -> Row:
        """Give one row again by its number and start."""


def build_index(source: Rereadable, book: PolicyBook, path: Path) -> None:
    """Write down in which rows each case stands; of receipts, where it stands in several.

    Raises UnreadableInput where a file of today's cases has faulty rows: a ruling would be called right on a guess.
    """
    keys = _of_receipts(source) if source.form == RECEIPTS else _of_cases(source, book)
    with sqlite3.connect(path, isolation_level=None) as index:
        # The index is made anew by every run: it need not survive anything.
        index.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
        index.execute("CREATE TABLE places (key BLOB, number INTEGER, start INTEGER)")
        index.executemany("INSERT INTO places VALUES (?, ?, ?)", keys)
        index.execute("CREATE INDEX by_key ON places (key, number)")
        index.execute("COMMIT")
    index.close()


def _of_receipts(source: Rereadable) -> Iterator[tuple[bytes, int, int]]:
    decode = Decoder(_OfReceipt).decode
    for row in source.rows():
        try:
            case = decode(row.data).case  # type: ignore[arg-type]  # JSON, by the form
        except (MsgspecError, UnicodeError):
            continue  # it has its own verdict, and can correct no other
        if case.id is not None:
            yield _key(case.policy, case.id), row.number, row.start


def _of_cases(source: Rereadable, book: PolicyBook) -> Iterator[tuple[bytes, int, int]]:
    wrong: list[Diagnostic] = []
    for row in source.rows():
        try:
            if row.faults:
                raise UnreadableInput(row.faults)
            case = book.decode_json(row.data)  # type: ignore[arg-type]  # JSON, by the form
        except RulingsError as error:
            wrong += [_in_row(row.number, fault) for fault in diagnostics_of(error)]
            if len(wrong) >= _SHOWN:
                break
            continue
        if case.id is not None:
            yield _key(case.policy_id, case.id), row.number, row.start
    if wrong:
        raise UnreadableInput(wrong[:_SHOWN])


def _in_row(number: int, fault: Diagnostic) -> Diagnostic:
    message = f"row {number} of today's facts: {fault.message}"
    return Diagnostic(fault.code, message, None, fault.path, fault.expected, fault.help, fault.near)


def _key(policy: str, case: str) -> bytes:
    """Give a short key for a case. A collision would only lead to a row that turns out to be of another case."""
    return hashlib.blake2b(f"{policy}\0{case}".encode(errors="surrogatepass"), digest_size=_KEY_BYTES).digest()


@dataclass(frozen=True)
class Later:
    """Finds today's facts of cases by an index that `build_index` made; any process can open it."""

    index: Path
    source: Rereadable

    def open(self, book: PolicyBook) -> LaterFacts:
        """Open the index for reading."""
        return LaterFacts(sqlite3.connect(f"file:{self.index}?mode=ro", uri=True), self.source, book)


class LaterFacts:
    """Today's facts of cases."""

    def __init__(self, index: sqlite3.Connection, source: Rereadable, book: PolicyBook) -> None:
        """Start with an open index."""
        self._index = index
        self._source = source
        self._book = book

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def case(self, receipt: Receipt, number: int) -> TypedCase | None:
        """Give the case of a receipt, which stands in row `number`, with its facts of today; None where none are known.

        Of several rows the last counts that can be read; of receipts only those behind this one.
        """
        if receipt.case_id is None:
            return None
        behind = number if self._source.form == RECEIPTS else 0
        for place in self._places(_key(receipt.policy, receipt.case_id), behind):
            found = self._read(self._source.row_at(*place))
            if found is not None and (found.policy_id, found.id) == (receipt.policy, receipt.case_id):
                return found
        return None

    def _places(self, key: bytes, behind: int) -> Iterable[tuple[int, int]]:
        query = "SELECT number, start FROM places WHERE key = ? AND number > ? ORDER BY number DESC"
        return self._index.execute(query, (key, behind)).fetchall()

    def _read(self, row: Row) -> TypedCase | None:
        """Read a row; None for a receipt that corrects nothing, because it is none itself or hides its facts."""
        if row.faults or not isinstance(row.data, bytes):
            return None
        if self._source.form != RECEIPTS:
            return self._book.decode_json(row.data)
        try:
            receipt = Receipt.read(row.data)
            hides = any(path.startswith("facts.") for path in receipt.withheld)
            return None if hides else self._book.decode(case_of(receipt, self._book.version(receipt.policy).policy))
        except RulingsError:
            return None
