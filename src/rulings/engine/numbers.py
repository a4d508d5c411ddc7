"""What the nodes of the algebra that calculate come to, once their parts are known: one meaning for both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rulings.algebra import Arith, Portion, Rounded
from rulings.algebra.types import NUMBER
from rulings.values import Money, Truth
from rulings.values.rounding import Quantity, as_type, exact, rounded


def _sum(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, start=Fraction(0))


def _product(parts: Iterable[Fraction]) -> Fraction:
    found = Fraction(1)
    for part in parts:
        found *= part
    return found


_OPERATIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "add": _sum,
    "sub": lambda parts: parts[0] - parts[1],
    "mul": _product,
    "div": lambda parts: parts[0] / parts[1],
    "min": min,
    "max": max,
}
OPERATIONS = tuple(_OPERATIONS)


def calculated(expr: Arith, values: Iterable[Any]) -> Fraction | None:
    """Calculate from the values of an expression's items; of an unknown one, unknown."""
    known = list(values)
    if any(value is None for value in known):
        return None
    return _OPERATIONS[expr.op]([exact(value) for value in known])


def rounded_to(expr: Rounded, value: Quantity | None) -> Quantity | None:
    """Round a number as the expression says, and give it as its type. Raises BeyondRange."""
    if value is None:
        return None
    number = exact(value)
    if expr.step is not None:
        number = rounded(number, exact(expr.step.value), expr.mode)  # type: ignore[arg-type]  # a number by its type
    return number if expr.type == NUMBER else as_type(number, expr.type.name)


def figure(records: Iterable[tuple[Truth, Any]], *, counted: bool) -> int | Fraction | None:
    """Count the records that count, or add up what they add; each is given as whether it counts, and what it adds."""
    total = Fraction(0)
    for counts, value in records:
        if counts is None or (counts and value is None):
            return None
        if counts:
            total += exact(value)
    return int(total) if counted else total


def portion(total: Money, expr: Portion) -> Money:
    """Give what a party bears of an amount.

    That is its share rounded down to the fen, and the fen left over if they go to it.
    """
    parts = {
        party: int((Decimal(int(total)) * share).to_integral_value(rounding="ROUND_FLOOR"))
        for party, share in expr.shares
    }
    left_over = int(total) - sum(parts.values())
    return Money(parts[expr.party] + (left_over if expr.party == expr.odd_to else 0))
