"""Reads the JSON of a case for finding its faults: exactly, and remembering what a dict would forget."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from rulings.cases.limits import LONGEST_NUMBER


class NotJson(Exception):
    """A text that is no JSON; `str()` says why and where."""


class Unreadable:
    """What stands for a number in JSON and is none that can be held: NaN, Infinity, and those absurdly long."""

    __slots__ = ("is_number", "text")

    def __init__(self, text: str, *, is_number: bool) -> None:
        """Keep the text."""
        self.text = text
        self.is_number = is_number


class Object(dict[str, Any]):
    """An object of JSON; `twice` lists the keys that stand in it more than once. The last of equal keys counts."""

    __slots__ = ("twice",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        """Make it of what JSON has."""
        super().__init__(pairs)
        self.twice: tuple[str, ...] = () if len(self) == len(pairs) else _repeated(pairs)


def _repeated(pairs: list[tuple[str, Any]]) -> tuple[str, ...]:
    seen: set[str] = set()
    again: dict[str, None] = {}
    for key, _ in pairs:
        if key in seen:
            again[key] = None
        seen.add(key)
    return tuple(again)


def read_number(text: str) -> Decimal:
    """Read a number of JSON that has a point or an exponent. Raises ValueError for one that no fact could hold."""
    try:
        if len(text) <= LONGEST_NUMBER:
            return Decimal(text)
    except InvalidOperation:
        pass  # an exponent beyond all measure
    message = "the number is too long"
    raise ValueError(message)


def _fraction(text: str) -> Decimal | Unreadable:
    try:
        return read_number(text)
    except ValueError:
        return Unreadable(text, is_number=True)


def _integer(text: str) -> int | Unreadable:
    return int(text) if len(text) <= LONGEST_NUMBER else Unreadable(text, is_number=True)


def _constant(text: str) -> Unreadable:
    return Unreadable(text, is_number=False)


def read_json(data: bytes | str) -> object:
    """Read JSON in UTF-8. Raises NotJson."""
    try:
        # A text is encoded too: half a surrogate pair is no character, and what decodes cases fast refuses it.
        text = data.encode("utf-8").decode("utf-8") if isinstance(data, str) else data.decode("utf-8")
        read: object = json.loads(
            text, parse_float=_fraction, parse_int=_integer, parse_constant=_constant, object_pairs_hook=Object
        )
    except (RecursionError, UnicodeError, json.JSONDecodeError) as error:
        raise NotJson(_why(error)) from None
    return read


def _why(error: RecursionError | UnicodeError | json.JSONDecodeError) -> str:
    if isinstance(error, UnicodeEncodeError):
        return f"character {error.start + 1} is half of a surrogate pair"
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start + 1} is not UTF-8"
    if not isinstance(error, json.JSONDecodeError):
        return "it is nested too deeply"
    if not error.doc.strip():
        return "it is empty"
    if error.doc.startswith("\ufeff"):
        return "it begins with a byte order mark; write UTF-8 without one"
    return f"{error.msg[0].lower()}{error.msg[1:]} at line {error.lineno}, column {error.colno}"
