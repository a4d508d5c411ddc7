"""Money in columns: amounts of decisions, what parties bear, and sums that are exact however large they grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rulings.algebra.types import MONEY, SHARES
from rulings.audit.columns.told import Told
from rulings.audit.impact.comparing import borne_in, share_of
from rulings.audit.impact.comparison import Moved
from rulings.engine.columns.batch import Column, Truths
from rulings.engine.columns.ruled import RuledBatch
from rulings.model import Decision

Whole: TypeAlias = NDArray[Any]
"""Whole numbers: int64, or Python's own where they could grow larger."""
_LIMIT: Final = 1 << 63
_LOW: Final = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts in fen, a row each, and where they are known."""

    fen: Whole
    known: Truths

    @classmethod
    def nothing(cls, known: Truths) -> Amounts:
        """Give no money, where it is known that there is none."""
        return cls(np.zeros(len(known), np.int64), known)


def total(values: Whole) -> int:
    """Sum up exactly."""
    if values.dtype == np.object_:
        return sum(values.tolist())
    # Two halves, whose sums of up to 2**31 rows each stay below 2**63.
    return (int((values >> 32).sum()) << 32) + int((values & _LOW).sum())


def moved(old: Amounts, new: Amounts) -> Moved:
    """Give what moved in all rows."""
    known = old.known & new.known
    was, becomes = old.fen[known], new.fen[known]
    more, less = becomes > was, becomes < was
    return Moved(
        total(was),
        total(becomes),
        total(becomes[more]) - total(was[more]),
        total(was[less]) - total(becomes[less]),
        int(np.count_nonzero(more | less)),
        int(len(known) - np.count_nonzero(known)),
    )


def all_moved(old: Mapping[str, Amounts], new: Mapping[str, Amounts]) -> dict[str, Moved]:
    """Give what moved by name; what one version alone has is nothing in the other, unless nothing is known there."""
    return {
        name: moved(old[name] if name in old else _none(old, new), new[name] if name in new else _none(new, old))
        for name in sorted({*old, *new})
    }


def _none(own: Mapping[str, Amounts], other: Mapping[str, Amounts]) -> Amounts:
    size = len(next(iter(other.values())).known)
    return Amounts.nothing(reduce(np.logical_and, (one.known for one in own.values()), np.ones(size, np.bool_)))


def amounts_of(decision: Decision | None, told: Told, columns: Mapping[str, Column]) -> dict[str, Amounts]:
    """Give the amounts of a decision by name; `columns` are the computed fields that hold what parties bear."""
    if decision is None:
        return {}
    if decision.type == MONEY:
        return {decision.name: _of_money(told)}
    if decision.type != SHARES:
        return {}
    return {
        share_of(decision.name, party): _borne(decision, party, told, columns) for party in decision.detail["parties"]
    }


def fields_of(decision: Decision | None, ruled: RuledBatch) -> dict[str, Column]:
    """Give the computed fields of what parties bear."""
    if decision is None or decision.type != SHARES:
        return {}
    parties = decision.detail["parties"]
    shares = {one.value for one in ruled.outcomes(decision.name).table if isinstance(one.value, tuple)}
    names = {field for value in shares for party in parties for field in borne_in(decision, party, value)}
    return {name: ruled.field(decision.name, name) for name in sorted(names)}


def _of_money(told: Told) -> Amounts:
    numbers, is_number = told.whole()
    return Amounts(np.where(is_number[told.codes], numbers, 0), told.decided)


def _borne(decision: Decision, party: str, told: Told, columns: Mapping[str, Column]) -> Amounts:
    """Sum up what a party bears; not known where one of the amounts is not."""
    fields = [borne_in(decision, party, one.value) if isinstance(one.value, tuple) else [] for one in told.table]
    names = sorted({name for some in fields for name in some})
    known, parts = told.decided, []
    for name in names:
        counts = np.array([name in some for some in fields], dtype=np.bool_)[told.codes]
        known = known & (columns[name].known | ~counts)
        parts.append(np.where(counts & columns[name].known, columns[name].values, 0))
    return Amounts(_added(parts, len(told)), known)


def _added(parts: list[Whole], size: int) -> Whole:
    most = sum(max(abs(int(part.min())), abs(int(part.max()))) for part in parts if len(part))
    start: Whole = np.zeros(size, np.int64)
    if most >= _LIMIT:
        parts, start = [part.astype(np.object_) for part in parts], start.astype(np.object_)
    return reduce(np.add, parts, start)
