"""Reads examples and rules on each, as a backend would have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rulings.book import PolicyBook
from rulings.errors import Faults, Place, RulingsError
from rulings.examples.expectations import Expectation, read_expectations
from rulings.examples.files import Example, example_files, read_examples, refuse_strays
from rulings.ruling import Ruling
from rulings.values import BadValue


@dataclass(frozen=True, slots=True)
class Ruled:
    """An example with its ruling and what it expects. Where it could not be ruled on, there is an `error` instead."""

    example: Example
    ruling: Ruling | None
    expectations: tuple[Expectation, ...] = ()
    error: str = ""

    @property
    def version(self) -> str:
        """Give the date of the version that ruled, or that should have; "" where none was found."""
        return self.example.version or "" if self.ruling is None else self.ruling.version.policy.version


def gather(book: PolicyBook, folder: Path, policy: str | None, faults: Faults) -> list[Ruled]:
    """Read and rule on all examples of a folder, or of one policy. Examples with faults are left out."""
    refuse_strays(folder, policy, faults)
    examples = _unlike(_read(book, folder, policy, faults), faults)
    ruled = (_rule(book, example, faults) for example in examples)
    return [one for one in ruled if one is not None]


def _read(book: PolicyBook, folder: Path, policy: str | None, faults: Faults) -> Iterator[Example]:
    for path in example_files(folder, policy):
        yield from read_examples(path, book, faults)


def _unlike(examples: Iterator[Example], faults: Faults) -> Iterator[Example]:
    """Refuse the second example of an id within a policy: a report could not tell the two apart."""
    first: dict[tuple[str, str], Place] = {}
    for example in examples:
        known = first.setdefault((example.policy, example.id), example.place)
        if known == example.place:
            yield example
        else:
            message = f'the id "{example.id}" is taken: the first example of it stands at {known}'
            faults.add("duplicate-id", example.place, message, help="give each example an id of its own")


def _rule(book: PolicyBook, example: Example, faults: Faults) -> Ruled | None:
    try:
        ruling = book.evaluate(example.case, version=example.version, at=example.at)
    except (RulingsError, BadValue) as error:
        return Ruled(example, None, error=str(error))
    before = len(faults)
    expectations = read_expectations(example, ruling.version.policy, faults)
    return Ruled(example, ruling, expectations) if len(faults) == before else None
