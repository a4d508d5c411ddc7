"""The rows whose answers change between two versions, each with both results: one line of JSON a row, or Parquet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec.json import encode

from rulings.audit.impact.changed_table import write_table
from rulings.audit.impact.comparison import NEW, OLD, Transition
from rulings.audit.replay.lines import result_of
from rulings.ruling import Ruling

ChangedRow = tuple[int, bytes]
"""The number of a row, and the line about it."""


def changed_row(number: int, changed: Sequence[Transition], old: Ruling, new: Ruling) -> ChangedRow:
    """Write what changed in a row."""
    names = [one.decision for one in changed]
    parts = [part_of(name, encode(result_of(old, name)), encode(result_of(new, name))) for name in names]
    return number, line_of(number, old.id, parts)


def line_of(number: int, case: str | None, parts: Sequence[bytes]) -> bytes:
    """Write the line of a row from the parts of its decisions that changed."""
    return b'{"row":%d,"case":%s,"changed":{%s}}\n' % (number, encode(case), b",".join(parts))


def part_of(decision: str, old: bytes, new: bytes) -> bytes:
    """Write a decision with its results under both versions, which are JSON."""
    return b'%s:{"%s":%s,"%s":%s}' % (encode(decision), OLD.encode(), old, NEW.encode(), new)


@contextmanager
def changes_file(out: Path | None) -> Iterator[BinaryIO | None]:
    """Open a file for lines, which stands at its place only where all went well; nothing where none is wanted.

    Of a name that ends in .parquet the lines are made into Parquet then. Raises OSError.
    """
    if out is None:
        yield None
        return
    beside = out.with_name(f".{out.name}.{os.getpid()}.new")
    table = beside.with_suffix(".parquet")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if out.suffix == ".parquet":
            write_table(beside, table)
            table.replace(out)
        else:
            beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
        table.unlink(missing_ok=True)
