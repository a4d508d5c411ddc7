"""Reads one fact of a case by its type, and says what is wrong with one that cannot be read.

The types that are our own (money, rates, spans, decimals) are read here for good cases too; for all others this module
says the same as the decoder of good cases, only slower and with words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

import msgspec

from rulings.cases.json_text import Unreadable
from rulings.cases.limits import LEAST_INTEGER, LONGEST_TEXT, MOST_DIGITS, MOST_INTEGER, TOO_FINE
from rulings.cases.shown import one_of, shown, type_name
from rulings.errors import nearest
from rulings.model import Fact
from rulings.reader.literals import EXPECTED
from rulings.values import (
    BadValue,
    Money,
    Rate,
    Seconds,
    check_year,
    format_decimal,
    format_moment,
    parse_date,
    parse_datetime,
    parse_decimal,
)

_NOUNS = {
    "choice": "an option of this fact",
    "boolean": "a boolean",
    "integer": "an integer",
    "decimal": "a decimal",
    "rate": "a rate",
    "money": "an amount of money",
    "span": "a span",
    "date": "a date",
    "datetime": "a moment",
    "text": "a text",
}


class Refused(Exception):
    """A value that a fact cannot have; `str()` is the message."""

    def __init__(
        self, code: str, message: str, expected: str | None, advice: str | None = None, near: str | None = None
    ) -> None:
        """Keep the parts of the diagnostic to be."""
        super().__init__(message)
        self.code = code
        self.expected = expected
        self.advice = advice
        self.near = near


class Exact(Decimal):
    """A decimal fact. The type keeps binary floats out, which Decimal itself would take."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Exact:
        """Read a decimal in plain digits; raise BadValue if it is none."""
        return cls(parse_decimal(text))


def read_fact(fact: Fact, value: object) -> Any:
    """Read the value of a fact. Raises Refused."""
    try:
        known = _READERS[fact.type.name](fact, value)
    except BadValue as bad:
        raise Refused(bad.code, str(bad).removesuffix("."), bad.expected, bad.help) from None
    _check_range(fact, known)
    return known


def _check_range(fact: Fact, value: Any) -> None:
    low, high = fact.minimum, fact.maximum
    if (low is None or value >= low) and (high is None or value <= high):
        return
    bounds = [f"at least {_written(low)}"] if low is not None else []
    bounds += [f"at most {_written(high)}"] if high is not None else []
    side = "less" if low is not None and value < low else "more"
    message = f"{_written(value)} is {side} than the fact can be"
    raise Refused("out-of-range", message, f"{EXPECTED[fact.type.name]}, {' and '.join(bounds)}")


