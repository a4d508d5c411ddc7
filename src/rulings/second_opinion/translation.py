"""A version, translated: its decisions and the rulesets of their conditions, made when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rulings.algebra import BOOLEAN, All, AnyOf, Expr, FactRef, Not, Row
from rulings.engine.settle import NOTHING_PROVED, Proved
from rulings.second_opinion.rulesets import Group, grouped

if TYPE_CHECKING:
    from rulings.model import Decision
    from rulings.version import Version


@dataclass(slots=True)
class Translation:
    """The decisions of a version, what is proved of them, and the groups of conditions translated so far."""

    decisions: Mapping[str, Decision]
    proved: Mapping[str, Proved]
    _groups: dict[tuple[Expr, ...], Group] = field(default_factory=dict)

    @classmethod
    def of(cls, version: Version) -> Translation:
        """Translate a version."""
        return cls(version.policy.decisions, version.proved)

    def group(self, conditions: tuple[Expr, ...]) -> Group:
        """Give the rulesets of conditions that are asked for together."""
        if conditions not in self._groups:
            self._groups[conditions] = grouped(conditions)
        return self._groups[conditions]

    def proved_of(self, decision: str) -> Proved:
        """Give what is proved of a decision."""
        return self.proved.get(decision, NOTHING_PROVED)


def guard_of(decision: str, row: str) -> FactRef:
    """Give the fact that stands for a row's guard, once that is known. No path of a fact holds a slash."""
    return FactRef(f"{decision}/{row}", BOOLEAN)


def not_put_aside(decision: str, rows: tuple[Row, ...]) -> tuple[Expr, ...]:
    """Give, of each row, the condition on all guards under which it applies: its own, and none that beats it."""
    return tuple(
        All((guard_of(decision, row.id), Not(AnyOf(tuple(guard_of(decision, other) for other in row.beaten_by)))))
        if row.beaten_by
        else guard_of(decision, row.id)
        for row in rows
    )
