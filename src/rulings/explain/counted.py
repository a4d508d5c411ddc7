"""How a computed moment came about: "1 March 2024 + 15 days, the day itself not counted: ends 16 March 2024, 24:00"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from rulings.algebra import Closing
from rulings.explain.spoken import day, end_of_day, moment, month
from rulings.explain.voice import Voice
from rulings.values import Counting, Span, Unit, closing, is_inclusive
from rulings.values.counting import last_day
from rulings.values.zone import to_local

_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
_PER_YEAR = 12


def derivation(period: Closing, start: dt.datetime, voice: Voice, role: str = "ends") -> str:
    """Say how the end of a period follows from its start. A party is told its `role`: "ends", "opens" or "reviews"."""
    span, counting = period.span, period.counting
    key = "exact" if is_inclusive(span, counting) else counting.first_day.replace(" ", "_")
    began = moment(start, voice, counting.timezone) if key == "exact" else _first_day(start, counting, voice)
    parts = {"start": began, "span": span.text(voice.language), "end": closes(period, start, voice)}
    text = voice.say(f"{key}_{role}" if voice.is_plain else key, **parts)
    for note in notes(span, counting, start, voice):
        text = voice.say("with_note", text=text, note=note)
    return text


def _first_day(start: dt.datetime, counting: Counting, voice: Voice) -> str:
    return day(to_local(start, counting.timezone).date(), voice)


def closes(period: Closing, start: dt.datetime, voice: Voice) -> str:
    """Write the end of a period: 24:00 of its last day, where it ends with that day."""
    ends = closing(start, period.span, period.counting)
    write = moment if is_inclusive(period.span, period.counting) else end_of_day
    return write(ends, voice, period.counting.timezone)


def notes(span: Span, counting: Counting, start: dt.datetime, voice: Voice) -> list[str]:
    """Say what is special about the end: a month too short, or a rest day."""
    if span.is_exact:
        return []
    event = to_local(start, counting.timezone).date()
    found = [_clipped(event, span, counting, voice)] if span.unit in _MONTHS else []
    if counting.rest_day == "runs on":
        before = last_day(event, span, replace(counting, rest_day="counts"))
        if before != last_day(event, span, counting):
            found.append(voice.say("ran_on", day=day(before, voice)))
    return [note for note in found if note]


def _clipped(event: dt.date, span: Span, counting: Counting, voice: Voice) -> str:
    count = span.count * _MONTHS[span.unit]
    year, at = divmod(event.year * _PER_YEAR + event.month - 1 + count, _PER_YEAR)
    first = dt.date(year, at + 1, 1)
    following = dt.date(year + (at + 1) // _PER_YEAR, (at + 1) % _PER_YEAR + 1, 1)
    if event.day <= (following - first).days:
        return ""
    key = "clipped_last_day" if counting.month_end == "last day" else "clipped_next_day"
    return voice.say(key, month=month(first, voice), day=event.day)
