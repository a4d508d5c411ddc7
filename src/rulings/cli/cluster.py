"""`rulings cluster`: what another version of a policy would change in many Parquet files, by more than one machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from rulings.audit.cluster.committing import SUCCESS
from rulings.audit.cluster.job import ROWS_OF_PART, Job, make_job
from rulings.audit.cluster.report import JobReport
from rulings.book import PolicyBook
from rulings.cli.frame import Command
from rulings.cli.impact import lines_of, versions_of
from rulings.cli.options import format_option, language_option, moment_option, policies_option, policies_or_default
from rulings.cli.output import JSON, counted, say, say_json
from rulings.cli.progress import Tell, progress

_LOCAL, _SPARK, _DASK = "local", "spark", "dask"


@click.command(
    cls=Command,
    short_help="Compare two versions on many Parquet files.",
    examples=(
        "rulings cluster douyin/returns@2023-07-04 douyin/returns@2024-08-22 cases.parquet --out changed",
        "rulings cluster douyin/returns@2023-07-04 douyin/returns@2024-08-22 cases.parquet --out changed --on dask",
    ),
)
@click.argument("old", metavar="POLICY@OLD")
@click.argument("new", metavar="POLICY@NEW")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", required=True, help="Where changed rows go.")
@click.option(
    "--on", "where", type=click.Choice([_LOCAL, _SPARK, _DASK]), default=_LOCAL, show_default=True, help="Who works."
)
@click.option(
    "--decision", "decisions", metavar="NAME", multiple=True, help="Compare this decision, not the answers; repeatable."
)
@click.option("--money", metavar="NAME", multiple=True, help="Sum up a decision, or a fact by transition; repeatable.")
@moment_option("--at", "The moment of evaluation of all cases, with its offset.")
@click.option(
    "--examples", type=click.IntRange(min=0), default=3, show_default=True, metavar="N", help="Of each transition."
)
@click.option(
    "--part-rows",
    type=click.IntRange(min=1),
    default=ROWS_OF_PART,
    show_default=True,
    metavar="N",
    help="Cut larger files.",
)
@click.option("--processes", type=click.IntRange(min=1), metavar="N", help="Of --on local.  [default: one a processor]")
@policies_option
@language_option
@format_option
@click.pass_context
def cluster(  # noqa: PLR0913, PLR0917 - the options of the command
    context: click.Context,
    old: str,
    new: str,
    files: tuple[Path, ...],
    out: Path,
    where: str,
    decisions: tuple[str, ...],
    money: tuple[str, ...],
    at: str | None,
    examples: int,
    part_rows: int,
    processes: int | None,
    policies: Path | None,
    language: str,
    form: str,
) -> None:
    """Compare two versions of a policy on Parquet files, part by part, on this machine, by Spark or by Dask.

    Workers get the policies as text, read the files themselves, and see the same folders as this process. FOLDER gets
    the rows that changed, a file a part, and at the very end _SUCCESS.json with the counts. A run that was killed goes
    on when it is started again, and ends with the same bytes. Ends with 1 where rows were faulty.
    """
    if len(set(files)) < len(files):
        message = "a file is given twice, and its rows would count twice"
        raise click.UsageError(message)
    if processes is not None and where != _LOCAL:
        message = f"--processes is for --on local: {where} has workers of its own"
        raise click.UsageError(message)
    folder = policies_or_default(policies)
    job = make_job(
        versions_of(folder, old, new, at),
        [path.absolute() for path in files],
        book=PolicyBook.load(folder),
        decisions=decisions,
        money=money,
        examples=examples,
        rows_of_part=part_rows,
    )
    with progress(len(job.parts), "comparing") as tell:
        report = _run(job, out.absolute(), where, processes, tell)
    if form == JSON:
        say_json(report.to_dict())
    else:
        say("\n".join((*_faulty(report), *lines_of(report, language))))
        say(f"\nwritten: {out / SUCCESS}, and {counted(len(job.parts), 'part')}")
    context.exit(1 if report.impact.tally["faulty"] else 0)


def _faulty(report: JobReport) -> Iterator[str]:
    for row in report.first_faults:
        named = "" if row["case"] is None else f" ({row['case']})"
        for fault in row["faults"]:
            yield f"{row['file']}, row {row['row']}{named}: {fault['path']}: {fault['code']}: {fault['message']}\n"


def _run(job: Job, out: Path, where: str, processes: int | None, tell: Tell) -> JobReport:
    """Do the job. Raises PackageMissing, and what the job raises."""
    if where == _SPARK:
        from rulings.audit.cluster import spark  # noqa: PLC0415 - only where it is asked for

        session = spark.session()
        try:
            return spark.run(session, job, out, tell=tell)
        finally:
            session.stop()
    if where == _DASK:
        from rulings.audit.cluster import dask  # noqa: PLC0415 - the same

        return dask.run(job, out, tell=tell)
    from rulings.audit.cluster import local  # noqa: PLC0415 - the same

    return local.run(job, out, processes=processes or os.cpu_count() or 1, tell=tell)
