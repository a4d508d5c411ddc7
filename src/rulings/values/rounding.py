"""Exact results of formulas, and how they are rounded: once, to a stated step, in a stated way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from rulings.errors import RulingsError
from rulings.values.fault import BadValue
from rulings.values.money import Money
from rulings.values.rate import Rate
from rulings.values.span import Seconds

HALF_UP, HALF_EVEN, DOWN, UP = "half up", "half even", "down", "up"
MODES: Final = (HALF_UP, HALF_EVEN, DOWN, UP)
"""Ways to round, the usual one in front: half up and up go away from zero, down goes towards it."""

Quantity = Money | Rate | Seconds | Decimal | int | Fraction | datetime
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LIMIT: Final = 2**63
_MOST_DIGITS: Final = 40


class BeyondRange(BadValue, RulingsError):
    """A result that is larger than anything its type can hold; its code is "out-of-range"."""


def exact(value: Quantity) -> Fraction:
    """Return a quantity as an exact number: money in fen, a span in seconds, a moment in seconds since 2000."""
    if value.__class__ is Fraction:
        return value  # tested in the cheapest way: most are
    if isinstance(value, datetime):
        return Fraction((value - _EPOCH) // _MICROSECOND, 1_000_000)
    return Fraction(value)


def rounded(value: Fraction, step: Fraction, mode: str) -> Fraction:
    """Return the multiple of `step` (more than zero) that is nearest to `value` in the way of `mode`, one of MODES."""
    # In whole numbers throughout: fractions would be reduced at every step.
    steps, parts = value.numerator * step.denominator, value.denominator * step.numerator
    whole, rest = divmod(abs(steps), parts)
    if mode == UP:
        whole += rest > 0
    elif mode != DOWN:
        twice = 2 * rest
        whole += twice > parts or (twice == parts and (mode == HALF_UP or whole % 2 == 1))
    return Fraction(-whole if steps < 0 else whole) * step


def as_decimal(value: Fraction) -> Decimal:
    """Return a fraction whose decimals end as a Decimal, exactly; raise ValueError for one whose decimals do not."""
    digits, rest = 0, value.denominator
    while rest % 10 == 0:
        digits, rest = digits + 1, rest // 10
    for prime in (2, 5):
        while rest % prime == 0:
            digits, rest = digits + 1, rest // prime
    if rest != 1:
        message = f"{value} has decimals without end"
        raise ValueError(message)
    # Built from its digits: arithmetic would obey the decimal context of the calling thread.
    whole = int(value * 10**digits)
    return Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), -digits))


def _fitting(whole: int) -> int:
    if not -_LIMIT < whole < _LIMIT:
        raise _beyond()
    return whole


def _decimal(value: Fraction) -> Decimal:
    number = as_decimal(value)
    if len(number.as_tuple().digits) > _MOST_DIGITS:
        raise _beyond()
    return number or number.copy_abs()


_MAKE: Final[dict[str, Callable[[Fraction], Quantity]]] = {
    "integer": lambda value: _fitting(int(value)),
    "money": lambda value: Money(_fitting(int(value))),
    "span": lambda value: Seconds(_fitting(int(value))),
    "rate": lambda value: Rate(_decimal(value)),
    "decimal": _decimal,
}
ROUNDED_TYPES: Final = tuple(sorted(_MAKE))
"""The types that a formula can give."""


def as_type(value: Fraction, name: str) -> Quantity:
    """Return a rounded number as a value of the type of that name. Raises BeyondRange."""
    return _MAKE[name](value)


def _beyond() -> BeyondRange:
    message = "The result of a formula is larger than anything that its type can hold."
    expected = "a result that fits its type, such as less than 2**63 fen"
    return BeyondRange(message, code="out-of-range", expected=expected, help="check the facts that the formula uses")
