"""Numbers in columns of texts: integers, decimals, rates, amounts of money and exact spans, in plain digits.

What is not written plainly, or might not fit, is not read here; such a text may still be a good one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rulings.audit.bulk.texts import Texts
from rulings.engine.columns.batch import DECIMAL_DECIMALS, RATE_DECIMALS, Numbers, Truths

_MOST_DIGITS = 18
_LONGEST = _MOST_DIGITS + 2
_ZERO, _POINT, _MINUS = ord("0"), ord("."), ord("-")
_TEN = 10
_POWERS = 10 ** np.arange(_MOST_DIGITS + 1, dtype=np.int64)
_MOST = np.iinfo(np.int64).max
MOST_PLAIN = _POWERS[_MOST_DIGITS] - 1
"""Decimals of that many parts or fewer, either sign, have no more digits than a case can say."""
_PERCENT = RATE_DECIMALS - 2
_PERCENT_DECIMALS = 6
_FEN = 2
_MOST_PERCENT, _MOST_YUAN, _MOST_COUNT = 12, 17, 12
"""Digits before the point that a rate, an amount or a span can have."""
_DAYS = 36525
_UNITS = {"second": (1, _DAYS * 86400), "minute": (60, _DAYS * 1440), "hour": (3600, _DAYS * 24)}


class Read(NamedTuple):
    """Numbers, beside which of them are good; elsewhere any number may stand."""

    values: Numbers
    good: Truths


class _Plain(NamedTuple):
    """Digits as one number, how many stand before and behind the point, and whether it is one of at most 18 digits."""

    digits: Numbers
    whole: Numbers
    decimals: Numbers
    good: Truths


def _plain(texts: Texts) -> _Plain:
    """Read numbers such as -12.30, without needless zeros in front."""
    size, lengths = len(texts), texts.lengths
    number = np.zeros(size, np.int64)
    digits, points, point = np.zeros(size, np.uint8), np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    longest = min(_LONGEST, int(lengths.max(initial=0)))
    for place in range(longest):
        letter = texts.letter(place)
        digit = letter - np.uint8(_ZERO)
        is_digit, is_point = digit < _TEN, letter == _POINT
        number = np.where(is_digit, number * _TEN + digit, number)
        digits += is_digit
        points += is_point
        point += is_point * np.uint8(place)
    negative = (texts.letter(0) if longest else digits) == _MINUS
    has_point = points == 1
    decimals: Numbers = np.where(has_point, lengths - 1 - point, 0)
    whole = digits.astype(np.int64) - decimals
    leading = np.where(negative, texts.letter(1), texts.letter(0)) if longest else digits
    good = texts.given & (digits + has_point + negative == lengths) & (points <= 1) & (digits <= _MOST_DIGITS)
    good &= (whole >= 1) & (~has_point | (decimals >= 1)) & ((leading != _ZERO) | (whole == 1))
    return _Plain(np.where(negative, -number, number), whole, decimals, good)


def _scaled(plain: _Plain, decimals: int, most_whole: int = _MOST_DIGITS) -> Read:
    """Give numbers in parts of so many decimals; those that are written finer, or do not fit, are not good."""
    good = plain.good & (plain.decimals <= decimals) & (plain.whole <= most_whole)
    power = _POWERS[np.where(good, decimals - plain.decimals, 0)]
    good &= np.abs(plain.digits) <= _MOST // power
    return Read(plain.digits * np.where(good, power, 1), good)


def integers(texts: Texts) -> Read:
    """Read integers."""
    return _scaled(_plain(texts), 0)


def decimals(texts: Texts) -> Read:
    """Read decimals in thousand-millionths."""
    return _scaled(_plain(texts), DECIMAL_DECIMALS)


def rates(texts: Texts) -> Read:
    """Read rates such as "99.9%" in hundred-millionths."""
    read = _scaled(_plain(texts.cut(0, 1)), _PERCENT_DECIMALS, _MOST_PERCENT)
    return Read(read.values * 10 ** (_PERCENT - _PERCENT_DECIMALS), read.good & texts.ends_with(b"%"))


def money(texts: Texts) -> Read:
    """Read amounts such as "12.30 CNY" in fen."""
    read = _scaled(_plain(texts.cut(0, 4)), _FEN, _MOST_YUAN)
    return Read(read.values, read.good & texts.ends_with(b" CNY"))


def spans(texts: Texts) -> Read:
    """Read spans such as "3 minutes" in seconds."""
    values, good = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_)
    for unit, (seconds, most) in _UNITS.items():
        for ending in (f" {unit}", f" {unit}s"):
            rows = np.flatnonzero(texts.given & texts.ends_with(ending.encode()))
            if len(rows):
                counted = texts.take(rows).cut(0, len(ending))
                read = _scaled(_plain(counted), 0, _MOST_COUNT)
                fits = read.good & (read.values <= most) & (counted.letter(0) != _MINUS)
                values[rows] = np.where(fits, read.values, 0) * seconds
                good[rows] = fits
    return Read(values, good)
