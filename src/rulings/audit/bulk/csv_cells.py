"""Plain rows of CSV cut into cells.

Rows are plain where each has the cells that it should have, in UTF-8, and where quotes stand only around whole cells,
and twice inside of those. All others are left to the reader of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rulings.audit.bulk.chunks import Chunk
from rulings.audit.bulk.texts import Bytes, Texts
from rulings.cases.limits import MOST_BYTES
from rulings.engine.columns.batch import Numbers, Truths

_COMMA, _NEWLINE, _RETURN, _QUOTE = ord(","), ord("\n"), ord("\r"), ord('"')
_LONGEST_CELL = 100_000
"""Longer ones are left to the reader of rows, which refuses very long ones."""


@dataclass(frozen=True)
class Cut:
    """Rows, which are the lines of the chunk here, and their cells column by column."""

    rows: Chunk
    cells: list[Texts]


@dataclass
class _Grid:
    """Where every cell begins in the letters and how long it is, row by row."""

    letters: Bytes
    starts: Numbers
    lengths: Numbers

    def columns(self) -> list[Texts]:
        """Give the cells column by column."""
        return [self._column(place) for place in range(self.starts.shape[1])]

    def _column(self, place: int) -> Texts:
        lengths = np.ascontiguousarray(self.lengths[:, place])
        return Texts(self.letters, np.ascontiguousarray(self.starts[:, place]), lengths, lengths > 0, sound=True)


def plain_cells(chunk: Chunk, columns: int) -> Cut | None:
    """Cut plain rows into cells; None where they are not plain, or the first is longer than the chunk."""
    data, size = chunk.data, chunk.size if len(chunk) else 0
    if not size or data.find(b"\0", 0, size) >= 0 or not _is_utf_8(data, size):
        return None
    letters = chunk.letters[:size]
    cuts = np.flatnonzero((letters == _COMMA) | (letters == _NEWLINE))
    if data.find(b'"', 0, size) < 0:
        grid = _grid(chunk, cuts, columns)
        return None if grid is None else Cut(chunk, grid.columns())
    seen = np.cumsum(letters == _QUOTE, dtype=np.int32)
    # Behind an odd number of quotes one stands inside of a cell.
    ends = chunk.ends[(seen[chunk.ends - 1] & 1) == 0]
    if not len(ends):
        return None
    rows = replace(chunk, ends=ends, missing=chunk.missing if ends[-1] == size else 0)
    grid = _grid(rows, cuts[((seen[cuts] & 1) == 0) & (cuts < ends[-1])], columns)
    grid = None if grid is None else _unquoted(grid, seen)
    return None if grid is None else Cut(rows, grid.columns())


def _grid(rows: Chunk, cuts: Numbers, columns: int) -> _Grid | None:
    """Arrange cells in rows, given where each ends; None where a row has not as many as it should have."""
    if len(cuts) != columns * len(rows) or not np.array_equal(cuts[columns - 1 :: columns] + 1, rows.ends):
        return None
    starts = np.concatenate(([0], cuts[:-1] + 1)).reshape(-1, columns)
    ends = _without_returns(rows, cuts.reshape(-1, columns))
    if ends is None or _is_for_rows(rows, ends - starts):
        return None
    return _Grid(rows.letters, starts, ends - starts)


def _without_returns(rows: Chunk, ends: Numbers) -> Numbers | None:
    """Give the ends of cells where rows may end as on Windows, all or none of them; None where it is otherwise."""
    if rows.data.find(b"\r", 0, rows.size) < 0:
        return ends
    if rows.data.count(b"\r", 0, rows.size) != len(rows) or not (rows.letters[ends[:, -1] - 1] == _RETURN).all():
        return None
    ends = ends.copy()
    ends[:, -1] -= 1
    return ends


def _is_for_rows(rows: Chunk, lengths: Numbers) -> bool:
    """Tell whether a cell or a row is so long that it may be refused, or a line empty, which is no row."""
    too_long = lengths.max() > _LONGEST_CELL or np.diff(rows.ends, prepend=0).max() > MOST_BYTES
    return bool(too_long or (lengths.shape[1] == 1 and not lengths.all()))


def _unquoted(grid: _Grid, seen: NDArray[np.int32]) -> _Grid | None:
    """Take the quotes away, given how many stand up to every letter; None where there are quotes of other kinds."""
    letters, starts, lengths = grid.letters, grid.starts, grid.lengths
    there, last = lengths > 0, starts + np.maximum(lengths, 1) - 1
    quoted: Truths = there & (letters[starts] == _QUOTE)
    counts = np.where(there, seen[last] - seen[starts] + quoted, 0)
    closed = (letters[last] == _QUOTE) & (lengths > 1)
    if counts[~quoted].any() or not closed[quoted].all():
        return None
    bare = _Grid(letters, starts + quoted, lengths - 2 * quoted)
    if counts.sum() == 2 * np.count_nonzero(quoted):
        return bare
    is_inner = letters[: int(last[-1, -1]) + 1] == _QUOTE
    is_inner[starts[quoted]] = is_inner[last[quoted]] = False
    inner = np.flatnonzero(is_inner)
    if len(inner) % 2 or not np.array_equal(inner[::2] + 1, inner[1::2]):
        return None
    return _undoubled(bare, np.argwhere(counts > 2))  # noqa: PLR2004 - those around a cell


def _undoubled(grid: _Grid, places: NDArray[np.intp]) -> _Grid:
    """Write the cells at some places anew, behind all others, with one quote where there were two."""
    position, written = len(grid.letters), []
    for place in map(tuple, places.tolist()):
        start, length = int(grid.starts[place]), int(grid.lengths[place])
        cell = grid.letters[start : start + length].tobytes().replace(b'""', b'"')
        grid.starts[place], grid.lengths[place] = position, len(cell)
        written.append(cell)
        position += len(cell)
    return replace(grid, letters=np.concatenate((grid.letters, np.frombuffer(b"".join(written), np.uint8))))


def _is_utf_8(data: bytes, size: int) -> bool:
    if data.isascii():
        return True
    try:
        data[:size].decode()
    except UnicodeDecodeError:
        return False
    return True
