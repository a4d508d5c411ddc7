"""The types that facts, parameters and results have."""

from __future__ import annotations

from dataclasses import dataclass

ORDERED_NAMES = frozenset({"integer", "decimal", "rate", "money", "span", "date", "datetime"})
TIME_NAMES = frozenset({"date", "datetime"})


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its name and, for a choice, its options in alphabetical order."""

    name: str
    options: tuple[str, ...] = ()

    @property
    def is_ordered(self) -> bool:
        """Tell whether values of the type can be more or less, earlier or later."""
        return self.name in ORDERED_NAMES

    @property
    def is_time(self) -> bool:
        """Tell whether values are dates or moments, which are before and after instead of less and more."""
        return self.name in TIME_NAMES

    def __str__(self) -> str:
        """Write the type's name."""
        return self.name


def choice(*options: str) -> Type:
    """Make a choice type; the order of the options has no meaning."""
    return Type("choice", tuple(sorted(set(options))))


BOOLEAN = Type("boolean")
INTEGER = Type("integer")
DECIMAL = Type("decimal")
RATE = Type("rate")
MONEY = Type("money")
SPAN = Type("span")
DATE = Type("date")
DATETIME = Type("datetime")
TEXT = Type("text")
SHARES = Type("shares")
LIST = Type("list")
"""A list of records. What a record holds, the vocabulary says."""
NUMBER = Type("number")
"""What formulas calculate with: any number without a unit, exact. No fact and no result is of this type."""
BY_NAME = {kind.name: kind for kind in (BOOLEAN, INTEGER, DECIMAL, RATE, MONEY, SPAN, DATE, DATETIME, TEXT)}
