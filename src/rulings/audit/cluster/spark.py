"""Runs a job in a Spark session: a task a part. Workers are sent the job, and read the files themselves."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from rulings.audit.cluster.job import Job, Part
from rulings.audit.cluster.report import JobReport
from rulings.audit.cluster.running import Answer, Tell, in_waves, run_job
from rulings.audit.cluster.working import Work
from rulings.errors import PackageMissing

_OF_CORES = 4
"""So many parts a core are given away at a time."""


def session() -> Any:  # noqa: ANN401 - PySpark is an extra
    """Give the session that there is, or one by Spark's own settings. Raises PackageMissing."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = "Spark needs `pip install 'rulings[spark]'`"
        raise PackageMissing(message) from error
    return SparkSession.builder.appName("rulings").getOrCreate()


def run(
    spark: Any,  # noqa: ANN401 - a SparkSession
    job: Job,
    out: str | Path,
    *,
    wave: int | None = None,
    tell: Tell = lambda _rows, _parts: None,
) -> JobReport:
    """Do a job in a session, `wave` parts at a time. Raises what `run_job` raises, and what Spark raises."""
    context = spark.sparkContext

    def runner(work: Work, parts: Sequence[Part]) -> Generator[Answer, None, None]:
        def do(some: Sequence[Part]) -> list[Answer]:
            answers: list[Answer] = context.parallelize(some, len(some)).map(work).collect()
            return answers

        yield from in_waves(do, parts, wave or _OF_CORES * context.defaultParallelism)

    return run_job(job, out, runner, tell)
