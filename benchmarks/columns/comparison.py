"""The comparison of two versions on one file: ours in columns, the job by hand, the limit, and the per-row forms."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
from pyarrow import parquet

from columns import data, json_cases
from columns.processes import JOBS, OURS, Measured, measure

SINGLE_ROWS = 300_000
"""The most rows for the forms that go case by case: they are told as rows a second."""


def impact(policies: Path, cases: Path, *options: object) -> tuple[Measured, dict[str, Any]]:
    """Compare by our command."""
    versions = (f"{data.POLICY}@{data.OLD}", f"{data.POLICY}@{data.NEW}")
    told = ("--policies", policies, "--cases", cases, "--format", "json", *options)
    measured = measure(*OURS, "impact", *versions, *told)
    return measured, json.loads(measured.said)


def compare(folder: Path, policies: Path, rows: int) -> dict[str, Any]:
    """Hold the jobs against each other, then tell what each took. Ends with 1 where they differ."""
    cases = cases_of(folder, rows)
    hand = measure(*JOBS, "by-hand", cases, folder / "by-hand.parquet")
    columns = ("--engine", "columns", "--processes")
    out = folder / "changed.parquet"
    ours, told = impact(policies, cases, *columns, 2, "--changed", out)
    _agree(json.loads(hand.said), (told["compared"], told["changed"]), folder / "by-hand.parquet", out)
    found = {"ours": ours, "by_hand": hand}
    found["ours_1_thread"], _ = impact(policies, cases, *columns, 1, "--changed", out)
    found["ours_nothing_written"], _ = impact(policies, cases, *columns, 2)
    found["scan"] = measure(*JOBS, "scan", cases)
    few = min(rows, SINGLE_ROWS)
    singly, _ = impact(policies, cases_of(folder, few), "--engine", "single", "--processes", 2)
    lines = json_cases.lines_of(folder, cases_of(folder, few))
    compiled = measure(*JOBS, "per-row", policies, lines, 2)
    jobs = {name: one.data(rows) for name, one in found.items()}
    jobs |= {"single_2_processes": singly.data(few), "compiled_2_processes": compiled.data(few)}
    best = max(jobs[name]["rows_per_second"] for name in ("single_2_processes", "compiled_2_processes"))
    return {
        "rows": rows,
        "changed": told["changed"],
        "jobs": jobs,
        "times_by_hand": round(ours.seconds / hand.seconds, 2),
        "times_per_row": round(rows / ours.seconds / best, 1),
    }


def cases_of(folder: Path, rows: int) -> Path:
    """Give a file of so many cases, made once."""
    path = folder / f"cases-{rows}.parquet"
    if not path.exists():
        making = path.with_suffix(".making")
        data.write_cases(making, rows)
        making.rename(path)
    return path


def _agree(by_hand: list[int], ours: tuple[int, int], hand_file: Path, our_file: Path) -> None:
    ids = [parquet.read_table(path, columns=[name])[name] for path, name in ((hand_file, "id"), (our_file, "case"))]
    hand_ids, our_ids = (pa.compute.unique(one.cast(pa.large_string()).combine_chunks()).sort() for one in ids)
    if tuple(by_hand) != ours or not hand_ids.equals(our_ids):
        print(f"OTHER RESULTS: by hand {by_hand} (rows, changed), ours {ours}", file=sys.stderr)
        sys.exit(1)
