"""Numbers of the algebra in columns: formulas, periods, and what they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rulings.algebra import (
    Arith,
    Closing,
    Const,
    Expr,
    FactRef,
    Figure,
    If,
    Interval,
    ItemRef,
    Lookup,
    Portion,
    ResultRef,
    Rounded,
)
from rulings.algebra.types import NUMBER, Type
from rulings.engine.columns.batch import Column
from rulings.engine.columns.lists import figure
from rulings.engine.columns.quantity import COMBINED, LIMIT, Quantity, added, aligned, in_units, multiplied, rounded
from rulings.engine.columns.truths import NO, YES, Truth
from rulings.engine.columns.units import PARTS, column_of, number_of, quantity_of
from rulings.values.rounding import exact

if TYPE_CHECKING:
    from rulings.engine.columns.frame import Frame

_MOST_BY_TYPE: Final = {"decimal", "rate"}


def number_in(frame: Frame, expr: Expr) -> Quantity:  # noqa: PLR0911, PLR0912, C901 - one case a node
    """Give the number that an expression comes to, whose parts the frame remembers."""
    match expr:
        case Const(value=None):
            return Quantity(np.zeros(frame.size, np.int64), 1, frame.never(), frame.never())
        case Const(value=value, type=type_):
            number = number_of(value, type_)
            return _lost(frame) if number is None else Quantity.constant(number, frame.size)
        case FactRef(type=type_) | ItemRef(type=type_) if type_.name in PARTS:
            return quantity_of(frame.column(expr), type_)
        case ResultRef():
            found = frame.results(expr)
            if isinstance(found, Quantity):
                return found
            return quantity_of(found, expr.type)
        case If(test=test, then=then, otherwise=otherwise):
            return _one_of(frame.truth(test), frame.quantity(then), frame.quantity(otherwise))
        case Closing(opened=opened):
            begin = frame.quantity(opened)
            moments, lost = column_of(begin, opened.type)
            ends, uncounted = frame.ends(expr, moments.values, moments.known & ~lost)
            flagged = lost | uncounted
            return quantity_of(Column(np.where(flagged, 0, ends), begin.known), expr.type).also(flagged)
        case Interval(left=left, right=right):
            apart = added(frame.quantity(left), frame.quantity(right), -1)
            return Quantity(np.abs(apart.top), apart.bottom, apart.known, apart.flagged)
        case Portion():
            return _portion(frame, expr)
        case Lookup(key=key, table=table):
            return _looked_up(frame, key, dict(table), expr.type)
        case Arith(op=op, items=items):
            return reduce(COMBINED[op], [frame.quantity(item) for item in items])
        case Rounded():
            return _rounded(frame, expr)
        case Figure():
            return figure(frame, expr)
    return _lost(frame)


def _lost(frame: Frame) -> Quantity:
    return Quantity(np.zeros(frame.size, np.int64), 1, frame.never(), ~frame.never())


def _one_of(test: Truth, one: Quantity, other: Quantity) -> Quantity:
    left, right, bottom, apart = aligned(one.unflagged(), other.unflagged())
    yes, no = test.answers == YES, test.answers == NO
    same = one.known & other.known & (left == right)
    known = np.where(yes, one.known, np.where(no, other.known, same))
    flagged = test.flagged | (one.flagged & ~no) | (other.flagged & ~yes) | (apart & known)
    return Quantity(np.where(no, right, left), bottom, known, flagged)


def _rounded(frame: Frame, expr: Rounded) -> Quantity:
    found = frame.quantity(expr.item)
    if expr.step is not None:
        step: Any = expr.step.value
        found = rounded(found, exact(step), expr.mode)
    if expr.type == NUMBER or expr.type.name in _MOST_BY_TYPE:
        return found
    return in_units(found, 1, cut=True)


def _portion(frame: Frame, expr: Portion) -> Quantity:
    total = frame.quantity(expr.amount)
    left, mine = total, Quantity.constant(exact(0), frame.size)
    for party, share in expr.shares:
        part = multiplied(total, Quantity.constant(exact(share), frame.size))
        whole = Quantity(part.top // part.bottom, 1, part.known, part.flagged)
        left = added(left, whole, -1)
        mine = whole if party == expr.party else mine
    found = added(mine, left) if expr.party == expr.odd_to else mine
    return Quantity(found.top, 1, total.known, found.flagged | total.flagged)


def _looked_up(frame: Frame, key: Expr, table: Mapping[str, Const], type_: Type) -> Quantity:
    column = frame.of_few(key)
    if column is None:
        return _lost(frame)
    names = column.texts if key.type.name == "text" else key.type.options
    numbers = [number_of(table[name].value, type_) if name in table else None for name in names]
    bottom = max([1, *(number.denominator for number in numbers if number is not None)])
    tops = [None if number is None else number * bottom for number in numbers]
    if any(top is not None and (top.denominator != 1 or abs(top) >= LIMIT) for top in tops):
        return _lost(frame)
    places = np.where(column.known, column.values, len(names))
    values = np.array([*(0 if top is None else int(top) for top in tops), 0], dtype=np.int64)
    given = np.array([*(top is not None for top in tops), False])
    return Quantity(values[places], bottom, given[places], frame.never())
