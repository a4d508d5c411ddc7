"""Files of lines in chunks of whole lines, and where each line ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from rulings.audit.bulk.texts import Bytes
from rulings.cases.limits import MOST_BYTES
from rulings.engine.columns.batch import Numbers

_NEWLINE = ord("\n")
_FIRST_SIZE, _LARGEST = 1 << 20, 1 << 25
_SPARE = 1.1
"""So much more is read than the lines so far say that is needed."""


@dataclass(frozen=True)
class Chunk:
    """Whole lines: `ends` says where each ends in `data`, its line break included. The last may lack it in the file.

    `data`, of which `letters` are the bytes, begins in the file at `position`. It can be longer than the lines.
    `missing` is 1 where the last line break does not stand in the file.
    """

    data: bytes
    letters: Bytes
    ends: Numbers
    position: int
    missing: int

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.ends)

    @cached_property
    def begins(self) -> Numbers:
        """Say where each line begins in the data."""
        return np.concatenate(([0], self.ends[:-1]))

    @property
    def size(self) -> int:
        """Say where the last line ends in the data."""
        return int(self.ends[-1])

    @property
    def end(self) -> int:
        """Say where the last line ends in the file."""
        return self.position + self.size - self.missing

    def start_of(self, place: int) -> int:
        """Say where a line begins in the file."""
        return self.position + int(self.begins[place])

    def end_of(self, place: int) -> int:
        """Say where a line ends in the file."""
        return self.end if place == len(self) - 1 else self.position + int(self.ends[place])

    def line(self, place: int) -> bytes:
        """Give a line without its line break."""
        return self.data[int(self.begins[place]) : int(self.ends[place]) - 1]


class Chunks:
    """Reads chunks of about so many lines. How much is read depends on how long the lines were so far."""

    def __init__(self, path: Path, rows: int) -> None:
        """Start with the path."""
        self._path, self._rows, self._size = path, rows, _FIRST_SIZE

    def at(self, position: int) -> Chunk | None:
        """Give the chunk that begins at a position, None at the end.

        Where the next line is longer than a case can be, and longer than what is read, the chunk has no line.
        """
        with self._path.open("rb") as file:
            file.seek(position)
            data = file.read(max(self._size, 2 * MOST_BYTES))
            at_end = not file.read(1)
        if not data:
            return None
        missing = int(at_end and not data.endswith(b"\n"))
        if missing:
            data += b"\n"
        letters = np.frombuffer(data, np.uint8)
        ends = np.flatnonzero(letters == _NEWLINE)[: self._rows] + 1
        if len(ends):
            self._size = min(_LARGEST, int(_SPARE * self._rows * int(ends[-1]) / len(ends)))
            missing = missing if int(ends[-1]) == len(data) else 0
        return Chunk(data, letters, ends, position, missing)
