"""`rulings replay`: rules on past cases again, and judges receipts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import click

from rulings.audit.columns.engines import COLUMNS
from rulings.audit.replay.arrow import packages
from rulings.audit.replay.journal import Paths
from rulings.audit.replay.json_lines import JsonLines
from rulings.audit.replay.judging import Request
from rulings.audit.replay.rows import CASES, RECEIPTS, Source
from rulings.audit.replay.running import Pace, Plan, Report, replay
from rulings.audit.replay.sources import open_source
from rulings.audit.replay.tally import SECOND
from rulings.audit.replay.verdict import SAME
from rulings.book import PolicyBook
from rulings.cli.engines import (
    counted_rows,
    ends_with_1,
    engine_options,
    processes_for,
    processes_option,
    verified_text,
)
from rulings.cli.frame import Command
from rulings.cli.options import format_option, moment_option, policies_option, policies_or_default
from rulings.cli.output import JSON, coloured, say, say_json, written
from rulings.cli.progress import progress

_OUTPUTS = (".jsonl", ".parquet")


@click.command(
    cls=Command,
    name="replay",
    short_help="Rule on past cases again, or judge receipts.",
    examples=(
        "rulings replay cases.jsonl",
        "rulings replay cases.csv --policy douyin/returns -o rulings.parquet",
        "rulings replay cases.jsonl --policy douyin/returns --policy-version 2023-07-04 -o old.jsonl --resume",
        "rulings replay cases.jsonl --policy douyin/returns --engine columns --verify 0.1% -o rulings.jsonl",
        "rulings replay receipts.jsonl --facts today.jsonl --format json",
        "rulings replay receipts.ledger --as-known-at 2024-12-31T23:59:59+08:00",
    ),
)
@click.argument("source", metavar="INPUT")
@click.option("--policy", metavar="NAME", default=None, help="Take rows of this policy only; of tables, all rows.")
@click.option("--policy-version", "version", metavar="DATE", default=None, help="Rule by this version.")
@click.option("--as-in-force", is_flag=True, help="Rule by the version that a case's date chooses.  [default]")
@moment_option("--as-known-at", "Choose among what was recorded by then.")
@moment_option("--at", "The moment of evaluation of all cases, with its offset.")
@click.option(
    "--facts", type=click.Path(path_type=Path), metavar="FILE", default=None, help="Today's facts of receipts' cases."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="OUT", default=None, help="OUT.jsonl or OUT.parquet."
)
@click.option("--resume", is_flag=True, help="Go on where a run that was stopped had come to.")
@click.option("--second-opinion", is_flag=True, help="Let another engine rule too, and say where the two differ.")
@engine_options
@processes_option
@policies_option
@format_option
@click.pass_context
def replay_command(  # noqa: PLR0913, PLR0917 - the options of the command
    context: click.Context,
    source: str,
    policy: str | None,
    version: str | None,
    as_known_at: str | None,
    at: str | None,
    facts: Path | None,
    output: Path | None,
    engine: str,
    verify: Fraction,
    processes: int | None,
    policies: Path | None,
    form: str,
    *,
    as_in_force: bool,
    resume: bool,
    second_opinion: bool,
) -> None:
    """Rule on past cases again: JSON Lines, CSV or Parquet; or judge receipts: JSON Lines or a ledger.

    With -o, rulings are written in the order of the input, and rows with faults to OUT.faults.jsonl beside them. A run
    that was killed goes on with --resume, and ends with the same bytes. Receipts are derived again under exactly their
    version, and each gets a verdict: same, policy corrected later, facts corrected later, engine changed, tampered, or
    cannot be derived. Ends with 1 where a row was faulty, a verdict is another than same, or a second opinion differs.
    """
    folder = policies_or_default(policies)
    book = PolicyBook.load(folder)
    _check_version(book, policy, version, as_known_at or ("--as-in-force" if as_in_force else None))
    opened = open_source(source, book, policy)
    _check_use(opened, {"--policy-version": version, "--at": at}, facts)
    paths = _paths(output, (Path(source), facts), resume=resume)
    if second_opinion:
        _check_single(engine, verify)
        from rulings.second_opinion.process import check_installed  # noqa: PLC0415 - only where it is asked for

        check_installed()
    known = None if facts is None else JsonLines(facts, CASES)
    plan = Plan(opened, Request(folder, policy, version, at, as_known_at, second_opinion), book, known)
    with progress(opened.size, "replaying") as tell:
        pace = Pace(processes_for(opened, processes), engine=engine, verify=verify)
        with ends_with_1(context, form):
            report = replay(plan, paths, resume=resume, pace=pace, tell=tell)
    _say(report, paths, form, verify)
    context.exit(0 if _all_well(report) else 1)


def _check_single(engine: str, verify: Fraction) -> None:
    if engine == COLUMNS or verify:
        message = "--second-opinion goes case by case: it means nothing with --engine columns or --verify"
        raise click.UsageError(message)


def _check_version(book: PolicyBook, policy: str | None, version: str | None, other: str | None) -> None:
    if version is None:
        return
    if policy is None:
        message = "--policy-version needs --policy"
        raise click.UsageError(message)
    if other is not None:
        message = "--policy-version names the version, which --as-in-force and --as-known-at choose"
        raise click.UsageError(message)
    book.version(policy, version)


def _check_use(source: Source, of_cases: dict[str, str | None], facts: Path | None) -> None:
    """Refuse options that mean nothing for what the input holds."""
    if source.form == RECEIPTS:
        for option, value in of_cases.items():
            if value is not None:
                message = f"{option} is for cases: a receipt is derived under its own version, at its own moment"
                raise click.UsageError(message)
    elif facts is not None:
        message = "--facts is for receipts: cases have their facts with them"
        raise click.UsageError(message)


def _paths(output: Path | None, inputs: tuple[Path | None, ...], *, resume: bool) -> Paths | None:
    """Say where to write, before anything is ruled. Raises click.UsageError, and PackageMissing for Parquet."""
    if output is None:
        if resume:
            message = "--resume needs -o: without it nothing is written that could be gone on from"
            raise click.UsageError(message)
        return None
    check_output(output)
    paths = Paths(output)
    keep_inputs((paths.out, paths.rows, paths.faults, paths.state), inputs)
    return paths


def check_output(output: Path) -> None:
    """Refuse an output that is neither JSON Lines nor Parquet. Raises PackageMissing for Parquet that cannot be had."""
    if output.suffix not in _OUTPUTS:
        message = f"the output is JSON Lines or Parquet: {output.name} ends in neither .jsonl nor .parquet"
        raise click.UsageError(message)
    if output.suffix == ".parquet":
        packages()


def keep_inputs(outputs: Iterable[Path], inputs: Iterable[Path | None]) -> None:
    """Refuse to write over what is read. Raises click.UsageError."""
    read = {path.resolve() for path in inputs if path is not None}
    for path in outputs:
        if path.resolve() in read:
            message = f"{path} is read, and would be written over"
            raise click.UsageError(message)


def _all_well(report: Report) -> bool:
    tally = report.tally
    return not tally["faulty"] and not tally.of("verdict").keys() - {SAME} and "differs" not in tally.of(SECOND)


def _say(report: Report, paths: Paths | None, form: str, verify: Fraction) -> None:
    files = {} if paths is None else {"output": str(paths.out), "faults": str(paths.faults)}
    if form == JSON:
        counts = {**report.tally.to_dict(), "verified": report.verified}
        say_json({**counts, "files": files, "first_faults": _first_faults(report)})
        return
    for number, case, faults in report.first_faults:
        named = "" if case is None else f" ({case})"
        for fault in faults:
            say(f"row {number}{named}: {written(fault)}\n")
    tally = report.tally
    parts = [f"{tally['ruled']:,} ruled", f"{tally['faulty']:,} faulty"]
    parts += [f"{tally['passed over']:,} of other policies"] if tally["passed over"] else []
    head = f"{counted_rows(tally['read'])}: {', '.join(parts)}"
    say(coloured(head, "green" if _all_well(report) else "red"))
    for title in ("verdict", "status", "version", "fault"):
        _counts(f"{title}s" if title != "status" else title, tally.of(title))
    _counts("second opinion, by decision", tally.of(SECOND))
    answers = tally.answers()
    if len(answers) == 1:  # those of all policies together would hide everything else
        for decision, values in next(iter(answers.values())).items():
            _counts(decision, values)
    if verify:
        say(verified_text(report.verified))
    if paths is not None:
        say(f"written: {paths.out}, {paths.faults}")


def _counts(title: str, counts: dict[str, int]) -> None:
    if counts:
        say(f"  {title}: " + ", ".join(f"{name} {number:,}" for name, number in counts.items()))


def _first_faults(report: Report) -> list[dict[str, object]]:
    return [
        {"row": number, "case": case, "faults": [fault.to_dict() for fault in faults]}
        for number, case, faults in report.first_faults
    ]
