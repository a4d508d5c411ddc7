"""Wrong values and names in messages: on one line, cut where they are long, whatever they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rulings.cases.json_text import Unreadable
from rulings.values.fault import legible, quoted

_MOST_NAMES = 20
_SHOWN_BITS = 200


def shown(value: object) -> str:  # noqa: PLR0911 - one line for each sort of value
    """Write a value as one recognises it. What is neither plain data nor a value of ours is told by its type alone."""
    if isinstance(value, Unreadable):
        return legible(value.text)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return _shown_integer(value)
    if isinstance(value, Decimal):
        return legible(Decimal.__str__(value))
    if isinstance(value, float):
        return f"the binary float {float.__repr__(value)}"
    if isinstance(value, dt.datetime) and type(value) is dt.datetime:
        # Without its zone: one that is no zone could not be written.
        return value.replace(tzinfo=None).isoformat()
    if isinstance(value, dt.date) and type(value) is dt.date:
        return value.isoformat()
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    return f"a value of the Python type {type_name(value)}"


def type_name(value: object) -> str:
    """Give the name of a value's Python type, with its module where that is not Python's own."""
    kind = type(value)
    return legible(kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}")


def _shown_integer(value: int) -> str:
    bits = int.bit_length(value)
    # Python refuses to write integers of thousands of digits, and nobody reads those of sixty.
    return int.__repr__(value) if bits <= _SHOWN_BITS else f"an integer of about {bits * 30103 // 100_000:,} digits"


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
