"""Compares two versions on a batch of cases: one pure function, of which `columns` counts the same in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rulings.algebra.types import MONEY, SHARES, Type, choice
from rulings.audit.impact.comparison import (
    ABSENT,
    EQUAL,
    LESS,
    MORE,
    NEW,
    OLD,
    OTHER,
    UNDETERMINED,
    VALUE,
    Comparison,
    Moved,
    RuleUse,
    Transition,
)
from rulings.audit.replay.rows import Row
from rulings.engine.facts import TypedCase
from rulings.model import Decision
from rulings.plain import plain_value
from rulings.ruling import Ruling
from rulings.values import Money

Rule = Callable[[TypedCase], Ruling]
"""Rules on a case under one of the versions."""
NOT_APPLICABLE = "not_applicable"
ABSENT_TYPE = choice()
"""Stands for the type of a decision that a version does not have."""
Typed = tuple[Any, Type]
"""A value of the algebra with the type of its decision."""
_OF_FEW_VALUES = frozenset({"choice", "boolean", "shares"})


@dataclass(frozen=True)
class Question:
    """What is compared: decisions; facts of money to sum up by transition; how many examples of each to keep."""

    decisions: tuple[str, ...]
    facts: tuple[str, ...] = ()
    examples: int = 3


def compare(batch: Sequence[tuple[Row, TypedCase]], old: Rule, new: Rule, question: Question) -> Comparison:
    """Rule on checked cases under both versions, and count what is otherwise.

    Raises RuleConflict, RuleGap or BeyondCalendar for a case on which a version cannot rule; whoever calls this with
    several cases has made sure of that before.
    """
    counting = Counting(question)
    for row, case in batch:
        counting.add(row, old(case), new(case))
    return counting.done()


class Counting:
    """Counts case by case what is otherwise. `compare` is the sum of what this counts."""

    def __init__(self, question: Question) -> None:
        """Start with nothing."""
        self._question = question
        self._cases = self._changed = self._undetermined = 0
        self._transitions: Counter[Transition] = Counter()
        self._rules: Counter[RuleUse] = Counter()
        self._money: dict[str, Moved] = {}
        self._stakes: Counter[tuple[str, Transition]] = Counter()
        self._examples: dict[Transition, tuple[Row, ...]] = {}

    def add(self, row: Row, old: Ruling, new: Ruling) -> list[Transition]:
        """Count the two rulings on one case, and give what changed.

        Raises what a ruling raises that cannot be made, and counts nothing.
        """
        transitions = [transition(name, old, new) for name in self._question.decisions]
        money = [pair for name in self._question.decisions for pair in _money(name, old, new)]
        changed = [one for one in transitions if one.is_changed]
        self._cases += 1
        self._changed += bool(changed)
        self._undetermined += not changed and any(one.is_undetermined for one in transitions)
        self._transitions.update(transitions)
        self._rules.update(use for one in transitions for use in _rules(one, old, new))
        for name, moved in money:
            self._money[name] = self._money.get(name, Moved()) + moved
        for one in transitions:
            self._keep(one, row)
        for one in changed:
            self._add_stakes(one, old)
        return changed

    def _keep(self, one: Transition, row: Row) -> None:
        known = self._examples.get(one, ())
        if not one.is_same and len(known) < self._question.examples:
            self._examples[one] = (*known, row)

    def _add_stakes(self, one: Transition, ruling: Ruling) -> None:
        for fact in self._question.facts:
            amount = ruling.version.fact(ruling.case.facts, fact)
            if isinstance(amount, Money):
                self._stakes[fact, one] += int(amount)

    def done(self) -> Comparison:
        """Give the counts."""
        return Comparison(
            self._cases,
            self._changed,
            self._undetermined,
            self._transitions,
            self._rules,
            self._money,
            self._stakes,
            self._examples,
            self._question.examples,
        )


def transition(name: str, old: Ruling, new: Ruling) -> Transition:
    """Say from what to what a decision goes."""
    return between(name, (_value(name, old), _type(name, old)), (_value(name, new), _type(name, new)))


def between(name: str, old: Typed, new: Typed) -> Transition:
    """Say from which value of which type to which a decision goes; a value can be ABSENT or UNDETERMINED."""
    if is_label(*old) or is_label(*new):
        return Transition(name, _label(*old), _label(*new))
    return Transition(name, VALUE, relation(old[0], new[0]))


def _value(name: str, ruling: Ruling) -> Any:  # noqa: ANN401 - whatever a result is
    """Give the value as the algebra has it, ABSENT or UNDETERMINED."""
    if name not in ruling.version.policy.decisions:
        return ABSENT
    outcome = ruling.outcome(name)
    return outcome.value if outcome.decided else UNDETERMINED


def _type(name: str, ruling: Ruling) -> Type:
    """Give the type of a decision; a decision that is absent counts as one of few values."""
    decision = ruling.version.policy.decisions.get(name)
    return ABSENT_TYPE if decision is None else decision.type


def is_label(value: object, type_: Type) -> bool:
    """Tell whether a value is counted as it is: one of few."""
    return value in (ABSENT, UNDETERMINED, NOT_APPLICABLE) or type_.name in _OF_FEW_VALUES


def _label(value: Any, type_: Type) -> str:  # noqa: ANN401 - whatever a result is
    if not is_label(value, type_):
        return VALUE
    plain = plain_value(value)
    if isinstance(plain, dict):
        return "; ".join(f"{cost}: {_shares(shares)}" for cost, shares in plain.items())
    return plain if isinstance(plain, str) else str(plain).lower()


def _shares(shares: object) -> str:
    return ", ".join(f"{party} {share}" for party, share in shares.items()) if isinstance(shares, dict) else str(shares)


def relation(was: Any, becomes: Any) -> str:  # noqa: ANN401 - values of a type that is ordered, or texts
    """Say how a value stands to another."""
    if was == becomes:
        return EQUAL
    if type(was) is not type(becomes) or isinstance(was, str):
        return OTHER
    return MORE if becomes > was else LESS


def _rules(one: Transition, old: Ruling, new: Ruling) -> Iterator[RuleUse]:
    for side, ruling in ((OLD, old), (NEW, new)):
        if one.decision in ruling.version.policy.decisions:
            for rule in ruling[one.decision].rules:
                yield RuleUse(one.decision, side, rule, one.is_changed)


def _money(name: str, old: Ruling, new: Ruling) -> Iterator[tuple[str, Moved]]:
    """Give the money of a decision: its amount, or what each party bears of the costs that it shares out."""
    was, becomes = _amounts(name, old), _amounts(name, new)
    for key in sorted({*was, *becomes}):
        yield key, Moved.between(was.get(key, _no_amount(was)), becomes.get(key, _no_amount(becomes)))


def _no_amount(others: dict[str, int | None]) -> int | None:
    """Where the other version has an amount that this one has not: nothing is borne, unless nothing is known here."""
    return None if None in others.values() else 0


def _amounts(name: str, ruling: Ruling) -> dict[str, int | None]:
    """Give amounts in fen by name; None where they are not known. What does not apply is no money."""
    decision = ruling.version.policy.decisions.get(name)
    if decision is None:
        return {}
    value = _value(name, ruling)
    if decision.type == MONEY:
        known = int(value) if isinstance(value, Money) else 0
        return {name: None if value == UNDETERMINED else known}
    if decision.type != SHARES:
        return {}
    parties: Iterable[str] = decision.detail["parties"]
    return {share_of(name, party): _borne(name, party, value, ruling) for party in parties}


def _borne(name: str, party: str, value: Any, ruling: Ruling) -> int | None:  # noqa: ANN401 - whatever a result is
    """Sum up what a party bears of the costs whose amounts are facts; None where one of them is not known."""
    if not isinstance(value, tuple):
        return None if value == UNDETERMINED else 0
    decision, paid = ruling.version.policy.decisions[name], ruling.computed(name)
    amounts = [paid.get(field) for field in borne_in(decision, party, value)]
    known = [int(amount) for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def share_of(name: str, party: str) -> str:
    """Name the money that a party bears by a decision."""
    return f"{name}: {party}"


def borne_in(decision: Decision, party: str, shares: tuple[Any, ...]) -> list[str]:
    """Give the computed fields of what a party bears by shares of costs whose amounts are facts."""
    costs = decision.detail["amounts"]
    return [f"{cost}.{party}" for cost, of_cost in shares if cost in costs and party in dict(of_cost)]
