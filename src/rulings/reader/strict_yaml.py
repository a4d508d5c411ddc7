"""Strict YAML: the part of the language that means what it looks like.

Plain values are null, true, false, integers, decimals (exact) or text; everything else that YAML would turn into something
(`NO`, `12:30`, `0x1F`, dates) stays the text that the author wrote. Refused are duplicate keys, anchors, aliases, tags, merge
keys, several documents, directives, and text that YAML would cut or swallow without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

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

from rulings.errors import Faults, Place
from rulings.reader.nodes import Entry, Mapping, Node, Plain, Scalar, Sequence

MOST_BYTES = 1_000_000
MOST_DEPTH = 30

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,30})\.[0-9]{1,30}\Z")
_CONSTANTS: dict[str, Plain] = {"null": None, "true": True, "false": False, "": None}
_GLUED_COMMENT = re.compile(r"[ \t]+#(?=[^\s#!])")
_SYMBOLS = re.compile(r"(?:[<>=!]=?|≥|≤|≠)\s*-?[0-9]")
_WORDS_FOR_SYMBOLS = "write comparisons as words in the key: `order.amount at least: 100.00 CNY`"


class _StopReadingError(Exception):
    """The rest of the file cannot be read; the fault is already noted."""


def read_yaml(data: bytes, file: str, faults: Faults) -> Node | None:
    """Read one document. Faults are added with their places; None where nothing could be read."""
    text = _decode(data, file, faults)
    if text is None:
        return None
    faults.know_source(file, text)
    builder = _Builder(text, file, faults)
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
        faults.add("file-too-large", start, f"the file has {len(data):,} bytes", expected=f"at most {MOST_BYTES:,} bytes")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        place = Place(file, line, column, line, column + 1)
        faults.know_source(file, data.decode("utf-8", "replace"))
        faults.add("not-utf-8", place, f"byte {data[error.start]:#04x} is not UTF-8 text", help="save the file as UTF-8")
        return None
    if text.startswith("\ufeff"):
        faults.know_source(file, text)
        faults.add("byte-order-mark", start, "the file begins with a byte order mark", help="save it as UTF-8 without one")
        return None
    return text


class _Builder:
    """Builds nodes from the parser's events, which keep what PyYAML's own composer forgets: anchors, tags and styles."""

    def __init__(self, text: str, file: str, faults: Faults) -> None:
        self.text = text
        self.file = file
        self.faults = faults
        self.depth = 0
        self.events: Iterator[Event] = yaml.parse(text, Loader=_LOADER)

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
            self.faults.add("empty-file", Place(self.file, 1, 1, 1, 2), "the file holds nothing", expected="a mapping of keys")
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
        return self._between(event.start_mark, event.end_mark)

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
            return
        if anchor is not None:
            message = f"`&{anchor}` names an anchor; anchors are not used here"
            self.faults.add("anchor", place, message, help=f"take `&{anchor}` away, or quote the text")
        tag = getattr(event, "tag", None)
        if tag is not None:
            message = f"`{tag}` is a tag; tags are not used here"
            self.faults.add("tag", place, message, help="take the tag away, or quote the text that begins with !")

    def scalar(self, event: ScalarEvent) -> Scalar:
        place = self.place(event)
        written: str = event.value
        if event.style in ("|", ">"):
            self._check_block(event, place)
            return Scalar(written, written, place)
        if event.style in ("'", '"'):
            return Scalar(written, written, place)
        self._check_plain(event, place)
        return Scalar(_resolve(written), written, place)

    def _check_block(self, event: ScalarEvent, place: Place) -> None:
        header = self.text[event.start_mark.index : event.start_mark.index + 3]
        if event.value.strip() == "" or header[1:2].isdigit():
            line_place = Place(self.file, place.line, place.column, place.line, place.column + len(header.rstrip()))
            message = f"YAML reads `{header.strip()}` as the start of a text block, so the value is lost"
            self.faults.add("comparison-symbol", line_place, message, help=_WORDS_FOR_SYMBOLS)

    def _check_plain(self, event: ScalarEvent, place: Place) -> None:
        if _SYMBOLS.match(event.value):
            message = f"`{event.value}` uses a comparison symbol"
            self.faults.add("comparison-symbol", place, message, help=_WORDS_FOR_SYMBOLS)
        rest = self.text[event.end_mark.index : event.end_mark.index + 200]
        cut = _GLUED_COMMENT.match(rest) if event.value else None
        if cut is not None:
            column = event.end_mark.column + cut.end()
            sharp = Place(self.file, event.end_mark.line + 1, column, event.end_mark.line + 1, column + 1)
            message = "YAML takes everything from this # on for a comment and cuts the text before it"
            self.faults.add("cut-by-comment", sharp, message, help="quote the text; or, for a comment, put a space after the #")

    def mapping(self, start: MappingStartEvent) -> Mapping:
        entries: dict[str, Entry] = {}
        end: Event = start
        for event in self.events:
            end = event
            if isinstance(event, MappingEndEvent):
                break
            key = self.node(event)
            value = self.node(next(self.events))
            self._enter(entries, key, value)
        return Mapping(entries, self._whole(start, end))

    def _enter(self, entries: dict[str, Entry], key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.faults.add("key-not-text", key.place, "a key is a list or a mapping", expected="a name", help="quote the key")
            return
        if key.text == "<<":
            self.faults.add("merge-key", key.place, "merge keys are not used here", help="write the keys out")
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
        first = start.start_mark
        if end.end_mark.line == first.line:
            return self._between(first, end.end_mark)
        line_end = self.text.find("\n", first.index)
        length = (len(self.text) if line_end < 0 else line_end) - first.index
        return Place(self.file, first.line + 1, first.column + 1, first.line + 1, first.column + 1 + max(1, length))

    def syntax_fault(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        lines = self.text.splitlines()
        source = lines[line - 1] if line <= len(lines) else ""
        code, message, help_ = _explain_syntax(error.problem or "", source, column)
        self.faults.add(code, Place(self.file, line, column, line, column + 1), message, help=help_)

    def character_fault(self, error: yaml.reader.ReaderError) -> None:
        bad = next((i for i, char in enumerate(self.text) if yaml.reader.Reader.NON_PRINTABLE.match(char)), 0)
        before = self.text[:bad]
        line, column = before.count("\n") + 1, bad - (before.rfind("\n") + 1) + 1
        char = self.text[bad : bad + 1]
        message = f"the character U+{ord(char or chr(0)):04X} is not allowed in YAML ({error.reason})"
        self.faults.add("bad-character", Place(self.file, line, column, line, column + 1), message, help="take it away")


def _resolve(text: str) -> Plain:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    return text


_QUOTE_IT = 'put the whole text in quotes: "…"'


def _explain_syntax(problem: str, source: str, column: int) -> tuple[str, str, str]:
    """Say what the parser's complaint means for an author: code, sentence, what to do."""
    rest = source[column - 1 :]
    if "mapping values are not allowed" in problem:
        return "colon-in-text", "a second `: ` stands in this line, so it is not clear where the value ends", _QUOTE_IT
    if re.search(r":\s+[<>=!≥≤≠]=?", source) and ("indentation or chomping" in problem or "chomping or indentation" in problem):
        return "comparison-symbol", "a value cannot begin with a comparison symbol", _WORDS_FOR_SYMBOLS
    if "cannot start any token" in problem and rest[:1] in "@`%":
        return "bad-start", f"a value cannot begin with `{rest[:1]}`", _QUOTE_IT
    if "\t" in source[:column] or "cannot start any token" in problem and rest[:1] == "\t":
        return "tab", "a tab stands in the indentation", "indent with spaces"
    if "block sequence entries are not allowed" in problem:
        return "lone-dash", "a lone `-` begins a list, which cannot stand here", _QUOTE_IT
    if "flow sequence" in problem or "flow mapping" in problem or "did not find expected ',' or" in problem:
        return "unclosed", "a list or mapping in brackets is not closed properly", "close it with ] or }, or quote the text"
    if "unexpected end of stream" in problem:
        return "unclosed", "a quote is opened and never closed", "close the quote"
    if "alias" in problem or "anchor" in problem:
        return "bad-start", "a value cannot begin with `*` or `&`", _QUOTE_IT
    if "key" in problem or "indent" in problem or "block mapping" in problem or "block end" in problem:
        return "layout", "the indentation or the form `key: value` is broken here", "align the keys and put `: ` behind each"
    return "not-yaml", f"this is not YAML: {problem}", _QUOTE_IT
