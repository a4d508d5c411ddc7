"""Runs a job by Dask: on its cluster where a client is connected to one, else in processes of this machine."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from rulings.audit.cluster.job import Job, Part
from rulings.audit.cluster.report import JobReport
from rulings.audit.cluster.running import Answer, Tell, in_waves, run_job
from rulings.audit.cluster.working import Work
from rulings.errors import PackageMissing


def run(job: Job, out: str | Path, *, wave: int | None = None, tell: Tell = lambda _rows, _parts: None) -> JobReport:
    """Do a job, `wave` parts at a time. Raises what `run_job` raises, PackageMissing, and what Dask raises."""
    bag = _bag()

    def runner(work: Work, parts: Sequence[Part]) -> Generator[Answer, None, None]:
        def do(some: Sequence[Part]) -> list[Answer]:
            answers: list[Answer] = bag.from_sequence(some, npartitions=len(some)).map(work).compute()
            return answers

        yield from in_waves(do, parts, wave or 4 * (os.cpu_count() or 1))

    return run_job(job, out, runner, tell)


def _bag() -> Any:  # noqa: ANN401 - an extra
    try:
        from dask import bag  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = "Dask needs `pip install 'rulings[dask]'`"
        raise PackageMissing(message) from error
    return bag
