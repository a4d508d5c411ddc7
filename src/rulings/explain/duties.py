"""Obligations of a case as they stand: who must do what by when, in the order in which they follow each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rulings.algebra import Closing, FactRef, Row, Value, walk
from rulings.engine.interpreter import Interpreter
from rulings.model import DUE_AT, OBLIGATION, PENDING, Bilingual, Decision, Policy, Rule
from rulings.values import Distance


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation: its status (None: undetermined) and what the rule says that stands behind it.

    `period` is the time for it and `start` the moment from which it runs; None where it is not known yet.
    """

    decision: Decision
    status: Value
    rule: Rule | None
    period: Closing | None
    start: dt.datetime | None
    due_at: dt.datetime | None
    done_at: dt.datetime | None
    margin: Distance | None

    @property
    def party(self) -> str:
        """Give who must."""
        name: str = self.decision.detail["party"]
        return name

    @property
    def follows(self) -> str | None:
        """Give the obligation that goes before it."""
        before: str | None = self.decision.detail["follows"]
        return before

    @property
    def happens(self) -> Bilingual | None:
        """Give what happens where it is not done in time."""
        return None if self.rule is None else self.rule.detail["happens"]

    @property
    def then(self) -> str | None:
        """Give how the chain goes on where it is not done in time."""
        return None if self.rule is None else self.rule.detail["then"]

    @property
    def is_due(self) -> bool:
        """Tell whether somebody still has to do it."""
        return self.status == PENDING


def duties_of(policy: Policy, interpreter: Interpreter, names: Iterable[str] | None = None) -> tuple[Duty, ...]:
    """Give the obligations of a policy, or those named, as they stand on a case; each behind the one it follows."""
    wanted = None if names is None else set(names)
    return tuple(
        _duty(policy.decisions[name], interpreter) for name in _in_order(policy) if wanted is None or name in wanted
    )


def _in_order(policy: Policy) -> list[str]:
    """The chains one after the other; where two obligations follow the same, both behind it."""
    followers = _followers(policy)
    ordered = list(followers.get(None, ()))
    for at, name in enumerate(ordered):
        ordered[at + 1 : at + 1] = followers.get(name, ())
    return ordered


def _followers(policy: Policy) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for name, decision in sorted(policy.decisions.items()):
        if decision.kind == OBLIGATION:
            found.setdefault(decision.detail["follows"], []).append(name)
    return found


def chains_of(policy: Policy) -> list[tuple[str, ...]]:
    """Give the chains of obligations that follow each other, one a way through them."""
    followers = _followers(policy)
    ways: list[tuple[str, ...]] = [(name,) for name in followers.get(None, ())]
    for at, way in enumerate(ways):
        ways[at + 1 : at + 1] = [(*way, name) for name in followers.get(way[-1], ())]
    return [way for way in ways if len(way) > 1 and way[-1] not in followers]


def _duty(decision: Decision, interpreter: Interpreter) -> Duty:
    outcome = interpreter.decide(decision.name)
    rows = interpreter.applying(decision.name)
    row = rows[0] if len({_terms(decision, one) for one in rows}) == 1 else None
    period = None if row is None else period_of(row)
    start = None if period is None else interpreter.value(period.opened)
    due_at, margin = interpreter.field(decision.name, DUE_AT), interpreter.margin(decision.name)
    if outcome.value is None and start is not None and due_at is None and period is not None:
        due_at = interpreter.value(period)  # whether it was done is not known, but by when it must be
    done_at = _moment(interpreter, decision.detail["done_at"])
    return Duty(
        decision=decision,
        status=outcome.value,
        rule=None if row is None else decision.rules.get(row.id),
        period=period,
        start=start if isinstance(start, dt.datetime) else None,
        due_at=due_at if isinstance(due_at, dt.datetime) else None,
        done_at=done_at,
        margin=margin if isinstance(margin, Distance) else None,
    )


def _terms(decision: Decision, row: Row) -> tuple[object, ...]:
    """What rules may agree on: the time, and what happens otherwise."""
    detail = decision.rules[row.id].detail
    return (detail["within"], detail["happens"], detail["then"])


def _moment(interpreter: Interpreter, fact: FactRef) -> dt.datetime | None:
    found = interpreter.value(fact)
    return found if isinstance(found, dt.datetime) else None


def period_of(row: Row) -> Closing | None:
    """Give the time for it; of one that follows another, inside what asks how that one stands."""
    due = dict(row.fields).get(DUE_AT)
    return None if due is None else next((node for node in walk(due) if isinstance(node, Closing)), None)