def _written(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return format_moment(value)
    return format_decimal(value) if isinstance(value, Decimal) and not isinstance(value, Rate) else str(value)


def _wrong(fact: Fact, value: object, advice: str | None = None) -> NoReturn:
    name = fact.type.name
    if isinstance(value, Unreadable) and value.is_number and name in ("integer", "decimal"):
        raise Refused("out-of-range", f"{shown(value)} is longer than any number that a fact can hold", EXPECTED[name])
    expected = one_of(fact.type.options) if name == "choice" else EXPECTED[name]
    raise Refused("wrong-type", f"{shown(value)} is not {_NOUNS[name]}", expected, advice)


def _choice(fact: Fact, value: object) -> str:
    if not isinstance(value, str):
        _wrong(fact, value)
    for option in fact.type.options:
        if option == value:
            return option
    message = f"{shown(value)} is not an option of this fact"
    raise Refused("unknown-option", message, one_of(fact.type.options), near=nearest(value, fact.type.options))


def _boolean(fact: Fact, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in ("true", "false"):
        _wrong(fact, value, f"take the quotes away: {value.casefold()}")
    _wrong(fact, value)


def _integer(fact: Fact, value: object) -> int:
    if type(value) is not int:
        _wrong(fact, value, _plainly(value, int) or _unquoted(value) or _without_point(value))
    if not LEAST_INTEGER <= value <= MOST_INTEGER:
        expected = f"an integer from {LEAST_INTEGER} to {MOST_INTEGER}"
        raise Refused("out-of-range", f"{shown(value)} does not fit in 64 bits", expected)
    return value


def _plainly(value: object, kind: type) -> str | None:
    if isinstance(value, kind) and not isinstance(value, bool):
        return f"it is of the Python type {type_name(value)}: give a plain {kind.__name__}"
    return None


def _unquoted(value: object) -> str | None:
    is_digits = isinstance(value, str) and value.isascii() and value.isdecimal()
    return f"take the quotes away: {shown(value)[1:-1]}" if is_digits else None


def _without_point(value: object) -> str | None:
    if isinstance(value, float):
        return "give an int: a binary float is not exact"
    return "write it without a point and without an exponent" if isinstance(value, Decimal) else None


def _own(fact: Fact, value: object) -> Any:
    kind = OWN[fact.type.name]
    if isinstance(value, str) or type(value) is kind or _is_number_for(kind, value):
        return read_own(kind, value)
    _wrong(fact, value, _advice(fact, value))


def _advice(fact: Fact, value: object) -> str | None:
    if isinstance(value, float):
        return "give a text or a Decimal: a binary float is not exact"
    return f"write a text: {EXPECTED[fact.type.name]}" if isinstance(value, int | Decimal | dt.timedelta) else None


def _is_number_for(kind: type, value: object) -> bool:
    return kind is Exact and type(value) in (int, Decimal)


def read_own(kind: type, value: Any) -> Any:
    """Read a value of one of our own types from its text, from itself, and a decimal from an exact number too.

    Raises BadValue, or ValueError for what is neither.
    """
    if isinstance(value, str):
        return PARSERS[kind](value)
    if type(value) is kind or _is_number_for(kind, value):
        return PARSERS[kind](_plain_text(value))
    message = "this is of another type"
    raise ValueError(message)


def _plain_text(value: Any) -> str:
    """Write a number in the digits that its parser reads; a value made in Python may hold more than a case can say."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise BadValue(f"{shown(value)} is not finite", code="out-of-range", expected=f"a number of at most {MOST_DIGITS} digits")
        _refuse_long(value, abs(value.adjusted()) > MOST_DIGITS)
        return str(value) if isinstance(value, Rate) else Decimal.__format__(value or Decimal(), "f")
    _refuse_long(value, not -(2**64) < value < 2**64)
    return str(value)


def _refuse_long(value: Any, is_long: bool) -> None:  # noqa: FBT001 - the one thing that it asks
    if is_long:
        message = f"{shown(value)} has too many digits"
        raise BadValue(message, code="out-of-range", expected=f"a number of at most {MOST_DIGITS} digits")


def _date(fact: Fact, value: object) -> dt.date:
    if isinstance(value, str):
        return parse_date(value)
    if type(value) is not dt.date:
        advice = "give the day alone: value.date()" if isinstance(value, dt.datetime) else _plainly(value, dt.date)
        _wrong(fact, value, advice)
    check_year(value)
    return value


def _datetime(fact: Fact, value: object) -> dt.datetime:
    if isinstance(value, str):
        moment = _moment(value)
    elif type(value) is dt.datetime:
        moment = with_fixed_offset(value)
    else:
        _wrong(fact, value, _plainly(value, dt.datetime) or _not_seconds(value))
    check_year(moment)
    return moment


def _not_seconds(value: object) -> str | None:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return "write date, time and offset, not a number of seconds" if is_number else None


def _moment(text: str) -> dt.datetime:
    """Read a moment as the decoder of good cases does, which takes a little more than policies may write.

    It takes a small `t` and `z`, a space for the `T`, and an offset without its colon, as RFC 3339 and ISO 8601 allow.
    """
    try:
        moment = msgspec.convert(text, dt.datetime)
    except msgspec.ValidationError:
        moment = None
    if moment is None or moment.tzinfo is None or TOO_FINE.search(text):
        # Whatever is refused here is refused there too, and there it is said why.
        return parse_datetime(text)
    return moment


def with_fixed_offset(moment: dt.datetime) -> dt.datetime:
    """Give a moment with the offset that its time zone has then. Raises BadValue where there is none.

    Moments that carry one zone themselves compare by its clocks, which is wrong where clocks are changed.
    """
    if moment.tzinfo.__class__ is dt.timezone:
        return moment
    try:
        offset = moment.utcoffset()
    except (NotImplementedError, TypeError, ValueError):
        offset = None
    if offset is None:
        message = f"{shown(moment)} is not a moment: the offset from UTC is missing"
        advice = "give the datetime its time zone; nobody can guess it"
        raise BadValue(message, code="offset-missing", expected=EXPECTED["datetime"], help=advice)
    return moment.replace(tzinfo=dt.timezone(offset), fold=0)


def _text(fact: Fact, value: object) -> str:
    if type(value) is not str:
        _wrong(fact, value, _plainly(value, str))
    if len(value) > LONGEST_TEXT:
        message = f"the text has {len(value):,} characters"
        raise Refused("out-of-range", message, f"at most {LONGEST_TEXT:,} characters")
    if not is_unicode(value):
        message = f"{shown(value)} holds half of a surrogate pair, which is no character"
        raise Refused("wrong-type", message, EXPECTED["text"], "write the character whole")
    return value


def is_unicode(text: str) -> bool:
    """Tell whether a text can be written down: Python's texts may hold halves of characters."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


OWN: dict[str, type] = {"decimal": Exact, "rate": Rate, "money": Money, "span": Seconds}
"""The types that are our own, by the names of fact types."""
PARSERS: dict[type, Callable[[str], Any]] = {
    Exact: Exact.parse,
    Rate: Rate.parse,
    Money: Money.parse,
    Seconds: Seconds.parse,
}
_READERS: dict[str, Callable[[Fact, object], Any]] = {
    "choice": _choice,
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _own,
    "rate": _own,
    "money": _own,
    "span": _own,
    "date": _date,
    "datetime": _datetime,
    "text": _text,
}
