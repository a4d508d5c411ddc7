"""Why a decision did not come to another value: the rules that would give it, and what stands between, by how much."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from rulings.algebra import Compare, Const, Expr, ResultRef, Value
from rulings.engine.interpreter import Interpreter
from rulings.explain.reasons import APPLIES, Condition, Reason, core, reasons_of
from rulings.model import Decision
from rulings.plain import plain_value
from rulings.values import Distance

DEEPEST = 6


class Obstacle(Struct, frozen=True):
    """One condition that stands between: whether it fails or is unknown, how far off it is, and why another decision is not so."""

    condition: Condition
    distance: Value
    because: WhyNot | None = None


class Way(Struct, frozen=True):
    """One rule that would give the value, with what keeps it from doing so."""

    rule: str
    obstacles: tuple[Obstacle, ...]
    overridden_by: tuple[str, ...]
    distance: Value = None


class WhyNot(Struct, frozen=True):
    """The answer to "why not?". `holds` tells that the decision does come to the value; no ways: no rule ever gives it."""

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


def _way(way: Way) -> dict[str, Any]:
    obstacles = [
        {
            "line": obstacle.condition.text,
            "holds": obstacle.condition.holds,
            "distance": plain_value(obstacle.distance),
            "because": None if obstacle.because is None else obstacle.because.to_dict(),
        }
        for obstacle in way.obstacles
    ]
    return {"rule": way.rule, "obstacles": obstacles, "overridden_by": list(way.overridden_by), "distance": plain_value(way.distance)}


def why_not(interpreter: Interpreter, name: str, value: Value, depth: int = 0) -> WhyNot:
    """Say what stands between a decision and a value."""
    decision = interpreter.decisions[name]
    outcome = interpreter.decide(name)
    if outcome.decided and outcome.value == value:
        return WhyNot(name, value, outcome.value, holds=True, ways=())
    reasons = reasons_of(interpreter, name)
    ways: list[Way] = []
    if reasons.applicable is not True and value != outcome.value:
        obstacles = _obstacles(interpreter, reasons.applies_conditions, depth)
        ways.append(Way("", obstacles, ()))
    else:
        ways += [_way_of(interpreter, decision, reason, depth) for reason in reasons.reasons if _can_give(decision, reason, value)]
    nearest_first = sorted(ways, key=lambda way: (len(way.obstacles) + len(way.overridden_by), way.rule))
    return WhyNot(name, value, outcome.value, holds=False, ways=tuple(nearest_first))


def _can_give(decision: Decision, reason: Reason, value: Value) -> bool:
    """A rule with a constant gives just that; another must give the value on this case, or be the one whose line was missed."""
    rows = [*decision.choose.rows, *([decision.choose.otherwise] if decision.choose.otherwise is not None else [])]
    row = next(row for row in rows if row.id == reason.rule)
    if isinstance(row.value, Const):
        return row.value.value == value
    return reason.value == value or reason.state == APPLIES


def _way_of(interpreter: Interpreter, decision: Decision, reason: Reason, depth: int) -> Way:
    obstacles = _obstacles(interpreter, reason.conditions, depth)
    row = next((row for row in decision.choose.rows if row.id == reason.rule), None)
    margin = None if row is None or row.margin is None or reason.state != APPLIES else interpreter.value(row.margin)
    return Way(reason.rule, obstacles, reason.overridden_by, margin)


def _obstacles(interpreter: Interpreter, conditions: tuple[Condition, ...], depth: int) -> tuple[Obstacle, ...]:
    """The lines that fail or are unknown. Where a whole group of alternatives fails, each of them is named."""
    standing = [condition for condition in conditions if condition.holds is not True]
    return tuple(Obstacle(condition, distance(interpreter, condition.line.expr), _nested(interpreter, condition, depth)) for condition in standing)


def _nested(interpreter: Interpreter, condition: Condition, depth: int) -> WhyNot | None:
    expr = core(condition.line.expr)
    if depth < DEEPEST and isinstance(expr, Compare) and expr.op == "eq":
        left, right = expr.left, expr.right
        if isinstance(left, ResultRef) and not left.field and isinstance(right, Const):
            return why_not(interpreter, left.decision, right.value, depth + 1)
    return None


def distance(interpreter: Interpreter, expr: Expr) -> Value:
    """Give how far the two sides of an ordered comparison lie apart; None where there is no such thing."""
    if not isinstance(expr, Compare) or not expr.left.type.is_ordered:
        return None
    left, right = interpreter.value(expr.left), interpreter.value(expr.right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return Distance.between(left, right)
    if left is None or right is None or isinstance(left, date | str | tuple | Distance) or isinstance(right, date | str | tuple | Distance):
        return None
    apart = left - right if left > right else right - left
    made: Value = type(left)(apart)
    return made
