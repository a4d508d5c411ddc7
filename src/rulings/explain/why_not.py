"""Why a decision did not come to another value: the rules that would give it, and what stands between, by how much."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from rulings.algebra import (
    NOT_APPLICABLE,
    OTHERWISE,
    UNLESS_APPLICABLE,
    Compare,
    Const,
    Expr,
    Lookup,
    Not,
    ResultRef,
    Row,
    Value,
    facts_of,
    walk,
)
from rulings.engine.interpreter import Interpreter
from rulings.explain.alternatives import Alternative, alternatives, joined
from rulings.explain.branches import lines_through, ways_through
from rulings.explain.nearest import distance, distance_of
from rulings.explain.reasons import APPLIES, Reason, core, reasons_of
from rulings.model import AMOUNT, EXEMPTION, OBLIGATION, SCORE, WINDOW, Decision, Line, Policy
from rulings.plain import plain_value
from rulings.values import Truth

DEEPEST = 6


class Obstacle(Struct, frozen=True):
    """One condition that stands between: whether it holds, whether it would have to, and how far off it is.

    `because` says why another decision, of which the condition speaks, is not so.
    """

    line: Line
    holds: Truth
    wanted: bool
    distance: Value
    because: WhyNot | None = None


class Way(Struct, frozen=True):
    """One way to the value: the rule that would give it, and what keeps it from that. No rule: it would have to apply.

    `overridden_by` are the rules that go before it, or may; `missing` the facts without which its value is not known;
    `distance` tells by how much a rule that applies missed the value.
    """

    rule: str
    obstacles: tuple[Obstacle, ...]
    overridden_by: tuple[str, ...]
    missing: tuple[str, ...] = ()
    distance: Value = None


class WhyNot(Struct, frozen=True):
    """The answer to "why not?". `holds`: the decision does come to the value; no ways: no rule ever gives it."""

    policy: Policy
    interpreter: Interpreter
    decision: str
    value: Value
    actual: Value
    holds: bool
    ways: tuple[Way, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain data."""
        return {
            "decision": self.decision,
            "value": plain_value(self.value),
            "actual": plain_value(self.actual),
            "holds": self.holds,
            "ways": [_way(way) for way in self.ways],
        }

    def text(self, language: str = "en") -> str:
        """Give the answer in words, "en" or "zh". Raises ValueError for another language."""
        from rulings.explain.telling import tell_why_not  # noqa: PLC0415 - the words stand above the data

        return tell_why_not(self, language)


def _way(way: Way) -> dict[str, Any]:
    obstacles = [
        {
            "line": obstacle.line.text,
            "holds": obstacle.holds,
            "wanted": obstacle.wanted,
            "distance": plain_value(obstacle.distance),
            "because": None if obstacle.because is None else obstacle.because.to_dict(),
        }
        for obstacle in way.obstacles
    ]
    distance = plain_value(way.distance)
    others = {"overridden_by": list(way.overridden_by), "missing": list(way.missing)}
    return {"rule": way.rule, "obstacles": obstacles, **others, "distance": distance}


def why_not(policy: Policy, interpreter: Interpreter, name: str, value: Value) -> WhyNot:
    """Say what stands between a decision and a value."""
    return _Asker(policy, interpreter).ask(name, value, 0)


