"""The order of keys: that in which the schemas list them; where the author names the keys, the author's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rulings.formatting.tokens import Line
from rulings.formatting.tree import Entry, Group
from rulings.reader.fragments import Schema
from rulings.reader.nodes import Mapping, Node, Sequence, plain
from rulings.reader.shape import validator_for

BEHIND_NAMED = ("needs",)
"""Keys of the language that stand behind those that the author names; all others stand in front of them."""
_FOR_EDITORS = re.compile(r"#\s*(yaml-language-server:|-\*-|vim:)")


def arrange(root: Entry, node: Node, schema: Schema) -> None:
    """Put the keys of a whole document in order; `node` is the same document as the reader gives it."""
    group = root.value
    if not isinstance(group, Group) or not group.entries:
        return
    head = _cut_head(group.entries[0])
    _Arranger(schema).arrange(group, node, [schema])
    group.entries[0].before[:0] = head


def _cut_head(first: Entry) -> list[Line]:
    """Take the head of a file off its first entry: what a blank line parts from it, and lines that are for editors."""
    lines = first.before
    blank = max((number for number, line in enumerate(lines, start=1) if line is None), default=0)
    for_editors = 0
    for line in lines:
        if line is None or not _FOR_EDITORS.match(line.text):
            break
        for_editors += 1
    end = max(blank, for_editors)
    head, first.before = lines[:end], lines[end:]
    return head


class _Arranger:
    def __init__(self, schema: Schema) -> None:
        self.definitions: Schema = schema.get("$defs", {})

    def arrange(self, group: Group, node: Node, schemas: list[Schema]) -> None:
        """Put a group in order, then what is in it; `schemas` are those that apply to it."""
        found = [part for schema in schemas for part in self._applying(schema, node)]
        if isinstance(node, Sequence):
            below = [part["items"] for part in found if "items" in part]
            for entry, item in zip(group.entries, node.items, strict=True):
                self._below(entry, item, below)
        elif isinstance(node, Mapping):
            for entry in group.entries:
                self._below(entry, node.entries[entry.name].value, _of_key(found, entry.name))
            if group.entries:
                _sort(group, _keys_in_order(found))

    def _below(self, entry: Entry, node: Node, schemas: list[Schema]) -> None:
        if isinstance(entry.value, Group):
            self.arrange(entry.value, node, schemas)

    def _applying(self, schema: Schema, node: Node) -> Iterator[Schema]:
        """Give a schema, and all in it that speak of the same data."""
        if "$ref" in schema:
            yield from self._applying(self.definitions[schema["$ref"].rpartition("/")[2]], node)
        yield schema
        for part in schema.get("allOf", ()):
            yield from self._applying(part, node)
        if "if" in schema:
            branch = schema.get("then" if validator_for(schema["if"]).is_valid(plain(node)) else "else")
            if branch is not None:
                yield from self._applying(branch, node)


def _of_key(schemas: list[Schema], key: str) -> list[Schema]:
    named = [part["properties"][key] for part in schemas if key in part.get("properties", {})]
    others = [part["additionalProperties"] for part in schemas if isinstance(part.get("additionalProperties"), dict)]
    return named or others


def _keys_in_order(schemas: list[Schema]) -> list[str]:
    """Give the keys of a mapping in order, "" for all that the author names."""
    named = [key for part in schemas for key in part.get("properties", {})]
    if not any(isinstance(part.get("additionalProperties"), dict) for part in schemas):
        return named
    last = [key for key in named if key in BEHIND_NAMED]
    return [*(key for key in named if key not in last), "", *last]


def _sort(group: Group, keys: list[str]) -> None:
    places = {key: number for number, key in reversed(list(enumerate(keys)))}
    others = places.get("", len(places))
    first = group.entries[0]
    group.entries.sort(key=lambda entry: places.get(entry.name, others))
    now_first = group.entries[0]
    if now_first is not first and _begins_blank(now_first):
        # The blank line parts the first entry from the next, whichever they are.
        while _begins_blank(now_first):
            now_first.before.pop(0)
        if not _begins_blank(first):
            first.before.insert(0, None)


def _begins_blank(entry: Entry) -> bool:
    return bool(entry.before) and entry.before[0] is None
