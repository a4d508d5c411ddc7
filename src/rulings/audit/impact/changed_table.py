"""The rows that change as a table of Arrow, made of columns without a line of JSON between."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from rulings.audit.columns.told import Told
from rulings.audit.impact.changed_files import schema, text_of
from rulings.audit.impact.comparison import NEW, OLD
from rulings.audit.impact.counted import Rows
from rulings.engine.columns.batch import Numbers


def table_of(rows: Rows) -> Any | None:  # noqa: ANN401 - Arrow has no types of its own
    """Give a row for each that changed, None where none did."""
    chosen = np.flatnonzero(rows.changed)
    if not len(chosen):
        return None
    entries = [np.flatnonzero(one.changed[chosen]) for one in rows.changes.values()]
    owners = np.concatenate(entries)
    # Of a row first the decision that is asked for first: the sort keeps what it finds in order.
    order = pa.array(np.argsort(owners, kind="stable"))
    numbers = np.repeat(np.arange(len(entries)), [len(one) for one in entries])
    keys = pa.array(list(rows.changes), pa.string()).take(pa.array(numbers)).take(order)
    sides = [_results(rows, side, chosen, entries).take(order) for side in (OLD, NEW)]
    starts = np.concatenate(([0], np.cumsum(np.bincount(owners, minlength=len(chosen)))))
    changed = pa.MapArray.from_arrays(pa.array(starts, pa.int32()), keys, pa.StructArray.from_arrays(sides, [OLD, NEW]))
    ids = rows.block.ids().cast(pa.string()).take(pa.array(rows.places[chosen]))
    return pa.table([pa.array(rows.numbers[chosen]), ids, changed], schema=schema())


def _results(rows: Rows, side: str, chosen: Numbers, entries: list[Numbers]) -> Any:  # noqa: ANN401 - the same
    """Give the results under one version, decision after decision."""
    told = [one.old if side == OLD else one.new for one in rows.changes.values()]
    parts = [_structs(one.take(chosen[here])) for one, here in zip(told, entries, strict=True)]
    return pa.concat_arrays(parts)


def _structs(told: Told) -> Any:  # noqa: ANN401 - the same
    values, places = told.distinct_values()
    texts = pa.array([text_of(value) for value in values], pa.string()).take(pa.array(places))
    rules = pa.array([one.rules for one in told.table], pa.list_(pa.string())).take(pa.array(told.codes))
    return pa.StructArray.from_arrays([texts, rules], ["value", "rules"])
