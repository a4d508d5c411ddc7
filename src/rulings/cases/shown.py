"""Wrong values and names in messages: on one line, cut where they are long, whatever they are."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rulings.cases.json_text import Unreadable
from rulings.values import Money, Seconds
from rulings.values.fault import legible, quoted

_MOST_NAMES = 20
_SHOWN_BITS = 200


def shown(value: object) -> str:
    """Write a value as one recognises it. What is neither plain data nor a value of ours is told by its type alone."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return _typed(value)


def _typed(value: object) -> str:
    return f"a value of the Python type {type_name(value)}"


def _shown_day(value: dt.date) -> str:
    if type(value) is dt.datetime:
        # Without its zone: one that is no zone could not be written.
        return value.replace(tzinfo=None).isoformat()
    return value.isoformat() if type(value) is dt.date else _typed(value)


def type_name(value: object) -> str:
    """Give the name of a value's Python type, with its module where that is not Python's own."""
    kind = type(value)
    return legible(kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}")


def _shown_integer(value: int) -> str:
    bits = int.bit_length(value)
    # Python refuses to write integers of thousands of digits, and nobody reads those of sixty.
    return int.__repr__(value) if bits <= _SHOWN_BITS else f"an integer of about {bits * 30103 // 100_000:,} digits"


def is_unicode(text: str) -> bool:
    """Tell whether a text can be written down: Python's texts may hold halves of characters."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def shown_key(key: object) -> str:
    """Write a key of an object for a path; keys that are no text are told by their type."""
    return (legible(key) or '""') if isinstance(key, str) else f"<{type_name(key)}>"


def one_of(names: Iterable[str]) -> str:
    """List what would have been right; a long list is cut."""
    known: Sequence[str] = tuple(names)
    if len(known) <= 1:
        return known[0] if known else "nothing"
    rest = f", … ({len(known)} in all)" if len(known) > _MOST_NAMES else ""
    return "one of " + ", ".join(known[:_MOST_NAMES]) + rest


_WRITERS: tuple[tuple[type | types.UnionType, Callable[[Any], str]], ...] = (
    (Unreadable, lambda value: legible(value.text)),
    (bool, lambda value: "true" if value else "false"),
    (types.NoneType, lambda _: "null"),
    (str, quoted),
    (Money | Seconds, lambda value: str(value) if -(2**64) < value < 2**64 else _shown_integer(value)),
    (int, _shown_integer),
    (Decimal, lambda value: legible(Decimal.__str__(value))),
    (float, lambda value: f"the binary float {float.__repr__(value)}"),
    (dt.date, _shown_day),
    (Mapping, lambda _: "an object"),
    (list | tuple | set | frozenset, lambda _: "a list"),
)
