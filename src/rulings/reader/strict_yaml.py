"""Strict YAML: the part of the language that means what it looks like.

Plain values are null, true, false, integers, decimals (exact) or text; everything else that YAML would turn into
something (`NO`, `12:30`, `0x1F`, dates) stays the text that the author wrote. Refused are duplicate keys, anchors,
aliases, tags, merge keys, several documents, directives, and text that YAML would cut or swallow without a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rulings.errors import LINE_BREAK, Faults, Place, lines_of
from rulings.reader.nodes import Entry, Mapping, Node, Plain, Scalar, Sequence
from rulings.reader.syntax import CUT_BY_COMMENT, WORDS_FOR_SYMBOLS, explain

MOST_BYTES = 1_000_000
MOST_DEPTH = 30

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,30})\.[0-9]{1,30}\Z")
_CONSTANTS: dict[str, Plain] = {"null": None, "true": True, "false": False, "": None}
_GLUED_COMMENT = re.compile(r"[ \t]+#(?=[^\s#!])")
# Signs that nobody sees, or that other readers take for the end of a line. The joiners of emoji are not among them.
_UNSEEN = re.compile("[\x85\xa0\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class _StopReadingError(Exception):
    """The rest of the file cannot be read; the fault is already noted."""


def read_yaml(data: bytes, file: str, faults: Faults) -> Node | None:
    """Read one document. Faults are added with their places; None where nothing could be read."""
    text = _decode(data, file, faults)
    if text is None:
        return None
    faults.know_source(file, text)
    builder = _Builder(text, file, faults)
    builder.refuse_unseen()
    try:
        return builder.document()
    except _StopReadingError:
        return None
    except yaml.MarkedYAMLError as error:
        builder.syntax_fault(error)
    except yaml.reader.ReaderError as error:
        builder.character_fault(error)
    return None


def _decode(data: bytes, file: str, faults: Faults) -> str | None:
    start = Place(file, 1, 1, 1, 2)
    if len(data) > MOST_BYTES:
        faults.add(
            "file-too-large", start, f"the file has {len(data):,} bytes", expected=f"at most {MOST_BYTES:,} bytes"
        )
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.know_source(file, data.decode("utf-8", "replace"))
        looks_like_utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        help_ = "it looks like UTF-16: save the file as UTF-8" if looks_like_utf16 else "save the file as UTF-8"
        place = _place_behind(data[: error.start].decode("utf-8", "replace"), file)
        faults.add("not-utf-8", place, f"byte {data[error.start]:#04x} is not UTF-8 text", help=help_)
        return None
    if text.startswith("\ufeff"):
        faults.know_source(file, text)
        faults.add(
            "byte-order-mark", start, "the file begins with a byte order mark", help="save it as UTF-8 without one"
        )
        return None
    return text


def _place_behind(before: str, file: str) -> Place:
    lines = lines_of(before)
    line, column = len(lines), len(lines[-1]) + 1
    return Place(file, line, column, line, column + 1)


def _start(event: Event) -> yaml.Mark:
    return cast("yaml.Mark", event.start_mark)


def _end(event: Event) -> yaml.Mark:
    return cast("yaml.Mark", event.end_mark)


class _Builder:
    """Builds nodes from the parser's events, which keep what PyYAML's composer forgets: anchors, tags and styles."""

    def __init__(self, text: str, file: str, faults: Faults) -> None:
        self.text = text
        self.file = file
        self.faults = faults
        self.depth = 0
        self.events: Iterator[Event] = yaml.parse(text, Loader=_LOADER)

    def refuse_unseen(self) -> None:
        """Report signs that change what the text means and that no author can see."""
        for found in _UNSEEN.finditer(self.text):
            sign = found.group()
            name = unicodedata.name(sign, "a control character").lower()
            message = f"an unseen sign stands here: U+{ord(sign):04X}, {name}"
            help_ = "write an ordinary space" if sign == "\xa0" else "take it away"
            self.faults.add("unseen-sign", _place_behind(self.text[: found.start()], self.file), message, help=help_)
            if self.faults.is_full:
                return

    def document(self) -> Node | None:
        root: Node | None = None
        seen = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                seen += 1
                self._document_start(event, seen)
            elif isinstance(event, AliasEvent | ScalarEvent | MappingStartEvent | SequenceStartEvent):
                root = self.node(event)
        if root is None or (isinstance(root, Scalar) and root.value is None):
            self.faults.add(
                "empty-file", Place(self.file, 1, 1, 1, 2), "the file holds nothing", expected="a mapping of keys"
            )
            return None
        return root

    def _document_start(self, event: DocumentStartEvent, seen: int) -> None:
        place = self.place(event)
        if event.version or event.tags:
            self.faults.add("directive", place, "YAML directives are not used here", help="take the line with % away")
        if seen > 1:
            self.faults.add("several-documents", place, "a file holds one document", help="take the line `---` away")
            raise _StopReadingError

    def place(self, event: Event) -> Place:
        return self._between(_start(event), _end(event))

    def _between(self, start: yaml.Mark, end: yaml.Mark) -> Place:
        end_line, end_column = end.line + 1, end.column + 1
        if (end_line, end_column) <= (start.line + 1, start.column + 1):
            end_line, end_column = start.line + 1, start.column + 2
        return Place(self.file, start.line + 1, start.column + 1, end_line, end_column)

    def node(self, event: Event) -> Node:
        self._refuse_extras(event)
        if isinstance(event, ScalarEvent):
            return self.scalar(event)
        if isinstance(event, AliasEvent):
            return Scalar(None, "", self.place(event))
        self.depth += 1
        if self.depth > MOST_DEPTH:
            message = f"the file is nested more than {MOST_DEPTH} levels deep"
            self.faults.add("nested-too-deeply", self.place(event), message, expected=f"at most {MOST_DEPTH} levels")
            raise _StopReadingError
        built: Node = self.mapping(event) if isinstance(event, MappingStartEvent) else self.sequence(event)
        self.depth -= 1
        return built

    def _refuse_extras(self, event: Event) -> None:
        place = self.place(event)
        anchor = getattr(event, "anchor", None)
        if isinstance(event, AliasEvent):
            help_ = f"write the value out, or quote it as text: '*{anchor}'"
            self.faults.add("alias", place, f"`*{anchor}` refers to an anchor; aliases are not used here", help=help_)
            self.faults.settle(place)
            return
        if anchor is not None:
            message = f"`&{anchor}` names an anchor; anchors are not used here"
            self.faults.add("anchor", place, message, help=f"take `&{anchor}` away, or quote the text")
        tag = getattr(event, "tag", None)
        if tag is not None:
            message = f"`{tag.replace('tag:yaml.org,2002:', '!!')}` is a tag; tags are not used here"
            self.faults.add("tag", place, message, help="take the tag away, or quote the text that begins with !")
            self.faults.settle(place)

    def scalar(self, event: ScalarEvent) -> Scalar:
        place = self.place(event)
        written: str = event.value
        if _UNSEEN.search(written):
            self.faults.settle(place)
        if event.style in ("|", ">"):
            self._check_block(event, place)
            return Scalar(written, written, place)
        if event.style in ("'", '"'):
            return Scalar(written, written, place)
        self._check_cut(event, place)
        return Scalar(_resolve(written), written, place)

    def _check_block(self, event: ScalarEvent, place: Place) -> None:
        header = self.text[_start(event).index : _start(event).index + 3]
        if header.startswith(">") and (event.value.strip() == "" or header[1:2].isdigit()):
            line_place = Place(self.file, place.line, place.column, place.line, place.column + len(header.rstrip()))
            message = f"YAML reads `{header.strip()}` as the start of a text block, so the value is lost"
            self.faults.add("comparison-symbol", line_place, message, help=WORDS_FOR_SYMBOLS)
            self.faults.settle(line_place)

    def _check_cut(self, event: ScalarEvent, place: Place) -> None:
        """Refuse `issue #5`, of which YAML keeps `issue`, and `#5`, of which it keeps nothing."""
        rest = self.text[_end(event).index : _end(event).index + 200]
        cut = _GLUED_COMMENT.match(rest)
        if cut is not None:
            column = _end(event).column + cut.end()
            sharp = Place(self.file, _end(event).line + 1, column, _end(event).line + 1, column + 1)
            code, message, help_ = CUT_BY_COMMENT
            self.faults.add(code, sharp, message, help=help_)
            self.faults.settle(place)

    def mapping(self, start: MappingStartEvent) -> Mapping:
        entries: dict[str, Entry] = {}
        end: Event = start
        for event in self.events:
            end = event
            if isinstance(event, MappingEndEvent):
                break
            key = self.node(event)
            following = next(self.events)
            if isinstance(key, Scalar) and key.text == "<<" and isinstance(following, AliasEvent):
                self.faults.settle(self.place(following))
            self._enter(entries, key, self.node(following), start)
        return Mapping(entries, self._whole(start, end))

    def _enter(self, entries: dict[str, Entry], key: Node, value: Node, start: MappingStartEvent) -> None:
        if not isinstance(key, Scalar):
            self.faults.add(
                "key-not-text", key.place, "a key is a list or a mapping", expected="a name", help="quote the key"
            )
            return
        if key.text == "<<":
            self.faults.add("merge-key", key.place, "merge keys are not used here", help="write the keys out")
            self.faults.settle(self.place(start))
            return
        if key.text == "":
            self.faults.add("key-not-text", key.place, "a key is missing before the colon", expected="a name")
            return
        if key.text in entries:
            first = entries[key.text].key.place
            message = f'the key "{key.text}" stands here a second time; the first is in line {first.line}'
            self.faults.add("duplicate-key", key.place, message, help="keep one of them")
            return
        entries[key.text] = Entry(key, value)

    def sequence(self, start: Event) -> Sequence:
        items: list[Node] = []
        end = start
        for event in self.events:
            end = event
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self.node(event))
        return Sequence(tuple(items), self._whole(start, end))

    def _whole(self, start: Event, end: Event) -> Place:
        """The place of a collection is its first line, so that a caret stays readable."""
        first = _start(start)
        if _end(end).line == first.line:
            return self._between(first, _end(end))
        line_end = LINE_BREAK.search(self.text, first.index)
        length = (len(self.text) if line_end is None else line_end.start()) - first.index
        return Place(self.file, first.line + 1, first.column + 1, first.line + 1, first.column + 1 + max(1, length))

    def syntax_fault(self, error: yaml.MarkedYAMLError) -> None:
        """Say in an author's words what the parser stumbled over, at the place where the author went wrong."""
        lines = lines_of(self.text)
        marks = [
            (mark.line + 1, mark.column + 1) for mark in (error.problem_mark, error.context_mark) if mark is not None
        ]
        problem = marks[0] if marks else (1, 1)
        found = explain(error.problem or "", lines, problem, marks[-1] if marks else problem)
        just_cut = ("cut-by-comment", self.file)
        if any(
            (fault.code, fault.place.file) == just_cut and fault.place.line >= found.line - 1
            for fault in self.faults.found
            if fault.place
        ):
            return
        line, column = min(found.line, len(lines)), found.column
        if line < found.line or column > len(lines[line - 1]) + 1:
            column = len(lines[line - 1]) + 1
        self.faults.add(found.code, Place(self.file, line, column, line, column + 1), found.message, help=found.help)

    def character_fault(self, error: yaml.reader.ReaderError) -> None:
        """Report a control character."""
        bad = next((i for i, char in enumerate(self.text) if yaml.reader.Reader.NON_PRINTABLE.match(char)), 0)
        message = f"the character U+{ord(self.text[bad]):04X} is not allowed in YAML ({error.reason})"
        self.faults.add("bad-character", _place_behind(self.text[:bad], self.file), message, help="take it away")


def _resolve(text: str) -> Plain:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    return text
