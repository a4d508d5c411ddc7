"""Types of Parquet columns beside types of facts: which can be read exactly, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rulings.errors import PackageMissing

_TEXTS = ("string", "large_string", "string_view")
_NANOSECONDS = "ns"
_FINEST = 1_000


def packages() -> tuple[Any, Any]:
    """Give `pyarrow` and `pyarrow.parquet`. Raises PackageMissing."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        message = "Parquet needs `pip install 'rulings[parquet]'`"
        raise PackageMissing(message) from error
    return pa, parquet


def wrong_for(kind: str, column: Any) -> str | None:  # noqa: ANN401 - a type of Arrow, which has no types of its own
    """Say why a column cannot be of a type of facts, None where it can.

    Nothing is rounded and nothing guessed: a binary float is no decimal, and a timestamp without a zone no moment.
    """
    pa, _ = packages()
    types = pa.types
    if types.is_dictionary(column):
        return wrong_for(kind, column.value_type)
    if types.is_floating(column):
        return "binary floats are not exact"
    if types.is_timestamp(column) and column.tz is None:
        return "timestamps without a time zone could be any moment"
    if types.is_null(column) or (str(column) in _TEXTS and kind not in ("boolean", "integer", "list")):
        return None
    fits: dict[str, Callable[[Any], bool]] = {
        "boolean": types.is_boolean,
        "integer": types.is_integer,
        "decimal": lambda one: types.is_integer(one) or types.is_decimal(one),
        "date": types.is_date,
        "datetime": types.is_timestamp,
        "id": types.is_integer,
    }
    if kind in fits and fits[kind](column):
        return None
    return f"{column} is no type for it"


def values_of(column: Any) -> list[Any]:  # noqa: ANN401 - an array of Arrow
    """Give the values of a column as cases in Python have them."""
    pa, _ = packages()
    if pa.types.is_timestamp(column.type) and column.type.unit == _NANOSECONDS:
        return _moments(column, pa)
    values: list[Any] = column.to_pylist()
    return values


def _moments(column: Any, pa: Any) -> list[Any]:  # noqa: ANN401 - the same
    """Give moments that are stored in nanoseconds; one that is finer than a microsecond as a text, to be refused."""
    nanoseconds = column.cast(pa.int64()).to_pylist()
    moments = column.cast(pa.timestamp("us", column.type.tz), safe=False).to_pylist()
    return [
        moment if whole is None or whole % _FINEST == 0 else _too_fine(moment, whole)
        for moment, whole in zip(moments, nanoseconds, strict=True)
    ]


def _too_fine(moment: Any, whole: int) -> str:  # noqa: ANN401 - a datetime
    text = moment.replace(microsecond=0).isoformat()
    return f"{text[:19]}.{whole % 1_000_000_000:09d}{text[19:]}"
