"""A drawing of flows from the values on the left to those on the right, each as thick as it is large.

Coordinates are whole tenths of a unit: the same counts give the same drawing on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from rulings.site.markup import Html, element

_BAND, _BAR = 2600, 140
_LATIN, _CHINESE, _MOST_LABEL = 72, 132, 3600
"""How wide a sign of a label is at most, and what a label has; what is longer is cut, and told whole in the title."""
_HEIGHT = 3200
"""What all flows together are high; every bar has room for its label besides."""
_LEAST, _LINE, _GAP = 15, 190, 60


@dataclass(frozen=True, slots=True)
class Flow:
    """How many go from one value to another, how it looks, and the same said for a reader."""

    origin: str
    target: str
    number: int
    look: str
    said: str


@dataclass(frozen=True, slots=True)
class _Node:
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class _Side:
    """The bars of a side by name: where each begins and how high it is; where they stand, and their labels."""

    nodes: Mapping[str, _Node]
    counts: Mapping[str, int]
    x: int
    label_x: int
    anchor: str


def drawn_flows(flows: Sequence[Flow], said: str) -> Html:
    """Draw flows, the largest first on each side; `said` is what the drawing shows as a whole."""
    scale = max(1, sum(flow.number for flow in flows))
    x = _room(flow.origin for flow in flows)
    end = x + 2 * _BAR + _BAND
    left = _side(((flow.origin, flow) for flow in flows), scale, x, x - _GAP, "end")
    right = _side(((flow.target, flow) for flow in flows), scale, end - _BAR, end + _GAP, "start")
    height = max(node.top + max(node.height, _LINE) for side in (left, right) for node in side.nodes.values())
    wide = end + _room(flow.target for flow in flows)
    return element(
        "svg",
        element("title", said),
        [*_bands(flows, scale, left, right)],
        [*_bars(left)],
        [*_bars(right)],
        viewBox=f"0 0 {_unit(wide)} {_unit(height + _GAP)}",
        width=_unit(wide),
        class_="flows",
        role="img",
    )


def _side(named: Iterable[tuple[str, Flow]], scale: int, x: int, label_x: int, anchor: str) -> _Side:
    pairs = list(named)
    nodes = _laid((name, _thickness(flow, scale)) for name, flow in pairs)
    return _Side(nodes, _counts((name, flow.number) for name, flow in pairs), x, label_x, anchor)


def _room(names: Iterable[str]) -> int:
    """Give the room that labels need, their counts counted in."""
    return min(_MOST_LABEL, max(_wide(name) for name in names)) + 10 * _LATIN


def _wide(text: str) -> int:
    return sum(_CHINESE if east_asian_width(sign) in "WF" else _LATIN for sign in text)


def _cut(text: str) -> str:
    while _wide(text) > _MOST_LABEL:
        text = text.removesuffix("…")[:-1] + "…"
    return text


def _thickness(flow: Flow, scale: int) -> int:
    return max(_LEAST, flow.number * _HEIGHT // scale)


def _counts(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, number in pairs:
        found[name] = found.get(name, 0) + number
    return found


def _laid(pairs: Iterable[tuple[str, int]]) -> dict[str, _Node]:
    """Lay the bars of a side one below the other, with room for a line of text beside each."""
    nodes: dict[str, _Node] = {}
    top = _GAP
    for name, height in sorted(_counts(pairs).items(), key=lambda pair: (-pair[1], pair[0])):
        nodes[name] = _Node(top, height)
        top += max(height, _LINE) + _GAP
    return nodes


def _bands(flows: Sequence[Flow], scale: int, left: _Side, right: _Side) -> Iterator[Html]:
    used_left, used_right = ({name: node.top for name, node in side.nodes.items()} for side in (left, right))
    x, end = left.x + _BAR, right.x
    order = sorted(flows, key=lambda one: (left.nodes[one.origin].top, right.nodes[one.target].top))
    for flow in order:
        thick = _thickness(flow, scale)
        y, z = used_left[flow.origin], used_right[flow.target]
        used_left[flow.origin], used_right[flow.target] = y + thick, z + thick
        over = f"M{_unit(x)} {_unit(y)}{_curve(x, end, y, z)}"
        under = f"V{_unit(z + thick)}{_curve(end, x, z + thick, y + thick)}Z"
        yield element("path", element("title", flow.said), d=over + under, class_=f"flow {flow.look}")


def _curve(start: int, end: int, y: int, z: int) -> str:
    middle = _unit((start + end) // 2)
    return f"C{middle} {_unit(y)} {middle} {_unit(z)} {_unit(end)} {_unit(z)}"


def _bars(side: _Side) -> Iterator[Html]:
    for name, node in side.nodes.items():
        yield element(
            "rect",
            class_="bar",
            x=_unit(side.x),
            y=_unit(node.top),
            width=_unit(_BAR),
            height=_unit(node.height),
        )
        yield element(
            "text",
            [_cut(name), " ", element("tspan", f"{side.counts[name]:,}", class_="count")],
            x=_unit(side.label_x),
            y=_unit(node.top + max(node.height, _LINE) // 2),
            text_anchor=side.anchor,
            dominant_baseline="central",
        )


def _unit(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
