"""Writes a tree in the one layout: two columns a level, one space behind colons, brackets where they fit in a line."""

from __future__ import annotations

import unicodedata

from rulings.formatting.tokens import Comment, Line
from rulings.formatting.tree import Entry, Group, Scalar

WIDEST = 200
"""Columns of a line, Chinese characters counted twice, up to which a group in brackets stays in them."""
_STEP = 2
_BEFORE_COMMENT = 2


def text_of(root: Entry) -> str:
    """Write a whole document."""
    writer = _Writer()
    writer.remarks(root.before, 0)
    if isinstance(root.value, Group):
        writer.group(root.value, 0)
    return "\n".join([*writer.lines, ""])


class _Writer:
    """The lines so far. `bare` tells that no blank line is wanted now: at a start, or where it would be text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.bare = True

    def group(self, group: Group, indent: int, lead: str = "") -> None:
        """Write the entries of a group; `lead` is what stands on the line of the first already."""
        for number, entry in enumerate(group.entries):
            if number or not lead:
                self.remarks(entry.before, indent)
            self._entry(entry, indent, lead if number == 0 else "")
        self.remarks(group.tail, indent)

    def remarks(self, lines: list[Line], indent: int) -> None:
        """Write comments on lines of their own; blank lines stand singly."""
        for line in lines:
            if line is not None:
                self._line(" " * indent + line.text)
            elif not self.bare and self.lines[-1]:
                self.lines.append("")

    def _line(self, line: str, after: list[Comment] | None = None) -> None:
        """Write a line with the comment behind it, which keeps its column where the line leaves room."""
        column = after[0].column if after and after[0].column > len(line) else len(line) + _BEFORE_COMMENT
        first, *more = after or [Comment("", 0)]
        self.lines.append(line.ljust(column) + first.text if after else line)
        self.lines += [" " * column + comment.text for comment in more]
        self.bare = False

    def _entry(self, entry: Entry, indent: int, lead: str) -> None:
        head = (lead or " " * indent) + ("-" if entry.key is None else f"{entry.key}:")
        value = entry.value
        if isinstance(value, Scalar):
            self._scalar(value, head, indent + _STEP, entry.after)
        elif (flow := _in_a_line(value)) is not None and _width(f"{head} {flow}") <= WIDEST:
            self._line(f"{head} {flow}", entry.after)
        elif entry.key is None and not entry.after and not any(value.entries[0].before):
            self.group(value, indent + _STEP, f"{head} ")
        else:
            self._line(head, entry.after)
            self.bare = True
            self.group(value, indent + _STEP)

    def _scalar(self, scalar: Scalar, head: str, indent: int, after: list[Comment]) -> None:
        first, *more = scalar.lines
        lines = [f"{head} {first}".rstrip() if not first else f"{head} {first}"]
        lines += [" " * indent + line if line else "" for line in more]
        at = 0 if scalar.is_block else len(lines) - 1
        self.lines += lines[:at]
        self._line(lines[at], after)
        self.lines += lines[at + 1 :]
        self.bare = scalar.keeps


def _in_a_line(value: Scalar | Group) -> str | None:
    """Write a value in one line; None where it does not stand in brackets, or a comment or a blank line is in it."""
    if isinstance(value, Scalar):
        return _joined(value)
    if not value.is_flow or value.tail:
        return None
    parts = [_part_in_a_line(entry) for entry in value.entries]
    whole = [part for part in parts if part is not None]
    if len(whole) < len(parts):
        return None
    return ("{%s}" if value.is_mapping else "[%s]") % ", ".join(whole)


def _part_in_a_line(entry: Entry) -> str | None:
    value = _in_a_line(entry.value)
    if value is None or entry.after or any(entry.before):
        return None
    return value or "null" if entry.key is None else f"{entry.key}: {value or 'null'}"


def _joined(scalar: Scalar) -> str | None:
    """Join the lines of a scalar, where YAML makes single spaces of their breaks."""
    if not all(scalar.lines[1:]) or any(_is_escaped(line) for line in scalar.lines[:-1]):
        return None
    return " ".join(scalar.lines)


def _is_escaped(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
