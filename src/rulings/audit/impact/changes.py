"""What is told of a row whose answers change between two versions: both results of each decision that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.json import encode

from rulings.audit.impact.comparison import NEW, OLD, Transition
from rulings.audit.replay.lines import result_of
from rulings.ruling import Ruling

ChangedRow = tuple[int, bytes]
"""The number of a row, and the line of JSON about it."""
LINES: Final = "lines"
TABLE: Final = "table"
"""In which form the rows that change are wanted: lines of JSON, or a table of Arrow where that saves making lines."""


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
