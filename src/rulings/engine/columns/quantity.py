"""Exact numbers in columns: fractions of whole numbers, and where they would not fit into 64 bits, a flag instead.

A row that is flagged has no number here: it must be ruled on singly, where integers are as large as they need to be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Final

import numpy as np

from rulings.engine.columns.batch import Numbers, Truths
from rulings.values.rounding import DOWN, HALF_UP, UP

LIMIT: Final = 2**62
"""No number in a column is as large; so the sum of two never leaves 64 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A number a row: `top / bottom`, `bottom` above zero, and one number for all rows or one a row.

    `known` tells where it is known, `flagged` where it could not be calculated: there `top` and `bottom` are any.
    """

    top: Numbers
    bottom: Numbers | int
    known: Truths
    flagged: Truths

    @classmethod
    def constant(cls, value: Fraction, size: int) -> Quantity:
        """Give the same number in all rows; flagged where it does not fit."""
        fits = abs(value.numerator) < LIMIT and value.denominator < LIMIT
        top = np.full(size, value.numerator if fits else 0, dtype=np.int64)
        return cls(top, value.denominator if fits else 1, np.ones(size, np.bool_), np.full(size, not fits))

    def also(self, flagged: Truths) -> Quantity:
        """Give the same with more rows flagged."""
        return Quantity(self.top, self.bottom, self.known, self.flagged | flagged)

    def unflagged(self) -> Quantity:
        """Give the same without flags, for who looks at them otherwise; what was flagged is 0."""
        if not self.flagged.any():
            return self
        top = np.where(self.flagged, 0, self.top)
        bottom = self.bottom if isinstance(self.bottom, int) else np.where(self.flagged, 1, self.bottom)
        return Quantity(top, bottom, self.known, np.zeros(len(top), np.bool_))


def of_values(values: Numbers, known: Truths, bottom: int = 1) -> Quantity:
    """Make numbers of a column that counts in parts of one `bottom`; very large ones are flagged."""
    never = np.zeros(len(values), np.bool_)
    if len(values) and int(values.min()) > -LIMIT and int(values.max()) < LIMIT:
        return Quantity(values, bottom, known, never)
    too_large = (values >= LIMIT) | (values <= -LIMIT)
    flagged = too_large & known
    return Quantity(np.where(flagged | ~known, 0, values), bottom, known, flagged)


def _most(values: Numbers | int) -> int:
    if isinstance(values, int):
        return abs(values)
    return max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0


def _times(one: Numbers | int, other: Numbers | int, size: int) -> tuple[Numbers | int, Truths]:
    """Multiply, and tell where the product is too large; there it is 0."""
    never = np.zeros(size, np.bool_)
    if isinstance(one, int) and isinstance(other, int):
        fits = abs(one * other) < LIMIT
        return (one * other if fits else 0), (never if fits else ~never)
    if _most(one) * _most(other) < LIMIT:
        return np.multiply(one, other), never
    first, second = np.abs(np.broadcast_to(one, size)), np.abs(np.broadcast_to(other, size))
    too_large = first > (LIMIT - 1) // np.maximum(second, 1)
    return np.where(too_large, 0, np.where(too_large, 0, one) * np.broadcast_to(other, size)), too_large


def _column(values: Numbers | int, size: int) -> Numbers:
    return np.full(size, values, dtype=np.int64) if isinstance(values, int) else values


def aligned(one: Quantity, other: Quantity) -> tuple[Numbers, Numbers, Numbers | int, Truths]:
    """Give the tops of both over one bottom, that bottom, and where they could not be brought there."""
    size = len(one.top)
    flagged = one.flagged | other.flagged
    if isinstance(one.bottom, int) and isinstance(other.bottom, int) and one.bottom == other.bottom:
        return one.top, other.top, one.bottom, flagged
    first, second = one.bottom, other.bottom
    if isinstance(first, int) and isinstance(second, int):
        shared = gcd(first, second)
        first, second = first // shared, second // shared
    left, far = _times(one.top, second, size)
    right, beyond = _times(other.top, first, size)
    bottom, too_deep = _times(one.bottom, second, size)
    return _column(left, size), _column(right, size), _positive(bottom), flagged | far | beyond | too_deep


def _positive(bottom: Numbers | int) -> Numbers | int:
    """What is flagged has a bottom too, so that nobody divides by zero."""
    return max(bottom, 1) if isinstance(bottom, int) else np.maximum(bottom, 1)


def added(one: Quantity, other: Quantity, sign: int = 1) -> Quantity:
    """Give the sum, or with a sign of -1 the difference."""
    left, right, bottom, flagged = aligned(one, other)
    total = left + sign * right
    too_large = (total >= LIMIT) | (total <= -LIMIT)
    return Quantity(np.where(too_large, 0, total), bottom, one.known & other.known, flagged | too_large)


def multiplied(one: Quantity, other: Quantity) -> Quantity:
    """Give the product."""
    size = len(one.top)
    top, far = _times(one.top, other.top, size)
    bottom, deep = _times(one.bottom, other.bottom, size)
    flagged = one.flagged | other.flagged | far | deep
    return Quantity(_column(top, size), _positive(bottom), one.known & other.known, flagged)


def divided(one: Quantity, other: Quantity) -> Quantity:
    """Give the quotient; flagged where the divisor is zero, which a formula keeps from being asked for."""
    size = len(one.top)
    above, below = one.bottom, other.bottom
    if isinstance(above, int) and isinstance(below, int):
        shared = gcd(above, below)
        above, below = above // shared, below // shared
    sign = np.where(other.top < 0, -1, 1)
    top, far = _times(one.top * sign, below, size)
    bottom, deep = _times(np.abs(other.top), above, size)
    known = one.known & other.known
    flagged = one.flagged | other.flagged | far | deep | (known & (other.top == 0))
    numerator, divisor = _column(top, size), _positive(_column(bottom, size))
    # In lowest terms, so that what is calculated on with it stays small.
    shared_by_row = np.gcd(numerator, divisor)
    return Quantity(numerator // shared_by_row, divisor // shared_by_row, known, flagged)


def chosen(one: Quantity, other: Quantity, *, least: bool) -> Quantity:
    """Give the smaller or the larger of both."""
    left, right, bottom, flagged = aligned(one, other)
    top = np.minimum(left, right) if least else np.maximum(left, right)
    return Quantity(top, bottom, one.known & other.known, flagged)


COMBINED: Final[dict[str, Callable[[Quantity, Quantity], Quantity]]] = {
    "add": added,
    "sub": lambda one, other: added(one, other, -1),
    "mul": multiplied,
    "div": divided,
    "min": lambda one, other: chosen(one, other, least=True),
    "max": lambda one, other: chosen(one, other, least=False),
}


def rounded(one: Quantity, step: Fraction, mode: str) -> Quantity:
    """Round to a multiple of `step`, as `rulings.values.rounding.rounded` does."""
    size = len(one.top)
    steps, far = _times(one.top, step.denominator, size)
    parts, deep = _times(one.bottom, step.numerator, size)
    whole, rest = np.divmod(np.abs(_column(steps, size)), np.maximum(parts, 1))
    if mode == UP:
        whole = whole + (rest > 0)
    elif mode != DOWN:
        twice = 2 * rest
        whole = whole + ((twice > parts) | ((twice == parts) & ((mode == HALF_UP) | (whole % 2 == 1))))
    top, beyond = _times(np.where(_column(steps, size) < 0, -whole, whole), step.numerator, size)
    return Quantity(_column(top, size), step.denominator, one.known, one.flagged | far | deep | beyond)


def in_units(one: Quantity, parts: int, *, cut: bool) -> Quantity:
    """Give whole numbers of units of which `parts` make one.

    What is no whole number of them is cut towards zero with `cut`, else flagged.
    """
    size = len(one.top)
    bottom = one.bottom
    if isinstance(bottom, int):
        shared = gcd(bottom, parts)
        bottom, parts = bottom // shared, parts // shared
        if bottom == parts == 1:
            return Quantity(one.top, 1, one.known, one.flagged)
    top, far = _times(one.top, parts, size)
    whole, rest = np.divmod(np.abs(_column(top, size)), bottom)
    flagged = one.flagged | far
    if not cut:
        flagged = flagged | ((rest != 0) & one.known)
    return Quantity(np.where(_column(top, size) < 0, -whole, whole), 1, one.known, flagged)
