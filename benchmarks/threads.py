"""Eight threads rule on the same cases and must give, byte for byte, what one thread gives.

How fast they are together is measured too. Half of the cases have unknown facts. Every thread begins at another case,
so that they are rarely in the same place. Ends with 0 when all bytes are the same, else with 1.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from time import perf_counter
from typing import TYPE_CHECKING

from dispute import cases, typed
from timing import product

if TYPE_CHECKING:
    from rulings import PolicyBook


def main() -> int:
    """Rule in one thread, then in many, and compare."""
    options = _options()
    product.require()
    from dispute import ours  # noqa: PLC0415 - needs the product

    book = ours.load()
    inputs = [typed.json_bytes(case) for case in cases.mixed(options.cases)]
    alone = [book.evaluate_json(data).to_json() for data in inputs]
    one = _many(book, inputs, alone, threads=1)
    many = _many(book, inputs, alone, threads=options.threads)
    differing = one.differing + many.differing
    threads, ratio = options.threads, many.a_second / one.a_second
    print(f"- {threads} threads, {options.cases:,} cases each: {differing:,} rulings differ from those of one thread")
    print(f"- {one.a_second:,.0f} rulings/s in one thread, {many.a_second:,.0f} in {threads} together: {ratio:.2f} x")
    print(f"- goal, the same bytes: **{product.verdict(met=not differing)}**")
    return 1 if differing else 0


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What some threads did together."""

    differing: int
    a_second: float


def _many(book: PolicyBook, inputs: list[bytes], alone: list[bytes], *, threads: int) -> _Outcome:
    start_together = Barrier(threads + 1)

    def work(number: int) -> int:
        first = number * len(inputs) // threads
        order = [*range(first, len(inputs)), *range(first)]
        start_together.wait()
        return sum(book.evaluate_json(inputs[place]).to_json() != alone[place] for place in order)

    with ThreadPoolExecutor(threads) as pool:
        tasks = [pool.submit(work, number) for number in range(threads)]
        start_together.wait()
        start = perf_counter()
        differing = sum(task.result() for task in tasks)
        seconds = perf_counter() - start
    return _Outcome(differing, threads * len(inputs) / seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Rule on the same cases in many threads and in one.")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--cases", type=int, default=cases.COUNT)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
