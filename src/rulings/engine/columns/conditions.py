"""Conditions of the algebra in columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rulings.algebra import (
    All,
    AnyOf,
    Closing,
    Compare,
    Const,
    Expr,
    FactRef,
    If,
    IsKnown,
    ItemRef,
    Not,
    OneOf,
    Quantified,
    ResultRef,
)
from rulings.algebra.types import BOOLEAN, Type
from rulings.engine.columns.batch import Column, Truths
from rulings.engine.columns.lists import quantified
from rulings.engine.columns.quantity import Quantity, aligned
from rulings.engine.columns.truths import UNKNOWN, Truth, all_of, any_of, either, negated, told
from rulings.engine.columns.units import constant_of

if TYPE_CHECKING:
    from rulings.engine.columns.frame import Frame

_COMPARISONS: Final[dict[str, Callable[[Any, Any], Truths]]] = {
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}


def truth_of(frame: Frame, expr: Expr) -> Truth:  # noqa: PLR0911, C901 - one case a node
    """Give the truth of a condition, whose parts the frame remembers."""
    match expr:
        case Const(value=value):
            return Truth(np.full(frame.size, UNKNOWN if value is None else int(bool(value)), np.int8), frame.never())
        case FactRef() | ItemRef() if expr.type == BOOLEAN:
            column = frame.column(expr)
            return Truth(np.where(column.known, column.values, UNKNOWN).astype(np.int8), frame.never())
        case Compare():
            return _compare(frame, expr)
        case OneOf(item=item, options=options):
            return any_of([_compare(frame, Compare("eq", item, option)) for option in options], frame.size)
        case IsKnown(item=item):
            known, flagged = frame.known(item)
            return Truth(known.astype(np.int8), flagged)
        case Not(item=item):
            return negated(frame.truth(item))
        case All(items=items):
            return all_of([frame.truth(item) for item in items], frame.size)
        case AnyOf(items=items):
            return any_of([frame.truth(item) for item in items], frame.size)
        case If(test=test, then=then, otherwise=otherwise):
            return either(frame.truth(test), frame.truth(then), frame.truth(otherwise))
        case Quantified():
            return quantified(frame, expr)
        case ResultRef() if expr.type == BOOLEAN:
            found = frame.results(expr)
            values = found.top if isinstance(found, Quantity) else found.values
            flagged = found.flagged if isinstance(found, Quantity) else frame.never()
            return Truth(np.where(found.known, values, UNKNOWN).astype(np.int8), flagged)
    return _unsaid(frame)


def _unsaid(frame: Frame) -> Truth:
    """What has no form in columns is asked of single cases."""
    return Truth(np.full(frame.size, UNKNOWN, np.int8), ~frame.never())


def _compare(frame: Frame, expr: Compare) -> Truth:
    left, right = expr.left, expr.right
    if left.type.name in ("choice", "text", "boolean"):
        return _same(frame, expr)
    if isinstance(right, Const) and isinstance(left, FactRef | ItemRef):
        return _against(frame, expr.op, frame.column(left), right, left.type)
    one, other = frame.quantity(left), frame.quantity(right)
    flagged = one.flagged | other.flagged
    if isinstance(right, Closing):
        flagged = one.flagged | (other.flagged & one.known)
    known = one.known & other.known
    first, second, _, apart = aligned(one, other)
    return Truth(told(_COMPARISONS[expr.op](first, second), known), flagged | (apart & known))


def _against(frame: Frame, op: str, column: Column, const: Const, type_: Type) -> Truth:
    """Compare a column with a constant in the column's own whole numbers."""
    number = constant_of(const.value, type_)
    if number is None:
        return _unsaid(frame)
    low, high = number.numerator // number.denominator, -(-number.numerator // number.denominator)
    bound = {"lt": high, "ge": high, "le": low, "gt": low}.get(op, low)
    if op in ("eq", "ne") and low != high:
        return Truth(told(np.full(frame.size, op == "ne"), column.known), frame.never())
    if not -(2**63) <= bound < 2**63:
        return _unsaid(frame)
    return Truth(told(_COMPARISONS[op](column.values, bound), column.known), frame.never())


def _same(frame: Frame, expr: Compare) -> Truth:
    """Compare texts, options and yes-or-no, which are the same or not."""
    left, right = expr.left, expr.right
    if left.type.name == "boolean":
        one, other = frame.truth(left), frame.truth(right)
        known = (one.answers != UNKNOWN) & (other.answers != UNKNOWN)
        same, flagged = one.answers == other.answers, one.flagged | other.flagged
    elif (column := frame.of_few(left)) is not None and isinstance(right, Const):
        names = column.texts if left.type.name == "text" else left.type.options
        place = names.index(str(right.value)) if right.value in names else -1
        same, known, flagged = column.values == place, column.known, frame.never()
    elif column is not None and (beside := frame.of_few(right)) is not None:
        same, known, flagged = _same_columns(frame, (column, left.type), (beside, right.type))
    else:
        return _unsaid(frame)
    if expr.op not in ("eq", "ne"):
        return _unsaid(frame)
    return Truth(told(same if expr.op == "eq" else ~same, known), flagged)


def _same_columns(frame: Frame, left: tuple[Column, Type], right: tuple[Column, Type]) -> tuple[Truths, Truths, Truths]:
    one, other = left[0], right[0]
    names = one.texts if left[1].name == "text" else left[1].options
    others = other.texts if right[1].name == "text" else right[1].options
    places = {name: place for place, name in enumerate(names)}
    table = np.array([*(places.get(name, -1) for name in others), -1], dtype=np.int64)
    there = table[np.where(other.known, other.values, len(others))]
    return one.values == there, one.known & other.known, frame.never()
