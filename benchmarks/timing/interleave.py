"""Timing several calls in turn, in one process: when the machine slows down, it does so for all of them.

In each round every call does the same chunk of cases (a slow one as many of them as fit into its slot), after one
pass to warm up. The order rotates from round to round. The garbage collector is off.
"""

from __future__ import annotations

import gc
from collections import deque
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PROBE = 50
_LEAST = 20
_SLOT_SECONDS = 0.05
_PASS_SECONDS = 0.004


@dataclass(frozen=True, slots=True)
class Timed:
    """A call and its inputs, one for each case."""

    label: str
    call: Callable[[Any], Any]
    inputs: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds a case, one figure for each round."""

    rounds: tuple[float, ...]

    @property
    def microseconds(self) -> float:
        """The median over the rounds, in microseconds a case."""
        return median(self.rounds) * 1e6

    def ratios(self, other: Times) -> tuple[float, float, float]:
        """Least, median and greatest ratio to another call, round by round."""
        ratios = [mine / theirs for mine, theirs in zip(self.rounds, other.rounds, strict=True)]
        return min(ratios), median(ratios), max(ratios)


def interleave(calls: Sequence[Timed], *, rounds: int, chunk: int) -> dict[str, Times]:
    """Time all calls in turn, `rounds` times, over `chunk` cases at a time."""
    seconds: dict[str, list[float]] = {timed.label: [] for timed in calls}
    sizes = {timed.label: _size(timed, chunk) for timed in calls}
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            for timed in _rotated(calls, number):
                seconds[timed.label].append(_seconds_a_case(timed, number * chunk, sizes[timed.label]))
    finally:
        gc.enable()
    return {label: Times(tuple(figures)) for label, figures in seconds.items()}


def _rotated(calls: Sequence[Timed], number: int) -> list[Timed]:
    turn = number % len(calls)
    return [*calls[turn:], *calls[:turn]]


def _size(timed: Timed, chunk: int) -> int:
    """How many cases of a chunk fit into a slot."""
    probe = timed.inputs[:_PROBE]
    _run(timed.call, probe)
    cost = _run(timed.call, probe) / len(probe)
    return min(chunk, max(_LEAST, int(_SLOT_SECONDS / cost)))


def _seconds_a_case(timed: Timed, start: int, size: int) -> float:
    start %= len(timed.inputs)
    chunk = timed.inputs[start : start + size]
    warm = _run(timed.call, chunk)
    passes = max(1, round(_PASS_SECONDS / warm))
    return sum(_run(timed.call, chunk) for _ in range(passes)) / (passes * len(chunk))


def _run(call: Callable[[Any], Any], inputs: Sequence[Any]) -> float:
    start = perf_counter()
    deque(map(call, inputs), maxlen=0)
    return perf_counter() - start
