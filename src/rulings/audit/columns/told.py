"""What a decision came to in many rows: a code a row, and what the codes mean, as values and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np
from msgspec.json import encode
from numpy.typing import NDArray

from rulings.algebra import Type, Value
from rulings.engine.columns.batch import Numbers
from rulings.engine.columns.ruled import IN_COLUMN, Outcomes, plain_of
from rulings.engine.columns.units import constant_of, is_whole
from rulings.engine.settle import Outcome
from rulings.plain import plain_value

_MOST_IN_A_TABLE: Final = 1 << 20
_LIMIT: Final = 1 << 63


def distinct(codes: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """Give the codes that occur, all from 0 and below `most`, each once; and for each row the place of its own."""
    if most > _MOST_IN_A_TABLE:
        found, places = np.unique(codes, return_inverse=True)
        return found, places
    occurring = np.flatnonzero(np.bincount(codes, minlength=most))
    place = np.zeros(most, np.int64)
    place[occurring] = np.arange(len(occurring))
    return occurring, place[codes]


@dataclass(frozen=True)
class Told:
    """What a decision of a type came to in rows: `codes` are places in `table`, of outcomes that occur here.

    Where an outcome's value is IN_COLUMN, it stands in `numbers`.
    """

    type: Type
    codes: Numbers
    table: Sequence[Outcome]
    numbers: Numbers | None = None

    @classmethod
    def of(cls, type_: Type, outcomes: Outcomes, rows: NDArray[Any]) -> Told:
        """Take some rows of what a batch came to, none of which is slow."""
        occurring, codes = distinct(outcomes.codes[rows], len(outcomes.table))
        table = [outcomes.table[code] for code in occurring.tolist()]
        values = outcomes.values
        in_column = values is not None and any(one.value is IN_COLUMN for one in table)
        return cls(type_, codes, table, values.values[rows] if values is not None and in_column else None)

    @classmethod
    def same(cls, type_: Type, outcome: Outcome, size: int) -> Told:
        """Say that so many rows came to one outcome."""
        return cls(type_, np.zeros(size, np.int64), [outcome])

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.codes)

    def take(self, rows: NDArray[Any]) -> Told:
        """Give some of the rows."""
        return Told(self.type, self.codes[rows], self.table, None if self.numbers is None else self.numbers[rows])

    def counts(self) -> list[tuple[Outcome, int]]:
        """Count the rows of each outcome."""
        numbers = np.bincount(self.codes, minlength=len(self.table)).tolist()
        return list(zip(self.table, numbers, strict=True))

    @property
    def decided(self) -> NDArray[np.bool_]:
        """Tell in which rows it is decided."""
        return np.array([one.decided for one in self.table], dtype=np.bool_)[self.codes]

    def distinct_values(self) -> tuple[list[Value], Numbers]:
        """Give the values that occur, and for each row the place of its own among them; None where it is undetermined.

        IN_COLUMN is among them where the values of an outcome stand in the column, and no row has it.
        """
        values = [one.value for one in self.table]
        if self.numbers is None:
            return values, self.codes
        inside, places = np.flatnonzero(self.is_in_column[self.codes]), self.codes.copy()
        numbers, found = np.unique(self.numbers[inside], return_inverse=True)
        places[inside] = len(values) + found
        return [*values, *plain_of(numbers, self.type)], places

    def values(self) -> list[Value]:
        """Give the value in every row as the algebra has it, None where it is undetermined."""
        values, places = self.distinct_values()
        return [values[place] for place in places.tolist()]

    @cached_property
    def is_in_column(self) -> NDArray[np.bool_]:
        """Tell of each outcome whether its values stand in the column."""
        return np.array([one.value is IN_COLUMN for one in self.table], dtype=np.bool_)

    def whole(self) -> tuple[Numbers, NDArray[np.bool_]]:
        """Give numbers in the units of the type's columns for all rows, and which outcomes' values are such numbers.

        A value counts as one only where its class is that of values in columns, so that equal numbers are equal values.
        """
        constants = [_constant(one.value, self.type) for one in self.table]
        numbers = np.array([one or 0 for one in constants], dtype=np.int64)[self.codes]
        if self.numbers is not None:
            numbers = np.where(self.is_in_column[self.codes], self.numbers, numbers)
        return numbers, self.is_in_column | np.array([one is not None for one in constants], dtype=np.bool_)

    def texts(self) -> list[bytes]:
        """Give value and rules of each outcome as JSON, where none has its values in the column."""
        return [_BEGIN + encode(plain_value(one.value)) + _end(one) for one in self.table]

    def results(self) -> list[bytes]:
        """Give value and rules in every row, as JSON."""
        if self.numbers is None:
            parts = self.texts()
            return [parts[code] for code in self.codes.tolist()]
        values, places = self.distinct_values()
        begins = [_BEGIN + encode(plain_value(value)) for value in values]
        ends = [_end(one) for one in self.table]
        pairs = zip(places.tolist(), self.codes.tolist(), strict=True)
        return [begins[place] + ends[code] for place, code in pairs]


_BEGIN: Final = b'{"value":'


def _end(outcome: Outcome) -> bytes:
    return b',"rules":' + encode(outcome.rules) + b"}"


def _constant(value: Value, type_: Type) -> int | None:
    """Give a value as a number of a column, None where it is none, or one of another class than columns give."""
    if not is_whole(type_) or value is IN_COLUMN:
        return None
    number = constant_of(value, type_)
    if not isinstance(number, Fraction) or number.denominator != 1 or not -_LIMIT <= number < _LIMIT:
        return None
    found = plain_of(np.array([int(number)], dtype=np.int64), type_)[0]
    return int(number) if type(found) is type(value) else None
