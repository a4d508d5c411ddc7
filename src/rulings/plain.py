"""Values as plain data: money "12.30 CNY", a rate "42.5%", a moment RFC 3339 with its offset; never a float."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rulings.values import Rate, format_decimal, format_moment

AS_AGREED = "as agreed"


def plain_value(value: object) -> Any:  # noqa: ANN401 - whatever JSON can carry
    """Give a value as data that JSON can carry."""
    if value is None or isinstance(value, bool) or type(value) in (int, str):
        return value
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, tuple):
        return {cost: plain_value(dict(shares)) if shares else AS_AGREED for cost, shares in value}
    if isinstance(value, Mapping):
        return {key: plain_value(inner) for key, inner in value.items()}
    if isinstance(value, Decimal) and not isinstance(value, Rate):
        return format_decimal(value)
    return value.isoformat() if isinstance(value, date) else str(value)
