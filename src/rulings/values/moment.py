"""Dates and moments: RFC 3339, always with an offset, in the years 1900 to 2099."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from rulings.values.fault import BadValue, Diagnosis, quoted, symptom

FIRST_YEAR: Final = 1900
"""The first year that a date or moment may lie in."""
LAST_YEAR: Final = 2099
"""The last year that a date or moment may lie in."""

_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
_ZONE: Final = r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
_DATE: Final = re.compile(_DAY)
# Hours and seconds are limited here: later versions of Python read 24:00 too.
_DATETIME: Final = re.compile(
    _DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_MINUTE: Final = dt.timedelta(minutes=1)

_DATE_DIAGNOSIS: Final = Diagnosis(
    noun="a date",
    code="not-a-date",
    expected="a date such as 2023-07-29, in the years 1900 to 2099",
    symptoms=(
        symptom(rf"(?P<day>{_DAY})[Tt ].*", "not-a-date", "it has a time of day", 'write the date alone: "{day}"'),
        symptom(
            r"[0-9]{4}[/.年][0-9]{1,2}[/.月][0-9]{1,2}日?", "not-a-date", "it has no hyphens", 'write "2023-07-29"'
        ),
        symptom(r"[0-9]{8}", "not-a-date", "the hyphens are missing", 'write "2023-07-29"'),
        symptom(
            r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", "not-a-date", "it lacks a zero", "write two digits for month and day"
        ),
        symptom(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}", "not-a-date", "the year comes first", 'write "2023-07-29"'),
        symptom(r"\s.*|.*\s", "not-a-date", "it has spaces", "leave them away"),
    ),
)
_MOMENT_DIAGNOSIS: Final = Diagnosis(
    noun="a moment",
    code="not-a-datetime",
    expected="a moment such as 2024-03-01T10:00:00+08:00, in the years 1900 to 2099",
    symptoms=(
        symptom(
            rf"(?P<naive>{_DAY}T{_CLOCK}(?:\.[0-9]+)?)",
            "offset-missing",
            "the offset from UTC is missing",
            'add the offset of the place: "{naive}+08:00"',
        ),
        symptom(
            rf"(?P<day>{_DAY})",
            "not-a-datetime",
            "the time of day and the offset are missing",
            'write "{day}T00:00:00+08:00" for the beginning of that day in China',
        ),
        symptom(
            rf"{_DAY}(?:t.*|.*z)",
            "not-a-datetime",
            "it has a small t or z",
            'write the letters "T" and "Z" as capitals',
        ),
        symptom(rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}(?:{_ZONE})?", "not-a-datetime", "the seconds are missing", "add them"),
        symptom(
            rf"{_DAY}[ _]+{_CLOCK}.*",
            "not-a-datetime",
            'the letter "T" between date and time is missing',
            'write "2024-03-01T10:00:00+08:00"',
        ),
        symptom(rf"{_DAY}T24:.*", "not-a-datetime", "a day has no hour 24", 'write "00:00:00" of the next day'),
        symptom(rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:60.*", "not-a-datetime", "leap seconds are not counted", 'write ":59"'),
        symptom(rf"{_DAY}T{_CLOCK},.*", "not-a-datetime", "the fraction has a comma", "write a point before it"),
        symptom(
            rf"{_DAY}T{_CLOCK}\.[0-9]{{7,}}{_ZONE}",
            "too-many-decimals",
            "the fraction is finer than a microsecond",
            "write at most six decimals",
        ),
        symptom(
            rf"{_DAY}T{_CLOCK}(?:\.[0-9]+)?[+-][0-9]{{2}}(?:[0-9]{{2}})?",
            "not-a-datetime",
            "the offset is not complete",
            'write hours, a colon and minutes: "+08:00"',
        ),
        symptom(
            rf"{_DAY}T{_CLOCK}.*(?:\[.*\]| ?[A-Za-z/_]{{2,}})",
            "not-a-datetime",
            "it names a time zone",
            'write the offset instead: "+08:00"',
        ),
        symptom(rf"{_DAY}T{_CLOCK}(?:\.[0-9]+)?{_ZONE}", "not-a-datetime", "there is no such time of day or offset"),
        symptom(r"\s.*|.*\s", "not-a-datetime", "it has spaces", "leave them away"),
    ),
)


def parse_date(text: str) -> dt.date:
    """Return the day that `text` states as YYYY-MM-DD; raise BadValue if it does not."""
    if _DATE.fullmatch(text) is None:
        raise _DATE_DIAGNOSIS.of(text)
    _refuse_year(int(text[:4]), text)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _no_such_day(text, _DATE_DIAGNOSIS.expected) from None


def parse_datetime(text: str) -> dt.datetime:
    """Return the aware moment that `text` states in RFC 3339, to the microsecond; raise BadValue if it does not.

    The offset is kept as it is written. An offset is required: a moment without one would be read differently on
    every machine.
    """
    if _DATETIME.fullmatch(text) is None:
        raise _MOMENT_DIAGNOSIS.of(text)
    _refuse_year(int(text[:4]), text)
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise _no_such_day(text, _MOMENT_DIAGNOSIS.expected) from None


def check_year(moment: dt.date) -> None:
    """Raise BadValue if a date, or a moment as it is written, lies outside FIRST_YEAR to LAST_YEAR."""
    _refuse_year(moment.year, moment.isoformat())


def format_moment(moment: dt.datetime) -> str:
    """Return an aware `moment` in RFC 3339: seconds always, microseconds if any, "+00:00" and never "Z".

    Raises BadValue for a moment without an offset.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise naive_moment(moment)
    if offset % _MINUTE:
        # Local mean times of before 1901 have seconds, which RFC 3339 cannot write: the same instant, to the minute.
        moment = moment.astimezone(dt.timezone(offset // _MINUTE * _MINUTE))
    return moment.isoformat()


def naive_moment(moment: dt.datetime) -> BadValue:
    """Return (not raise) the fault of a datetime that has no offset."""
    message = f"{quoted(moment.isoformat())} is not a moment: the offset from UTC is missing."
    advice = "give the datetime its time zone; nobody can guess it"
    return BadValue(message, code="offset-missing", expected="a datetime with an offset", help=advice)


def _refuse_year(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"{quoted(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}."
        expected = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise BadValue(message, code="out-of-range", expected=expected, help="check the digits of the year")


def _no_such_day(text: str, expected: str) -> BadValue:
    message = f"{quoted(text)} names a day that the calendar does not have."
    return BadValue(message, code="no-such-day", expected=expected, help="check month and day")
