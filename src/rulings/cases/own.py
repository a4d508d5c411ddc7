"""Facts of the types that are our own: money, rates, exact spans, decimals. Read alike in good and wrong cases."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Self, TypeAlias

from rulings.cases.limits import MOST_DIGITS
from rulings.cases.shown import shown
from rulings.values import BadValue, Money, Rate, Seconds, format_decimal, parse_decimal


class Exact(Decimal):
    """A decimal fact. The type keeps binary floats out, which Decimal itself would take."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a decimal in plain digits. Raises BadValue."""
        return cls(parse_decimal(text))


Own: TypeAlias = Exact | Rate | Money | Seconds
OWN: dict[str, type[Own]] = {"decimal": Exact, "rate": Rate, "money": Money, "span": Seconds}
"""The types that are our own, by the names of fact types."""

_PARSERS: dict[type, Callable[[str], Own]] = {
    Exact: Exact.parse,
    Rate: Rate.parse,
    Money: Money.parse,
    Seconds: Seconds.parse,
}


def can_be(kind: type, value: object) -> bool:
    """Tell whether a value is of the right sort: a text, the type itself, and for a decimal an exact number too.

    Subclasses are not: money is an int, but no number.
    """
    return isinstance(value, str) or type(value) is kind or (kind is Exact and type(value) in (int, Decimal))


def read_own(kind: type, value: object) -> Own:
    """Read a value of one of our own types. Raises BadValue, and TypeError for a value of the wrong sort."""
    if not can_be(kind, value):
        message = "a value of another type"
        raise TypeError(message)
    return _PARSERS[kind](value if isinstance(value, str) else _digits(value))


def _digits(value: object) -> str:
    """Write a number as its parser reads it; equal numbers, however they are held, are written alike.

    A value made in Python may hold more than a case can say.
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise _out_of_range(value, "is not finite")
        if value and abs(value.adjusted()) > MOST_DIGITS:
            raise _out_of_range(value, "has too many digits")
        return str(value) if isinstance(value, Rate) else format_decimal(value)
    if isinstance(value, int) and not -(2**64) < value < 2**64:
        raise _out_of_range(value, "has too many digits")
    return str(value)


def _out_of_range(value: object, why: str) -> BadValue:
    expected = f"a number of at most {MOST_DIGITS} digits"
    return BadValue(f"{shown(value)} {why}", code="out-of-range", expected=expected)
