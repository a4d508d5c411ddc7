"""Formats the files of a folder of policies: all of them, or none where anything is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from rulings.checking import NothingToCheck, folder_of
from rulings.errors import Faults, PolicyFaults, ordered
from rulings.formatting.layout import text_of
from rulings.formatting.order import arrange
from rulings.formatting.parser import tree_of
from rulings.formatting.tokens import Token, tokens_of
from rulings.library import EXAMPLES, REGISTER, VOCABULARY
from rulings.reader.files import start_of
from rulings.reader.fragments import Schema
from rulings.reader.nodes import Mapping, Node, Sequence
from rulings.reader.shape import check_shape, validator_for
from rulings.reader.strict_yaml import read_yaml
from rulings.replacing import replace_files
from rulings.schema.language import VERSION, examples_schema, policy_schema, register_schema, vocabulary_schema

_SCHEMAS = {
    "register": register_schema,
    "vocabulary": vocabulary_schema,
    "version": policy_schema,
    "examples": examples_schema,
}
_PLACES = {
    "register": re.compile(re.escape(REGISTER)),
    "vocabulary": re.compile(rf"[^/]+/{re.escape(VOCABULARY)}"),
    "version": re.compile(rf"[^/]+/[^/]+/{VERSION.strip('^$')}\.yaml"),
    "examples": re.compile(rf"[^/]+/[^/]+/{EXAMPLES}/[^/]+\.yaml"),
}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file as it is, and as it is in the one layout."""

    path: Path
    before: bytes
    after: bytes

    @property
    def is_changed(self) -> bool:
        """Tell whether the two differ."""
        return self.before != self.after


def format_paths(paths: Iterable[Path]) -> list[Formatted]:
    """Format files, or all files in folders; nothing is written.

    Raises NothingToCheck for a path that does not exist or lies in no folder of policies, PolicyFaults where a file
    cannot be read or lies where no file is read, with the faults of all files.
    """
    faults = Faults()
    found = [_format(path, place, faults) for path, place in _files(paths, faults)]
    if faults.errors:
        summary = "nothing is formatted while a file cannot be read"
        raise PolicyFaults(summary, ordered(faults.errors))
    return [formatted for formatted in found if formatted is not None]


def write(formatted: Iterable[Formatted]) -> None:
    """Write the files that change, all or none. Raises OSError."""
    replace_files({one.path: one.after for one in formatted if one.is_changed})


def _files(paths: Iterable[Path], faults: Faults) -> Iterator[tuple[Path, str]]:
    """Find the files of the paths, each once, with what they are."""
    seen: set[Path] = set()
    for named in paths:
        root = folder_of(named)
        found = sorted(_below(named)) if named.is_dir() else [named]
        if not found:
            message = f"there is no file to format in {named}"
            raise NothingToCheck(message)
        for path in found:
            inside = _inside(path, root)
            place = next((place for place, form in _PLACES.items() if form.fullmatch(inside)), None)
            if path.resolve() not in seen and place is not None:
                yield path, place
            elif place is None:
                _refuse_stray(path, faults)
            seen.add(path.resolve())


def _inside(path: Path, root: Path) -> str:
    """Give the place of a file in its folder of policies, as it is named or as it really is; "" where it is in none."""
    really = path.parent.resolve() / path.name
    for one, above in ((path, root), (really, root.resolve())):
        if one.is_relative_to(above):
            return one.relative_to(above).as_posix()
    return ""


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.y*ml"):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in (".yaml", ".yml") and path.is_file() and not is_hidden:
            yield path


def _refuse_stray(path: Path, faults: Faults) -> None:
    message = f"by its place {path.name} is no register, vocabulary, version or file of examples, so it has no layout"
    expected = f"{REGISTER}, <platform>/{VOCABULARY}, <platform>/<policy>/<date>.yaml or …/{EXAMPLES}/<name>.yaml"
    faults.add("wrong-place", start_of(path), message, expected=expected, help="move it, or name another file")


def _format(path: Path, place: str, faults: Faults) -> Formatted | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.add("unreadable", start_of(path), f"the file cannot be read: {error.strerror}")
        return None
    after = format_text(data, str(path), place, faults)
    return None if after is None else Formatted(path, data, after)


@cache
def _schema(place: str) -> Schema:
    return _SCHEMAS[place]()


@cache
def _validator(place: str) -> Draft202012Validator:
    return validator_for(_schema(place))


def format_text(data: bytes, file: str, place: str, faults: Faults) -> bytes | None:
    """Format the text of a file that is a register, vocabulary, version or examples; None after noting its faults."""
    before = len(faults.errors)
    node = read_yaml(data, file, faults)
    if node is not None:
        check_shape(node, _validator(place), faults)
    if node is None or len(faults.errors) > before:
        return None
    text = re.sub("\r\n?", "\n", data.decode("utf-8"))
    root = tree_of(text)
    arrange(root, node, _schema(place))
    after = text_of(root)
    if after != text:
        _refuse_difference(node, text, after, file)
    return after.encode("utf-8")


def _refuse_difference(node: Node, before: str, after: str, file: str) -> None:
    """Make sure that nothing is lost: the new text says what the old one says, and has the same comments."""
    again = read_yaml(after.encode("utf-8"), file, Faults())
    if again is None or _meaning(again) != _meaning(node) or _comments(after) != _comments(before):
        message = f"{file} would not mean the same after it is formatted, so nothing is written"
        raise RuntimeError(message)


def _meaning(node: Node) -> object:
    if isinstance(node, Mapping):
        return {name: _meaning(value) for name, _, value in node.items()}
    if isinstance(node, Sequence):
        return [_meaning(item) for item in node.items]
    return type(node.value), str(node.value)


def _comments(text: str) -> list[str]:
    return sorted(comment for token in tokens_of(text) for comment in _around(token))


def _around(token: Token) -> Iterator[str]:
    yield from (line.text for line in (*token.before, *token.after) if line is not None)
