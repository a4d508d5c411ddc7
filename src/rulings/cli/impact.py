"""`rulings impact`: what another version of a policy would change in past cases."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import click

from rulings.audit.impact.comparison import NEW, OLD, Moved, Transition
from rulings.audit.impact.report import Report
from rulings.audit.impact.running import How, Versions, compare_versions, question_of
from rulings.audit.replay.rows import RECEIPTS
from rulings.audit.replay.sources import open_source
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
from rulings.cli.options import format_option, language_option, moment_option, policies_option, policies_or_default
from rulings.cli.output import JSON, coloured, say, say_json, written
from rulings.cli.progress import progress
from rulings.cli.replay import check_output, keep_inputs
from rulings.replacing import replace_files
from rulings.site.impact import impact_page
from rulings.values import Money


@click.command(
    cls=Command,
    short_help="Compare two versions of a policy on past cases.",
    examples=(
        "rulings impact douyin/returns@2023-07-04 douyin/returns@2024-08-22 --cases cases.jsonl",
        "rulings impact douyin/returns@2023-07-04 douyin/returns@2024-08-22 --cases cases.csv --html impact.html",
        "rulings impact douyin/returns@2023-07-04 douyin/returns@2024-08-22 --cases cases.jsonl --decision request",
        "rulings impact douyin/returns@2023-07-04 douyin/returns@2024-08-22 --cases cases.csv --changed out.jsonl",
    ),
)
@click.argument("old", metavar="POLICY@OLD")
@click.argument("new", metavar="POLICY@NEW")
@click.option("--cases", "source", metavar="FILE", required=True, help="The cases: JSON Lines, CSV or Parquet.")
@click.option(
    "--decision", "decisions", metavar="NAME", multiple=True, help="Compare this decision, not the answers; repeatable."
)
@click.option("--money", metavar="NAME", multiple=True, help="Sum up a decision, or a fact by transition; repeatable.")
@moment_option("--at", "The moment of evaluation of all cases, with its offset.")
@click.option(
    "--examples",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    metavar="N",
    help="Of each transition.",
)
@click.option(
    "--changed",
    type=click.Path(path_type=Path),
    metavar="OUT",
    default=None,
    help="Write the rows that change with both results: OUT.jsonl or OUT.parquet.",
)
@click.option("--html", type=click.Path(path_type=Path), metavar="OUT.html", default=None, help="Write a page too.")
@engine_options
@processes_option
@policies_option
@language_option
@format_option
@click.pass_context
def impact(  # noqa: PLR0913, PLR0917 - the options of the command
    context: click.Context,
    old: str,
    new: str,
    source: str,
    decisions: tuple[str, ...],
    money: tuple[str, ...],
    at: str | None,
    examples: int,
    changed: Path | None,
    html: Path | None,
    engine: str,
    verify: Fraction,
    processes: int | None,
    policies: Path | None,
    language: str,
    form: str,
) -> None:
    """Rule on past cases under two versions of a policy, and count what comes out otherwise, and by which rules.

    Money is summed up exactly: of decisions that give money, and of allocations by party. Cases that a version leaves
    open are counted apart, never as changed. Each transition is shown on its first cases, explained under both
    versions. The page of --html needs nothing else: no network, no script. Ends with 1 where rows were faulty.
    """
    folder = policies_or_default(policies)
    book = PolicyBook.load(folder)
    versions = versions_of(folder, old, new, at)
    question = question_of(*versions.both(book), decisions, money, examples)
    opened = open_source(source, book, versions.policy)
    if opened.form == RECEIPTS:
        message = "receipts are replayed; impact takes cases"
        raise click.UsageError(message)
    _check_outputs(changed, html, Path(source))
    how = How(engine, processes_for(opened, processes), verify, changed)
    with progress(opened.size, "comparing") as tell, ends_with_1(context, form):
        found = compare_versions(opened, versions, question, book, how=how, tell=tell)
    report = Report(found, versions, question, book, opened.form)
    if html is not None:
        replace_files({html: impact_page(report, language).encode("utf-8")})
    if form == JSON:
        say_json(report.to_dict())
    else:
        say("\n".join(lines_of(report, language, verify)))
        outputs = [str(path) for path in (changed, html) if path is not None]
        if outputs:
            say(f"\nwritten: {', '.join(outputs)}")
    context.exit(1 if found.tally["faulty"] else 0)


def _check_outputs(changed: Path | None, html: Path | None, source: Path) -> None:
    """Say what cannot be written before anything is ruled. Raises click.UsageError, and PackageMissing for Parquet."""
    outputs = [path for path in (changed, html) if path is not None]
    keep_inputs(outputs, (source,))
    if changed is not None:
        check_output(changed)
        if html is not None and changed.resolve() == html.resolve():
            message = f"{changed} cannot be both --changed and --html"
            raise click.UsageError(message)


def versions_of(folder: Path, old: str, new: str, at: str | None) -> Versions:
    """Read the names of both versions. Raises click.UsageError."""
    (policy, _, was), (other, _, becomes) = old.partition("@"), new.partition("@")
    if not was or not becomes:
        message = f'"{old if not was else new}" is not POLICY@VERSION'
        raise click.UsageError(message)
    if policy != other:
        message = f"{policy} and {other} are two policies: give two versions of one"
        raise click.UsageError(message)
    return Versions(folder, policy, was, becomes, at)


def lines_of(report: Report, language: str, verify: Fraction = Fraction(0)) -> Iterator[str]:
    """Write a comparison for people."""
    tally, comparison = report.impact.tally, report.comparison
    for number, case, faults in report.impact.first_faults:
        named = "" if case is None else f" ({case})"
        yield from (f"row {number}{named}: {written(fault)}\n" for fault in faults)
    yield f"{report.versions.policy}: {report.versions.old} → {report.versions.new}"
    parts = [f"{tally['ruled']:,} compared", f"{tally['faulty']:,} faulty"]
    parts += [f"{tally['passed over']:,} of other policies"] if tally["passed over"] else []
    yield f"{counted_rows(tally['read'])}: {', '.join(parts)}"
    said = f"{comparison.changed:,} changed, {comparison.undetermined:,} undetermined, {comparison.same:,} the same"
    yield coloured(said, "yellow" if comparison.changed else "green")
    if verify:
        yield verified_text(report.impact.verified)
    for name in report.question.decisions:
        yield from _decision(report, name, language)


def _decision(report: Report, name: str, language: str) -> Iterator[str]:
    yield f"\n{report.decision(name).title.text(language)} ({name})"
    for one, number in report.comparison.of(name):
        mark = "*" if one.is_changed else "?" if one.is_undetermined else "+" if one.is_of_one else " "
        shown = report.rows(one)
        rows = f"  rows {shown}" if shown else ""
        yield f"  {mark} {number:>9,}  {said_of(one)}{rows}"
        yield from (f"               {fact} {Money(amount)}" for fact, amount in report.stakes(one).items())
    for side, version in ((OLD, report.versions.old), (NEW, report.versions.new)):
        changed = [use for use in report.uses(name, side) if use[2]]
        if changed:
            uses = ", ".join(f"{rule} {of_them:,} of {cases:,}" for rule, cases, of_them in changed)
            yield f"  changed, by rule of {version}: {uses}"
    yield from (f"  {key}: {moved_text(moved)}" for key, moved in report.money(name).items())


def said_of(one: Transition) -> str:
    """Write a transition."""
    return one.old if one.old == one.new else f"{one.old} → {one.new}"


def moved_text(moved: Moved) -> str:
    """Write money that moved."""
    unknown = f"; not known in {moved.unknown:,}" if moved.unknown else ""
    sums = f"{Money(moved.old)} → {Money(moved.new)}"
    return f"{sums}, gained {Money(moved.gained)}, lost {Money(moved.lost)}, in {moved.cases:,} cases{unknown}"
