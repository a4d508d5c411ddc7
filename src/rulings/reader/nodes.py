"""What the YAML reader gives: plain values that know their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from rulings.errors import Place

Plain = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `value` is text, an integer, a decimal, a boolean or None; `text` is how it was written."""

    value: Plain
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the file."""

    entries: dict[str, Entry] = field(hash=False)
    place: Place

    def get(self, key: str) -> Node | None:
        """Give the value under a key, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value

    def items(self) -> Iterator[tuple[str, Scalar, Node]]:
        """Give each key, the key with its place, and the value."""
        for name, entry in self.entries.items():
            yield name, entry.key, entry.value


@dataclass(frozen=True, slots=True)
class Sequence:
    """Values in a row."""

    items: tuple[Node, ...]
    place: Place


Node = Scalar | Mapping | Sequence


def part(scalar: Scalar, start: int, length: int) -> Place:
    """Give the place of a stretch of a text that stands in one line as it reads, with or without quotes."""
    place = scalar.place
    quote = (place.end_column - place.column - len(scalar.text)) // 2
    if place.end_line != place.line or quote not in (0, 1):
        return place
    column = place.column + quote + start
    return Place(place.file, place.line, column, place.line, column + max(1, length))


def behind_comma(node: Mapping, key: str) -> list[str]:
    """Give the keys that commas in braces have made of the rest of a value: `{formula: min($a, $b)}`."""
    value = node.get(key)
    if not isinstance(value, Scalar) or value.text.count("(") <= value.text.count(")"):
        return []
    names = list(node.entries)
    rest = names[names.index(key) + 1 :]
    return list(takewhile(lambda name: node.get(name) == Scalar(None, "", node.entries[name].value.place), rest))


def plain(node: Node) -> object:
    """Give the same data without places, as JSON Schema sees it."""
    if isinstance(node, Mapping):
        return {name: plain(value) for name, _, value in node.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value


def at(node: Node, path: Iterator[str | int] | list[str | int]) -> Node:
    """Follow a path of keys and positions as far as it leads."""
    for step in path:
        inner: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            inner = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            inner = node.items[step]
        if inner is None:
            return node
        node = inner
    return node
