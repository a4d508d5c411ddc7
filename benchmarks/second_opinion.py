"""What a second opinion costs, and whether its process stays small: the packaged examples, over and over.

Ends with 1 where the two engines differ, or where the process grows by more than a tenth after the first round.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from rulings import PolicyBook
from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.second_opinion import Agreement, SecondOpinion, summary

if TYPE_CHECKING:
    from rulings.ruling import Ruling

MOST_GROWTH = 0.1


def main() -> int:
    """Measure and report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=20, help="how often all examples are looked at")
    chosen = options.parse_args()
    rulings = _rulings()
    counted = Agreement()
    sizes: list[int] = []
    print("| round | µs a ruling | resident kB of the process |\n|---:|---:|---:|")
    with SecondOpinion() as second:
        for number in range(chosen.rounds):
            begun = perf_counter()
            counted += summary(second.on_many(rulings))
            took = (perf_counter() - begun) / len(rulings) * 1e6
            sizes.append(_resident())
            print(f"| {number + 1} | {took:.0f} | {sizes[-1]} |")
        print(f"\n{counted.to_dict()}, started again {second.restarts} times")
    return int(counted.differed > 0 or sizes[-1] > sizes[0] * (1 + MOST_GROWTH))


def _rulings() -> list[Ruling]:
    book = PolicyBook.load(policies_folder())
    cases = expected_cases(policies_folder())
    return [book.evaluate(case, version=wanted["version"], at=wanted.get("at")) for case, wanted in cases]


def _resident() -> int:
    """The resident memory of our one child, 0 where the system does not tell."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        except OSError:
            continue
        if int(lines["PPid"]) == os.getpid():
            return int(lines["VmRSS"].split()[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
