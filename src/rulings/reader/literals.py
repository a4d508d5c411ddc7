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
from rulings.reader.syntax import WORDS_FOR_SYMBOLS
from rulings.values import (
    BadValue,
    Money,
    Rate,
    Seconds,
    Span,
    parse_date,
    parse_datetime,
    parse_decimal,
    parse_integer,
)
from rulings.values.fault import legible

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
    "list": "a list of records such as [{…}]",
}

_PARSERS: dict[str, Callable[[str], Value]] = {
    "integer": parse_integer,
    "decimal": parse_decimal,
    "rate": Rate.parse,
    "money": Money.parse,
    "span": Seconds.parse,
    "date": parse_date,
    "datetime": parse_datetime,
}


_NOT = {
    "boolean": "not-a-boolean",
    "text": "not-a-text",
    "integer": "not-an-integer",
    "decimal": "not-a-decimal",
}
_SYMBOL = re.compile(r"(?:[<>=!]=?|≥|≤|≠)\s*\S")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
_FULLWIDTH = re.compile("[\u3000\uff01-\uff5e]")


def read_literal(node: Node, kind: Type, faults: Faults) -> Const | None:
    """Read a literal of a type; None and a fault where the text is not one."""
    if kind.name == "text" and isinstance(node, Scalar) and isinstance(node.value, str):
        return Const(node.value, kind)
    if not _is_single(node, EXPECTED[kind.name], faults) or not isinstance(node, Scalar):
        return None
    if kind.name == "choice":
        return _option(node, kind, faults)
    if kind.name in ("boolean", "text"):
        return (
            Const(node.value, kind)
            if kind.name == "boolean" and isinstance(node.value, bool)
            else _wrong(node, kind, faults)
        )
    if kind.name in ("integer", "decimal") and isinstance(node.value, str) and _NUMBER.match(node.text):
        return _wrong(node, kind, faults)
    return _guarded(node, kind, faults, lambda: _PARSERS[kind.name](node.text))


def _is_single(node: Node, expected: str, faults: Faults) -> bool:
    """Refuse what cannot be a value of any type, and say why."""
    if not isinstance(node, Scalar):
        faults.add("not-a-literal", node.place, "a single value is wanted here", expected=expected)
    elif node.value is None:
        faults.add("value-missing", node.place, "nothing stands here", expected=expected)
    elif isinstance(node.value, str) and _SYMBOL.match(node.text):
        message = f"`{legible(node.text)}` uses a comparison symbol"
        faults.add("comparison-symbol", node.place, message, help=WORDS_FOR_SYMBOLS)
    else:
        return True
    return False


def _wrong(node: Scalar, kind: Type, faults: Faults) -> Const | None:
    help_ = "quote the text" if kind.name == "text" else None
    if kind.name == "boolean" and node.text.casefold() in (
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "y",
        "n",
        "是",
        "否",
    ):
        help_ = "write true or false, in small letters and without quotes"
    if kind.name in ("integer", "decimal"):
        help_ = "take the quotes away"
    message = f"`{legible(node.text)}` is not {EXPECTED[kind.name]}"
    faults.add(_NOT[kind.name], node.place, message, expected=EXPECTED[kind.name], help=help_)
    return None


def _option(node: Scalar, kind: Type, faults: Faults) -> Const | None:
    if isinstance(node.value, str) and node.value in kind.options:
        return Const(node.value, kind)
    expected = "one of " + ", ".join(kind.options)
    message = f"`{legible(node.text)}` is not an option here"
    help_ = "references stand alone, behind `is`, and not in a list" if node.text.startswith("$") else None
    near = nearest(node.text, kind.options)
    faults.add("unknown-option", node.place, message, expected=expected, help=help_, near=near)
    return None


def _guarded(node: Scalar, kind: Type, faults: Faults, parse: Callable[[], Value]) -> Const | None:
    try:
        return Const(parse(), kind)
    except BadValue as fault:
        _add(fault, node, faults)
        return None


def _add(fault: BadValue, node: Scalar, faults: Faults) -> None:
    wide = _FULLWIDTH.search(node.text)
    help_ = fault.help
    if wide is not None and help_ is None:
        help_ = f"`{wide.group()}` is a fullwidth sign: write it in ASCII"
    faults.add(fault.code, node.place, str(fault), expected=fault.expected, help=help_)


def read_span(node: Node, faults: Faults) -> Span | None:
    """Read a span of any unit, as a period lasts."""
    if not _is_single(node, "a span such as 15 days", faults) or not isinstance(node, Scalar):
        return None
    try:
        return Span.parse(node.text)
    except BadValue as fault:
        _add(fault, node, faults)
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
    if not _is_single(node, "a value such as 15 days or 500 CNY", faults) or not isinstance(node, Scalar):
        return None
    if isinstance(node.value, bool):
        return Const(node.value, BOOLEAN)
    if isinstance(node.value, int):
        return read_literal(node, INTEGER, faults)
    if isinstance(node.value, Decimal):
        return read_literal(node, DECIMAL, faults)
    for pattern, kind in _LOOKS_LIKE:
        if pattern.match(node.text):
            return read_span(node, faults) if kind is SPAN else read_literal(node, kind, faults)
    message = f"`{legible(node.text)}` is not a value whose type can be told"
    expected = "a value such as 15 days, 99.9%, 500 CNY, 3, true or 2024-03-01"
    quoted = node.text in ("true", "false") or _NUMBER.match(node.text) is not None
    faults.add("not-a-literal", node.place, message, expected=expected, help="take the quotes away" if quoted else None)
    return None


def exact_span(span: Span) -> Seconds | None:
    """Give a span of hours, minutes or seconds as seconds; None for calendar spans, whose length depends on dates."""
    return Seconds(span.seconds) if span.is_exact else None
