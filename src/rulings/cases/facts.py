"""Reads one fact of a case by its type, and says what is wrong with one that cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

from rulings.algebra import Value
from rulings.cases.json_text import Unreadable
from rulings.cases.limits import LEAST_INTEGER, LONGEST_TEXT, MOST_INTEGER
from rulings.cases.moments import read_moment, with_fixed_offset
from rulings.cases.own import OWN, can_be, read_own
from rulings.cases.shown import is_unicode, one_of, shown, type_name
from rulings.errors import nearest
from rulings.model import Fact
from rulings.reader.literals import EXPECTED
from rulings.values import BadValue, Rate, check_year, format_decimal, parse_date

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
        self, message: str, *, code: str, expected: str, advice: str | None = None, near: str | None = None
    ) -> None:
        """Keep the parts of the diagnostic to be."""
        super().__init__(message)
        self.code = code
        self.expected = expected
        self.advice = advice
        self.near = near


def read_fact(fact: Fact, value: object) -> Value:
    """Read the value of a fact. Raises Refused."""
    try:
        known = _READERS[fact.type.name](fact, value)
    except BadValue as bad:
        message = str(bad).removesuffix(".")
        raise Refused(message, code=bad.code, expected=bad.expected, advice=bad.help) from None
    _check_range(fact, known)
    return known


def _check_range(fact: Fact, known: Value) -> None:
    value: Any = known
    low: Any = fact.minimum
    high: Any = fact.maximum
    is_low, is_high = low is not None and value < low, high is not None and value > high
    if is_low or is_high:
        named = (("at least", low), ("at most", high))
        bounds = [f"{word} {_written(bound)}" for word, bound in named if bound is not None]
        message = f"{_written(value)} is {'less' if is_low else 'more'} than the fact can be"
        expected = f"{EXPECTED[fact.type.name]}, {' and '.join(bounds)}"
        raise Refused(message, code="out-of-range", expected=expected)


def _written(value: Value) -> str:
    return format_decimal(value) if isinstance(value, Decimal) and not isinstance(value, Rate) else str(value)


def _wrong(fact: Fact, value: object, advice: str | None = None) -> NoReturn:
    name = fact.type.name
    if isinstance(value, Unreadable) and value.is_number and name in ("integer", "decimal"):
        message = f"{shown(value)} is longer than any number that a fact can hold"
        raise Refused(message, code="out-of-range", expected=EXPECTED[name])
    expected = one_of(fact.type.options) if name == "choice" else EXPECTED[name]
    message = f"{shown(value)} is not {_NOUNS[name]}"
    raise Refused(message, code="wrong-type", expected=expected, advice=advice)


def _choice(fact: Fact, value: object) -> str:
    if not isinstance(value, str):
        _wrong(fact, value)
    options = fact.type.options
    if value in options:
        return options[options.index(value)]
    message = f"{shown(value)} is not an option of this fact"
    raise Refused(message, code="unknown-option", expected=one_of(options), near=nearest(value, options))


def _boolean(fact: Fact, value: object) -> bool:
    if isinstance(value, bool):
        return value
    is_quoted = isinstance(value, str) and value.casefold() in ("true", "false")
    _wrong(fact, value, f"take the quotes away: {str(value).casefold()}" if is_quoted else None)


def _integer(fact: Fact, value: object) -> int:
    if type(value) is not int:
        _wrong(fact, value, _plainly(value, int) or _unquoted(value) or _without_point(value))
    if not LEAST_INTEGER <= value <= MOST_INTEGER:
        expected = f"an integer from {LEAST_INTEGER} to {MOST_INTEGER}"
        message = f"{shown(value)} does not fit in 64 bits"
        raise Refused(message, code="out-of-range", expected=expected)
    return value


def _plainly(value: object, kind: type) -> str | None:
    """Advise on a value of a subclass, which may mean something else than its number or text."""
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


def _own(fact: Fact, value: object) -> Value:
    kind = OWN[fact.type.name]
    if not can_be(kind, value):
        is_near = isinstance(value, int | Decimal | dt.timedelta) and not isinstance(value, bool)
        advice = f"write a text: {EXPECTED[fact.type.name]}" if is_near else None
        is_float = isinstance(value, float)
        _wrong(fact, value, "give a text: a binary float is not exact" if is_float else advice)
    return read_own(kind, value)


def _date(fact: Fact, value: object) -> dt.date:
    if isinstance(value, str):
        return parse_date(value)
    if type(value) is not dt.date:
        is_moment = isinstance(value, dt.datetime)
        _wrong(fact, value, "give the day alone: value.date()" if is_moment else _plainly(value, dt.date))
    check_year(value)
    return value


def _datetime(fact: Fact, value: object) -> dt.datetime:
    if isinstance(value, str):
        moment = read_moment(value)
    elif type(value) is dt.datetime:
        moment = with_fixed_offset(value)
    else:
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        advice = "write date, time and offset, not a number of seconds" if is_number else None
        _wrong(fact, value, advice or _plainly(value, dt.datetime))
    check_year(moment)
    return moment


def _text(fact: Fact, value: object) -> str:
    if type(value) is not str:
        _wrong(fact, value, _plainly(value, str))
    if len(value) > LONGEST_TEXT:
        message = f"the text has {len(value):,} characters"
        raise Refused(message, code="out-of-range", expected=f"at most {LONGEST_TEXT:,} characters")
    if not is_unicode(value):
        message = f"{shown(value)} holds half of a surrogate pair, which is no character"
        raise Refused(message, code="wrong-type", expected=EXPECTED["text"], advice="write the character whole")
    return value


_READERS: dict[str, Callable[[Fact, object], Value]] = {
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
