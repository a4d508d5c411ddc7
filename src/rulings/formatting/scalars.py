"""Single values by their lines, without the indentation that they happen to have."""

from __future__ import annotations

import re

from rulings.formatting.tree import Scalar

_HEAD = re.compile(r"([|>])([-+1-9]*)")


def line_scalar(text: str) -> Scalar:
    """Read a plain or a quoted text, which may go on over several lines."""
    first, *rest = text.split("\n")
    is_double = first.startswith('"')
    lines = [first, *(line.lstrip(" \t") for line in rest)]
    return Scalar(tuple(_without_end(line) if is_double else line.rstrip(" \t") for line in lines))


def _without_end(line: str) -> str:
    """Cut the spaces at the end of a line in double quotes, but for one that a backslash holds fast."""
    short = line.rstrip(" \t")
    slashes = len(short) - len(short.rstrip("\\"))
    return line[: len(short) + slashes % 2]


def block_text(text: str, column: int) -> tuple[Scalar, bool]:
    """Read a text that begins with `|` or `>`, in a group that stands at a column; tell if blank lines stood behind."""
    first, *rest = text.split("\n")
    head = _HEAD.match(first)
    style, signs = head.groups() if head is not None else (first, "")
    indented = next((int(sign) for sign in signs if sign.isdigit()), None)
    lines = _dedented(rest, None if indented is None else column + indented)
    is_cut = bool(lines and lines[-1])  # the file ends within the last line, so that no line break is part of it
    chomped = "-" if "-" in signs or is_cut else "+" if "+" in signs else ""
    kept = lines[:-1] if chomped == "+" else _without_blank_end(lines)
    # It will stand two columns deeper than what is around it; that was said because its first line stands deeper.
    told = "" if indented is None else "2"
    scalar = Scalar((style + chomped + told, *kept), is_block=True, keeps=chomped == "+")
    return scalar, chomped != "+" and len(lines) > len(kept) + 1


def _dedented(lines: list[str], column: int | None) -> list[str]:
    """Take the indentation off the lines of a block of text: that of its first line, unless it is told."""
    first = next((line for line in lines if line.strip(" ")), None)
    if column is None:
        column = len(first) - len(first.lstrip(" ")) if first is not None else max(map(len, lines), default=0)
    return [line[column:] for line in lines]


def _without_blank_end(lines: list[str]) -> list[str]:
    end = max((number for number, line in enumerate(lines, start=1) if line), default=0)
    return lines[:end]
