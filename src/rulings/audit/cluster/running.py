"""Drives a job: hands its parts to whatever runs them, commits what comes back, and adds it up."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from rulings.audit.cluster.committing import Folder
from rulings.audit.cluster.job import Job, Part
from rulings.audit.cluster.report import JobReport, report_of, success_of
from rulings.audit.cluster.working import Work

Answer = dict[str, Any]
Runner = Callable[[Work, Sequence[Part]], Generator[Answer, None, None]]
"""Does parts somewhere, and gives the answers as they come: in any order, and for a part more than one if need be."""
Tell = Callable[[int, int], None]
"""Is told how many rows are done, and how many parts."""
_WAVES_AT_ONCE = 2


def run_job(job: Job, out: str | Path, runner: Runner, tell: Tell = lambda _rows, _parts: None) -> JobReport:
    """Do what of a job is not done yet, and give its report; the folder ends with the same bytes however it came there.

    Raises FolderTaken, JobRefused, OSError, and what the runner raises; run it again to go on.
    """
    folder = Folder(Path(out), job)
    folder.begin()
    left = [part for part in job.parts if folder.result(part) is None]
    if left:
        folder.open()
        _do(folder, left, runner(Work(job, folder.attempts), left), tell)
    report = report_of(job, folder)
    if left or not folder.is_finished:
        folder.finish(success_of(job, folder, report))
    return report


def _do(folder: Folder, left: Sequence[Part], answers: Generator[Answer, None, None], tell: Tell) -> None:
    rows = {part.number: part.rows for part in left}
    done: set[int] = set()
    with closing(answers):
        for answer in answers:
            folder.commit(answer)
            done.add(answer["part"])
            tell(sum(rows[number] for number in done), len(done))


def in_waves(do: Callable[[Sequence[Part]], Iterable[Answer]], parts: Sequence[Part], size: int) -> Iterator[Answer]:
    """Give parts away so many at a time, two lots at once: so that answers come while other parts are at work."""
    waves = [parts[start : start + size] for start in range(0, len(parts), size)]
    pool = ThreadPoolExecutor(_WAVES_AT_ONCE)
    try:
        for answers in pool.map(do, waves):
            yield from answers
    finally:
        pool.shutdown(cancel_futures=True)
