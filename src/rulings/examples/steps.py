"""The smallest step of each ordered type, by which an example can lie just before or just behind a line."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from rulings.algebra import Value
from rulings.values import Money, Rate, Seconds

STEPS: Final[dict[type, Any]] = {
    datetime: timedelta(seconds=1),
    date: timedelta(days=1),
    Money: 1,
    Seconds: 1,
    int: 1,
    Rate: Decimal("0.0001"),
    Decimal: Decimal("0.01"),
}
"""By type, the more special ones in front: a second, a day, a fen, a second, 1, 0.01 % and 0.01."""


def moved(value: Value, steps: int) -> Value:
    """Move a value by smallest steps. Raises TypeError for a value of a type without order."""
    kind = next((kind for kind in STEPS if isinstance(value, kind)), None)
    if kind is None or isinstance(value, bool):
        message = f"{value!r} has no next value"
        raise TypeError(message)
    result: Any = value + STEPS[kind] * steps
    return kind(result) if kind in (Money, Seconds, Rate) else result
