"""How time and memory grow with the rows, and time with the rules of a table; and JSON Lines read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from columns import json_cases, tables
from columns.comparison import cases_of, impact
from columns.processes import JOBS, measure

COLUMNS = ("--engine", "columns", "--processes", 2)


def by_rows(folder: Path, policies: Path, sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Compare files of each size, and write what changed."""
    found = []
    for rows in sizes:
        taken, _ = impact(policies, cases_of(folder, rows), *COLUMNS, "--changed", folder / "growth.parquet")
        found.append(taken.data(rows))
    return found


def by_rules(folder: Path, rows: int, sizes: Sequence[int] = tables.RULES) -> list[dict[str, Any]]:
    """Rule by tables of each size, each in a process of its own."""
    sample = {20: 20_000, 200: 10_000, 2_000: 2_000}
    return [json.loads(measure(*JOBS, "table", folder, size, rows, sample[size]).said) for size in sizes]


def json_lines(folder: Path, policies: Path, rows: int) -> dict[str, Any]:
    """Compare cases of JSON Lines."""
    lines = json_cases.lines_of(folder, cases_of(folder, rows))
    taken, _ = impact(policies, lines, *COLUMNS)
    size = lines.stat().st_size / 1e6
    return {**taken.data(rows), "mb": round(size), "mb_per_second": round(size / taken.seconds, 1)}
