"""The ways in which a condition could come to hold: each names the lines that would have to change, and to what."""

from __future__ import annotations

from itertools import product

from rulings.algebra import All, AnyOf, Const, Expr, Not
from rulings.engine.interpreter import Interpreter

Alternative = tuple[tuple[Expr, bool], ...]
"""Lines that stand in the way, each with the truth that it would have to have."""

MOST_WAYS = 12


def alternatives(
    interpreter: Interpreter, expr: Expr, lines: frozenset[Expr], *, wanted: bool = True
) -> list[Alternative]:
    """Give the ways to the wanted truth, those with fewest changes in front; none where it cannot be had."""
    if expr in lines:
        return [()] if interpreter.truth(expr) is wanted else [((expr, wanted),)]
    if isinstance(expr, Const):
        return [()] if expr.value is wanted else []
    if isinstance(expr, Not):
        return alternatives(interpreter, expr.item, lines, wanted=not wanted)
    if isinstance(expr, All | AnyOf):
        parts = [alternatives(interpreter, item, lines, wanted=wanted) for item in expr.items]
        return _nearest(_every(parts) if isinstance(expr, All) is wanted else [one for part in parts for one in part])
    return []


def _every(parts: list[list[Alternative]]) -> list[Alternative]:
    """One alternative of each part, taken together; parts are joined one by one, so that the number stays small."""
    found: list[Alternative] = [()]
    for part in parts:
        found = _nearest([tuple(dict.fromkeys((*one, *other))) for one, other in product(found, part)])
    return found


def joined(one: list[Alternative], other: list[Alternative]) -> list[Alternative]:
    """Give what is in both lists of ways, each with each."""
    return _every([one, other])


def _nearest(found: list[Alternative]) -> list[Alternative]:
    """The shortest ones; those that contradict themselves or ask for more than another are left out."""
    possible = [one for one in dict.fromkeys(found) if not any((expr, not wanted) in one for expr, wanted in one)]
    least = [one for one in possible if not any(set(other) < set(one) for other in possible)]
    return sorted(least, key=len)[:MOST_WAYS]
