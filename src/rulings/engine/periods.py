"""Whether a moment lies within a period, fast.

The same answer as comparing with `rulings.values.closing`, without building it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

import msgspec

from rulings.values import Counting, Distance, Span, Unit, closing, is_inclusive
from rulings.values.counting import corresponding_day

InTime = Callable[[datetime, datetime], bool]

# The decoder shares one zone object per offset, so that most moments are recognised by identity.
CHINA = msgspec.convert("2024-01-01T00:00:00+08:00", datetime).tzinfo
"""China's offset since 1992, as the very object that decoded moments carry."""
_LAST_YEAR_OF_SUMMER_TIME = 1991
_SHORTEST_MONTH = 28
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


@lru_cache(maxsize=1024)
def in_time(span: Span, counting: Counting) -> InTime:
    """Give the test "asked within the period from opened", both ends as `closing` and `is_inclusive` have them."""
    general = _general(span, counting)
    plain = counting == Counting()
    if span.is_exact:
        return _exact(span)
    if not plain:
        return general
    if span.unit in _DAYS:
        return _days(span.count * _DAYS[span.unit], general)
    return _months(span.count * _MONTHS[span.unit], general) if span.unit in _MONTHS else general


def _general(span: Span, counting: Counting) -> InTime:
    inclusive = is_inclusive(span, counting)

    def within(asked: datetime, opened: datetime) -> bool:
        end = closing(opened, span, counting)
        return asked <= end if inclusive else asked < end

    return within


def _exact(span: Span) -> InTime:
    length = timedelta(seconds=span.seconds)
    utc = UTC

    def within(asked: datetime, opened: datetime) -> bool:
        # Fixed offsets only: adding to a moment of a zone with summer time would count its clock, not the time that
        # passes.
        if type(opened.tzinfo) is timezone:
            return asked <= opened + length
        return asked <= opened.astimezone(utc) + length

    return within


def _days(days: int, general: InTime) -> InTime:
    def within(asked: datetime, opened: datetime) -> bool:
        if opened.year <= _LAST_YEAR_OF_SUMMER_TIME + 1 or asked.year <= _LAST_YEAR_OF_SUMMER_TIME + 1:
            return general(asked, opened)
        if asked.tzinfo is not CHINA:
            asked = asked.astimezone(CHINA)
        if opened.tzinfo is not CHINA:
            opened = opened.astimezone(CHINA)
        return asked.toordinal() <= opened.toordinal() + days

    return within


def _months(months: int, general: InTime) -> InTime:
    reach = 32 * months

    def within(asked: datetime, opened: datetime) -> bool:
        if opened.year <= _LAST_YEAR_OF_SUMMER_TIME + 1 or asked.year <= _LAST_YEAR_OF_SUMMER_TIME + 1:
            return general(asked, opened)
        if asked.tzinfo is not CHINA:
            asked = asked.astimezone(CHINA)
        if opened.tzinfo is not CHINA:
            opened = opened.astimezone(CHINA)
        # 32 * month + day orders days as the calendar does, and no month's last day is passed by a day that it lacks.
        asked_key = 32 * (12 * asked.year + asked.month) + asked.day
        return asked_key <= 32 * (12 * opened.year + opened.month) + opened.day + reach

    return within


@lru_cache(maxsize=1024)
def _days_of_months(months: int) -> tuple[int, int]:
    """The fewest and most days that so many months take.

    Four years with a leap year, and four around 1900 without one, show all lengths.
    """
    lengths: set[int] = set()
    for year in (*range(1897, 1901), *range(2000, 2004)):
        for month in range(1, 13):
            first = date(year, month, 1)
            ends = [first, *(first + timedelta(days=day) for day in (27, 28, 29, 30))]
            lengths |= {(corresponding_day(day, months) - day).days for day in ends}
    return min(lengths), max(lengths)


@lru_cache(maxsize=1024)
def closer(span: Span, counting: Counting) -> Callable[[datetime], datetime]:
    """Give the function from a period's opening to its end: the same instant as `closing` gives, built faster."""
    if counting == Counting() and span.unit in _DAYS:
        return _end_of_days(span, counting)
    if counting == Counting() and span.unit in _MONTHS:
        return _end_of_months(span, counting)
    return lambda opened: closing(opened, span, counting)


def _end_of_days(span: Span, counting: Counting) -> Callable[[datetime], datetime]:
    length = timedelta(days=span.count * _DAYS[span.unit] + 1)

    def end(opened: datetime) -> datetime:
        if opened.year <= _LAST_YEAR_OF_SUMMER_TIME + 1:
            return closing(opened, span, counting)
        local = opened if opened.tzinfo is CHINA else opened.astimezone(CHINA)
        return datetime(local.year, local.month, local.day, tzinfo=CHINA) + length

    return end


def _end_of_months(span: Span, counting: Counting) -> Callable[[datetime], datetime]:
    months = span.count * _MONTHS[span.unit] - 1
    a_day = timedelta(days=1)

    def end(opened: datetime) -> datetime:
        if opened.year <= _LAST_YEAR_OF_SUMMER_TIME + 1:
            return closing(opened, span, counting)
        local = opened if opened.tzinfo is CHINA else opened.astimezone(CHINA)
        year, month = divmod(12 * local.year + local.month + months, 12)
        last = local.day if local.day <= _SHORTEST_MONTH else min(local.day, monthrange(year, month + 1)[1])
        return datetime(year, month + 1, last, tzinfo=CHINA) + a_day

    return end


def surely(span: Span, counting: Counting) -> tuple[int, int] | None:
    """Give two numbers of whole days.

    Where fewer than the first have passed, it is surely still in time; where at least the second have, surely not.

    None where the period is not one of days or months on China's calendar.
    """
    if counting != Counting() or span.is_exact or span.unit is Unit.WORKING_DAYS:
        return None
    if span.unit in _DAYS:
        fewest = most = span.count * _DAYS[span.unit]
    else:
        fewest, most = _days_of_months(span.count * _MONTHS[span.unit])
    return fewest - 1, most + 2


def distance(left: datetime, right: datetime) -> Distance:
    """Give how far two decoded moments lie apart: `Distance.between` without its checks, which decoding has made."""
    apart = abs(left - right)
    return Distance((apart.days * 86_400 + apart.seconds) * 1_000_000 + apart.microseconds)
