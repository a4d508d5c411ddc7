"""Reads JSON Lines: a case or a receipt a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rulings.audit.replay.identity import identity_of
from rulings.audit.replay.rows import CASES, RECEIPTS, Row
from rulings.cases.check import too_large
from rulings.cases.limits import MOST_BYTES
from rulings.errors import Diagnostic
from rulings.receipt.reading import MOST_RECEIPT_BYTES

MOST_OF = {CASES: MOST_BYTES, RECEIPTS: MOST_RECEIPT_BYTES}
"""Bytes of a line."""
_BUFFER = 1 << 20


@dataclass(frozen=True)
class JsonLines:
    """A file of JSON Lines. Every line is a row, an empty one too; rows are counted in bytes."""

    path: Path
    form: str

    @property
    def size(self) -> int:
        """Give the size of the file."""
        return self.path.stat().st_size

    @property
    def weight(self) -> int:
        """Give the same."""
        return self.size

    @property
    def identity(self) -> str:
        """Name the file by its size and content."""
        return identity_of(self.path)

    def rows(self, skip: int = 0, position: int = 0) -> Iterator[Row]:
        """Give the lines."""
        with self.path.open("rb", buffering=_BUFFER) as file:
            file.seek(position)
            yield from _lines(file, skip, position, MOST_OF[self.form])

    def row_at(self, number: int, start: int) -> Row:
        """Give one row again by its number and start."""
        with self.path.open("rb") as file:  # a large buffer would be filled for one row
            file.seek(start)
            return next(_lines(file, number - 1, start, MOST_OF[self.form]))


def _lines(file: BinaryIO, number: int, position: int, most: int) -> Iterator[Row]:
    while line := file.readline(most + 2):
        number += 1
        start, position = position, position + len(line)
        data = line.removesuffix(b"\n")
        if len(data) <= most:
            yield Row(number, data, start, position, len(data))
            continue
        size, position = _rest(file, line, position)
        yield Row(number, b"", start, position, 0, (_too_large(size, most),))


def _rest(file: BinaryIO, line: bytes, position: int) -> tuple[int, int]:
    """Read to the end of a line that is too long, and keep nothing of it; give its size and the position behind it."""
    size = 0
    while True:
        size += len(line.removesuffix(b"\n"))
        if line.endswith(b"\n") or not (line := file.readline(_BUFFER)):
            return size, position
        position += len(line)


def _too_large(size: int, most: int) -> Diagnostic:
    if most == MOST_OF[CASES]:
        return too_large(size)
    message = f"the receipt has {size:,} bytes"
    return Diagnostic("not-a-receipt", message, None, "receipt", f"at most {most:,} bytes")
