"""Dates and moments in columns of texts, in the one form that policies write: RFC 3339 with capitals.

Others that cases may have (a small `t`, an offset without its colon) are not read here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rulings.audit.bulk.numbers import Read
from rulings.audit.bulk.texts import Texts
from rulings.engine.columns.batch import Numbers, Truths
from rulings.values import FIRST_YEAR, LAST_YEAR

_MONTHS_A_YEAR = 12
_MONTHS = (LAST_YEAR - FIRST_YEAR + 1) * _MONTHS_A_YEAR
_BEGINS: Numbers = (np.datetime64(f"{FIRST_YEAR}-01", "M") + np.arange(_MONTHS + 1)).astype("M8[D]").astype(np.int64)
_DAYS_OF = np.diff(_BEGINS)
FIRST_DAY, LAST_DAY = int(_BEGINS[0]), int(_BEGINS[-1]) - 1
"""The first and the last day that a date can be, in days since 1970."""
MICROSECONDS = 1_000_000
DAY = 86_400 * MICROSECONDS
"""Microseconds."""
_LEAST, _LONGEST, _FINEST = len("2024-03-01T10:00:00Z"), len("2024-03-01T10:00:00.123456+08:00"), 6
_DATE = len("2024-03-01")
_ZERO, _TEN = ord("0"), 10
_HOURS, _SIXTY = 24, 60


@dataclass
class _Letters:
    """Texts of one length, letter by letter; `good` says which still are what they should be."""

    texts: Texts
    good: Truths

    def number(self, place: int, size: int) -> NDArray[np.int32]:
        """Read digits."""
        number = np.zeros(len(self.texts), np.int32)
        for one in range(place, place + size):
            digit = self.texts.letter(one) - np.uint8(_ZERO)
            self.good &= digit < _TEN
            number = number * np.int32(_TEN) + digit
        return number

    def below(self, place: int, most: int) -> NDArray[np.int32]:
        """Read two digits of a number below some other."""
        number = self.number(place, 2)
        self.good &= number < most
        return number

    def expect(self, place: int, letters: str) -> None:
        """Refuse what has other letters there."""
        letter = self.texts.letter(place)
        matching = letter == ord(letters[0])
        for other in letters[1:]:
            matching |= letter == ord(other)
        self.good &= matching

    def day(self) -> Numbers:
        """Read the date that stands in front, in days since 1970."""
        self.expect(4, "-")
        self.expect(7, "-")
        year, month, day = self.number(0, 4), self.number(5, 2), self.number(8, 2)
        self.good &= (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= _MONTHS_A_YEAR)
        month = np.where(self.good, (year - FIRST_YEAR) * _MONTHS_A_YEAR + month - 1, 0)
        self.good &= (day >= 1) & (day <= _DAYS_OF[month])
        return _BEGINS[month] + day - 1


def dates(texts: Texts) -> Read:
    """Read dates in days since 1970."""
    letters = _Letters(texts, texts.given & (texts.lengths == _DATE))
    days = letters.day()
    return Read(days, letters.good)


def moments(texts: Texts) -> Read:
    """Read moments in microseconds since 1970."""
    values, good = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_)
    counts = np.bincount(np.minimum(texts.lengths, _LONGEST + 1), minlength=_LONGEST + 2)
    for length in range(_LEAST, _LONGEST + 1):
        if counts[length] and counts[length] + counts[0] == len(texts):
            return _of_length(texts, length)
        if counts[length]:
            rows = np.flatnonzero(texts.lengths == length)
            values[rows], good[rows] = _of_length(texts.take(rows), length)
    return Read(values, good)


def _of_length(texts: Texts, length: int) -> Read:
    """Read moments of one length: some of them may have an offset, and others a Z and more decimals.

    Texts that are empty are not good, whatever is read.
    """
    is_utc = texts.letter(length - 1) == ord("Z")
    count = np.count_nonzero(is_utc)
    if count in (0, np.count_nonzero(texts.lengths)):
        return _of_form(texts, length - 1 if count else length - 6, is_utc=bool(count))
    values, good = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_)
    for rows, zone in ((is_utc, length - 1), (~is_utc, length - 6)):
        places = np.flatnonzero(rows)
        values[places], good[places] = _of_form(texts.take(places), zone, is_utc=rows is is_utc)
    return Read(values, good)


def _of_form(texts: Texts, zone: int, *, is_utc: bool) -> Read:
    letters = _Letters(texts, texts.given.copy())
    clock = _LEAST - 1
    decimals = zone - clock - 1
    if decimals not in (-1, *range(1, _FINEST + 1)):
        return Read(np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_))
    for place, letter in ((10, "T"), (13, ":"), (16, ":")):
        letters.expect(place, letter)
    minutes = letters.below(11, _HOURS) * np.int32(_SIXTY) + letters.below(14, _SIXTY)
    seconds = letters.day() * 86_400 + minutes * _SIXTY + letters.below(17, _SIXTY)
    if not is_utc:
        seconds -= _offset(letters, zone)
    moments_: Numbers = seconds * np.int64(MICROSECONDS)
    if decimals > 0:
        letters.expect(clock, ".")
        moments_ += letters.number(clock + 1, decimals) * np.int64(10 ** (_FINEST - decimals))
    return Read(moments_, letters.good)


def _offset(letters: _Letters, zone: int) -> Numbers:
    """Read an offset in seconds."""
    letters.expect(zone, "+-")
    letters.expect(zone + 3, ":")
    minutes = letters.below(zone + 1, _HOURS) * np.int32(_SIXTY) + letters.below(zone + 4, _SIXTY)
    is_west = letters.texts.letter(zone) == ord("-")
    return np.where(is_west, -minutes, minutes).astype(np.int64) * _SIXTY
