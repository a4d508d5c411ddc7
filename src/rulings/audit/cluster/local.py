"""Runs a job in processes of this machine."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from rulings.audit.cluster.job import Job, Part
from rulings.audit.cluster.report import JobReport
from rulings.audit.cluster.running import Answer, Tell, run_job
from rulings.audit.cluster.working import Work
from rulings.audit.replay.processes import in_order


def run(job: Job, out: str | Path, *, processes: int = 1, tell: Tell = lambda _rows, _parts: None) -> JobReport:
    """Do a job here. Raises what `run_job` raises, and WorkerLost."""

    def runner(work: Work, parts: Sequence[Part]) -> Generator[Answer, None, None]:
        with closing(in_order(work, parts, processes)) as answers:
            for _, answer in answers:
                yield answer

    return run_job(job, out, runner, tell)
