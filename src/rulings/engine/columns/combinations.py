"""Numbers for the combinations of digits that occur, given out as they are met, and kept from batch to batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

import numpy as np

from rulings.engine.columns.batch import Numbers

_MOST_IN_A_TABLE: Final = 1 << 20
_MOST_AT_ONCE: Final = 1 << 60


@dataclass(slots=True)
class _Known:
    """The numbers of the codes below `size` that were met: in a table, or where there are too many, one by one."""

    size: int
    codes: list[int] = field(default_factory=list)
    _table: Numbers | None = None
    _places: dict[int, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def numbers(self, codes: Numbers) -> Numbers:
        """Give the number of each code."""
        return self._in_table(codes) if self.size <= _MOST_IN_A_TABLE else self._one_by_one(codes)

    def codes_of(self, numbers: Numbers) -> Numbers:
        """Give the codes that have these numbers."""
        return np.array([self.codes[number] for number in numbers.tolist()], dtype=np.int64)

    def _in_table(self, codes: Numbers) -> Numbers:
        if self._table is None:
            with self._lock:
                if self._table is None:
                    self._table = np.full(self.size, -1, dtype=np.int64)
        found: Numbers = self._table[codes]
        if len(found) and found.min() < 0:
            with self._lock:
                for code in np.unique(codes[found < 0]).tolist():
                    if self._table[code] < 0:
                        self.codes.append(code)
                        self._table[code] = len(self.codes) - 1
            found = self._table[codes]
        return found

    def _one_by_one(self, codes: Numbers) -> Numbers:
        distinct, places = np.unique(codes, return_inverse=True)
        return np.array([self._one(code) for code in distinct.tolist()], dtype=np.int64)[places]

    def _one(self, code: int) -> int:
        if code not in self._places:
            with self._lock:
                if code not in self._places:
                    self.codes.append(code)
                    self._places[code] = len(self.codes) - 1
        return self._places[code]


class Combinations:
    """Numbers the combinations of several digits, each below its base."""

    def __init__(self, bases: Sequence[int]) -> None:
        """Cut the digits into parts whose codes fit into a table."""
        self._bases = tuple(bases)
        self._parts = _cut(self._bases)
        self._known = [_Known(_product(self._bases[start:end])) for start, end in self._parts]
        self._joined: list[_Known] = [_Known(_MOST_AT_ONCE) for _ in self._parts[1:]]

    def numbers(self, digits: Sequence[Numbers], size: int) -> Numbers:
        """Give the number of each row's combination."""
        if not self._bases:
            return np.zeros(size, np.int64)
        found: Numbers | None = None
        for place, (start, end) in enumerate(self._parts):
            code = self._code(digits, start, end)
            part = self._known[place].numbers(code)
            found = part if found is None else self._joined[place - 1].numbers(found * _MOST_IN_A_TABLE + part)
        assert found is not None  # noqa: S101 - there is at least one part, for there are digits
        return found

    def _code(self, digits: Sequence[Numbers], start: int, end: int) -> Numbers:
        code = digits[start].astype(np.int64)
        for place in range(start + 1, end):
            code = code * self._bases[place] + digits[place]
        return code

    def digits_of_all(self, numbers: Numbers) -> list[Numbers]:
        """Give the digits of several combinations, a column for each digit."""
        if not self._bases:
            return []
        found: list[Numbers] = []
        left = numbers
        for place in range(len(self._parts) - 1, 0, -1):
            left, part = np.divmod(self._joined[place - 1].codes_of(left), _MOST_IN_A_TABLE)
            found[:0] = self._all_taken_apart(place, part)
        return [*self._all_taken_apart(0, left), *found]

    def _all_taken_apart(self, place: int, numbers: Numbers) -> list[Numbers]:
        codes = self._known[place].codes_of(numbers)
        start, end = self._parts[place]
        digits: list[Numbers] = []
        for base in reversed(self._bases[start:end]):
            codes, digit = np.divmod(codes, base)
            digits.insert(0, digit)
        return digits

    def digits_of(self, number: int) -> tuple[int, ...]:
        """Give the digits of a combination by its number."""
        return tuple(int(digit[0]) for digit in self.digits_of_all(np.array([number], dtype=np.int64)))


def _product(bases: Sequence[int]) -> int:
    product = 1
    for base in bases:
        product *= base
    return product


def _cut(bases: tuple[int, ...]) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    start = 0
    for place in range(len(bases)):
        if place > start and _product(bases[start : place + 1]) > _MOST_IN_A_TABLE:
            parts.append((start, place))
            start = place
    return [*parts, (start, len(bases))] if bases else []
