"""Records of a list one at a time, and how far conditions are from holding: which record is nearest, by how much."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from rulings.algebra import All, Compare, Expr, Quantified, Value
from rulings.engine.interpreter import Interpreter
from rulings.values import Distance, Truth
from rulings.values.rounding import exact

_UNCOUNTED = (date, str, tuple, Distance, Fraction)


@contextmanager
def looking_at(interpreter: Interpreter, item: str, record: object) -> Iterator[None]:
    """Let an interpreter look at one record of a list. What it sees there is not remembered, as in `Interpreter`."""
    outside = interpreter.record, interpreter.items
    interpreter.record, interpreter.items = {}, outside[1] | {item: record}
    try:
        yield
    finally:
        interpreter.record, interpreter.items = outside


def records_of(interpreter: Interpreter, expr: Expr) -> tuple[Any, ...]:
    """Give the records of a list; none where the list is unknown."""
    found = interpreter.value(expr)
    return found if isinstance(found, tuple) else ()


def truths_of(interpreter: Interpreter, expr: Quantified) -> list[Truth]:
    """Tell of every record whether the condition holds for it."""
    return interpreter.each(expr, lambda: interpreter.truth(expr.where)) or []


def nearest_record(interpreter: Interpreter, expr: Quantified) -> int | None:
    """Give the place of the record that comes nearest to the condition: fewest lines fail, and by the least."""
    ranks = interpreter.each(expr, lambda: _rank(interpreter, expr.where)) or []
    return min(range(len(ranks)), key=lambda at: (*ranks[at], at), default=None)


def _rank(interpreter: Interpreter, where: Expr) -> tuple[int, int, Fraction]:
    failing = [(at, part) for at, part in enumerate(_parts(where)) if interpreter.truth(part) is not True]
    if not failing:
        return (0, 0, Fraction(0))
    return (len(failing), failing[0][0], measured(distance(interpreter, failing[0][1])))


def _parts(where: Expr) -> tuple[Expr, ...]:
    return where.items if isinstance(where, All) else (where,)


def measured(apart: Value) -> Fraction:
    """Give a distance as a number, to be compared with others of its kind."""
    if isinstance(apart, Distance):
        return Fraction(apart.microseconds)
    return Fraction(0) if apart is None or isinstance(apart, tuple | str | bool) else exact(apart)  # type: ignore[arg-type]  # of what is left, all count


def distance(interpreter: Interpreter, expr: Expr) -> Value:
    """Give how far a condition is from its line; None where there is no such thing, or more than one."""
    if isinstance(expr, Quantified):
        return _of_records(interpreter, expr)
    if isinstance(expr, All):
        failing = [item for item in expr.items if interpreter.truth(item) is not True]
        return distance(interpreter, failing[0]) if len(failing) == 1 else None
    if not isinstance(expr, Compare) or not expr.left.type.is_ordered:
        return None
    return distance_of(interpreter, expr.left, expr.right)


def distance_of(interpreter: Interpreter, one: Expr, other: Expr) -> Value:
    """Give how far two things lie apart, None where that cannot be told."""
    left, right = interpreter.value(one), interpreter.value(other)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return Distance.between(left, right)
    if left is None or right is None or isinstance(left, _UNCOUNTED) or isinstance(right, _UNCOUNTED):
        return None
    return _apart(left, right)


def _apart(left: Any, right: Any) -> Value:  # noqa: ANN401 - values of one ordered type
    made: Value = type(left)(left - right if left > right else right - left)
    return made


def _of_records(interpreter: Interpreter, expr: Quantified) -> Value:
    """Of `some`, how far the nearest record is; of `every`, how far the only one that fails."""
    if expr.quantifier == "some":
        at = nearest_record(interpreter, expr)
    else:
        failing = [at for at, truth in enumerate(truths_of(interpreter, expr)) if truth is not True]
        at = failing[0] if len(failing) == 1 else None
    if at is None:
        return None
    with looking_at(interpreter, expr.item, records_of(interpreter, expr.records)[at]):
        return distance(interpreter, expr.where)
