"""An input in blocks of columns, for every kind of input that has cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rulings.audit.bulk.block import ROWS, Block
from rulings.audit.replay.csv_cases import CsvCases
from rulings.audit.replay.json_lines import JsonLines
from rulings.audit.replay.rows import CASES, Source
from rulings.book import PolicyBook

__all__ = ["Block", "blocks", "parts"]


def parts(
    source: Source, book: PolicyBook, skip: int = 0, position: int = 0, rows: int = ROWS
) -> Iterator[Callable[[], Block]] | None:
    """Give for each block of the rows behind the first `skip` a function that makes it; None where there are none.

    Reading is done by the iterator, in order; the functions, which check all facts, can be called from any thread.
    The last of the skipped rows ended at `position`, where that is known. Raises UnreadableInput where reading fails.
    """
    if isinstance(source, CsvCases):
        from rulings.audit.bulk.csv_blocks import csv_parts  # noqa: PLC0415 - needs an extra

        return csv_parts(source, book, skip, position, rows)
    if isinstance(source, JsonLines):
        from rulings.audit.bulk.json_blocks import json_parts  # noqa: PLC0415 - the same

        return json_parts(source, book, skip, position, rows) if source.form == CASES else None
    from rulings.audit.replay.parquet_cases import ParquetCases  # noqa: PLC0415 - the same

    if isinstance(source, ParquetCases):
        from rulings.audit.bulk.parquet_blocks import parquet_parts  # noqa: PLC0415 - the same

        return parquet_parts(source, book, skip, rows)
    return None


def blocks(
    source: Source, book: PolicyBook, skip: int = 0, position: int = 0, rows: int = ROWS
) -> Iterator[Block] | None:
    """Give the rows behind the first `skip` in blocks of about so many rows; None for receipts and ledgers.

    The last of the skipped rows ended at `position`, where that is known. Raises UnreadableInput where reading fails.
    """
    found = parts(source, book, skip, position, rows)
    return None if found is None else (part() for part in found)
