"""China's statutory rest days, from the calendar that the package `chinesecalendar` maintains."""

from __future__ import annotations

import datetime as dt
import importlib
from functools import lru_cache
from types import ModuleType
from typing import Final

from rulings.errors import RulingsError
from rulings.values.fault import BadValue

_ONE_DAY: Final = dt.timedelta(days=1)


class BeyondCalendar(BadValue, RulingsError):
    """A day of which nobody knows yet (or any more) whether it is a working day; its code is "out-of-range"."""


def working_day_from(day: dt.date) -> dt.date:
    """Return `day` if it is a working day in China, else the next one; raise BeyondCalendar past the known years.

    Saturdays and Sundays rest, unless they are made up for; holidays rest.
    """
    while _rests(day):
        day += _ONE_DAY
    return day


def working_day_after(day: dt.date, count: int) -> dt.date:
    """Return the working day in China that is the `count`-th after `day`, or `day` itself for none.

    Raises BeyondCalendar past the known years.
    """
    for _ in range(count):
        day = working_day_from(day + _ONE_DAY)
    return day


@lru_cache(maxsize=4096)
def _rests(day: dt.date) -> bool:
    calendar = _calendar()
    first, last = _covered(calendar)
    if not first <= day.year <= last:
        raise _beyond(day, first, last)
    return not calendar.is_workday(day)


def _calendar() -> ModuleType:
    # Only policies that let a period run on need the calendar, so it is loaded only then.
    try:
        return importlib.import_module("chinese_calendar")
    except ImportError:
        message = "Whether a day is a working day in China cannot be told: its calendar is not installed."
        advice = "install the package chinesecalendar"
        raise BeyondCalendar(message, code="out-of-range", expected="the holiday calendar", help=advice) from None


@lru_cache(maxsize=1)
def _covered(calendar: ModuleType) -> tuple[int, int]:
    years = [day.year for day in calendar.holidays]
    return min(years), max(years)


def _beyond(day: dt.date, first: int, last: int) -> BeyondCalendar:
    message = f"Whether {day} is a working day in China is not known: the calendar covers the years {first} to {last}."
    expected = f"a period that ends in the years {first} to {last}"
    advice = "install a release of chinesecalendar that covers the year, once its holidays are announced"
    return BeyondCalendar(message, code="out-of-range", expected=expected, help=advice)
