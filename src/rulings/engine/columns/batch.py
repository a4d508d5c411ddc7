"""Facts of many cases as columns: whole numbers throughout, each beside whether it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]

RATE_DECIMALS: Final = 8
"""A column of rates counts in hundred-millionths: 99.9% is 99,900,000, and every rate of a case is a whole number."""
DECIMAL_DECIMALS: Final = 9
"""A column of decimals counts in thousand-millionths; decimals that are finer stand in no column."""


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one fact, or one field of records, in as many rows as there are.

    `values` holds int64: booleans as 0 and 1; a choice as the place of its option in the alphabetical order of its
    type's options; a text as its place in `texts`, in which none stands twice; integers as they are; decimals and rates
    by `DECIMAL_DECIMALS` and `RATE_DECIMALS`; money in fen; spans in seconds; dates as days since 1970-01-01; moments
    as microseconds since 1970-01-01T00:00:00Z. `known` tells where it is known; elsewhere any number may stand.
    """

    values: Numbers
    known: Truths
    texts: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.values)

    def take(self, rows: NDArray[Any]) -> Column:
        """Give some of the rows, by their places or by whether they are wanted."""
        return Column(self.values[rows], self.known[rows], self.texts)


@dataclass(frozen=True, slots=True)
class Records:
    """The values of a fact that is a list of records.

    Row `i` has the records from `starts[i]` up to, and without, `starts[i + 1]`, none where the list is unknown.
    `fields` holds a column for every field that is given anywhere, over all records.
    """

    starts: Numbers
    known: Truths
    fields: Mapping[str, Column]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.known)

    @property
    def owners(self) -> Numbers:
        """Give for every record the row that it belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def take(self, rows: NDArray[Any]) -> Records:
        """Give some of the rows."""
        places = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        counts = np.diff(self.starts)[places]
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        inner = np.arange(starts[-1], dtype=np.int64) - np.repeat(starts[:-1] - self.starts[:-1][places], counts)
        return Records(starts, self.known[places], {name: one.take(inner) for name, one in self.fields.items()})


@dataclass(frozen=True, slots=True)
class Batch:
    """The facts of `size` cases of one platform, by path. A fact without a column is unknown in every case."""

    size: int
    facts: Mapping[str, Column | Records] = field(default_factory=dict)

    def take(self, rows: NDArray[Any]) -> Batch:
        """Give some of the cases, by their places or by whether they are wanted."""
        size = int(np.count_nonzero(rows)) if rows.dtype == np.bool_ else len(rows)
        return Batch(size, {path: one.take(rows) for path, one in self.facts.items()})
