"""What a comparison counts. Those of parts of the cases add up to that of the whole, whoever counted them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rulings.audit.replay.rows import Row

OLD, NEW = "old", "new"
UNDETERMINED: Final = "undetermined"
ABSENT: Final = "no such decision"
VALUE, EQUAL, LESS, MORE, OTHER = "a value", "the same value", "less", "more", "another value"
"""What stands for values of which there are too many to count each: only how the new one stands to the old."""


class Transition(NamedTuple):
    """A decision, what it came to under the old version, and what under the new."""

    decision: str
    old: str
    new: str

    @property
    def is_of_one(self) -> bool:
        """Tell whether only one of the versions has the decision: then there is nothing to compare it with."""
        return ABSENT in (self.old, self.new)

    @property
    def is_undetermined(self) -> bool:
        """Tell whether both versions have the decision, and one of them leaves it open."""
        return UNDETERMINED in (self.old, self.new) and not self.is_of_one

    @property
    def is_same(self) -> bool:
        """Tell whether both versions come to the same."""
        return self.old == self.new or (self.old, self.new) == (VALUE, EQUAL)

    @property
    def is_changed(self) -> bool:
        """Tell whether both versions decide, and differently."""
        return not (self.is_same or self.is_undetermined or self.is_of_one)


class RuleUse(NamedTuple):
    """A rule of one of the two versions that applied to a case, and whether the decision's result changed there."""

    decision: str
    side: str
    rule: str
    changed: bool


@dataclass(frozen=True)
class Moved:
    """Money in fen: the sums under both versions, what single cases gained and lost, and in how many it moved.

    Cases in which an amount is not known under both versions are in `unknown` alone.
    """

    old: int = 0
    new: int = 0
    gained: int = 0
    lost: int = 0
    cases: int = 0
    unknown: int = 0

    def __add__(self, other: Moved) -> Moved:
        """Sum up both."""
        return Moved(
            self.old + other.old,
            self.new + other.new,
            self.gained + other.gained,
            self.lost + other.lost,
            self.cases + other.cases,
            self.unknown + other.unknown,
        )

    @classmethod
    def between(cls, old: int | None, new: int | None) -> Moved:
        """Give what moved in one case."""
        if old is None or new is None:
            return cls(unknown=1)
        return cls(old, new, max(0, new - old), max(0, old - new), int(old != new))


@dataclass(frozen=True)
class Comparison:
    """Counts over cases that were ruled under both versions.

    `cases` is how many; `changed` those in which an answer of both versions is another, `undetermined` those of the
    rest that a version leaves open. `money` is by decision, or decision and party; `stakes` sums a fact over the cases
    of a transition. `examples` are the first rows of each transition that is none to the same.
    """

    cases: int = 0
    changed: int = 0
    undetermined: int = 0
    transitions: Counter[Transition] = field(default_factory=Counter)
    rules: Counter[RuleUse] = field(default_factory=Counter)
    money: Mapping[str, Moved] = field(default_factory=dict)
    stakes: Mapping[tuple[str, Transition], int] = field(default_factory=dict)
    examples: Mapping[Transition, tuple[Row, ...]] = field(default_factory=dict)
    most_examples: int = 0

    @property
    def same(self) -> int:
        """Count the cases in which nothing changed and nothing is open."""
        return self.cases - self.changed - self.undetermined

    def __add__(self, other: Comparison) -> Comparison:
        """Count both; of examples the first are kept, which are those of the first part."""
        return self._with(other, list)

    def beside(self, other: Comparison) -> Comparison:
        """Count both, where the rows of one stand between those of the other."""
        return self._with(other, lambda rows: sorted(rows, key=lambda row: row.number))

    def _with(self, other: Comparison, in_order: Callable[[Iterable[Row]], list[Row]]) -> Comparison:
        most = max(self.most_examples, other.most_examples)
        return Comparison(
            self.cases + other.cases,
            self.changed + other.changed,
            self.undetermined + other.undetermined,
            self.transitions + other.transitions,
            self.rules + other.rules,
            {
                name: self.money.get(name, Moved()) + other.money.get(name, Moved())
                for name in sorted({*self.money, *other.money})
            },
            {key: self.stakes.get(key, 0) + other.stakes.get(key, 0) for key in sorted({*self.stakes, *other.stakes})},
            {
                one: tuple(in_order((*self.examples.get(one, ()), *other.examples.get(one, ())))[:most])
                for one in sorted({*self.examples, *other.examples})
            },
            most,
        )

    def of(self, decision: str) -> Iterator[tuple[Transition, int]]:
        """Give the transitions of a decision, the most frequent first."""
        found = [(one, number) for one, number in self.transitions.items() if one.decision == decision]
        yield from sorted(found, key=lambda pair: (-pair[1], pair[0]))
