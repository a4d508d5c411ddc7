"""Reads the tokens of a file into a tree, each comment to the entry that it belongs to."""

from __future__ import annotations

import json

from rulings.formatting.scalars import block_text, line_scalar
from rulings.formatting.tokens import Line, Token, tokens_of
from rulings.formatting.tree import Entry, Group, Scalar


def tree_of(text: str) -> Entry:
    """Read a document that the reader takes, its lines ended by line feeds, as an entry without a key."""
    parser = _Parser(tokens_of(text))
    root = Entry()
    parser.value(root)
    if isinstance(root.value, Group):
        root.value.tail = _without_blank_end([*root.value.tail, *root.after, *parser.now.before])
        root.value.is_flow = root.value.is_flow and not root.value.entries
    return root


class _Parser:
    """Goes through the tokens. `columns` are those of the groups in block form around the place."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.columns: list[int] = [0]

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def step(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    @property
    def following(self) -> Token:
        """The next token that is more than the start or the end of something."""
        return next(token for token in self.tokens[self.at :] if token.text or token.kind == "<stream end>")

    def value(self, entry: Entry) -> None:
        """Read the value of an entry; one that is not there is an empty text."""
        kind = self.now.kind
        if kind in ("<block mapping start>", "<block sequence start>"):
            column = self.step().column
            entry.value = self._block(Group(kind == "<block mapping start>"), column)
            self.step()
        elif kind == "-":
            # A list may stand as deep as the key above it; a comment at that depth is no longer the list's.
            entry.value = self._block(Group(is_mapping=False), self.now.column, tail_from=self.now.column + 1)
        elif kind in ("{", "["):
            entry.value = self._flow(entry)
        elif kind == "<scalar>":
            entry.value = self._scalar(entry)

    def _block(self, group: Group, column: int, tail_from: int | None = None) -> Group:
        self.columns.append(column)
        while self.now.kind in (("?", ":") if group.is_mapping else ("-",)):
            group.entries.append(self._pair() if group.is_mapping else self._item())
        self.columns.pop()
        group.tail = self._tail(column if tail_from is None else tail_from)
        return group

    def _tail(self, column: int) -> list[Line]:
        """Take the comments that stand as deep as a group that ends here, or deeper, from those of the next token."""
        lines = self.following.before
        end = next(
            (number for number, line in enumerate(lines) if line is not None and line.column < column), len(lines)
        )
        taken = _without_blank_end(lines[:end])
        del lines[: len(taken)]
        return taken

    def _item(self) -> Entry:
        entry = Entry()
        entry.take(self.step())
        if self.now.kind != "-":  # the next item: this one is empty
            self.value(entry)
        return entry

    def _pair(self) -> Entry:
        entry = Entry(key="")
        if self.now.kind == "?":
            entry.take(self.step())
        if self.now.kind == "<scalar>":
            self._key(entry)
        if self.now.kind == ":":
            entry.take(self.step())
            self.value(entry)
        return entry

    def _key(self, entry: Entry) -> None:
        token = entry.take(self.step())
        entry.name = token.value
        is_plain = "\n" not in token.text
        entry.key = token.text if is_plain else json.dumps(token.value, ensure_ascii=False)

    def _flow(self, owner: Entry) -> Group:
        start = owner.take(self.step())
        group = Group(start.kind == "{", is_flow=True)
        while self.now.kind not in ("}", "]"):
            entry = self._pair() if group.is_mapping else self._flow_item()
            group.entries.append(entry)
            if self.now.kind == ",":
                entry.take(self.step())
        end = self.step()
        group.tail = _without_blank_end(end.before)
        if not group.entries:  # brackets that hold nothing stay together
            owner.before += [line for line in group.tail if line is not None]
            group.tail = []
        owner.remark(end.after)
        return group

    def _flow_item(self) -> Entry:
        entry = Entry()
        if self.now.kind == "?":  # `[a: 1]` is a list of one mapping
            entry.value = Group(is_mapping=True, is_flow=True, entries=[self._pair()])
        else:
            self.value(entry)
        return entry

    def _scalar(self, entry: Entry) -> Scalar:
        token = entry.take(self.step())
        if token.text[0] not in "|>":
            return line_scalar(token.text)
        scalar, parts = block_text(token.text, self.columns[-1])
        if parts:
            self.following.before.insert(0, None)
        return scalar


def _without_blank_end(lines: list[Line]) -> list[Line]:
    end = max((number for number, line in enumerate(lines, start=1) if line is not None), default=0)
    return lines[:end]
