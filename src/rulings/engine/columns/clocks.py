"""Moments on the clocks of a time zone, and where periods end: looked up by day, as the calendar's own rules say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from rulings.engine.columns.batch import Numbers, Truths
from rulings.values import BadValue, Counting, Span, closing
from rulings.values.counting import last_day
from rulings.values.zone import to_local

EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
_SECOND: Final = 1_000_000
_DAY: Final = 86_400 * _SECOND
_FIRST: Final = dt.datetime(1899, 1, 3, tzinfo=dt.UTC)
_LAST: Final = dt.datetime(2199, 12, 30, tzinfo=dt.UTC)
"""Within these no clock of the world is outside the years in which periods are counted."""
_FIRST_DAY: Final = _FIRST.toordinal() - EPOCH_DAY - 1
_DAYS: Final = _LAST.toordinal() - _FIRST.toordinal() + 3
_NOT_YET: Final = np.iinfo(np.int64).min
_NEVER: Final = _NOT_YET + 1


def microseconds(moment: dt.datetime) -> int:
    """Give the microseconds from 1970 to a moment."""
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


FIRST_MOMENT, LAST_MOMENT = microseconds(_FIRST), microseconds(_LAST)


def moment_of(value: int) -> dt.datetime:
    """Give the moment so many microseconds after 1970, in UTC."""
    return EPOCH + dt.timedelta(microseconds=value)


def day_of(value: int) -> dt.date:
    """Give the date so many days after 1970."""
    return dt.date.fromordinal(value + EPOCH_DAY)


_DECADE: Final = 3_653 * _DAY


@lru_cache(maxsize=256)
def _changes_in(timezone: str, decade: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the moments of ten years at which a zone's clocks change, and the offsets before, between and after them."""

    def offset(moment: int) -> int:
        found = to_local(moment_of(moment), timezone).utcoffset()
        return 0 if found is None else found // dt.timedelta(microseconds=1)

    moments: list[int] = []
    first = decade * _DECADE
    offsets = [offset(first)]
    for day in range(first, first + _DECADE, _DAY):
        if offset(day + _DAY) != offsets[-1]:
            low, high = day, day + _DAY
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offsets[-1] else (low, middle)
            moments.append(high)
            offsets.append(offset(day + _DAY))
    return tuple(moments), tuple(offsets)


@lru_cache(maxsize=256)
def _changes(timezone: str, first: int, last: int) -> tuple[Numbers, Numbers]:
    """Give the same for several times ten years: a zone's history is long, and cases are of few years."""
    parts = [_changes_in(timezone, decade) for decade in range(first, last + 1)]
    moments = [moment for part in parts for moment in part[0]]
    offsets = [parts[0][1][0], *(offset for part in parts for offset in part[1][1:])]
    return np.array(moments, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _changes_around(timezone: str, values: Numbers) -> tuple[Numbers, Numbers]:
    """Give the changes of clocks in the years of moments, which are within the calendar, and a few days beside them."""
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    return _changes(timezone, (low - 4 * _DAY) // _DECADE, (high + 4 * _DAY) // _DECADE)


def on_clocks(values: Numbers, timezone: str) -> Numbers:
    """Give what the clocks of a zone show at moments, as microseconds from 1970 on those clocks."""
    moments, offsets = _changes_around(timezone, values)
    if not len(moments):
        return values + int(offsets[0])
    offset: Numbers = offsets[np.searchsorted(moments, values, side="right")]
    return values + offset


@dataclass(frozen=True, slots=True)
class OnClocks:
    """Moments on the clocks of a zone: the day, and the microseconds that have passed of it; and where they are none.

    What is not known, or lies where no period is counted, shows any day.
    """

    days: Numbers
    time: Numbers
    wanted: Truths
    outside: Truths

    @classmethod
    def of(cls, opened: Numbers, known: Truths, timezone: str) -> OnClocks:
        """Read the clocks of a zone."""
        outside = known & ((opened < FIRST_MOMENT) | (opened >= LAST_MOMENT))
        wanted = known & ~outside
        some = opened[int(wanted.argmax())] if wanted.any() else 0
        clock = on_clocks(opened if wanted.all() else np.where(wanted, opened, some), timezone)
        days = clock // _DAY
        return cls(days, clock - days * _DAY, wanted, outside)


class Ends:
    """Where periods of one span end: a table by the day on which they begin, filled as days are met."""

    def __init__(self, span: Span, counting: Counting) -> None:
        """Start with an empty table."""
        self._span, self._counting = span, counting
        self._to_its_end = counting.last_day == "to its end"
        self._table: Numbers = np.full(0 if span.is_exact else _DAYS, _NOT_YET, dtype=np.int64)

    def of(self, opened: Numbers, known: Truths, clocks: OnClocks | None = None) -> tuple[Numbers, Truths]:
        """Give the ends of periods that begin at moments, and where they must be counted singly.

        `clocks` are the moments on the clocks of the counting's zone, where somebody has read them already.
        """
        if self._span.is_exact:
            return self._exact(opened, known)
        read = clocks or OnClocks.of(opened, known, self._counting.timezone)
        ends, uncounted = self._counted(read)
        return ends, read.outside | (read.wanted & uncounted)

    def _exact(self, opened: Numbers, known: Truths) -> tuple[Numbers, Truths]:
        outside = (opened < FIRST_MOMENT) | (opened >= LAST_MOMENT)
        ends = np.where(known & ~outside, opened, 0) + self._span.seconds * _SECOND
        return ends, known & (outside | (ends >= LAST_MOMENT))

    def _counted(self, clocks: OnClocks) -> tuple[Numbers, Truths]:
        places = clocks.days - _FIRST_DAY
        found = self._table[places]
        new = found == _NOT_YET
        if new.any():
            for day in np.unique(clocks.days[new]).tolist():
                self._table[day - _FIRST_DAY] = self._end_of(day)
            found = self._table[places]
        if self._to_its_end:
            return found, found <= _NEVER
        return self._same_time(found, clocks.time)

    def _end_of(self, day: int) -> int:
        """Give the instant of the end, or where the time of day matters, the last day; _NEVER where there is none."""
        try:
            last = last_day(day_of(day), self._span, self._counting)
            if not self._to_its_end:
                return last.toordinal() - EPOCH_DAY
            return microseconds(closing(self._noon(day), self._span, self._counting))
        except BadValue:
            return _NEVER

    def _noon(self, day: int) -> dt.datetime:
        """Give a moment at which the zone's clocks show that day: noon, which no change of clocks leaves out."""
        noon = dt.datetime.combine(day_of(day), dt.time(12), tzinfo=dt.UTC)
        offset = to_local(noon, self._counting.timezone).utcoffset() or dt.timedelta(0)
        return noon - offset

    def _same_time(self, last: Numbers, time: Numbers) -> tuple[Numbers, Truths]:
        """Give the moments at which clocks show a time of a day; near a change of clocks none is given."""
        never = last <= _NEVER
        clock = np.where(never, 0, last) * _DAY + time
        moments, offsets = _changes_around(self._counting.timezone, clock)
        places = np.searchsorted(moments, clock, side="right")
        near = np.zeros(len(clock), np.bool_)
        if len(moments):
            before = np.abs(clock - moments[np.maximum(places - 1, 0)])
            near = (before < 2 * _DAY) | (np.abs(clock - moments[np.minimum(places, len(moments) - 1)]) < 2 * _DAY)
        ends = clock - offsets[places]
        return ends, never | near | (ends >= LAST_MOMENT)
