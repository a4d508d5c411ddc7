"""Changes to the text of a file at the places that its nodes know; everything else stays as it is written."""

from __future__ import annotations

from rulings.errors import LINE_BREAK
from rulings.reader.nodes import Mapping, Node, Scalar


class Edits:
    """Collects changes to one text. `lines` are the starts of its lines."""

    def __init__(self, text: str) -> None:
        """Start with none."""
        self.text = text
        self.lines = [0, *(found.end() for found in LINE_BREAK.finditer(text))]
        self._changes: list[tuple[int, int, str]] = []

    def replace(self, node: Scalar, value: str) -> None:
        """Write another value where a single one stands; what a text in block ends with stays."""
        start, end = self._start(node), self._end(node)
        written = self.text[start:end]
        self._changes.append((start, end, value + written[len(written.rstrip()) :]))

    def remove(self, mapping: Mapping, key: str) -> None:
        """Take a key with its single value out of a mapping that has others; in block form its whole line goes."""
        entry = mapping.entries[key]
        start, end = self._start(entry.key), self._end(entry.value)
        if not self._is_flow(mapping):
            self._changes.append((self.lines[entry.key.place.line - 1], self._line_end(end), ""))
            return
        names = list(mapping.entries)
        at = names.index(key)
        if at + 1 < len(names):
            self._changes.append((start, self._start(mapping.entries[names[at + 1]].key), ""))
        else:
            self._changes.append((self._end(mapping.entries[names[at - 1]].value), end, ""))

    def insert_after(self, mapping: Mapping, key: str, added: str) -> None:
        """Write a key with its value behind another, both single: on the same line, or in block form on the next."""
        entry = mapping.entries[key]
        end = self._end(entry.value)
        if self._is_flow(mapping):
            self._changes.append((end, end, f", {added}"))
            return
        below = self._line_end(end)
        line = " " * (entry.key.place.column - 1) + added
        line_break = LINE_BREAK.search(self.text, end)
        self._changes.append((below, below, f"\n{line}" if line_break is None else line + line_break.group()))

    def result(self) -> str:
        """Give the text with all changes."""
        text = self.text
        for start, end, value in sorted(self._changes, reverse=True):
            text = text[:start] + value + text[end:]
        return text

    def _start(self, node: Node) -> int:
        return self.lines[node.place.line - 1] + node.place.column - 1

    def _end(self, node: Node) -> int:
        """Give the end of a single value; the place of a group is its first line only."""
        return self.lines[node.place.end_line - 1] + node.place.end_column - 1

    def _line_end(self, index: int) -> int:
        return next((start for start in self.lines if start > index), len(self.text))

    def _is_flow(self, mapping: Mapping) -> bool:
        return self.text[self._start(mapping)] == "{"
