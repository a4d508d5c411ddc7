"""A million evaluations must not make the process grow: its resident memory before and after.

Half of the cases have unknown facts; every hundredth ruling is explained. Ends with 0 when memory stays flat, else
with 1.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from dispute import cases, typed
from timing import product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rulings import PolicyBook

FLAT_MEBIBYTES = 2.0
_MEBIBYTE = 1 << 20
_STATM = Path("/proc/self/statm")
_EXPLAINED_EVERY = 100
_REPORTS = 5


def main() -> int:
    """Warm up, evaluate, and compare."""
    options = _options()
    product.require()
    from dispute import ours  # noqa: PLC0415 - needs the product

    book = ours.load()
    inputs = cycle([typed.json_bytes(case) for case in cases.mixed(options.cases)])
    _evaluate(book, islice(inputs, 2 * options.cases))
    before = _resident()
    start = perf_counter()
    for report in range(1, _REPORTS + 1):
        _evaluate(book, islice(inputs, options.evaluations // _REPORTS))
        print(f"- after {options.evaluations * report // _REPORTS:,} evaluations: {_resident() - before:+.2f} MiB")
    grown = _resident() - before
    met = grown <= FLAT_MEBIBYTES
    microseconds = (perf_counter() - start) * 1e6 / options.evaluations
    print(f"- {before:.1f} MiB before; {microseconds:.2f} µs an evaluation, explanations included")
    print(f"- goal, at most {FLAT_MEBIBYTES:g} MiB more: **{product.verdict(met=met)}**")
    return 0 if met else 1


def _evaluate(book: PolicyBook, inputs: Iterator[bytes]) -> None:
    for number, data in enumerate(inputs):
        ruling = book.evaluate_json(data)
        if number % _EXPLAINED_EVERY == 0:
            ruling.explain_data()


def _resident() -> float:
    """Resident memory in MiB; its peak where the system does not tell the present figure."""
    gc.collect()
    if _STATM.exists():
        return int(_STATM.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / _MEBIBYTE
    unit = 1 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / _MEBIBYTE


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Whether a million evaluations make the process grow.")
    parser.add_argument("--evaluations", type=int, default=1_000_000)
    parser.add_argument("--cases", type=int, default=cases.COUNT)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
