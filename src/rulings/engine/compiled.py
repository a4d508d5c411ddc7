"""What compiling a version gives: functions on typed facts, under the names of their decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rulings.algebra import Value
from rulings.engine.facts import Memory, TypedFacts
from rulings.engine.settle import Outcome

Decide = Callable[[TypedFacts, Memory], Outcome]
Compute = Callable[[TypedFacts, Memory], Value]
Around = Callable[[TypedFacts, Memory], tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The compiled decisions of one version.

    `memory_size` is the length of the list that a case needs, all None at first.
    """

    source: str
    decide: Mapping[str, Decide]
    answer: Callable[[TypedFacts, Memory], bool]
    memory_size: int
    place: Mapping[str, int]
    around: Mapping[str, Mapping[str, Around]]
    """Of each decision and rule the function that computes its margin and then its fields, in the order of the row."""
    field_of: Callable[[str, str, TypedFacts, Memory], Value]
    traits: Mapping[str, Around]
    """Of each decision, how the case stands to it: the values of `traits_of`."""
