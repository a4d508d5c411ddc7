"""`rulings test`: whether the examples come out, and how much of the policies they cover."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rulings.checking import NothingToCheck
from rulings.cli.frame import WRONG_USE, Command
from rulings.cli.options import format_option, policies_or_default
from rulings.cli.output import JSON, coloured, counted, say, say_json, written
from rulings.examples import PolicyCoverage, Report, run_examples

_UNKNOWN = ("unknown-policy", "unknown-version", "unknown-example")


@click.command(
    cls=Command,
    short_help="Run the examples of the policies, and measure what they cover.",
    examples=(
        "rulings test",
        "rulings test policies --policy douyin/after-sales-dispute",
        "rulings test --no-coverage --format json",
    ),
)
@click.argument("folder", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--policy",
    "--only",
    "only",
    metavar="NAME",
    default=None,
    help="A policy, one version of it, or the id of one example.",
)
@click.option("--coverage/--no-coverage", default=True, show_default=True, help="Show what the examples cover.")
@click.option(
    "--require-coverage/--no-require-coverage",
    "required",
    default=True,
    show_default=True,
    help="End with 1 where it is not all.",
)
@format_option
@click.pass_context
def test(  # noqa: PLR0913 - the options of the command
    context: click.Context, folder: Path | None, only: str | None, form: str, *, coverage: bool, required: bool
) -> None:
    """Run the examples that stand beside the policies, and measure what they cover.

    Covered are rules, conditions, boundaries and readings.

    FOLDER is a folder of policies: ./policies if there is one, else the policies that come with the package.
    """
    chosen = policies_or_default(folder)
    if not chosen.is_dir():
        message = f"there is no folder {chosen}"
        raise NothingToCheck(message)
    report = run_examples(chosen, only)
    if form == JSON:
        say_json(report.to_dict() if coverage else {**report.to_dict(), "coverage": []})
    else:
        _say(report, coverage=coverage)
    context.exit(_code(report, covered=report.covered or not (coverage and required)))


def _code(report: Report, *, covered: bool) -> int:
    if any(fault.place is None and fault.code in _UNKNOWN for fault in report.faults):
        return WRONG_USE
    return 0 if report.ok and covered else 1


def _say(report: Report, *, coverage: bool) -> None:
    for fault in report.faults:
        say(written(fault) + "\n")
    for failure in (failure for example in report.examples for failure in example.failures):
        say(written(failure) + "\n")
    for part in report.coverage if coverage else ():
        say("\n".join(_table(part)) + "\n")
    say(_summary(report))


def _table(coverage: PolicyCoverage) -> Iterator[str]:
    for note in coverage.missing:
        yield written(note) + "\n"
    yield f"{coverage.policy}@{coverage.version} covered by examples:"
    for name, measure in coverage.measures.items():
        share = 100 * measure.covered // measure.total if measure.total else 100
        line = f"  {name:<10} {measure.covered:>5} of {measure.total:<5} {share:>3}%"
        yield line if measure.complete else coloured(line, "yellow")


def _summary(report: Report) -> str:
    failed = sum(not example.passed for example in report.examples)
    parts = [counted(len(report.faults), "fault")] if report.faults else []
    parts += [
        f"{failed} of {counted(len(report.examples), 'example')} failed"
        if failed
        else f"{counted(len(report.examples), 'example')} passed"
    ]
    return coloured(", ".join(parts), "green" if report.ok else "red")
