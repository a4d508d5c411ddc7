"""Reads CSV: a case a row, a fact a column. What stands in a cell is what stands in cases; an empty one is unknown."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from rulings.audit.replay.identity import identity_of
from rulings.audit.replay.rows import Row, Table, UnreadableInput
from rulings.cases.limits import MOST_BYTES
from rulings.errors import Diagnostic

_SURROGATES = ("\ud800", "\udfff")
_HEADER = "a first line such as id,order.completed_at,claim.reason"


@dataclass
class _Lines:
    """The lines of a file as texts. Remembers how many bytes are read, and whether a line was cut for its length."""

    file: BinaryIO
    position: int = 0
    cut: bool = False
    _first: bool = field(default=True, repr=False)

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(MOST_BYTES + 1):
            self.position += len(line)
            if len(line) > MOST_BYTES and not line.endswith(b"\n"):
                self.cut = True
                self._to_end()
            text = line.decode("utf-8", errors="surrogateescape")
            # Spreadsheets write a byte order mark, which is no part of the first column's name.
            yield text.removeprefix("\ufeff") if self._first else text
            self._first = False

    def _to_end(self) -> None:
        while line := self.file.readline(MOST_BYTES):
            self.position += len(line)
            if line.endswith(b"\n"):
                return


@dataclass(frozen=True)
class CsvCases:
    """A CSV file with a header. A row can have several lines; rows are counted in bytes."""

    path: Path
    form: Table

    @classmethod
    def open(cls, path: Path, policy: str | None) -> CsvCases:
        """Read the header. Raises UnreadableInput."""
        with path.open("rb") as file:
            try:
                header = next(csv.reader(_Lines(file), strict=True), None)
            except csv.Error as error:
                raise _bad_header(path, str(error)) from None
        if not header or any(map(_is_not_utf_8, header)):
            raise _bad_header(path, "the file has no header" if not header else "the header is not UTF-8")
        return cls(path, Table(tuple(name.strip() for name in header), policy, texts=True))

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
        """Give the rows below the header. All are read, for where a row begins is seen from those above it only."""
        del position
        with self.path.open("rb") as file:
            lines = _Lines(file)
            cells = csv.reader(iter(lines), strict=True)
            next(cells)
            for row in self._rows(lines, cells, 0):
                if row.number > skip:
                    yield row

    def rows_from(self, number: int, position: int) -> Iterator[Row]:
        """Give the rows behind one of that number, which ended at that position."""
        with self.path.open("rb") as file:
            file.seek(position)
            lines = _Lines(file, position, _first=False)
            yield from self._rows(lines, csv.reader(iter(lines), strict=True), number)

    def _rows(self, lines: _Lines, cells: Iterator[list[str]], number: int) -> Iterator[Row]:
        start = lines.position
        while True:
            row, fault = _next(cells)
            if row is None and fault is None:
                return
            number += 1
            if lines.cut:
                fault, lines.cut = _bad_row(f"a line has more than {MOST_BYTES:,} bytes"), False
            fault = fault or self._fault(row or [])
            yield Row(
                number,
                tuple(row or ()) if fault is None else (),
                start,
                lines.position,
                lines.position - start,
                () if fault is None else (fault,),
            )
            start = lines.position

    def _fault(self, row: list[str]) -> Diagnostic | None:
        wanted = len(self.form.columns)
        if not row:
            return _bad_row("the row is empty")
        if len(row) != wanted:
            return _bad_row(f"the row has {len(row)} cells, the header has {wanted}")
        for name, cell in zip(self.form.columns, row, strict=True):
            if _is_not_utf_8(cell):
                return _bad_row(f"the cell of {name} is not UTF-8")
        return None


def _next(cells: Iterator[list[str]]) -> tuple[list[str] | None, Diagnostic | None]:
    """Give the next row, or the fault of one that is no CSV; neither at the end."""
    try:
        return next(cells, None), None
    except csv.Error as error:
        return None, _bad_row(f"the row is not CSV: {error}")


def _is_not_utf_8(cell: str) -> bool:
    """Tell whether bytes could not be decoded: they stand as halves of surrogate pairs."""
    return not cell.isascii() and any(_SURROGATES[0] <= letter <= _SURROGATES[1] for letter in cell)


def _bad_row(message: str) -> Diagnostic:
    return Diagnostic("bad-row", message, None, "case", "as many cells as the header has, in UTF-8, quoted as RFC 4180")


def _bad_header(path: Path, why: str) -> UnreadableInput:
    found = [Diagnostic("bad-header", f"{path}: {why}", expected=_HEADER)]
    return UnreadableInput(found)
