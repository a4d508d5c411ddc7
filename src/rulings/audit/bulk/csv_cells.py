"""Plain lines of CSV cut into cells.

Lines are plain where each is a row with the cells that it should have, in UTF-8, and every cell that is quoted is
quoted as a whole and holds no quotes, commas or line breaks itself. All others are left to the reader of rows.
"""

from __future__ import annotations

import numpy as np

from rulings.audit.bulk.chunks import Chunk
from rulings.audit.bulk.texts import Bytes, Texts
from rulings.cases.limits import MOST_BYTES
from rulings.engine.columns.batch import Numbers

_COMMA, _NEWLINE, _RETURN, _QUOTE = ord(","), ord("\n"), ord("\r"), ord('"')
_LONGEST_CELL = 100_000
"""Longer ones are left to the reader of rows, which refuses very long ones."""


def plain_cells(chunk: Chunk, columns: int) -> list[Texts] | None:
    """Cut plain lines into cells, column by column; None where they are not plain."""
    data, size = chunk.data, chunk.size if len(chunk) else 0
    if not size or data.find(b"\0", 0, size) >= 0 or not _is_utf_8(data, size):
        return None
    letters = chunk.letters[:size]
    cuts = np.flatnonzero((letters == _COMMA) | (letters == _NEWLINE))
    if len(cuts) != columns * len(chunk) or not np.array_equal(cuts[columns - 1 :: columns] + 1, chunk.ends):
        return None
    starts = np.concatenate(([0], cuts[:-1] + 1)).reshape(-1, columns)
    ends = _without_returns(chunk, cuts.reshape(-1, columns))
    lengths = None if ends is None else ends - starts
    if lengths is None or _is_for_rows(chunk, lengths):
        return None
    if data.find(b'"', 0, size) >= 0:
        quoted = _quoted(letters, starts, lengths)
        if quoted is None:
            return None
        starts, lengths = starts + quoted, lengths - 2 * quoted
    return [_cells(chunk.letters, starts[:, place], lengths[:, place]) for place in range(columns)]


def _without_returns(chunk: Chunk, ends: Numbers) -> Numbers | None:
    """Give the ends of cells where lines may end as on Windows, all or none of them; None where it is otherwise."""
    if chunk.data.find(b"\r", 0, chunk.size) < 0:
        return ends
    if chunk.data.count(b"\r", 0, chunk.size) != len(chunk) or not (chunk.letters[ends[:, -1] - 1] == _RETURN).all():
        return None
    ends[:, -1] -= 1
    return ends


def _is_for_rows(chunk: Chunk, lengths: Numbers) -> bool:
    """Tell whether a cell or a line is so long that it may be refused, or a line empty, which is no row."""
    too_long = lengths.max() > _LONGEST_CELL or np.diff(chunk.ends, prepend=0).max() > MOST_BYTES
    return bool(too_long or (lengths.shape[1] == 1 and not lengths.all()))


def _quoted(letters: Bytes, starts: Numbers, lengths: Numbers) -> Numbers | None:
    """Tell which cells are quoted, 1 where they are; None where there are other quotes than theirs."""
    quoted = (letters[starts] == _QUOTE) & (lengths > 0)
    closed = letters[starts + lengths - 1][quoted] == _QUOTE
    count = np.count_nonzero(quoted)
    if not closed.all() or not (lengths[quoted] > 1).all() or np.count_nonzero(letters == _QUOTE) != 2 * count:
        return None
    found: Numbers = quoted.astype(np.int64)
    return found


def _cells(letters: Bytes, starts: Numbers, lengths: Numbers) -> Texts:
    starts, lengths = np.ascontiguousarray(starts), np.ascontiguousarray(lengths)
    return Texts(letters, starts, lengths, lengths > 0, sound=True)


def _is_utf_8(data: bytes, size: int) -> bool:
    if data.isascii():
        return True
    try:
        data[:size].decode()
    except UnicodeDecodeError:
        return False
    return True
