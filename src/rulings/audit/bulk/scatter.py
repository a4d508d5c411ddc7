"""Columns of some rows as columns of all rows."""

from __future__ import annotations

import numpy as np

from rulings.engine.columns.batch import Batch, Column, Numbers, Records


def scattered(batch: Batch, rows: Numbers, size: int) -> Batch:
    """Give a batch of so many rows, in which the given ones stand at their places, and all else is unknown."""
    return Batch(size, {path: _scattered(one, rows, size) for path, one in batch.facts.items()})


def _scattered(one: Column | Records, rows: Numbers, size: int) -> Column | Records:
    known = np.zeros(size, np.bool_)
    known[rows] = one.known
    whole = np.zeros(size, np.int64)
    if isinstance(one, Column):
        whole[rows] = one.values
        return Column(whole, known, one.texts)
    whole[rows] = np.diff(one.starts)
    return Records(np.concatenate(([0], np.cumsum(whole))), known, one.fields)
