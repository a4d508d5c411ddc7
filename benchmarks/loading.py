"""How long `import rulings` takes in a fresh process, and loading and checking all policies in a warm one.

Ends with 0 when both goals are met, else with 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from timing import product

if TYPE_CHECKING:
    from collections.abc import Callable

IMPORT_MILLISECONDS = 100.0
LOAD_MILLISECONDS = 300.0
_HERE = Path(__file__).resolve().parent
_PACKAGED = _HERE.parent / "policies"
_BENCHMARK = _HERE / "dispute" / "policies"


def main() -> int:
    """Measure and report."""
    options = _options()
    product.require()
    kept = [_report_import(options.repeats), _report_policies(options.policies, options.repeats)]
    return 0 if all(kept) else 1


def _report_import(repeats: int) -> bool:
    empty, importing = _fresh_processes(["pass", "import rulings"], repeats)
    added = importing - empty
    met = added < IMPORT_MILLISECONDS
    print(
        f"- `import rulings` in a fresh process: {added:.1f} ms, {importing:.1f} against {empty:.1f} for an empty one"
    )
    print(f"  - goal, below {IMPORT_MILLISECONDS:g} ms: **{product.verdict(met=met)}**")
    return met


def _report_policies(folder: Path, repeats: int) -> bool:
    import rulings  # noqa: PLC0415 - the product is optional here, and its import is measured above

    def load_and_check() -> int:
        rulings.PolicyBook.load(folder)
        return len(rulings.check(folder))

    cold = _milliseconds(load_and_check)
    load = median(_milliseconds(lambda: rulings.PolicyBook.load(folder)) for _ in range(repeats))
    check = median(_milliseconds(lambda: rulings.check(folder)) for _ in range(repeats))
    met = load + check < LOAD_MILLISECONDS
    count = len(list(folder.rglob("*.yaml")))
    print(f"- {count} files of policies, {load_and_check()} diagnostics")
    print(f"  - warm: load {load:.1f} ms, check {check:.1f} ms; both for the first time: {cold:.1f} ms")
    print(f"  - goal, load and check warm below {LOAD_MILLISECONDS:g} ms: **{product.verdict(met=met)}**")
    return met


def _fresh_processes(programs: list[str], repeats: int) -> list[float]:
    """Median milliseconds of a fresh interpreter for each program, run in turn."""
    times: list[list[float]] = [[] for _ in programs]
    for _ in range(repeats + 1):
        for program, figures in zip(programs, times, strict=True):
            figures.append(_milliseconds(partial(_run, program)))
    return [median(figures[1:]) for figures in times]


def _run(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - programs of this module


def _milliseconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return (perf_counter() - start) * 1e3


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time the import of rulings, and loading and checking all policies.")
    default = _PACKAGED if _PACKAGED.is_dir() else _BENCHMARK
    parser.add_argument("policies", nargs="?", type=Path, default=default, help="the folder of policies")
    parser.add_argument("--repeats", type=int, default=7, help="how often each is timed; the median counts")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
