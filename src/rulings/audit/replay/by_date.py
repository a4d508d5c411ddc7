"""Which version rules on each row: the one that is named, or the one that the date of the case chooses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rulings.audit.replay.judging import Request
from rulings.book import PolicyBook
from rulings.engine.columns.batch import Batch, Column, Numbers
from rulings.engine.columns.units import constant_of
from rulings.model import Policy
from rulings.version import Version

_LAST = np.iinfo(np.int64).max


def versions_of(
    book: PolicyBook, request: Request, policy: str, batch: Batch
) -> Iterator[tuple[Version | None, Numbers]]:
    """Give each version with the rows of a batch on which it rules, and None with those whose date is not known.

    Rows whose dates choose no version are in none of these: the single call says why.
    """
    if request.version is not None:
        yield book.version(policy, request.version), np.arange(batch.size)
        return
    newest = book.version(policy).policy
    dates = batch.facts.get(newest.in_force.chosen_by)
    if not isinstance(dates, Column):
        yield None, np.arange(batch.size)
        return
    yield None, np.flatnonzero(~dates.known)
    found = _in_time(book, request, newest, dates)
    for name in dict.fromkeys(name for name, _ in found):
        rows = [rows for version, rows in found if version == name]
        yield book.version(policy, name), np.sort(np.concatenate(rows))


def _in_time(book: PolicyBook, request: Request, policy: Policy, dates: Column) -> list[tuple[str, Numbers]]:
    """Give each period's version with the rows whose known dates lie in the period."""
    type_ = policy.vocabulary.fact(policy.in_force.chosen_by).type
    found = []
    for period in book.timetable(policy.id, as_known_at=request.as_known_at).periods:
        edges = period.instants if type_.name == "datetime" else period.days
        first, behind = (constant_of(edge, type_) for edge in edges)
        inside = dates.known & (dates.values >= int(first or 0)) & (dates.values < min(int(behind or 0), _LAST))
        found.append((period.version, np.flatnonzero(inside)))
    return found
