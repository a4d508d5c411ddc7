"""A drawing of flows from the values on the left to those on the right, each as thick as it is large.

Coordinates are whole tenths of a unit: the same counts give the same drawing on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rulings.site.markup import Html, element

_WIDTH, _MARGIN, _BAR = 9000, 2900, 140
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


def drawn_flows(flows: Sequence[Flow], said: str) -> Html:
    """Draw flows, the largest first on each side; `said` is what the drawing shows as a whole."""
    scale = max(1, sum(flow.number for flow in flows))
    left = _laid((flow.origin, _thickness(flow, scale)) for flow in flows)
    right = _laid((flow.target, _thickness(flow, scale)) for flow in flows)
    height = max(node.top + max(node.height, _LINE) for node in (*left.values(), *right.values()))
    return element(
        "svg",
        element("title", said),
        [*_bands(flows, scale, left, right)],
        [*_bars(left, _counts((flow.origin, flow.number) for flow in flows), at_left=True)],
        [*_bars(right, _counts((flow.target, flow.number) for flow in flows), at_left=False)],
        viewBox=f"0 0 {_unit(_WIDTH)} {_unit(height + _GAP)}",
        class_="flows",
        role="img",
    )


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


def _bands(flows: Sequence[Flow], scale: int, left: Mapping[str, _Node], right: Mapping[str, _Node]) -> Iterator[Html]:
    used_left, used_right = {name: node.top for name, node in left.items()}, {n: node.top for n, node in right.items()}
    for flow in sorted(flows, key=lambda one: (left[one.origin].top, right[one.target].top)):
        thick = _thickness(flow, scale)
        y, z = used_left[flow.origin], used_right[flow.target]
        used_left[flow.origin], used_right[flow.target] = y + thick, z + thick
        x, end, middle = _unit(_MARGIN + _BAR), _unit(_WIDTH - _MARGIN - _BAR), _unit(_WIDTH // 2)
        over = f"M{x} {_unit(y)}C{middle} {_unit(y)} {middle} {_unit(z)} {end} {_unit(z)}"
        under = f"V{_unit(z + thick)}C{middle} {_unit(z + thick)} {middle} {_unit(y + thick)} {x} {_unit(y + thick)}Z"
        yield element("path", element("title", flow.said), d=over + under, class_=f"flow {flow.look}")


def _bars(nodes: Mapping[str, _Node], counts: Mapping[str, int], *, at_left: bool) -> Iterator[Html]:
    bar_x = _MARGIN if at_left else _WIDTH - _MARGIN - _BAR
    text_x = _MARGIN - _GAP if at_left else _WIDTH - _MARGIN + _GAP
    for name, node in nodes.items():
        yield element(
            "rect", x=_unit(bar_x), y=_unit(node.top), width=_unit(_BAR), height=_unit(node.height), class_="bar"
        )
        middle = node.top + max(node.height, _LINE) // 2 if node.height > _LINE else node.top + _LINE // 2
        label = [name, " ", element("tspan", f"{counts[name]:,}", class_="count")]
        yield element(
            "text",
            label,
            x=_unit(text_x),
            y=_unit(middle),
            text_anchor="end" if at_left else "start",
            dominant_baseline="central",
        )


def _unit(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
