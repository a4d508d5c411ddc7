"""What a story is made of: one ruling explained as data, with the interpreter that can still be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from rulings.algebra import NOT_APPLICABLE, Closing, Row, Value
from rulings.engine.interpreter import Interpreter
from rulings.explain.explanation import Explained, Explanation
from rulings.explain.reasons import APPLIES, MAY_APPLY, Reason
from rulings.model import WINDOW, Decision, Policy
from rulings.version import Version


class Elsewhere(NamedTuple):
    """Another version in whose time dates of the case lie: those dates, and its answers that come out otherwise.

    `answers` is empty where it says the same, None where it could not have ruled.
    """

    policy: Policy
    facts: Mapping[str, dt.date | dt.datetime]
    answers: tuple[Explained, ...] | None


@dataclass(frozen=True)
class Matter:
    """One ruling on a typed `case` to tell. `facts` are those known, `needs` those missing that can matter.

    `elsewhere` are other versions whose time the case touches.
    """

    explanation: Explanation
    interpreter: Interpreter
    case: Any
    at: dt.datetime | None
    decided: bool
    needs: tuple[str, ...]
    facts: Mapping[str, Value]
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def id(self) -> str | None:
        """Give the id of the case."""
        identity: str | None = self.case.id
        return identity

    @property
    def version(self) -> Version:
        """Give the version that ruled."""
        return self.explanation.version

    @property
    def policy(self) -> Policy:
        """Give the policy."""
        return self.version.policy

    def decision(self, explained: Explained) -> Decision:
        """Give the decision that was explained."""
        return self.policy.decisions[explained.decision]

    def explained(self, name: str) -> Explained | None:
        """Give a decision explained, where it belongs to the reasons."""
        return next((found for found in self.explanation.decisions if found.decision == name), None)

    def answers(self) -> list[Explained]:
        """Give the answers that apply or may apply: what was asked for first, the times for it behind."""
        found = [
            item for name in self.explanation.answers if (item := self.explained(name)) is not None and concerns(item)
        ]
        return sorted(found, key=lambda item: self.decision(item).kind == WINDOW)

    def row(self, decision: Decision, rule: str) -> Row | None:
        """Give the row of a rule, `otherwise` included."""
        return next((row for row in rows_of(decision) if row.id == rule), None)

    def value(self, row: Row, field: str) -> Value:
        """Give a computed field of a row on this case."""
        expr = dict(row.fields).get(field)
        return None if expr is None else self.interpreter.value(expr)

    def start(self, period: Closing) -> dt.datetime | None:
        """Give the moment from which a period is counted, None where its end cannot be told."""
        found = self.interpreter.value(period.opened)
        return found if isinstance(found, dt.datetime) and self.interpreter.value(period) is not None else None


def rows_of(decision: Decision) -> list[Row]:
    """Give all rows of a decision."""
    choose = decision.choose
    return [*choose.rows, *([choose.otherwise] if choose.otherwise is not None else [])]


def concerns(explained: Explained) -> bool:
    """Tell whether a decision is about the case at all."""
    return explained.reasons.applicable is not False and explained.outcome.value != NOT_APPLICABLE


def standing(explained: Explained) -> tuple[Reason, ...]:
    """Give the reasons that carry the result: of rules that apply, or else of those that may."""
    applying = explained.reasons.in_state(APPLIES)
    return applying or explained.reasons.in_state(MAY_APPLY)
