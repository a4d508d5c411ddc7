"""A timeline as a drawing: a column of marks and texts, narrow enough for a phone, in whole numbers only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise
from typing import NamedTuple

from rulings.explain.text import width
from rulings.explain.timeline import AHEAD, DONE, DONE_LATE, DUE, FALLS_AWAY, NOW, RAN_OUT, UNKNOWN

WIDTH = 360
_AXIS, _TEXT = 18, 40
_LINE, _GAP, _TOP = 20, 12, 8
# A column of text takes 7 px at 14 px: Chinese characters are two columns, Latin letters about one.
_COLUMNS = (WIDTH - _TEXT) // 8
_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_LANG = {"en": "en-GB", "zh": "zh-CN"}
_GREEN, _RED, _AMBER, _BLUE, _GREY = "#1a7f37", "#b42318", "#9a6700", "#0a58ca", "#6b7280"
_NOT_FIRST = frozenset("，。；：、！？）”’》】,.;:!?)")
_NOT_LAST = frozenset("（“‘《【(")


class Entry(NamedTuple):
    """One entry of a timeline, in words: its kind, when it was and what it is; `ahead`: it is still to come."""

    kind: str
    when: str
    what: str
    ahead: bool


def draw(title: str, entries: Iterable[Entry], language: str) -> str:
    """Draw a timeline; the same entries always give the same bytes."""
    rows = list(_placed(entries))
    height = rows[-1].bottom if rows else _TOP + _LINE
    label = ". ".join([title, *(f"{row.entry.when} {row.entry.what}".strip() for row in rows)])
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' role="img" lang="{_LANG[language]}" aria-label="{escape(label)}" font-family="{_FONT}" font-size="14"'
        ' fill="currentColor">'
    )
    shapes = [*_axis(rows), *(line for row in rows for line in _row(row))]
    return "\n".join([head, f"<title>{escape(title)}</title>", *shapes, "</svg>"])


class _Row(NamedTuple):
    entry: Entry
    lines: tuple[str, ...]
    top: int
    bottom: int

    @property
    def middle(self) -> int:
        """Where the mark stands: beside the first line."""
        return self.top + _LINE // 2


def _placed(entries: Iterable[Entry]) -> Iterator[_Row]:
    top = _TOP
    for entry in entries:
        lines = (*([entry.when] if entry.when else []), *wrapped(entry.what, _COLUMNS))
        bottom = top + len(lines) * _LINE + _GAP
        yield _Row(entry, lines, top, bottom)
        top = bottom


def _axis(rows: list[_Row]) -> Iterator[str]:
    """A line from mark to mark, dashed towards what is still to come."""
    for row, following in pairwise(rows):
        dashes = ' stroke-dasharray="3 4"' if following.entry.ahead else ""
        yield (
            f'<line x1="{_AXIS}" y1="{row.middle}" x2="{_AXIS}" y2="{following.middle}" stroke="{_GREY}"'
            f' stroke-width="2"{dashes}></line>'
        )


def _row(row: _Row) -> Iterator[str]:
    yield from _MARKS.get(row.entry.kind, _dot)(row.middle)
    for at, line in enumerate(row.lines):
        is_when = at == 0 and bool(row.entry.when)
        style = ' font-weight="600"' if is_when or row.entry.kind == NOW else ""
        baseline = row.top + at * _LINE + _LINE - 5
        yield f'<text x="{_TEXT}" y="{baseline}"{style}>{escape(line)}</text>'


# Marks differ in shape, not in colour alone.


def _dot(y: int) -> Iterator[str]:
    yield f'<circle cx="{_AXIS}" cy="{y}" r="5" fill="{_GREY}"></circle>'


def _disc(y: int, colour: str) -> str:
    return f'<circle cx="{_AXIS}" cy="{y}" r="9" fill="{colour}"></circle>'


def _stroke(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="#fff" stroke-width="2"></path>'


def _check(y: int) -> Iterator[str]:
    yield _disc(y, _GREEN)
    yield _stroke(f"M{_AXIS - 4} {y}l3 3l5 -6")


def _late(y: int) -> Iterator[str]:
    yield _disc(y, _AMBER)
    yield _stroke(f"M{_AXIS - 4} {y}l3 3l5 -6")


def _cross(y: int) -> Iterator[str]:
    yield _disc(y, _RED)
    yield _stroke(f"M{_AXIS - 3} {y - 3}l6 6m0 -6l-6 6")


def _ring(y: int) -> Iterator[str]:
    yield f'<circle cx="{_AXIS}" cy="{y}" r="8" fill="#fff" stroke="{_AMBER}" stroke-width="2"></circle>'


def _faint(y: int) -> Iterator[str]:
    yield (
        f'<circle cx="{_AXIS}" cy="{y}" r="6" fill="#fff" stroke="{_GREY}" stroke-width="2"'
        ' stroke-dasharray="3 2"></circle>'
    )


def _now(y: int) -> Iterator[str]:
    yield f'<path d="M{_AXIS - 9} {y - 7}h18l-9 14z" fill="{_BLUE}"></path>'


_MARKS = {
    DONE: _check,
    DONE_LATE: _late,
    RAN_OUT: _cross,
    DUE: _ring,
    UNKNOWN: _faint,
    AHEAD: _faint,
    FALLS_AWAY: _faint,
    NOW: _now,
}


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns: between words, and between any two Chinese characters."""
    lines = [""]
    for piece in (part for whole in _pieces(text) for part in _chopped(whole, columns)):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > columns:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _chopped(piece: str, columns: int) -> list[str]:
    """Break what is longer than a line where it has to be: no Chinese is, so every character is one column."""
    whole = range(0, max(len(piece), 1), columns)
    return [piece] if width(piece.rstrip()) <= columns else [piece[at : at + columns] for at in whole]


def _pieces(text: str) -> Iterator[str]:
    """What must stay together: a word with the space behind it, a Chinese character with its punctuation."""
    piece = ""
    for char in text:
        is_wide = width(char) > 1
        joins = char in _NOT_FIRST or not piece or piece[-1] in _NOT_LAST
        if not joins and (is_wide or width(piece[-1]) > 1 or piece[-1] == " "):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece
