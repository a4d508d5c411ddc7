"""Whether a moment lies within a period, fast: the same answer as comparing with `rulings.values.closing`, without building it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

import msgspec

from rulings.values import Counting, Span, Unit, closing, is_inclusive

InTime = Callable[[datetime, datetime], bool]

# The decoder shares one zone object per offset, so that most moments are recognised by identity.
_CHINA = msgspec.convert("2024-01-01T00:00:00+08:00", datetime).tzinfo
_LAST_YEAR_OF_SUMMER_TIME = 1991
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def in_china(moment: datetime) -> datetime:
    """Give a moment after 1991 on China's clocks, which have stood at +08:00 since then."""
    return moment if moment.tzinfo is _CHINA else moment.astimezone(_CHINA)


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
    return _months(span.count * _MONTHS[span.unit], general)


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
        # Fixed offsets only: adding to a moment of a zone with summer time would count its clock, not the time that passes.
        if type(opened.tzinfo) is timezone:
            return asked <= opened + length
        return asked <= opened.astimezone(utc) + length

    return within


def _days(days: int, general: InTime) -> InTime:
    def within(asked: datetime, opened: datetime) -> bool:
        if opened.year <= _LAST_YEAR_OF_SUMMER_TIME + 1 or asked.year <= _LAST_YEAR_OF_SUMMER_TIME + 1:
            return general(asked, opened)
        if asked.tzinfo is not _CHINA:
            asked = asked.astimezone(_CHINA)
        if opened.tzinfo is not _CHINA:
            opened = opened.astimezone(_CHINA)
        return asked.toordinal() <= opened.toordinal() + days

    return within


def _months(months: int, general: InTime) -> InTime:
    reach = 32 * months

    def within(asked: datetime, opened: datetime) -> bool:
        year, asked_year = opened.year, asked.year
        if year <= _LAST_YEAR_OF_SUMMER_TIME + 1 or asked_year <= _LAST_YEAR_OF_SUMMER_TIME + 1:
            return general(asked, opened)
        if asked.tzinfo is not _CHINA:
            asked = asked.astimezone(_CHINA)
            asked_year = asked.year
        if opened.tzinfo is not _CHINA:
            opened = opened.astimezone(_CHINA)
            year = opened.year
        # 32 * month + day orders days as the calendar does, and no month's last day is passed by a day that it lacks.
        asked_key = 32 * (12 * asked_year + asked.month) + asked.day
        return asked_key <= 32 * (12 * year + opened.month) + opened.day + reach

    return within


@lru_cache(maxsize=1024)
def closer(span: Span, counting: Counting) -> Callable[[datetime], datetime]:
    """Give the function from the moment a period opened to its end: the same instant as `closing` gives, built faster."""
    if counting != Counting() or span.is_exact or span.unit not in _DAYS:
        return lambda opened: closing(opened, span, counting)
    length = timedelta(days=span.count * _DAYS[span.unit] + 1)

    def end(opened: datetime) -> datetime:
        if opened.year <= _LAST_YEAR_OF_SUMMER_TIME + 1:
            return closing(opened, span, counting)
        local = opened if opened.tzinfo is _CHINA else opened.astimezone(_CHINA)
        return datetime(local.year, local.month, local.day, tzinfo=_CHINA) + length

    return end
