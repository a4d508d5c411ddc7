"""Drawings: lanes with bars on a common scale. Places are exact shares of the width, so that a lane fits any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from rulings.site.markup import NOTHING, Content, Html, element

_HEIGHT = 22
_LEAST = Fraction(1, 100)
"""However short a time is beside the others, it is seen."""
_POINT = f"M-10 0H1V{_HEIGHT}H-10L0 {_HEIGHT // 2}Z"
"""What is cut off a bar without end, so that it ends in a point."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from one share of the width to another; `look` says what it stands for, `goes_on` that it has no end."""

    look: str
    start: Fraction
    end: Fraction
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of a drawing: what it is called, its bars, what they mean in short, and the same said for a reader."""

    name: Content
    bars: tuple[Bar, ...]
    value: Content
    said: str
    note: Content = None
    marks: tuple[Fraction, ...] = ()


def percent(share: Fraction) -> str:
    """Write a share of the width: "42.5%"."""
    whole, rest = divmod(round(share * 10_000), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def lanes(rows: Iterable[Lane], *, ends: tuple[Content, Content] | None = None, ordered: bool = False) -> Html:
    """Draw lanes one below the other; `ends` say what the two ends of the scale stand for."""
    scale = (
        NOTHING
        if ends is None
        else element("li", [element("span", end) for end in ends], class_="scale", aria_hidden="true")
    )
    return element("ol" if ordered else "ul", [_lane(row) for row in rows], scale, class_="lanes")


def _lane(row: Lane) -> Html:
    note = element("div", row.note, class_="lane-note") if row.note else NOTHING
    return element(
        "li",
        element("div", row.name, class_="lane-name"),
        _drawn(row),
        element("div", row.value, class_="lane-value"),
        note,
    )


def _drawn(row: Lane) -> Html:
    track = element("rect", class_="track", width="100%", height=_HEIGHT, rx=3)
    marks = [element("line", class_="mark", x1=percent(at), x2=percent(at), y1=0, y2=_HEIGHT) for at in row.marks if at]
    shapes = [shape for bar in row.bars for shape in _bar(bar)]
    title = element("title", row.said)
    return element("svg", title, track, shapes, marks, class_="lane", role="img", width="100%", height=_HEIGHT)


def _bar(bar: Bar) -> list[Html]:
    width = max(bar.end - bar.start, _LEAST)
    start = min(bar.start, 1 - width)
    drawn = element("rect", class_=bar.look, x=percent(start), y=4, width=percent(width), height=_HEIGHT - 8)
    if not bar.goes_on:
        return [drawn]
    # A path knows no shares of the width, so that the point stands in a drawing of its own.
    point = element("svg", element("path", d=_POINT, class_="cut"), x=percent(bar.end), overflow="visible")
    return [drawn, point]


def figure(caption: Content, *content: Content) -> Html:
    """Frame a drawing with what it shows."""
    return element("figure", element("figcaption", caption), *content)
