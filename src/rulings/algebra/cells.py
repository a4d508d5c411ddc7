"""The cells of a fact: one value for every stretch of its type on which no condition of a policy changes its truth."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from typing import Any, TypeAlias

from rulings.algebra.expressions import Value
from rulings.algebra.types import LIST, Type
from rulings.values import FIRST_YEAR, LAST_YEAR, Money, Rate, Seconds

Ordered: TypeAlias = Any
"""A value of one of the ordered types; which one, the `Type` beside it says."""

OTHER_TEXT = "…"


def cells_of(kind: Type, literals: list[Value], bounds: tuple[Value, Value]) -> list[Value]:
    """Give one value for every cell: each literal, and one between any two neighbours if there is one."""
    if kind.name == "choice":
        return list(kind.options)
    if kind.name == "boolean":
        return [True, False]
    if kind == LIST:
        return [()]  # nothing is known of its records
    if kind.name == "text":
        other = OTHER_TEXT
        while other in literals:
            other += OTHER_TEXT
        return [*dict.fromkeys(literals), other]
    return _ordered_cells(kind, literals, bounds)


def _ordered_cells(kind: Type, literals: list[Value], bounds: tuple[Ordered, Ordered]) -> list[Value]:
    """One value for each line inside the bounds (which are lines themselves), between any two, and outside the last."""
    low, high = bounds
    drawn: list[Ordered] = [*literals, *(bound for bound in bounds if bound is not None)]
    lines = sorted({line for line in drawn if not _outside(line, low, high)})
    if not lines:
        return [_zero(kind)]
    cells: list[Ordered] = [] if low is not None else [_plus(kind, lines[0], _step(kind), -1)]
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        cells += [line, None if following is None else _between(kind, line, following)]
    if high is None:
        cells.append(_plus(kind, lines[-1], _step(kind), 1))
    return [cell for cell in cells if cell is not None and not _outside(cell, *_LIMITS.get(kind.name, (None, None)))]


# Where a line stands at the end of what a fact can be, nothing lies behind it.
_LIMITS: dict[str, tuple[Ordered, Ordered]] = {
    "date": (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
}


def _outside(cell: Ordered, low: Ordered, high: Ordered) -> bool:
    return (low is not None and cell < low) or (high is not None and cell > high)


def _between(kind: Type, left: Ordered, right: Ordered) -> Ordered:
    """A value strictly between two lines, None where there is none."""
    if kind.name in _FINEST:
        inner = _middle(left, right, _FINEST[kind.name])
    elif kind.name == "datetime":
        inner = left + (right - left) / 2
    else:
        inner = _plus(kind, left, _step(kind), 1)
    return _of(kind, inner) if left < inner < right else None


# The finest that rates and decimals can be written; more digits than they have never come together here.
_FINEST = {"rate": Decimal("1E-8"), "decimal": Decimal("1E-18")}
_EXACT = Context(prec=60)


def _middle(left: Decimal, right: Decimal, finest: Decimal) -> Decimal:
    return _EXACT.quantize(_EXACT.divide(_EXACT.add(left, right), Decimal(2)), finest).normalize(_EXACT)


def _step(kind: Type) -> Ordered:
    return {
        "integer": 1,
        "money": 1,
        "span": 1,
        "decimal": Decimal("0.01"),
        "rate": Decimal("0.0001"),
        "date": timedelta(days=1),
        "datetime": timedelta(seconds=1),
    }[kind.name]


def _plus(kind: Type, value: Ordered, step: Ordered, sign: int) -> Ordered:
    return _of(kind, value + step if sign > 0 else value - step)


def _of(kind: Type, value: Ordered) -> Ordered:
    wrap = {"money": Money, "span": Seconds, "rate": Rate}.get(kind.name)
    return value if wrap is None else wrap(value)


def _zero(kind: Type) -> Value:
    zeros: dict[str, Value] = {
        "integer": 0,
        "money": Money(0),
        "span": Seconds(0),
        "decimal": Decimal(0),
        "rate": Rate("0"),
        "date": date(2024, 1, 1),
        "datetime": datetime.fromisoformat("2024-01-01T00:00:00+08:00"),
    }
    return zeros[kind.name]
