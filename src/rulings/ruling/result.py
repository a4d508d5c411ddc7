"""Results: what the decisions of a ruling came to, and what is due."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from rulings.algebra.types import SHARES
from rulings.engine.needs import needs_of
from rulings.engine.settle import Outcome
from rulings.model import Bilingual
from rulings.plain import AS_AGREED, plain_value
from rulings.values import Distance

if TYPE_CHECKING:
    from rulings.ruling.ruling import Ruling

Plain: TypeAlias = Any
"""A value as data: what it is depends on the decision's type."""


class Result:
    """What one decision came to."""

    __slots__ = ("_ruling", "decision", "outcome")

    def __init__(self, ruling: Ruling, decision: str, outcome: Outcome) -> None:
        """Made by the ruling."""
        self._ruling = ruling
        self.decision = decision
        self.outcome = outcome

    @property
    def status(self) -> str:
        """Give "decided" or "undetermined"."""
        return self.outcome.status

    @property
    def value(self) -> Plain:
        """Give the value, None where the decision is undetermined.

        A choice is a text, money a `Money` of whole fen, a rate a `Rate`, shares a mapping from cost to party to `Rate`
        (or to "as agreed").
        """
        value = self.outcome.value
        decision = self._ruling.version.policy.decisions[self.decision]
        return _shares(value) if decision.type == SHARES and isinstance(value, tuple) else value

    @property
    def rules(self) -> tuple[str, ...]:
        """Give the ids of the rules that apply; of an undetermined decision, of those that may still apply."""
        return self.outcome.rules

    @property
    def margin(self) -> Distance | None:
        """Give how far the case is from the line: time left, time late, or time to wait.

        None where there is no line.
        """
        margin = self._ruling.margin(self.decision)
        return margin if isinstance(margin, Distance) else None

    @property
    def needs(self) -> tuple[str, ...]:
        """Give the missing facts that can matter to this decision, those to ask first in front."""
        if self.outcome.decided:
            return ()
        return needs_of(self._ruling.interpreter, (self.decision,)) if self._ruling.chosen else self._ruling.needs

    @property
    def computed(self) -> dict[str, Any]:
        """Give what was computed beside the value.

        Of a window `opens_at` and `last_moment`, of an allocation the amounts.
        """
        return self._ruling.computed(self.decision)

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain data."""
        margin = self.margin
        data: dict[str, Any] = {
            "status": self.status,
            "value": plain_value(self.value),
            "rules": list(self.rules),
            "margin": None if margin is None else str(margin),
            "needs": list(self.needs),
        }
        computed = {name: plain_value(value) for name, value in sorted(self.computed.items())}
        return data | ({"computed": computed} if computed else {})


class Due(NamedTuple):
    """What somebody still has to do: the decision that says so, the party, its duty in both languages, and the moment.

    `due_at` is the instant at which the time ends; where it ends with a day, that is 00:00:00 of the day after.
    """

    decision: str
    party: str
    duty: Bilingual
    due_at: datetime


def _shares(value: tuple[Any, ...]) -> dict[str, Any]:
    return {cost: dict(shares) if shares else AS_AGREED for cost, shares in value}
