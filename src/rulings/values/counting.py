"""How periods are counted: articles 200 to 204 of the Civil Code of China, each choice a named setting."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass
from typing import Final

from rulings.values.fault import BadValue, listed, quoted
from rulings.values.moment import naive_moment
from rulings.values.restday import working_day_after, working_day_from
from rulings.values.span import Span, Unit
from rulings.values.zone import from_clock, to_local, zone

CHOICES: Final = {
    "first_day": ("the day after", "the same day"),
    "last_day": ("to its end", "same time of day"),
    "month_end": ("last day", "next day"),
    "rest_day": ("counts", "runs on"),
}
"""The settings of Counting, apart from the time zone, and what each may say; the default in front."""

_ONE_DAY: Final = dt.timedelta(days=1)
_MONTHS_PER_YEAR: Final = 12
_DAYS_PER_WEEK: Final = 7
# Facts end in 2099 and spans at 100 years; a decision may count on from another's result, but not beyond this.
_FIRST_YEAR: Final = 1899
_LAST_YEAR: Final = 2199


@dataclass(frozen=True, slots=True)
class Counting:
    """The settings by which a period is counted; the constructor raises BadValue for one that it does not know.

    `timezone` is an IANA name: days are those of its clocks. `first_day`: whether the day of the event counts.
    `last_day`: whether the period ends at 24:00 or at the event's time of day. `month_end`: where a month lacks the
    corresponding day, whether its last day or the next day takes its place. `rest_day`: whether a period that ends
    on a statutory rest day of China runs on to the next working day (article 203).
    """

    timezone: str = "Asia/Shanghai"
    first_day: str = "the day after"
    last_day: str = "to its end"
    month_end: str = "last day"
    rest_day: str = "counts"

    def __post_init__(self) -> None:
        """Refuse what is not a setting."""
        zone(self.timezone)
        for name, choices in CHOICES.items():
            _refuse_choice(name, getattr(self, name), choices)


def closing(opened: dt.datetime, span: Span, counting: Counting) -> dt.datetime:
    """Return the instant at which the period of `span` from the aware moment `opened` ends, on the zone's clocks.

    Seconds, minutes and hours are exact and `rest_day` does not move them. Where a period ends with its last day,
    the instant is 00:00:00 of the day after, which is no longer in the period (see is_inclusive). The result has the
    fixed offset that the zone has at that instant. Raises BadValue where `opened` has no offset or the period ends
    after the year 2199, and BeyondCalendar where working days of a year are needed that the calendar does not cover.
    """
    local = _local(opened, counting)
    if span.is_exact:
        end = to_local(local + dt.timedelta(seconds=span.seconds), counting.timezone)
        _refuse_late(end.date())
        return end
    last = last_day(local.date(), span, counting)
    _refuse_late(last)
    if counting.last_day == "to its end":
        clock = dt.datetime.combine(last + _ONE_DAY, dt.time.min)
    else:
        clock = dt.datetime.combine(last, local.time())
    return from_clock(clock, counting.timezone)


def is_inclusive(span: Span, counting: Counting) -> bool:
    """Return whether an act at exactly the instant of closing() is still in time; False where the day ended then."""
    return span.is_exact or counting.last_day == "same time of day"


def last_day(event: dt.date, span: Span, counting: Counting) -> dt.date:
    """Return the last day of a period of days, working days, weeks, months or years, counted from the day `event`.

    Raises ValueError for an exact span, which has no last day, and BeyondCalendar as closing() does.
    """
    match span.unit:
        case Unit.WORKING_DAYS:
            return _last_working_day(event, span.count, counting)
        case Unit.DAYS:
            last = event + dt.timedelta(days=span.count)
        case Unit.WEEKS:
            last = event + dt.timedelta(days=span.count * _DAYS_PER_WEEK)
        case Unit.MONTHS:
            last = corresponding_day(event, span.count, counting.month_end)
        case Unit.YEARS:
            last = corresponding_day(event, span.count * _MONTHS_PER_YEAR, counting.month_end)
        case _:
            message = f"{span} is exact and has no last day"
            raise ValueError(message)
    if counting.first_day == "the same day":
        last -= _ONE_DAY
    return working_day_from(last) if counting.rest_day == "runs on" else last


def _last_working_day(event: dt.date, count: int, counting: Counting) -> dt.date:
    """Count working days only: where the day of the event counts, it does so if it is one."""
    before = event - _ONE_DAY if counting.first_day == "the same day" else event
    last = working_day_after(before, count)
    return working_day_from(last) if counting.rest_day == "runs on" else last


def corresponding_day(day: dt.date, months: int, month_end: str = "last day") -> dt.date:
    """Return the day of the same number `months` later; where there is none, what `month_end` says takes its place.

    "last day": the last day of that month (article 202); "next day": the first of the month after it.
    """
    year, month = divmod(day.year * _MONTHS_PER_YEAR + day.month - 1 + months, _MONTHS_PER_YEAR)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        # Only a month shorter than the day's number comes here, so it is not December, and the next is in this year.
        next_month = dt.date(year, month + 2, 1)
        return next_month if month_end == "next day" else next_month - _ONE_DAY


def _local(opened: dt.datetime, counting: Counting) -> dt.datetime:
    if opened.utcoffset() is None:
        raise naive_moment(opened)
    # One year further than the end may lie: the clocks of the zone may be behind those of the offset.
    if not _FIRST_YEAR <= opened.year <= _LAST_YEAR + 1:
        raise _beyond(opened.date())
    return to_local(opened, counting.timezone)


def _refuse_late(day: dt.date) -> None:
    if day.year > _LAST_YEAR:
        raise _beyond(day)


def _beyond(day: dt.date) -> BadValue:
    message = f"A period from or to {day} cannot be counted: it lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}."
    expected = f"a period that ends by the end of {_LAST_YEAR}"
    return BadValue(message, code="out-of-range", expected=expected, help="check the span and the year of the event")


def _refuse_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value in choices:
        return
    near = difflib.get_close_matches(value[:60], choices, n=1, cutoff=0)[0]
    message = f"{quoted(value)} is not a setting of {name}."
    raise BadValue(message, code="out-of-range", expected=listed(choices), help=f"did you mean {quoted(near)}?")
