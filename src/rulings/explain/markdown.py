"""Stories as Markdown (CommonMark, with the tables of GitHub); what a policy or a case says cannot mark anything up."""

from __future__ import annotations

import re

from rulings.explain.story import (
    Bullets,
    Code,
    Drawing,
    Heading,
    Item,
    Line,
    Node,
    Pairs,
    Paragraph,
    Story,
    Strong,
    Table,
)

_MARKS = re.compile(r"([\\`*_\[\]<>|~#&!])")
# At the beginning of a line these would start a list or a heading.
_BEGINNINGS = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)")


def to_markdown(story: Story) -> str:
    """Write a story as Markdown."""
    return "\n\n".join("\n".join(_lines(node, story.language)) for node in story.nodes) + "\n"


def _lines(node: Node, language: str) -> list[str]:
    match node:
        case Heading(line=line, level=level):
            return ["#" * level + " " + joined(line)]
        case Paragraph(line=line):
            return [_begin(joined(line))]
        case Bullets(items=items) | Drawing(items=items):
            return [text for item in items for text in _item(item, "")]
        case Pairs(rows=rows):
            mark = "：" if language == "zh" else ": "
            return [f"- **{escaped(name)}**{mark}{joined(line)}" for name, line in rows]
        case Table(head=head, rows=rows):
            ruler = "|" + " --- |" * len(head)
            return [
                _row([escaped(cell) for cell in head]),
                ruler,
                *(_row([joined(cell) for cell in row]) for row in rows),
            ]


def _item(item: Item, indent: str) -> list[str]:
    below = [text for inner in item.below for text in _item(inner, indent + "  ")]
    return [f"{indent}- {_begin(joined(item.line))}", *below]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def joined(line: Line) -> str:
    """Write the parts of a line, each marked as what it is."""
    return "".join(_part(part) for part in line)


def _part(part: str) -> str:
    if isinstance(part, Code):
        return _code(part)
    return f"**{escaped(part)}**" if isinstance(part, Strong) else escaped(part)


def _code(part: str) -> str:
    """A code span has no escapes: its fence must be longer than any backticks inside; no bar may split a cell."""
    runs = [len(run) for run in re.findall(r"`+", part)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if part.startswith("`") or part.endswith("`") else ""
    return fence + pad + part.replace("|", "\\|") + pad + fence


def escaped(text: str) -> str:
    """Take from a text every mark that Markdown would read."""
    return _MARKS.sub(r"\\\1", text)


def _begin(text: str) -> str:
    return _BEGINNINGS.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", text)
