"""Stories as plain text, for a terminal or a message."""

from __future__ import annotations

import unicodedata

from rulings.explain.story import Bullets, Drawing, Heading, Item, Line, Node, Pairs, Paragraph, Story, Table

_UNDERLINES = {1: "=", 2: "-"}


def to_text(story: Story) -> str:
    """Write a story as text, its parts set apart by empty lines."""
    return "\n\n".join("\n".join(_lines(node, story.language)) for node in story.nodes) + "\n"


def _lines(node: Node, language: str) -> list[str]:
    match node:
        case Heading(line=line, level=level):
            title = joined(line)
            return [title, _UNDERLINES[level] * width(title)] if level in _UNDERLINES else [title]
        case Paragraph(line=line):
            return [joined(line)]
        case Bullets(items=items) | Drawing(items=items):
            return [text for item in items for text in _item(item, "")]
        case Pairs(rows=rows):
            mark = "：" if language == "zh" else ": "
            return [name + mark + joined(line) for name, line in rows]
        case Table(head=head, rows=rows):
            return _table([list(head), *([joined(cell) for cell in row] for row in rows)])


def _item(item: Item, indent: str) -> list[str]:
    below = [text for inner in item.below for text in _item(inner, indent + "  ")]
    return [f"{indent}- {joined(item.line)}", *below]


def _table(rows: list[list[str]]) -> list[str]:
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    ruled = [rows[0], ["-" * wide for wide in widths], *rows[1:]]
    return ["  ".join(_padded(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in ruled]


def joined(line: Line) -> str:
    """Write the parts of a line one after the other."""
    return "".join(line)


def width(text: str) -> int:
    """Count the columns that a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))
