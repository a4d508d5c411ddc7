"""Spans of time as rules state them, and exact spans as facts state them."""

from __future__ import annotations

import enum
import operator
import re
from dataclasses import dataclass
from typing import Final, Self

from rulings.values.fault import BadValue, quoted
from rulings.values.spelling import span_fault

_SPAN: Final = re.compile(r"(0|[1-9][0-9]{0,11}) ((?:working )?[a-z]+)")
_DAYS_PER_CENTURY: Final = 36525


class Unit(enum.Enum):
    """A unit of time; its value is its English plural."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"

    # An enum's own hash goes through Python; its members are singletons, so their identity serves.
    __hash__ = object.__hash__


_SECONDS: Final = {Unit.HOURS: 3600, Unit.MINUTES: 60, Unit.SECONDS: 1}
_CHINESE: Final = {
    Unit.SECONDS: "秒",
    Unit.MINUTES: "分钟",
    Unit.HOURS: "小时",
    Unit.DAYS: "天",
    Unit.WORKING_DAYS: "个工作日",
    Unit.WEEKS: "周",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}
# A hundred years, so that no period counted from a date of ours leaves the calendar.
_MOST: Final = {
    Unit.SECONDS: _DAYS_PER_CENTURY * 86400,
    Unit.MINUTES: _DAYS_PER_CENTURY * 1440,
    Unit.HOURS: _DAYS_PER_CENTURY * 24,
    Unit.DAYS: _DAYS_PER_CENTURY,
    Unit.WORKING_DAYS: _DAYS_PER_CENTURY * 2 // 3,
    Unit.WEEKS: _DAYS_PER_CENTURY // 7,
    Unit.MONTHS: 1200,
    Unit.YEARS: 100,
}
_UNITS: Final = {name: unit for unit in Unit for name in (unit.value, unit.value[:-1])}


def write_units(count: str, unit: Unit, language: str) -> str:
    """Return "15 days" ("1 day") in English ("en") or "15天" in Chinese ("zh"); ValueError for another language."""
    if language == "en":
        return f"{count} {unit.value[:-1] if count == '1' else unit.value}"
    if language == "zh":
        return count + _CHINESE[unit]
    message = f'the language is "en" or "zh", not {quoted(language)}'
    raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Span:
    """A number of units of time, such as 15 days: exact in hours, minutes and seconds, else counted on a calendar.

    The constructor raises BadValue for a negative count and for more than a hundred years.
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse what parse would refuse."""
        if not 0 <= self.count <= _MOST[self.unit]:
            raise _out_of_range(str(self), self.unit)

    @classmethod
    def parse(cls, text: str) -> Span:
        """Return the span that `text` states, such as "15 days" or "1 day"; raise BadValue if it does not."""
        match = _SPAN.fullmatch(text)
        unit = None if match is None else _UNITS.get(match[2])
        if match is None or unit is None:
            raise span_fault(text)
        return cls(int(match[1]), unit)

    @property
    def is_exact(self) -> bool:
        """Whether the span always lasts the same: seconds, minutes and hours do."""
        return self.unit in _SECONDS

    @property
    def seconds(self) -> int:
        """The length of an exact span in seconds; ValueError for one that is counted on a calendar."""
        if not self.is_exact:
            message = f"{self} is counted on a calendar and has no fixed number of seconds"
            raise ValueError(message)
        return self.count * _SECONDS[self.unit]

    def __str__(self) -> str:
        """Return the span as parse reads it: "15 days", "1 day"."""
        return self.text("en")

    def text(self, language: str) -> str:
        """Return the span in words of `language`, "en" or "zh" ("15天"); ValueError for another language."""
        return write_units(str(self.count), self.unit, language)


class Seconds(int):
    """An exact span given as a fact: a whole number of seconds; it compares and hashes as that number."""

    __slots__ = ()

    def __new__(cls, seconds: int) -> Self:
        """Return the span of `seconds`; raise TypeError for anything but an integer, which `int` would cut silently."""
        return super().__new__(cls, operator.index(seconds))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the length of an exact span such as "3 minutes"; raise BadValue for any other text."""
        span = Span.parse(text)
        if not span.is_exact:
            raise _not_exact(text)
        return cls(span.seconds)

    def __str__(self) -> str:
        """Return the span in its largest exact unit: "3 minutes", "90 seconds", "48 hours"."""
        return self.text("en")

    def __repr__(self) -> str:
        """Return the span as one reads it: Seconds("3 minutes")."""
        return f'Seconds("{self}")'

    def text(self, language: str) -> str:
        """Return the span in words of `language`, "en" or "zh" ("3分钟"); ValueError for another language."""
        length = int(self)
        unit = next(unit for unit, size in _SECONDS.items() if length % size == 0) if length else Unit.SECONDS
        return write_units(str(length // _SECONDS[unit]), unit, language)


def _out_of_range(written: str, unit: Unit) -> BadValue:
    message = f"{quoted(written)} is not a span that can be counted: it is negative or longer than 100 years."
    return BadValue(message, code="out-of-range", expected=f"a span of 0 to {_MOST[unit]} {unit.value}")


def _not_exact(text: str) -> BadValue:
    message = f"{quoted(text)} is not an exact span: days, weeks, months and years are counted on a calendar."
    advice = "state the length in hours, minutes or seconds; rules alone may count on the calendar"
    return BadValue(message, code="not-a-span", expected="an exact span such as 3 minutes or 48 hours", help=advice)
