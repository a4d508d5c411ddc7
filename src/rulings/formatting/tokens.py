"""YAML as tokens, with the comments and blank lines between them, which a parser drops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARKS_OF_DOCUMENTS = ("<document start>", "<document end>")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its sign, and the column at which it stands, from 0."""

    text: str
    column: int


Line = Comment | None
"""A line that holds a comment, or is blank."""


@dataclass(slots=True)
class Token:
    """A token as PyYAML names it (`<scalar>`, `-`, `<block end>`), and what stands around it.

    `text` is the token as it is written, "" where it is only the start or the end of something. `before` are the lines
    in front of it that hold no other token; `after` is the comment behind it on its own line, with those below that
    stand in the same column and go on with it.
    """

    kind: str
    text: str
    value: str
    column: int
    before: list[Line] = field(default_factory=list)
    after: list[Comment] = field(default_factory=list)


def tokens_of(text: str) -> list[Token]:
    """Give the tokens of a document that the reader takes, with line feeds only; the last is `<stream end>`."""
    found: list[Token] = []
    last = Token("", "", "", 0)
    reached = 0
    for token, start, end in _scanned(text):
        if token.text or token.kind == "<stream end>":
            after, token.before = _between(text, reached, start, token.column)
            last.after += after
            last, reached = token, end
        found.append(token)
    return _without_marks_of_documents(found)


def _scanned(text: str) -> Iterator[tuple[Token, int, int]]:
    raw: Any
    for raw in yaml.scan(text, Loader=_LOADER):
        start, end = raw.start_mark, raw.end_mark
        if raw.id != "<stream start>":
            value = str(getattr(raw, "value", ""))
            token = Token(raw.id, text[start.index : end.index], value, start.column)
            if getattr(raw, "style", None) in ("|", ">"):
                token.after = _comments(token.text.partition("\n")[0], token.column)
            yield token, start.index, end.index


def _between(text: str, reached: int, start: int, next_column: int) -> tuple[list[Comment], list[Line]]:
    """Read what stands between two tokens: the comment behind the first, and the lines in front of the second."""
    line_start = text.rfind("\n", 0, reached) + 1
    rest, *lines = text[reached:start].split("\n")
    if line_start == reached:
        lines, rest = [rest, *lines], ""
    after = _comments(rest, reached - line_start)
    if start < len(text):
        lines = lines[:-1]  # what is left is the indentation of the second token
    before: list[Line] = [comment for line in lines for comment in _comments(line, 0) or (None,)]
    if start == len(text) and before and before[-1] is None and not lines[-1]:
        before.pop()  # nothing stands behind the last line break
    while after and before and before[0] is not None and after[0].column == before[0].column > next_column:
        after.append(before[0])
        del before[0]
    return after, before


def _comments(line: str, column: int) -> list[Comment]:
    at = line.find("#")
    return [] if at < 0 else [Comment(line[at:].rstrip(), column + at)]


def _without_marks_of_documents(tokens: list[Token]) -> list[Token]:
    """Leave out `---` and `...`, which mean nothing around the one document; what stands around them stays."""
    kept: list[Token] = []
    held: list[Line] = []
    for token in tokens:
        if token.kind in _MARKS_OF_DOCUMENTS:
            held += [*token.before, *token.after]
            continue
        if token.text or token.kind == "<stream end>":
            token.before[:0] = held
            held = []
        kept.append(token)
    return kept
