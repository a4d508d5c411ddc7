"""What one in a column of a type means, and the way from values to whole numbers and back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from rulings.algebra import Value
from rulings.algebra.types import Type
from rulings.engine.columns.batch import DECIMAL_DECIMALS, RATE_DECIMALS, Column, Numbers, Truths
from rulings.engine.columns.clocks import EPOCH_DAY, day_of, moment_of
from rulings.engine.columns.quantity import Quantity, in_units, of_values
from rulings.values import Distance, Money, Rate
from rulings.values.rounding import as_decimal, exact
from rulings.values.span import Seconds

PARTS: Final = {
    "boolean": 1,
    "integer": 1,
    "decimal": 10**DECIMAL_DECIMALS,
    "rate": 10**RATE_DECIMALS,
    "money": 1,
    "span": 1,
    "date": 1,
    "datetime": 1_000_000,
}
"""Of types that are numbers in columns: how many of the column's numbers make one of the algebra's."""
ORIGIN: Final = {"datetime": 946_684_800_000_000}
"""What a column counts up to where the algebra begins to count: formulas know moments as seconds since 2000."""
_NUMBERS: Final = frozenset(PARTS) - {"boolean"}


def is_whole(type_: Type) -> bool:
    """Tell whether values of a type stand in columns as numbers that count something."""
    return type_.name in _NUMBERS


def number_of(value: Value, type_: Type) -> Fraction | None:
    """Give a value as the number that it stands for in formulas; None for what is no number.

    Moments are seconds since 2000, as the algebra has them, and dates days since 1970.
    """
    if isinstance(value, dt.datetime):
        return exact(value)
    if isinstance(value, dt.date):
        return Fraction(value.toordinal() - EPOCH_DAY)
    if isinstance(value, Distance):
        return Fraction(value.microseconds, 1_000_000)
    if type_.name != "choice" and isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    return None


def constant_of(value: Value, type_: Type) -> Fraction | None:
    """Give a value in the whole numbers of a column of that type, between two of them where it is none."""
    number = number_of(value, type_)
    return None if number is None else number * PARTS[type_.name] + ORIGIN.get(type_.name, 0)


def quantity_of(column: Column, type_: Type) -> Quantity:
    """Give the numbers of a column as the algebra counts them."""
    values = column.values - ORIGIN[type_.name] if type_.name in ORIGIN else column.values
    return of_values(values, column.known, PARTS[type_.name])


def column_of(quantity: Quantity, type_: Type) -> tuple[Column, Truths]:
    """Give numbers as a column of a type, and where they do not fit into one."""
    found = in_units(quantity, PARTS[type_.name], cut=False)
    return Column(found.top + ORIGIN.get(type_.name, 0), found.known), found.flagged


def value_of(number: int, type_: Type, texts: tuple[str, ...] = ()) -> Value:
    """Give the value that a number of a column stands for; moments in UTC."""
    match type_.name:
        case "choice":
            return type_.options[number]
        case "text":
            return texts[number]
        case "decimal":
            return as_decimal(Fraction(number, PARTS["decimal"]))
        case "rate":
            return Rate(as_decimal(Fraction(number, PARTS["rate"])))
    made: Value = _MAKE[type_.name](number)
    return made


_MAKE: Final[dict[str, Any]] = {
    "boolean": bool,
    "integer": int,
    "money": Money,
    "span": Seconds,
    "date": day_of,
    "datetime": moment_of,
}


def plain_of(values: Numbers, type_: Type) -> list[Value]:
    """Give the values that the numbers of a column stand for."""
    return [value_of(number, type_) for number in values.tolist()]


def fact_at(column: Column, place: int, type_: Type) -> Value:
    """Give the value of a fact in one row, None where it is unknown."""
    return value_of(int(column.values[place]), type_, column.texts) if column.known[place] else None
