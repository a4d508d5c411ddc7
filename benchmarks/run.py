"""Compare all engines on the dispute decision: check that they agree, time them side by side, print tables and goals.

Ends with 0 when every engine that ran agrees with the oracle, with 1 when one does not or could not run, and, with
`--strict`, with 1 when a goal is not met.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dispute import cases, engines
from dispute.agreement import Cases
from timing import report
from timing.goals import goals
from timing.interleave import Timed, interleave
from timing.results import FLOOR, Results, Row

if TYPE_CHECKING:
    from dispute.contender import Contender


@dataclass(frozen=True, slots=True)
class Effort:
    """How many cases are checked, how many rounds are timed, and how many cases a round takes."""

    cases: int
    rounds: int
    chunk: int


FULL = Effort(cases=cases.COUNT, rounds=20, chunk=2_000)
QUICK = Effort(cases=2_000, rounds=6, chunk=500)


def main() -> int:
    """Run the benchmark from the command line."""
    options = _options()
    results = measure(QUICK if options.quick else FULL, only=options.only)
    print(report.markdown(results))
    if options.json:
        text = json.dumps(report.data(results), ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    unmet = options.strict and any(goal.met is False for goal in goals(results))
    return 1 if results.failed or unmet else 0


def measure(effort: Effort, *, only: list[str]) -> Results:
    """Load, check and time the engines; where the hand-written functions are wrong, nothing is timed."""
    results = Results(cases=effort.cases, rounds=effort.rounds)
    known = cases.make(effort.cases)
    pool = Cases(known, cases.with_unknowns(known))
    agreeing = [row for row in _load(results, only) if _agrees(row, pool, results)]
    if any(disagreement.contender.startswith(FLOOR) for disagreement in results.disagreements):
        return results
    times = interleave(
        [Timed(contender.key, contender.call, pool.inputs(contender)) for contender in agreeing],
        rounds=effort.rounds,
        chunk=effort.chunk,
    )
    floors = {contender.section: times[contender.key] for contender in agreeing if contender.floor}
    for contender in agreeing:
        mine = times[contender.key]
        results.rows.append(Row(contender, mine, mine.ratios(floors[contender.section])))
    return results


def _load(results: Results, only: list[str]) -> list[Contender]:
    contenders: list[Contender] = []
    for engine in engines.ENGINES:
        if only and engine.name not in (*only, FLOOR):
            continue
        loaded = engines.load(engine)
        if loaded.absent:
            results.absent[engine.name] = loaded.absent
        if loaded.fault:
            results.faults[engine.name] = loaded.fault
        if loaded.contenders:
            results.versions[engine.name] = loaded.version
        contenders += loaded.contenders
    return contenders


def _agrees(contender: Contender, pool: Cases, results: Results) -> bool:
    wrong = pool.disagreements(contender)
    results.disagreements += wrong
    return not wrong


def _options() -> argparse.Namespace:
    names = [engine.name for engine in engines.ENGINES]
    parser = argparse.ArgumentParser(description="Compare rule engines on one dispute decision.")
    parser.add_argument("--quick", action="store_true", help="fewer cases and rounds: a check, not a measurement")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON, too")
    parser.add_argument(
        "--only", action="append", default=[], choices=names, metavar="NAME", help="this engine (may be repeated)"
    )
    parser.add_argument("--strict", action="store_true", help="end with 1 when a goal is not met")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
