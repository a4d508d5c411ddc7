"""A story, between what is told and how it is written: headings, paragraphs, lists and tables for every format."""

from __future__ import annotations

from dataclasses import dataclass, field


class Code(str):
    """A part of a line that is an identifier or a piece of a policy, set apart from the words around it."""

    __slots__ = ()


class Strong(str):
    """A part of a line that matters most."""

    __slots__ = ()


Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the story's title."""

    line: Line
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one or more sentences."""

    line: Line


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with what stands below it."""

    line: Line
    below: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and what they stand for, one a line."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing where a format can hold one, and elsewhere a list that says the same."""

    svg: str
    items: tuple[Item, ...]


Node = Heading | Paragraph | Bullets | Pairs | Table | Drawing


@dataclass(frozen=True, slots=True)
class Story:
    """A whole explanation, before it is written in a format."""

    language: str
    nodes: tuple[Node, ...] = field(default=())

    @property
    def title(self) -> str:
        """Give the words of the title."""
        return next(("".join(node.line) for node in self.nodes if isinstance(node, Heading) and node.level == 1), "")


def bullets(lines: list[str]) -> Bullets:
    """Make a plain list."""
    return Bullets(tuple(Item((line,)) for line in lines))


def section(title: str, *nodes: Node, level: int = 2) -> tuple[Node, ...]:
    """Make a section; none where there is nothing in it."""
    kept = [node for node in nodes if not (isinstance(node, Bullets) and not node.items)]
    return (Heading((title,), level), *kept) if kept else ()
