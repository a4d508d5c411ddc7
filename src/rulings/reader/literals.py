"""Literals: the text of a value in a file, read as a value of a type."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from rulings.algebra import (
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    MONEY,
    RATE,
    SPAN,
    Const,
    Type,
    Value,
)
from rulings.errors import Faults, nearest
from rulings.reader.nodes import Node, Scalar
from rulings.values import BadValue, Money, Rate, Seconds, Span, parse_date, parse_datetime, parse_integer

EXPECTED = {
    "choice": "one of the options",
    "boolean": "true or false",
    "integer": "a whole number such as 3",
    "decimal": "a decimal number such as 4.5",
    "rate": "a rate such as 99.9%",
    "money": "an amount such as 12.30 CNY",
    "span": "a span of hours, minutes or seconds such as 48 hours",
    "date": "a date such as 2024-03-01",
    "datetime": "a moment with its offset such as 2024-03-01T10:00:00+08:00",
    "text": "a text",
}

_PARSERS: dict[str, Callable[[str], Value]] = {
    "rate": Rate.parse,
    "money": Money.parse,
    "span": Seconds.parse,
    "date": parse_date,
    "datetime": parse_datetime,
}


def read_literal(node: Node, kind: Type, faults: Faults) -> Const | None:
    """Read a literal of a type; None and a fault where the text is not one."""
    if not isinstance(node, Scalar):
        faults.add("not-a-literal", node.place, "a single value is wanted here", expected=EXPECTED[kind.name])
        return None
    if kind.name == "choice":
        return _option(node, kind, faults)
    if kind.name in _PARSERS:
        return _parsed(node, kind, faults)
    value = node.value
    fits = {
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "decimal": isinstance(value, int | Decimal) and not isinstance(value, bool),
        "text": isinstance(value, str),
    }
    if not fits[kind.name]:
        return _wrong(node, kind, faults)
    if kind.name == "integer":
        return _guarded(node, kind, faults, lambda: parse_integer(str(value)))
    return Const(Decimal(value) if kind.name == "decimal" and isinstance(value, int) else value, kind)


def _wrong(node: Scalar, kind: Type, faults: Faults) -> None:
    help_ = "quote the text" if kind.name == "text" else None
    if kind.name == "boolean" and node.text.casefold() in ("yes", "no", "on", "off", "true", "false", "是", "否"):
        help_ = "write true or false, in small letters and without quotes"
    message = f"`{node.text}` is not {EXPECTED[kind.name]}"
    faults.add(f"not-{_article(kind.name)}", node.place, message, expected=EXPECTED[kind.name], help=help_)


def _article(name: str) -> str:
    return "an-integer" if name == "integer" else f"a-{name}"


def _option(node: Scalar, kind: Type, faults: Faults) -> Const | None:
    if isinstance(node.value, str) and node.value in kind.options:
        return Const(node.value, kind)
    expected = "one of " + ", ".join(kind.options)
    faults.add(
        "unknown-option", node.place, f"`{node.text}` is not an option here", expected=expected, near=nearest(node.text, kind.options)
    )
    return None


def _parsed(node: Scalar, kind: Type, faults: Faults) -> Const | None:
    return _guarded(node, kind, faults, lambda: _PARSERS[kind.name](node.text))


def _guarded(node: Scalar, kind: Type, faults: Faults, parse: Callable[[], Value]) -> Const | None:
    try:
        return Const(parse(), kind)
    except BadValue as fault:
        faults.add(fault.code, node.place, str(fault), expected=fault.expected, help=fault.help)
        return None


def read_span(node: Node, faults: Faults) -> Span | None:
    """Read a span of any unit, as a period lasts."""
    if not isinstance(node, Scalar):
        faults.add("not-a-literal", node.place, "a single value is wanted here", expected="a span such as 15 days")
        return None
    try:
        return Span.parse(node.text)
    except BadValue as fault:
        faults.add(fault.code, node.place, str(fault), expected=fault.expected, help=fault.help)
        return None


_LOOKS_LIKE: tuple[tuple[re.Pattern[str], Type], ...] = (
    (re.compile(r"-?[0-9.]+\s*[%％]\Z"), RATE),
    (re.compile(r"-?[0-9.,]+\s*[A-Z]{3}\Z|[¥￥]"), MONEY),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z"), DATE),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt ]"), DATETIME),
    (re.compile(r"-?[0-9.]+\s*[A-Za-z]"), SPAN),
)


def infer_literal(node: Node, faults: Faults) -> Const | Span | None:
    """Read a parameter, whose form tells its type. A span stays a `Span`, for it may count days."""
    if not isinstance(node, Scalar):
        faults.add("not-a-literal", node.place, "a parameter is a single value", expected="a value such as 15 days or 500 CNY")
        return None
    if isinstance(node.value, bool):
        return Const(node.value, BOOLEAN)
    if isinstance(node.value, int):
        return read_literal(node, INTEGER, faults)
    if isinstance(node.value, Decimal):
        return Const(node.value, DECIMAL)
    for pattern, kind in _LOOKS_LIKE:
        if pattern.match(node.text):
            return read_span(node, faults) if kind is SPAN else read_literal(node, kind, faults)
    message = f"`{node.text}` is not a value with a type"
    faults.add("not-a-literal", node.place, message, expected="a value such as 15 days, 99.9%, 500 CNY, 3, true or 2024-03-01")
    return None


def exact_span(span: Span) -> Seconds | None:
    """Give a span of hours, minutes or seconds as exact seconds; None for calendar spans, whose length depends on the date."""
    return Seconds(span.seconds) if span.is_exact else None
