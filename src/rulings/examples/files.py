"""Files of examples: finding them, and reading each example as the case that a backend would send."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from rulings.algebra import DATETIME
from rulings.book import PolicyBook
from rulings.errors import Faults, Place, nearest
from rulings.examples.facts import grouped, read_facts
from rulings.library import EXAMPLES
from rulings.model import Bilingual, Policy
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping, Node, Scalar, Sequence
from rulings.reader.shape import check_shape
from rulings.reader.strict_yaml import read_yaml
from rulings.reader.texts import bilingual
from rulings.schema.language import examples_schema


@dataclass(frozen=True, slots=True)
class Example:
    """One example as it is written. `version` is None where the case's own date chooses; `expect` is not read yet.

    `at` is the moment of evaluation, None where there is none. Its facts are those of the `base` with its `own` in
    their place, where None takes one away.
    """

    policy: str
    version: str | None
    id: str
    place: Place
    pins: tuple[Scalar, ...]
    case: dict[str, Any]
    expect: Mapping
    at: datetime | None = None
    title: Bilingual | None = None
    base: Mapped[str, object] = field(default_factory=dict)
    own: Mapped[str, object] = field(default_factory=dict)


def example_files(folder: Path, policy: str | None = None) -> tuple[Path, ...]:
    """Give the files of examples in a folder of policies, of all or of one: `<platform>/<policy>/examples/*.yaml`."""
    return tuple(path for path in _in_examples(folder, policy) if _is_example_file(path))


def refuse_strays(folder: Path, policy: str | None, faults: Faults) -> None:
    """Report what lies among the examples and would silently do nothing."""
    for path in _in_examples(folder, policy):
        if not _is_example_file(path):
            message = f"{path.name} is no file of examples, so nothing in it would run"
            faults.add("wrong-place", _start(path), message, expected=f"files such as {EXAMPLES}/windows.yaml")


def _in_examples(folder: Path, policy: str | None) -> list[Path]:
    return sorted(path for path in folder.glob(f"{policy or '*/*'}/{EXAMPLES}/*") if not path.name.startswith("."))


def _is_example_file(path: Path) -> bool:
    return path.suffix == ".yaml" and path.is_file()


def _start(path: Path) -> Place:
    return Place(str(path), 1, 1, 1, 2)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(examples_schema())


def read_examples(path: Path, book: PolicyBook, faults: Faults) -> list[Example]:
    """Read one file. An example with a fault is left out; where the file as a whole has one, all are."""
    before = len(faults)
    node = _read(path, faults)
    if not isinstance(node, Mapping):
        return []
    policy = _policy(node, path, book, faults)
    if policy is None:
        return []
    version = _version(node, policy.id, book, faults)
    base = read_facts(node.get("base"), policy, book, faults)
    usable = len(faults) == before
    reader = _Reader(book, policy, version, base, _moment(node.get("at"), faults), faults)
    found = list(reader.examples(node.get("examples")))
    return found if usable else []


def _read(path: Path, faults: Faults) -> Node | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.add("unreadable", _start(path), f"the file cannot be read: {error.strerror}")
        return None
    node = read_yaml(data, str(path), faults)
    if node is not None:
        check_shape(node, _validator(), faults)
    return node


def _policy(node: Node, path: Path, book: PolicyBook, faults: Faults) -> Policy | None:
    named = node.get("policy") if isinstance(node, Mapping) else None
    if not isinstance(named, Scalar):
        return None
    if named.text not in book.policies:
        near = nearest(named.text, book.policies)
        expected = "one of " + ", ".join(book.policies)
        faults.add("unknown-policy", named.place, f'there is no policy "{named.text}"', expected=expected, near=near)
        return None
    beside = "/".join(path.parent.parent.parts[-2:])
    if named.text != beside:
        message = f'the examples say policy "{named.text}", but they stand beside "{beside}"'
        faults.add("wrong-place", named.place, message, expected=beside, help="move the file or correct the key")
        return None
    return book.version(named.text).policy


def _version(node: Mapping, policy: str, book: PolicyBook, faults: Faults) -> str | None:
    named = node.get("version")
    if not isinstance(named, Scalar):
        return None
    known = [version.policy.version for version in book.every_version(policy)]
    if named.text not in known:
        expected = "one of " + ", ".join(known)
        message = f"{policy} has no version {named.text}"
        faults.add("unknown-version", named.place, message, expected=expected, near=nearest(named.text, known))
    return named.text


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the examples of one file. `base` are the facts from which each of them starts."""

    book: PolicyBook
    policy: Policy
    version: str | None
    base: dict[str, object]
    at: datetime | None
    faults: Faults

    def examples(self, node: Node | None) -> Iterator[Example]:
        for item in node.items if isinstance(node, Sequence) else ():
            before = len(self.faults)
            example = self._example(item) if isinstance(item, Mapping) else None
            if example is not None and len(self.faults) == before:
                yield example

    def _example(self, node: Mapping) -> Example | None:
        named, expect, pins = node.get("id"), node.get("expect"), node.get("pins")
        own = read_facts(node.get("facts"), self.policy, self.book, self.faults)
        if not isinstance(named, Scalar) or not isinstance(expect, Mapping):
            return None
        case = {"id": named.text, "policy": self.policy.id, "facts": grouped(self.base | own)}
        pinned = pins.items if isinstance(pins, Sequence) else (pins,)
        readings = tuple(pin for pin in pinned if isinstance(pin, Scalar))
        at = _moment(node.get("at"), self.faults) or self.at
        title = bilingual(node.get("title"))
        return Example(
            self.policy.id, self.version, named.text, named.place, readings, case, expect, at, title, self.base, own
        )


def _moment(node: Node | None, faults: Faults) -> datetime | None:
    """Read the moment of evaluation."""
    const = None if node is None else read_literal(node, DATETIME, faults)
    return const.value if const is not None and isinstance(const.value, datetime) else None
