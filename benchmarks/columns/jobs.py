"""The jobs beside which ours are measured, each to be run alone: `python -m columns.jobs NAME ARGUMENTS`."""

from __future__ import annotations

import json
import sys
from itertools import islice
from multiprocessing import Pool
from pathlib import Path


def by_hand(cases: str, out: str) -> None:
    """The comparison by the Polars job that is written by hand."""
    from columns import polars_by_hand  # noqa: PLC0415 - each job pays only for what it needs

    print(json.dumps(polars_by_hand.compare(Path(cases), Path(out))))


def scan(cases: str) -> None:
    """Read all columns of a file into memory and do nothing with them: the limit."""
    import polars as pl  # noqa: PLC0415 - the same

    print(pl.read_parquet(cases).height)


def per_row(policies: str, cases: str, processes: str) -> None:
    """Decode each line of JSON Lines, rule on it by the compiled form under both versions, and count what changes."""
    count = int(processes)
    with Pool(count) as pool:
        print(sum(pool.starmap(_changed, [(policies, cases, count, part) for part in range(count)])))


def _changed(policies: str, cases: str, parts: int, part: int) -> int:
    from columns.data import NEW, OLD  # noqa: PLC0415 - the same
    from rulings import PolicyBook  # noqa: PLC0415 - the same

    book, changed = PolicyBook.load(policies), 0
    with Path(cases).open("rb") as lines:
        for line in islice(lines, part, None, parts):
            case = book.decode_json(line)
            old, new = (book.rule(case, version=version).outcome("outcome") for version in (OLD, NEW))
            changed += old.value != new.value
    return changed


def table(folder: str, rules: str, rows: str, sample: str) -> None:
    """Rule on cases in memory by a large table, in columns and by the compiled form per row."""
    from columns import table_speed  # noqa: PLC0415 - the same

    print(json.dumps(table_speed.measured(Path(folder), int(rules), int(rows), int(sample))))


if __name__ == "__main__":
    {"by-hand": by_hand, "scan": scan, "per-row": per_row, "table": table}[sys.argv[1]](*sys.argv[2:])
