"""Moments in cases: what is taken beside the form that policies write, and offsets that do not move."""

from __future__ import annotations

import datetime as dt

import msgspec

from rulings.cases.limits import TOO_FINE
from rulings.cases.shown import shown
from rulings.values import BadValue, parse_datetime


def read_moment(text: str) -> dt.datetime:
    """Read a moment as the decoder of good cases does, which takes a little more than policies may write.

    It takes a small `t` and `z`, a space for the `T`, and an offset without its colon, as RFC 3339 and ISO 8601 allow.
    Raises BadValue.
    """
    try:
        moment = msgspec.convert(text, dt.datetime)
    except (msgspec.ValidationError, UnicodeEncodeError):
        moment = None
    if moment is None or moment.tzinfo is None or TOO_FINE.search(text):
        # Whatever the decoder refuses is refused here too, and here it is said why.
        return parse_datetime(text)
    return moment


def with_fixed_offset(moment: dt.datetime) -> dt.datetime:
    """Give a moment with the offset that its time zone has then. Raises BadValue where there is none.

    Moments that carry one zone themselves compare by its clocks, which is wrong where clocks are changed.
    """
    if isinstance(moment.tzinfo, dt.timezone):
        return moment
    try:
        offset = moment.utcoffset()
    except (NotImplementedError, TypeError, ValueError):
        offset = None
    if offset is None:
        message = f"{shown(moment)} is not a moment: the offset from UTC is missing"
        advice = "give the datetime its time zone; nobody can guess it"
        expected = "a moment with its offset such as 2024-03-01T10:00:00+08:00"
        raise BadValue(message, code="offset-missing", expected=expected, help=advice)
    return moment.replace(tzinfo=dt.timezone(offset), fold=0)
