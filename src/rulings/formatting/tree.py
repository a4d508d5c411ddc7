"""A file as a tree that can be written again: its entries with the comments and blank lines that belong to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rulings.formatting.tokens import Comment, Line, Token

_GLUED = re.compile(r"#[^\s#!]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value by its lines: the first as it is written, the others without their indentation.

    Of a block of text (`|`, `>`) the first line is its head; `keeps` tells whether blank lines behind it are its own.
    """

    lines: tuple[str, ...]
    is_block: bool = False
    keeps: bool = False


@dataclass(slots=True)
class Group:
    """A mapping or list: `is_flow` tells whether it stands in brackets, `tail` are the lines behind its last entry."""

    is_mapping: bool
    is_flow: bool = False
    entries: list[Entry] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """An entry of a group: in a list its `key` is None, in a mapping the key as it is written, and `name` its meaning.

    `before` are the lines above it; `after` is the comment on its own line, which of a text in block or of a group
    below it is the line with the key.
    """

    key: str | None = None
    name: str = ""
    value: Scalar | Group = field(default_factory=lambda: Scalar(("",)))
    before: list[Line] = field(default_factory=list)
    after: list[Comment] = field(default_factory=list)
    begun: bool = False

    def take(self, token: Token) -> Token:
        """Take what stands around a token that belongs to this entry itself."""
        self.before += token.before if not self.begun else [line for line in token.before if line is not None]
        self.begun = self.begun or bool(token.text)
        self.remark(token.after)
        return token

    def remark(self, comments: list[Comment]) -> None:
        """Take a comment behind the entry. Only one can stand there: an earlier one goes above.

        So does one without a space behind its sign, which the reader refuses behind a value.
        """
        if comments and _GLUED.match(comments[0].text):
            self.before += comments
        elif comments:
            self.before += self.after
            self.after = list(comments)
