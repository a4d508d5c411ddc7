"""The algebra as text and back: one form per expression, made for digests, golden files and people in need."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from rulings.algebra.expressions import NODES, Expr
from rulings.algebra.types import Type
from rulings.values import Counting, Distance, Money, Rate, Seconds, Span

_TOKENS = re.compile(r'\s+|(?P<paren>[()\[\]])|(?P<text>"(?:[^"\\]|\\.)*")|(?P<word>[^\s()\[\]"]+)')
_OPEN, _OPEN_LIST = "(", "["
_NODE_NAMES: dict[str, type] = {kind.__name__: kind for kind in NODES}


def to_text(expr: object) -> str:
    """Write an expression as an s-expression; `from_text` reads it back to an equal one."""
    if isinstance(expr, NODES):
        inside = " ".join(to_text(getattr(expr, field.name)) for field in fields(expr))
        return f"({type(expr).__name__} {inside})"
    if isinstance(expr, tuple):
        return "[" + " ".join(to_text(item) for item in expr) + "]"
    if isinstance(expr, str):
        return '"' + expr.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if expr is None or isinstance(expr, bool):
        return {None: "unknown", True: "true", False: "false"}[expr]
    return _atom(expr)


def _atom(value: object) -> str:
    for name, (kind, write, _) in _ATOMS.items():
        if type(value) is kind:
            return f"(:{name} {to_text(write(value))})"
    message = f"no text form for {value!r}"
    raise TypeError(message)


def _counting(value: Counting) -> tuple[str, ...]:
    return tuple(getattr(value, field.name) for field in fields(Counting))


_Atom = tuple[type, Callable[..., object], Callable[..., object]]
_ATOMS: dict[str, _Atom] = {
    "money": (Money, str, Money.parse),
    "rate": (Rate, str, Rate.parse),
    "seconds": (Seconds, lambda value: str(int(value)), lambda text: Seconds(int(text))),
    "span": (Span, str, Span.parse),
    "distance": (Distance, lambda value: str(value.microseconds), lambda text: Distance(int(text))),
    "integer": (int, str, int),
    "decimal": (Decimal, str, Decimal),
    "fraction": (Fraction, str, Fraction),
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "type": (Type, lambda value: (value.name, value.options), lambda parts: Type(parts[0], parts[1])),
    "counting": (Counting, _counting, lambda parts: Counting(*parts)),
}


def from_text(text: str) -> Expr:
    """Read an expression back. Raises ValueError where the text is not one."""
    tokens = _tokens(text)
    value, rest = _read(tokens, 0)
    if rest != len(tokens) or not isinstance(value, NODES):
        message = "the text is not one expression"
        raise ValueError(message)
    return value


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKENS.match(text, at)
        if match is None:
            message = f"unreadable at {at}: {text[at : at + 20]!r}"
            raise ValueError(message)
        if match.group().strip():
            found.append(match.group())
        at = match.end()
    return found


def _read(tokens: list[str], at: int) -> tuple[object, int]:
    if at >= len(tokens):
        message = "the text ends too early"
        raise ValueError(message)
    token = tokens[at]
    if token == _OPEN:
        items, end = _read_until(tokens, at + 2, ")")
        return _build(tokens[at + 1], items), end
    if token == _OPEN_LIST:
        items, end = _read_until(tokens, at + 1, "]")
        return tuple(items), end
    if token.startswith('"'):
        return re.sub(r"\\(.)", r"\1", token[1:-1]), at + 1
    constants = {"unknown": None, "true": True, "false": False}
    if token not in constants:
        message = f"unknown word {token!r}"
        raise ValueError(message)
    return constants[token], at + 1


def _read_until(tokens: list[str], at: int, closing: str) -> tuple[list[object], int]:
    items: list[object] = []
    while at < len(tokens) and tokens[at] != closing:
        item, at = _read(tokens, at)
        items.append(item)
    if at >= len(tokens):
        message = f"{closing} is missing"
        raise ValueError(message)
    return items, at + 1


def _build(name: str, items: list[object]) -> object:
    if name.startswith(":") and name[1:] in _ATOMS and len(items) == 1:
        return _ATOMS[name[1:]][2](items[0])
    if name in _NODE_NAMES:
        return _NODE_NAMES[name](*items)
    message = f"unknown form {name!r}"
    raise ValueError(message)