class _Asker:
    def __init__(self, policy: Policy, interpreter: Interpreter) -> None:
        self.policy = policy
        self.interpreter = interpreter

    def ask(self, name: str, value: Value, depth: int) -> WhyNot:
        outcome = self.interpreter.decide(name)
        holds = outcome.decided and outcome.value == value
        ways = () if holds else self._ways(self.policy.decisions[name], value, depth)
        return WhyNot(self.policy, self.interpreter, name, value, outcome.value, holds, ways)

    def _ways(self, decision: Decision, value: Value, depth: int) -> tuple[Way, ...]:
        reasons = reasons_of(self.interpreter, decision.name)
        gate = next((row for row in decision.choose.rows if row.id == UNLESS_APPLICABLE), None)
        if gate is not None and (value == NOT_APPLICABLE or reasons.applicable is not True):
            found = self._through(gate, decision.applies_lines, depth, wanted=value == NOT_APPLICABLE)
        else:
            found = [way for reason in reasons.reasons for way in self._of_rule(decision, reason, value, depth)]
        return tuple(sorted(found, key=_nearness))

    def _through(self, gate: Row, lines: tuple[Line, ...], depth: int, *, wanted: bool) -> list[Way]:
        """What would make the decision apply, or not apply."""
        applies = gate.guard.item if isinstance(gate.guard, Not) else Not(gate.guard)
        known = {line.expr: line for line in lines}
        found = alternatives(self.interpreter, applies, frozenset(known), wanted=not wanted)
        return [Way("", self._obstacles(one, known, depth), ()) for one in found]

    def _of_rule(self, decision: Decision, reason: Reason, value: Value, depth: int) -> list[Way]:
        row = _row(decision, reason.rule)
        if not _can_give(decision, row, reason, value):
            return []
        known = {line.expr: line for line in decision.rules[reason.rule].lines}
        found = alternatives(self.interpreter, row.guard, frozenset(known))
        others, missing = self._put_aside_by(decision, row, value), self._missing(row)
        apart = self._apart(decision, row, reason, value)
        if decision.kind == OBLIGATION or (decision.kind == WINDOW and apart is None):
            known |= lines_through(row.value, decision.place)
            found = joined(found, ways_through(self.interpreter, row.value, value))
        if decision.kind == EXEMPTION:
            found, others = self._past(decision, row, found, known), ()
        return [Way(reason.rule, self._obstacles(one, known, depth), others, missing, apart) for one in found]

    def _apart(self, decision: Decision, row: Row, reason: Reason, value: Value) -> Value:
        """By how much a rule that applies misses the value: by its margin, or by what it calculates instead."""
        if reason.state != APPLIES or decision.kind == OBLIGATION:
            return None
        if decision.kind in (AMOUNT, SCORE):
            return distance_of(self.interpreter, row.value, Const(value, row.value.type))
        return None if row.margin is None else self.interpreter.value(row.margin)

    def _past(
        self, decision: Decision, row: Row, found: list[Alternative], known: dict[Expr, Line]
    ) -> list[Alternative]:
        """Of an exemption: with the ground itself, every requirement must be met, and no bar may apply."""
        for other in decision.choose.rows:
            if other.id in row.beaten_by and other.id in decision.rules:
                lines = {line.expr: line for line in decision.rules[other.id].lines}
                known |= lines
                found = joined(found, alternatives(self.interpreter, other.guard, frozenset(lines), wanted=False))
        return found

    def _put_aside_by(self, decision: Decision, row: Row, value: Value) -> tuple[str, ...]:
        """The rules that go before a rule, or may. Any goes before `otherwise`; none may say something else."""
        guards = {other.id: self.interpreter.truth(other.guard) for other in decision.choose.rows}
        before = [other for other in row.beaten_by if other != UNLESS_APPLICABLE and guards[other] is not False]
        standing = [_row(decision, rule) for rule in self.interpreter.decide(decision.name).rules if rule != row.id]
        if row.id == OTHERWISE:
            before += [other.id for other in standing]
        elif not before and guards[row.id] is True:
            before += [other.id for other in standing if self.interpreter.value(other.value) != value]
        return tuple(sorted(set(before)))

    def _missing(self, row: Row) -> tuple[str, ...]:
        if self.interpreter.value(row.value) is not None:
            return ()
        return tuple(sorted(path for path in facts_of(row.value) if self.interpreter.facts(path) is None))

    def _obstacles(self, found: Alternative, known: dict[Expr, Line], depth: int) -> tuple[Obstacle, ...]:
        return tuple(self._obstacle(known[expr], depth, wanted=wanted) for expr, wanted in found)

    def _obstacle(self, line: Line, depth: int, *, wanted: bool) -> Obstacle:
        holds, apart = self.interpreter.truth(line.expr), distance(self.interpreter, line.expr)
        return Obstacle(line, holds, wanted, apart, self._nested(line.expr, depth, wanted=wanted))

    def _nested(self, expr: Expr, depth: int, *, wanted: bool) -> WhyNot | None:
        condition = core(expr)
        negated = condition is not expr
        if depth < DEEPEST and isinstance(condition, Compare) and condition.op == "eq" and wanted is not negated:
            left, right = condition.left, condition.right
            if isinstance(left, ResultRef) and not left.field and isinstance(right, Const):
                return self.ask(left.decision, right.value, depth + 1)
        return None


def _nearness(way: Way) -> tuple[int, int, str]:
    """Fewest obstacles first; of equals, those that are not known to stand in the way."""
    failing = sum(obstacle.holds is not None for obstacle in way.obstacles)
    return (len(way.obstacles) + len(way.overridden_by) + len(way.missing), failing, way.rule)


def _row(decision: Decision, rule: str) -> Row:
    choose = decision.choose
    rows = [*choose.rows, *([choose.otherwise] if choose.otherwise is not None else [])]
    return next(row for row in rows if row.id == rule)


def _can_give(decision: Decision, row: Row, reason: Reason, value: Value) -> bool:
    """A rule with a constant gives just that; another must give the value here, or be the one whose line was missed."""
    if isinstance(row.value, Const):
        return row.value.value == value
    if isinstance(row.value, Lookup):
        return reason.value == value or (reason.value is None and any(one.value == value for _, one in row.value.table))
    if decision.kind in (OBLIGATION, WINDOW) and not any(_is(node, value) for node in walk(row.value)):
        return False
    return reason.value is None or reason.value == value or reason.state == APPLIES


def _is(expr: Expr, value: Value) -> bool:
    return isinstance(expr, Const) and expr.value == value
