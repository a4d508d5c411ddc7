"""What a comparison says, as data: transitions with their examples explained, rules, and money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rulings.audit.impact.comparing import Question
from rulings.audit.impact.comparison import NEW, OLD, Comparison, Moved, Transition
from rulings.audit.impact.running import Impact, Versions
from rulings.audit.replay.decoding import decoder
from rulings.audit.replay.lines import fault_row
from rulings.audit.replay.rows import Form, Row
from rulings.audit.replay.tally import FAULT, FAULTY, PASSED_OVER, READ, RULED
from rulings.book import PolicyBook
from rulings.model import Bilingual, Decision, Policy
from rulings.ruling import Ruling
from rulings.values import Money

Data = dict[str, Any]
LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Example:
    """A row of the input that shows a transition, with the rulings under both versions."""

    row: int
    old: Ruling
    new: Ruling

    @property
    def case(self) -> str | None:
        """Give the id of the case."""
        return self.old.id

    def to_dict(self) -> Data:
        """Give it as plain data, explained in both languages."""
        return {"row": self.row, "case": self.case, "old": _explained(self.old), "new": _explained(self.new)}


def _explained(ruling: Ruling) -> Data:
    return {language: ruling.explain(language) for language in LANGUAGES}


@dataclass(frozen=True)
class Report:
    """The comparison of two versions, with what is needed to tell it: their titles, and the examples' rulings."""

    impact: Impact
    versions: Versions
    question: Question
    book: PolicyBook
    form: Form

    @property
    def comparison(self) -> Comparison:
        """Give the counts."""
        return self.impact.comparison

    @cached_property
    def policies(self) -> tuple[Policy, Policy]:
        """Give the two versions, the old one first."""
        return self.versions.both(self.book)

    def decision(self, name: str) -> Decision:
        """Give a decision, as the new version has it if it does."""
        old, new = self.policies
        return new.decisions[name] if name in new.decisions else old.decisions[name]

    def examples(self, one: Transition) -> Iterator[Example]:
        """Rule once more on the examples of a transition."""
        decode = decoder(self.form, self.book)
        old, new = self.versions.rules(self.book)
        for row in self.comparison.examples.get(one, ()):
            case = decode(row)
            yield Example(row.number, old(case), new(case))

    def rows(self, one: Transition) -> str:
        """Write the numbers of the rows of a transition's examples; nothing where there are none."""
        return first_rows(self.comparison.examples.get(one, ()))

    def uses(self, decision: str, side: str) -> list[tuple[str, int, int]]:
        """Give the rules of a version for a decision: in how many cases each applied, and in how many that changed."""
        cases: Counter[str] = Counter()
        changed: Counter[str] = Counter()
        for use, number in self.comparison.rules.items():
            if (use.decision, use.side) == (decision, side):
                cases[use.rule] += number
                changed[use.rule] += number if use.changed else 0
        found = ((rule, cases[rule], changed[rule]) for rule in cases)
        return sorted(found, key=lambda one: (-one[2], -one[1], one[0]))

    def money(self, decision: str) -> dict[str, Moved]:
        """Give the money of a decision: its amount, or that of each party."""
        return {name: moved for name, moved in self.comparison.money.items() if name.partition(": ")[0] == decision}

    def stakes(self, one: Transition) -> dict[str, int]:
        """Give the facts that were to be summed up over the cases of a transition, in fen."""
        return {fact: amount for (fact, of), amount in sorted(self.comparison.stakes.items()) if of == one}

    def to_sums(self) -> dict[str, int]:
        """Give how many rows were read, and what became of them."""
        tally, comparison = self.impact.tally, self.comparison
        return {
            "read": tally[READ],
            "compared": tally[RULED],
            "faulty": tally[FAULTY],
            "passed_over": tally[PASSED_OVER],
            "changed": comparison.changed,
            "undetermined": comparison.undetermined,
            "same": comparison.same,
        }

    def to_dict(self) -> Data:
        """Give the whole as plain data."""
        versions = self.versions
        return {
            "policy": versions.policy,
            "old": versions.old,
            "new": versions.new,
            "at": versions.at,
            **self.to_sums(),
            "decisions": {name: self._decision(name) for name in self.question.decisions},
            "faults": self.impact.tally.of(FAULT),
            "verified": self.impact.verified,
            "first_faults": [fault_row(*one) for one in self.impact.first_faults],
        }

    def _decision(self, name: str) -> Data:
        transitions = list(self.comparison.of(name))
        return {
            "title": _both(self.decision(name).title),
            "same": sum(number for one, number in transitions if one.is_same and not one.is_undetermined),
            "changed": sum(number for one, number in transitions if one.is_changed),
            "undetermined": sum(number for one, number in transitions if one.is_undetermined),
            "of_one_version": sum(number for one, number in transitions if one.is_of_one),
            "transitions": [self._transition(one, number) for one, number in transitions],
            "rules": {side: [_use(use) for use in self.uses(name, side)] for side in (OLD, NEW)},
            "money": {key: money_data(moved) for key, moved in self.money(name).items()},
        }

    def _transition(self, one: Transition, number: int) -> Data:
        return {
            "old": one.old,
            "new": one.new,
            "cases": number,
            "changed": one.is_changed,
            "money": {fact: str(Money(amount)) for fact, amount in self.stakes(one).items()},
            "examples": [example.to_dict() for example in self.examples(one)],
        }


def _use(use: tuple[str, int, int]) -> Data:
    return {"rule": use[0], "cases": use[1], "changed": use[2]}


def _both(text: Bilingual) -> Mapping[str, str]:
    return {"en": text.en, "zh": text.zh}


def money_data(moved: Moved) -> Data:
    """Give money that moved as plain data: amounts as texts, with their currency."""
    amounts = {"old": moved.old, "new": moved.new, "gained": moved.gained, "lost": moved.lost}
    return {
        **{name: str(Money(amount)) for name, amount in amounts.items()},
        "moved": str(Money(moved.new - moved.old)),
        "cases": moved.cases,
        "unknown": moved.unknown,
    }


def first_rows(examples: tuple[Row, ...]) -> str:
    """Write the numbers of rows."""
    return ", ".join(str(row.number) for row in examples)
