"""How fast a table of many rules is on cases that stand in memory, by columns and case by case."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from columns import tables
from rulings import PolicyBook
from rulings.engine.columns.batch import Batch
from rulings.engine.columns.ruled import ColumnsRuler
from rulings.version import Version

BATCHES = (65_536, 262_144)
ROWS_WITH_UNKNOWNS = {20: 1_000_000, 200: 100_000, 2_000: 4_000}


def measured(folder: Path, rules: int, rows: int, sample: int) -> dict[str, Any]:
    """Give seconds per million rows by what was known and by size of the batches. Refuses other results."""
    start = perf_counter()
    book = PolicyBook.load(tables.write_table(folder, rules))
    loaded = perf_counter() - start
    version = book.version(tables.POLICY, tables.VERSION)
    made = tables.numbers(rows)
    found: dict[str, dict[str, Any]] = {}
    for title, unknown in (("known", 0), ("fifth_unknown", 20)):
        batch = tables.batch(made, unknown)
        if unknown:
            # With facts unknown nearly every case stands in a way of its own, which is learnt, and kept.
            batch = batch.take(np.arange(min(rows, ROWS_WITH_UNKNOWNS[rules])))
        agreed(book, version, batch.take(np.arange(min(sample, 500))))
        found[title] = {f"batches_{size}": _columns(version, batch, size) for size in BATCHES}
        found[title]["rows"] = batch.size
        few = batch.take(np.arange(min(sample, batch.size)))
        found[title]["per_row"] = {"seconds_per_million": _per_row(book, few)}
    return {"rules": rules, "rows": rows, "seconds_to_load_and_prove": round(loaded, 1), **found}


def agreed(book: PolicyBook, version: Version, batch: Batch) -> None:
    """Hold columns against the single form. Raises AssertionError where they differ."""
    ruled = ColumnsRuler(version.policy.decisions, version.proved).rule(batch)
    outcomes = ruled.outcomes(tables.DECISION)
    for row, case in enumerate(tables.cases(batch)):
        if not ruled.slow[row]:
            ours, single = outcomes.table[outcomes.codes[row]], book.evaluate(case).outcome(tables.DECISION)
            assert (ours.decided, ours.value, ours.rules) == (single.decided, single.value, single.rules), case


def _columns(version: Version, batch: Batch, size: int) -> dict[str, float]:
    """Time two passes: the first includes preparing the ruler and all that it learns."""
    start = perf_counter()
    ruler = ColumnsRuler(version.policy.decisions, version.proved)
    parts = [batch.take(np.arange(first, min(first + size, batch.size))) for first in range(0, batch.size, size)]
    cut = perf_counter() - start
    slow, passes = 0, []
    for number in range(2):
        start, slow = perf_counter(), 0
        for part in parts:
            ruled = ruler.rule(part)
            ruled.outcomes(tables.DECISION)
            slow += int(np.count_nonzero(ruled.slow))
        passes.append(perf_counter() - start + (0 if number else cut))
    first, again = (round(seconds / batch.size * 1e6, 4) for seconds in passes)
    return {"seconds_per_million": first, "again_seconds_per_million": again, "slow_rows": slow}


def _per_row(book: PolicyBook, batch: Batch) -> float:
    typed = [book.decode(case) for case in tables.cases(batch)]
    book.rule(typed[0])
    start = perf_counter()
    for case in typed:
        book.rule(case)
    return round((perf_counter() - start) / len(typed) * 1e6, 2)
