"""How far two moments are from each other."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from rulings.values.fault import BadValue, Diagnosis, quoted, symptom
from rulings.values.moment import naive_moment
from rulings.values.span import Unit, write_units

_MICROSECOND: Final = dt.timedelta(microseconds=1)
_SECOND: Final = 10**6
_SIZES: Final = {Unit.DAYS: 86400 * _SECOND, Unit.HOURS: 3600 * _SECOND, Unit.MINUTES: 60 * _SECOND}
# More than the calendar's years 1900 to 2199 can be apart, and no more than the digits of `_DISTANCE` can hold.
_MOST: Final = 1000 * 366 * _SIZES[Unit.DAYS]

_COUNT: Final = r"(0|[1-9][0-9]{0,15})"
_DISTANCE: Final = re.compile(
    rf"(?=.)(?:{_COUNT} days?(?: (?!$)|$))?(?:{_COUNT} hours?(?: (?!$)|$))?(?:{_COUNT} minutes?(?: (?!$)|$))?"
    rf"(?:{_COUNT}(?:\.([0-9]{{1,6}}))? seconds?)?"
)
_DIAGNOSIS: Final = Diagnosis(
    noun="a distance in time",
    code="not-a-span",
    expected="a distance such as 2 days 3 hours 1 second",
    symptoms=(
        symptom(r"[0-9]+(?:\.[0-9]+)?", "unit-missing", "the unit is missing", 'add the unit: "1 second"'),
        symptom(
            r".*(?:week|month|year).*",
            "unit-unknown",
            "its units are days, hours, minutes and seconds",
            "count weeks, months and years in days",
        ),
        symptom(r"-.*", "out-of-range", "it is negative", "leave the sign away; a distance has no direction"),
        symptom(r".*[0-9]\.[0-9]{7,} seconds?", "too-many-decimals", "it is finer than a microsecond", "round it"),
        symptom(r".*\.[0-9]+ (?:day|hour|minute).*", "not-a-span", "only seconds have decimals", "use smaller units"),
        symptom(r".*(?:,|\band\b).*", "not-a-span", "it has more than numbers and units", "put spaces between them"),
    ),
)


@dataclass(frozen=True, slots=True, order=True)
class Distance:
    """A length of time in whole microseconds, never negative (ValueError), such as a margin."""

    microseconds: int

    def __post_init__(self) -> None:
        """Refuse a negative length."""
        if self.microseconds < 0:
            message = f"a distance is not negative: {self.microseconds} microseconds"
            raise ValueError(message)

    @classmethod
    def between(cls, one: dt.datetime, other: dt.datetime) -> Distance:
        """Return how far two aware moments are apart, in either order; raise BadValue for one without an offset."""
        # Through UTC: Python subtracts two datetimes of the same zone by their clocks, summer time or not.
        return cls(abs(_utc(one) - _utc(other)) // _MICROSECOND)

    @classmethod
    def parse(cls, text: str) -> Distance:
        """Return the distance that `text` states, such as "2 days 3 hours 1 second"; raise BadValue if it does not."""
        match = _DISTANCE.fullmatch(text)
        if match is None:
            raise _DIAGNOSIS.of(text)
        *counts, fraction = match.groups(default="0")
        sizes = (*_SIZES.values(), _SECOND)
        length = sum(int(count) * size for count, size in zip(counts, sizes, strict=True)) + int(fraction.ljust(6, "0"))
        if length > _MOST:
            raise _too_long(text)
        return cls(length)

    def __str__(self) -> str:
        """Return the distance as parse reads it: "2 days 3 hours 1 second", "0 seconds", "1.5 seconds"."""
        return self.text("en")

    def text(self, language: str) -> str:
        """Return the distance in words of `language`, "en" or "zh" ("2天3小时1秒"); ValueError for another language."""
        parts: list[str] = []
        rest = self.microseconds
        for unit, size in _SIZES.items():
            count, rest = divmod(rest, size)
            if count:
                parts.append(write_units(str(count), unit, language))
        if rest or not parts:
            parts.append(write_units(_decimal_seconds(rest), Unit.SECONDS, language))
        return ("" if language == "zh" else " ").join(parts)


def _decimal_seconds(microseconds: int) -> str:
    seconds, rest = divmod(microseconds, _SECOND)
    return f"{seconds}.{rest:06d}".rstrip("0") if rest else str(seconds)


def _utc(moment: dt.datetime) -> dt.datetime:
    if moment.utcoffset() is None:
        raise naive_moment(moment)
    return moment.astimezone(dt.UTC)


def _too_long(text: str) -> BadValue:
    message = f"{quoted(text)} is longer than any two moments can be apart."
    return BadValue(message, code="out-of-range", expected="a distance of at most 366000 days")
