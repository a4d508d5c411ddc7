"""How much of a version can have a second opinion: rule by rule, before any case is seen.

What depends on the case (a number that is too large, a day beyond the holiday calendar) is told by the opinion itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rulings.algebra import (
    UNLESS_APPLICABLE,
    Arith,
    Closing,
    Expr,
    Figure,
    If,
    Interval,
    Portion,
    Quantified,
    ResultRef,
    Rounded,
    Row,
    walk,
)
from rulings.second_opinion.conditions import TRUTH
from rulings.second_opinion.reasons import NOT_TRANSLATED
from rulings.second_opinion.rulesets import grouped
from rulings.second_opinion.translation import not_put_aside

if TYPE_CHECKING:
    from rulings.model import Decision, Policy
    from rulings.version import Version


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """Whether one rule can be carried, and what of it is worked out beside the other engine.

    `reason` is None where it can. `period_ends` tells that the end of a period is counted on a second calendar,
    `arithmetic` that a formula is calculated in steps which the other engine confirms.
    """

    kind: str
    reason: str | None
    period_ends: bool
    arithmetic: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a version can have a second opinion, by decision and rule."""

    version: str
    rules: Mapping[str, Mapping[str, RuleCoverage]]

    @property
    def every(self) -> tuple[RuleCoverage, ...]:
        """Give the coverage of all rules."""
        return tuple(rule for rules in self.rules.values() for rule in rules.values())

    @property
    def carried(self) -> int:
        """Count the rules that can be carried."""
        return sum(rule.reason is None for rule in self.every)


def coverage(version: Version) -> Coverage:
    """Tell of every rule of a version whether it can have a second opinion."""
    policy = version.policy
    look = _Look(policy)
    rules = {name: look.rules(decision) for name, decision in sorted(policy.decisions.items())}
    return Coverage(version.name, rules)


class _Look:
    def __init__(self, policy: Policy) -> None:
        self._decisions = policy.decisions
        self._reasons: dict[str, str | None] = {}

    def rules(self, decision: Decision) -> dict[str, RuleCoverage]:
        """Look at the rules of a decision; what holds against one row holds against all that is decided with it."""
        return {row.id: self._rule(decision, row) for row in _rows(decision) if row.id != UNLESS_APPLICABLE}

    def _rule(self, decision: Decision, row: Row) -> RuleCoverage:
        nodes = [node for part in (row.guard, row.value) for node in walk(part)]
        arithmetic = any(isinstance(node, Arith | Rounded | Portion) for node in nodes)
        ends = any(isinstance(node, Closing) for node in nodes)
        return RuleCoverage(decision.kind, self._against_decision(decision.name), ends, arithmetic)

    def _against_decision(self, name: str) -> str | None:
        if name not in self._reasons:
            parts = [part for row in _rows(self._decisions[name]) for part in (row.guard, row.value)]
            rows = self._decisions[name].choose.rows
            asked = *(row.guard for row in rows), *not_put_aside(name, rows)
            self._reasons[name] = _against_conditions(asked) or self._against(parts)
        return self._reasons[name]

    def _against(self, parts: Iterable[Expr]) -> str | None:
        nodes = (node for part in parts for node in walk(part))
        return next((reason for node in nodes if (reason := self._against_node(node)) is not None), None)

    def _against_node(self, node: Expr) -> str | None:
        match node:
            case Interval():
                return NOT_TRANSLATED
            case If(test=test):
                return _against_conditions((test,))
            case Quantified(where=where) | Figure(where=where):
                return _against_conditions((where,))
            case ResultRef(decision=decision, field=""):
                return self._against_decision(decision)
            case ResultRef(decision=decision, field=field):
                rows = _rows(self._decisions[decision])
                fields = [part for row in rows for name, part in row.fields if name == field]
                return self._against_decision(decision) or self._against(fields)
        return None


def _against_conditions(conditions: tuple[Expr, ...]) -> str | None:
    """Give what stands against conditions, or against one that is found out before for their sake."""
    group = grouped(conditions)
    if group.refused:
        return group.refused[0][1]
    below = {subject.terms[0] for subjects in group.subjects for subject in subjects if subject.kind == TRUTH}
    reasons = (_against_conditions(_inside(one)) for one in below)
    return min((reason for reason in reasons if reason is not None), default=None)


def _inside(condition: Expr) -> tuple[Expr, ...]:
    return (condition.where,) if isinstance(condition, Quantified) else (condition,)


def _rows(decision: Decision) -> tuple[Row, ...]:
    choose = decision.choose
    return choose.rows if choose.otherwise is None else (*choose.rows, choose.otherwise)


def coverage_table(versions: Iterable[Version]) -> str:
    """Write the shares of all rules, kind by kind, as a Markdown table."""
    rules = [rule for version in versions for rule in coverage(version).every]
    kinds = sorted({rule.kind for rule in rules})
    lines = [_line(kind, [rule for rule in rules if rule.kind == kind]) for kind in kinds]
    head = "| kind | rules | can have one | with period ends | with arithmetic |\n|---|---:|---:|---:|---:|"
    return "\n".join([head, *lines, _line("**all**", rules)])


def _line(kind: str, rules: list[RuleCoverage]) -> str:
    carried = [rule for rule in rules if rule.reason is None]
    ends, sums = (sum(getattr(rule, name) for rule in carried) for name in ("period_ends", "arithmetic"))
    tenths = len(carried) * 1000 // len(rules)
    return f"| {kind} | {len(rules)} | {len(carried)} ({tenths // 10}.{tenths % 10} %) | {ends} | {sums} |"
