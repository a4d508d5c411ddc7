"""When a period ends, counted a second time: plainly, on the clocks of `zoneinfo`, and without the engine's code.

The other engine has no calendar. It is given the end as an integer, and compares.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import import_module
from typing import Final
from zoneinfo import ZoneInfo

from rulings.second_opinion.reasons import BEYOND_CALENDAR, Untranslatable
from rulings.values import Counting, Span

DAY: Final = timedelta(days=1)
_LENGTHS: Final = {"seconds": 1, "minutes": 60, "hours": 3600}
_MONTHS: Final = {"months": 1, "years": 12}
_LAST_YEAR: Final = 2199


def is_exact(span: Span) -> bool:
    """Tell whether a span is a fixed time and no days on a calendar."""
    return span.unit.value in _LENGTHS


def ends_inside(span: Span, counting: Counting) -> bool:
    """Tell whether the moment at which a period ends is still in it."""
    return is_exact(span) or counting.last_day == "same time of day"


def end_of(opened: datetime, span: Span, counting: Counting) -> datetime:
    """Give the moment at which a period ends, in UTC. Raises Untranslatable where nobody knows yet which days rest."""
    if is_exact(span):
        return opened.astimezone(UTC) + timedelta(seconds=span.count * _LENGTHS[span.unit.value])
    place = ZoneInfo(counting.timezone)
    began = opened.astimezone(UTC).astimezone(place)
    last = _last_day(began.date(), span, counting)
    if last.year > _LAST_YEAR:
        raise Untranslatable(BEYOND_CALENDAR)
    clock = time() if counting.last_day == "to its end" else began.time()
    day = last + DAY if counting.last_day == "to its end" else last
    return datetime.combine(day, clock, tzinfo=place).replace(fold=0).astimezone(UTC)


def _last_day(event: date, span: Span, counting: Counting) -> date:
    event_counts = counting.first_day == "the same day"
    unit = span.unit.value
    if unit == "working days":
        last = event - DAY if event_counts else event
        for _ in range(span.count):
            last = _working_from(last + DAY)
    else:
        if unit in _MONTHS:
            last = _months_later(event, span.count * _MONTHS[unit], counting.month_end == "next day")
        else:
            last = event + DAY * span.count * (7 if unit == "weeks" else 1)
        last = last - DAY if event_counts else last
    return _working_from(last) if counting.rest_day == "runs on" else last


def _months_later(event: date, months: int, next_day: bool) -> date:  # noqa: FBT001 - a setting of the counting
    """Walk from month to month, so that no formula of the engine's is repeated."""
    year, month = event.year, event.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - December
    day = date(year, month, 1)
    while day.day < event.day and (day + DAY).month == month:
        day += DAY
    return day + DAY if day.day < event.day and next_day else day


def _working_from(day: date) -> date:
    while not _is_working(day):
        day += DAY
    return day


@lru_cache(maxsize=4096)
def _is_working(day: date) -> bool:
    """Ask the calendar of China's rest days, which is data, and the same for both engines."""
    calendar = import_module("chinese_calendar")
    is_workday: Callable[[date], bool] = calendar.is_workday
    try:
        return is_workday(day)
    except NotImplementedError:
        raise Untranslatable(BEYOND_CALENDAR) from None
