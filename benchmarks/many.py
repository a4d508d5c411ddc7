"""What ruling on a list of cases costs beside a loop that rules on one after the other: the ratio, round by round.

Every fiftieth case is bad: both ways refuse it. Ends with 0 when both ways give the same, else with 1.
"""

from __future__ import annotations

import argparse
import gc
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from dispute import cases
from timing import product

if TYPE_CHECKING:
    from collections.abc import Callable

    from rulings import PolicyBook, Ruling, RulingsError

_BAD = 50
_AT = "2026-03-01T00:00:00+08:00"


def main() -> int:
    """Hold both ways against each other, and time them in turn."""
    options = _options()
    product.require()
    from dispute import ours  # noqa: PLC0415 - needs the product

    book = ours.load()
    given = [_spoilt(case) if place % _BAD == 0 else case for place, case in enumerate(cases.make(options.cases))]
    same = all([_compare(book, given, options.rounds, {}), _compare(book, given, options.rounds, {"at": _AT})])
    return 0 if same else 1


def _compare(book: PolicyBook, given: list[Any], rounds: int, request: dict[str, str]) -> bool:
    """Print how the two ways compare, and tell whether they give the same."""
    one_by_one, at_once = _loop(book, given, request), book.evaluate_many(given, **request)
    same = [_told(one) for one in one_by_one] == [_told(one) for one in at_once]
    ways = {"loop": lambda: _loop(book, given, request), "many": lambda: book.evaluate_many(given, **request)}
    ratios, each = _timed(ways, rounds)
    micros = {name: f"{seconds / len(given) * 1e6:.2f} µs" for name, seconds in each.items()}
    asked = f"with {', '.join(request)}" if request else "with nothing else asked"
    print(f"- {len(given):,} cases, one in {_BAD} bad, {asked}: {'the same' if same else 'OTHER RULINGS'}")
    print(f"  a loop {micros['loop']} a case, evaluate_many {micros['many']}")
    print(f"  evaluate_many takes {median(ratios):.2f} of the loop's time ({min(ratios):.2f} to {max(ratios):.2f})")
    return same


def _loop(book: PolicyBook, given: list[Any], request: dict[str, str]) -> list[Any]:
    """What a program writes that has no evaluate_many."""
    from rulings import RulingsError  # noqa: PLC0415 - needs the product

    found: list[Any] = []
    for case in given:
        try:
            found.append(book.evaluate(case, **request))
        except RulingsError as error:
            found.append(error)
    return found


def _timed(ways: dict[str, Callable[[], object]], rounds: int) -> tuple[list[float], dict[str, float]]:
    """Time the ways in turn, another first in every round, with the garbage collector off."""
    took: dict[str, list[float]] = {name: [] for name in ways}
    gc.disable()
    for number in range(rounds + 1):
        for name in sorted(ways, reverse=bool(number % 2)):
            start = perf_counter()
            ways[name]()
            took[name].append(perf_counter() - start)
    gc.enable()
    loops, manys = took["loop"][1:], took["many"][1:]
    ratios = [many / loop for many, loop in zip(manys, loops, strict=True)]
    return ratios, {name: median(times[1:]) for name, times in took.items()}


def _spoilt(case: dict[str, Any]) -> dict[str, Any]:
    return {**case, "facts": {**case["facts"], "claim": {"opened_at": "soon"}}}


def _told(one: Ruling | RulingsError) -> str | bytes:
    return str(one) if isinstance(one, Exception) else one.to_json()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare evaluate_many with a loop over evaluate.")
    parser.add_argument("--cases", type=int, default=2_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=40, metavar="N")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
