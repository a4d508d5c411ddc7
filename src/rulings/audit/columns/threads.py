"""Spreads parts of work over threads, and gives the results in the order of the parts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


def in_threads(work: Callable[[Part], Result], parts: Iterable[Part], threads: int) -> Generator[Result, None, None]:
    """Do parts of work, which any thread may do at any time, and give the results in the order of the parts.

    At most one part more than there are threads is at work or waits at a time. Raises what the work raises, at the
    part where it does.
    """
    if threads == 1:
        yield from map(work, parts)
        return
    executor = ThreadPoolExecutor(threads)
    try:
        yield from _exchanged(executor, work, parts, threads + 1)
    finally:
        executor.shutdown(cancel_futures=True)


def _exchanged(
    executor: ThreadPoolExecutor, do: Callable[[Part], Result], parts: Iterable[Part], most: int
) -> Generator[Result, None, None]:
    at_work: deque[Future[Result]] = deque()
    for part in parts:
        at_work.append(executor.submit(do, part))
        if len(at_work) == most:
            yield at_work.popleft().result()
    while at_work:
        yield at_work.popleft().result()
