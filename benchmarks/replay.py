"""What replay and impact cost: rows a second by what they read and write, by processes, and the memory they take.

The cases are the examples of one policy, repeated; each run is a process of its own, whose largest memory is told.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from rulings import evaluate
from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.plain import plain_value

POLICY, OLD, NEW = "douyin/returns", "2023-07-04", "2024-08-22"


def main() -> None:
    """Measure and report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--receipts", type=int, default=2_000)
    options.add_argument("--processes", type=int, default=os.cpu_count())
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, chosen.rows, chosen.receipts)
        # Of children that have ended the largest counts, so that the smaller input has to come first.
        for title in ("tenth", "cases"):
            timed("replay", folder / f"{title}.jsonl", "-o", folder / "out.jsonl", "--processes", "1")
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(f"{title}.jsonl has {(folder / f'{title}.jsonl').stat().st_size // 2**20} MiB and takes {most} MiB")
        print(f"{'':44} {'rows':>9} {'seconds':>8} {'rows/s':>9}")
        for title, rows, arguments in runs(folder, chosen):
            seconds = timed(*arguments)
            print(f"{title:44} {rows:>9,} {seconds:>8.1f} {rows / seconds:>9,.0f}")


def fill(folder: Path, rows: int, receipts: int) -> None:
    """Write cases and receipts."""
    cases = [case for case, _ in expected_cases(policies_folder()) if case["policy"] == POLICY]
    lines = [json.dumps(case, default=plain_value, ensure_ascii=False) + "\n" for case in cases]
    each = ({**case, "id": f"C-{number}"} for number, case in enumerate(cycle(cases)))
    sealed = (evaluate(case).receipt().to_json() + "\n" for case in each)
    files = {"cases": (cycle(lines), rows), "tenth": (cycle(lines), rows // 10), "receipts": (sealed, receipts)}
    for name, (some, count) in files.items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(islice(some, count))


def runs(folder: Path, chosen: argparse.Namespace) -> Iterator[tuple[str, int, list[object]]]:
    """Give what is measured: its title, its rows and the command."""
    cases, receipts, many = folder / "cases.jsonl", folder / "receipts.jsonl", str(chosen.processes)
    yield "replay, nothing written, 1 process", chosen.rows, ["replay", cases, "--processes", "1"]
    out = ["-o", folder / "out.jsonl"]
    yield "replay to JSON Lines, 1 process", chosen.rows, ["replay", cases, *out, "--processes", "1"]
    yield f"replay to JSON Lines, {many} processes", chosen.rows, ["replay", cases, *out, "--processes", many]
    parquet = ["-o", folder / "out.parquet"]
    yield f"replay to Parquet, {many} processes", chosen.rows, ["replay", cases, *parquet, "--processes", many]
    yield f"receipts judged, {many} processes", chosen.receipts, ["replay", receipts, "--processes", many]
    versions = [f"{POLICY}@{OLD}", f"{POLICY}@{NEW}", "--cases", cases]
    yield f"impact, {many} processes", chosen.rows, ["impact", *versions, "--processes", many]


def timed(*arguments: object) -> float:
    """Run the command, loading of policies included."""
    start = perf_counter()
    command = [sys.executable, "-m", "rulings", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own command
    assert done.returncode in (0, 1), arguments
    return perf_counter() - start


if __name__ == "__main__":
    main()
