"""Values as plain data: money "12.30 CNY", a rate "42.5%", a moment RFC 3339 with its offset; never a float."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import fields as struct_fields

from rulings.values import Rate, format_decimal, format_moment

AS_AGREED = "as agreed"


def plain_value(value: object) -> Any:  # noqa: ANN401, PLR0911 - whatever JSON can carry, one way a type
    """Give a value as data that JSON can carry."""
    if value is None or isinstance(value, bool) or type(value) in (int, str):
        return value
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, tuple) and (not value or isinstance(value[0], Struct)):
        return [_record(one) for one in value]
    if isinstance(value, tuple):
        return {cost: plain_value(dict(shares)) if shares else AS_AGREED for cost, shares in value}
    if isinstance(value, Mapping):
        return {key: plain_value(inner) for key, inner in value.items()}
    if isinstance(value, Decimal) and not isinstance(value, Rate):
        return format_decimal(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _record(record: Struct) -> dict[str, Any]:
    """A record of a list by the names that its fields have in cases, without those that are unknown."""
    fields = ((field.encode_name, getattr(record, field.name)) for field in struct_fields(type(record)))
    return {name: plain_value(value) for name, value in fields if value is not None}
