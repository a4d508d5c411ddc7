"""Spreads parts of work over processes, and gives the results in the order of the parts.

Each process has a pipe of its own and one part at a time: a process that is ready waits for nothing but its own next
part, none can block another, and when this process is killed the others see their pipe's end and stop.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from multiprocessing.connection import Connection
from typing import Any, Protocol, TypeVar

from rulings.errors import RulingsError

Part = TypeVar("Part")
Result = TypeVar("Result")
Taken = TypeVar("Taken", contravariant=True)  # noqa: PLC0105 - of a protocol alone
Given = TypeVar("Given", covariant=True)  # noqa: PLC0105 - the same


class Job(Protocol[Taken, Given]):
    """Work that can be done in any process. It is sent there, and started once."""

    def start(self) -> Callable[[Taken], Given]:
        """Make ready, and give the function that does a part of the work."""


class WorkerLost(RulingsError):
    """A process that worked on a part of the work ended without an answer."""


def in_order(
    job: Job[Part, Result], parts: Iterable[Part], processes: int, here: Callable[[Part], Result] | None = None
) -> Generator[tuple[Part, Result], None, None]:
    """Do parts of work, and give each with its result, in order. One process is this one, where the job may be ready.

    What is in memory at a time does not grow with the number of parts. Raises what the job raises, from another
    process as RuntimeError, and WorkerLost.
    """
    if processes > 1:
        yield from _spread(job, parts, processes)
        return
    work = here or job.start()
    for part in parts:
        yield part, work(part)


def _spread(
    job: Job[Part, Result], parts: Iterable[Part], processes: int
) -> Generator[tuple[Part, Result], None, None]:
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        pipes: deque[Connection] = deque()
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, job), daemon=True)
            stack.callback(process.join)  # behind the closing of the pipe, at which the process ends
            stack.enter_context(closing(ours))
            process.start()
            theirs.close()
            pipes.append(ours)
        yield from _exchanged(pipes, iter(parts))


def _exchanged(pipes: deque[Connection], parts: Iterator[Part]) -> Iterator[tuple[Part, Result]]:
    """Hand out parts in turn. The next part is read before a result is waited for, so that nobody waits for it."""
    at_work: deque[tuple[Connection, Part]] = deque()
    for part in parts:
        if pipes:
            pipe = pipes.popleft()
            _send(pipe, part)
            at_work.append((pipe, part))
            continue
        pipe, done = at_work.popleft()
        result = _receive(pipe)
        _send(pipe, part)
        at_work.append((pipe, part))
        yield done, result
    for pipe, done in at_work:
        yield done, _receive(pipe)


def _send(pipe: Connection, part: object) -> None:
    try:
        pipe.send(part)
    except (BrokenPipeError, ConnectionResetError):
        raise _lost() from None


def _receive(pipe: Connection) -> Any:  # noqa: ANN401 - what the job answers
    try:
        result, error = pipe.recv()
    except (EOFError, ConnectionResetError):
        raise _lost() from None
    if error is not None:
        raise RuntimeError(error)
    return result


def _lost() -> WorkerLost:
    return WorkerLost("a process that ruled on cases has ended, killed perhaps for want of memory; start again")


def _serve(pipe: Connection, job: Job[Part, Result]) -> None:
    """Work for another process, until its end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is for the process that hands out the work
    with ExitStack() as stack:
        work = job.start()
        # What holds something of its own, such as another process, lets go of it at the end.
        stack.callback(getattr(work, "close", lambda: None))
        _answer(pipe, work)


def _answer(pipe: Connection, work: Callable[[Part], Result]) -> None:
    try:
        while True:
            part = pipe.recv()
            try:
                answer: tuple[Result | None, str | None] = (work(part), None)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the work was handed out
                answer = (None, f"{type(error).__name__}: {error}")  # in words, for not every exception can be sent
            pipe.send(answer)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # nobody wants an answer any more
