"""Questions about lists of records in columns: asked of every record, and brought together by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rulings.algebra import Figure, Quantified
from rulings.engine.columns.batch import Numbers, Records, Truths
from rulings.engine.columns.quantity import LIMIT, Quantity
from rulings.engine.columns.truths import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from rulings.engine.columns.frame import Frame


def quantified(frame: Frame, expr: Quantified) -> Truth:
    """Tell whether a condition holds for some, or for every, record of each row's list."""
    found = frame.inside(expr)
    if found is None:
        return Truth(np.full(frame.size, UNKNOWN, np.int8), frame.never())
    inside, records = found
    truth = inside.truth(expr.where)
    decisive = YES if expr.quantifier == "some" else NO
    some = _counts(truth.answers == decisive, records) > 0
    unknown = _counts(truth.answers == UNKNOWN, records) > 0
    answers = np.where(some, decisive, np.where(unknown, UNKNOWN, 1 - decisive))
    answers = np.where(records.known, answers, UNKNOWN).astype(np.int8)
    return Truth(answers, _counts(truth.flagged, records) > 0)


def figure(frame: Frame, expr: Figure) -> Quantity:
    """Count records, or add up what they add; flagged where the sum could be too large."""
    found = frame.inside(expr)
    if found is None:
        return Quantity(np.zeros(frame.size, np.int64), 1, frame.never(), frame.never())
    inside, records = found
    truth = inside.truth(expr.where)
    counts, open_ = truth.answers == YES, truth.answers == UNKNOWN
    flagged = truth.flagged
    if expr.of is None:
        total, bottom = _counts(counts, records), 1
    else:
        of = inside.quantity(expr.of)
        if not isinstance(of.bottom, int):
            return Quantity(np.zeros(frame.size, np.int64), 1, frame.never(), ~frame.never())
        open_ = open_ | (counts & ~of.known)
        values = np.where(counts & of.known, of.top, 0)
        longest = int(np.diff(records.starts).max(initial=0))
        too_large = np.abs(values) > LIMIT // max(1, longest)
        flagged = flagged | (of.flagged & counts) | too_large
        total, bottom = _sums(np.where(too_large, 0, values), records), of.bottom
    unknown = _counts(open_, records) > 0
    return Quantity(total, bottom, records.known & ~unknown, _counts(flagged, records) > 0)


def lacking(records: Records, fields: frozenset[str]) -> Truths:
    """Tell where a list is unknown, or one of its records lacks one of some fields."""
    missing = np.zeros(int(records.starts[-1]), np.bool_)
    for name in fields:
        column = records.fields.get(name)
        missing = ~missing | True if column is None else missing | ~column.known
    return ~records.known | (_counts(missing, records) > 0)


def _sums(values: Numbers, records: Records) -> Numbers:
    """Add up the numbers of each row's records."""
    below = np.concatenate(([0], np.cumsum(values)))
    found: Numbers = below[records.starts[1:]] - below[records.starts[:-1]]
    return found


def _counts(wanted: Truths, records: Records) -> Numbers:
    return _sums(wanted.astype(np.int64), records)
