"""Values as the other engine holds them: integers and texts.

It knows no fractions, compares true with 1 and cuts integers at 64 bits: so every number is scaled to an integer that
keeps its order, truth is 0 or 1, and what does not fit is refused here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from rulings.algebra import Value
from rulings.second_opinion.reasons import NOT_TRANSLATED, TOO_LARGE, Untranslatable

MOST: Final = 2**62
"""Integers stay below it, so that a sum of two fits as well."""
_ZERO: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
# What its JSON reader would take apart, or keep escaped. "%" and "&" as well, so that no two texts become one.
_SPELT_OUT: Final = {code: f"%{code:02x}" for code in (*range(0x20), *map(ord, '"\\%&'), 0x7F)}


def number(value: Value) -> Fraction:
    """Give a value as an exact number: money in fen, moments in seconds since 2000, dates as day numbers."""
    if isinstance(value, datetime):
        return Fraction((value.astimezone(UTC) - _ZERO) // _MICROSECOND, 1_000_000)
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    raise Untranslatable(NOT_TRANSLATED)


def fitting(whole: int) -> int:
    """Give the integer back. Raises Untranslatable where it is too large."""
    if not -MOST < whole < MOST:
        raise Untranslatable(TOO_LARGE)
    return whole


def code(value: Value, scale: int) -> int:
    """Give the integer for a number beside constants that are multiples of 1/scale.

    Such a constant gets an even integer, what lies between two of them the odd one between theirs: equal, less and more
    stay what they were, however fine the number is.
    """
    scaled = number(value) * scale
    whole = scaled.numerator // scaled.denominator
    return fitting(2 * whole + (scaled != whole))


def alike(value: Value) -> str:
    """Give the text by which two options, texts or truths are compared."""
    return str(value) if isinstance(value, bool) else text(value)


def text(value: Value) -> str:
    """Give the text for a text or an option; Chinese stays as it is."""
    if not isinstance(value, str):
        raise Untranslatable(NOT_TRANSLATED)
    # Halves of characters, which Python's texts may hold and UTF-8 may not, become numbers.
    return value.translate(_SPELT_OUT).encode(errors="xmlcharrefreplace").decode()
