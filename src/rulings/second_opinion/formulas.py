"""Formulas of the algebra, calculated in steps that the other engine confirms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rulings.algebra import Arith, Figure, Portion, Rounded
from rulings.second_opinion.arithmetic import Number, calculated, rounded
from rulings.second_opinion.asking import Steps
from rulings.second_opinion.combining import missing_of
from rulings.second_opinion.encoding import number
from rulings.second_opinion.reasons import NOT_TRANSLATED, NotCarried

if TYPE_CHECKING:
    from rulings.second_opinion.deriving import Derivation


def formula(case: Derivation, expr: Arith | Rounded | Portion | Figure) -> Steps[Number | None]:
    """Derive the value of a formula, None where it is unknown."""
    match expr:
        case Arith(op=op, items=items):
            numbers = yield from case.numbers(items)
            return None if None in numbers else (yield from _from_all(op, numbers))
        case Rounded():
            return (yield from _rounded(case, expr))
        case Portion():
            return (yield from _portion(case, expr))
        case Figure():
            return (yield from _figure(case, expr))


def _from_all(operation: str, numbers: Sequence[Number | None]) -> Steps[Number]:
    """Calculate from numbers, unless one of them could not be carried."""
    missing = missing_of(numbers)
    if missing is not None:
        return missing
    return (yield from calculated(operation, [one for one in numbers if isinstance(one, Fraction)]))


def _rounded(case: Derivation, expr: Rounded) -> Steps[Number | None]:
    (exact,) = yield from case.numbers((expr.item,))
    if expr.step is None or not isinstance(exact, Fraction):
        return exact
    return (yield from rounded(exact, number(expr.step.value), expr.mode))


def _portion(case: Derivation, expr: Portion) -> Steps[Number | None]:
    """Give a party's share, rounded down to the fen; what is left over goes to `odd_to`."""
    (total,) = yield from case.numbers((expr.amount,))
    if not isinstance(total, Fraction):
        return total
    if total < 0:
        return NotCarried(NOT_TRANSLATED)
    left: Number = total
    parts: dict[str, Number] = {}
    for party, share in expr.shares:
        exact = yield from calculated("mul", [total, number(share)])
        parts[party] = exact if isinstance(exact, NotCarried) else (yield from rounded(exact, Fraction(1), "down"))
        left = yield from _from_all("sub", [left, parts[party]])
    part = parts[expr.party]
    return (yield from _from_all("add", [part, left])) if expr.party == expr.odd_to else part


def _figure(case: Derivation, expr: Figure) -> Steps[Number | None]:
    """Count the records for which a condition holds, or add up what they give."""
    seen = yield from case.records(expr, (expr.where,) if expr.of is None else (expr.where, expr.of))
    if seen is None or isinstance(seen, NotCarried):
        return seen
    counted: list[Number] = [Fraction(0)]
    for counts, *of in seen:
        if counts is None or (counts is True and None in of):
            return None
        if counts is not False:
            counted.append(missing_of((counts, *of)) or number(of[0] if of else 1))
    return (yield from _from_all("add", counted))
