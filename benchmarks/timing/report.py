"""The results as Markdown for people, and as data."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

from dispute.contender import Section

from timing.goals import goals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timing.results import Results, Row

TITLES = {
    Section.TYPED: "(a) Typed facts in, ruling out",
    Section.JSON: "(b) JSON in, ruling out",
    Section.DICT: "(b) A dict in, ruling out",
    Section.EXPLAINED: "(c) With the full explanation as data",
}
_SHOWN_DISAGREEMENTS = 10
_HEAD = (
    "| engine | calendar | µs a case | x hand-written | least to greatest |",
    "|---|---|---:|---:|---|",
)


def markdown(results: Results) -> str:
    """The whole report."""
    return "\n".join([*_preamble(results), *_tables(results), *_goal_lines(results)])


def data(results: Results) -> dict[str, Any]:
    """The whole report as data."""
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "cases": results.cases,
        "rounds": results.rounds,
        "versions": results.versions,
        "not_installed": results.absent,
        "faults": results.faults,
        "disagreements": [str(disagreement) for disagreement in results.disagreements],
        "rows": [_row_data(row) for row in results.rows],
        "goals": [
            {"section": goal.section, "says": goal.says, "met": goal.met, "found": goal.found}
            for goal in goals(results)
        ],
    }


def _preamble(results: Results) -> Iterator[str]:
    yield f"{results.cases:,} cases, {results.rounds} rounds, Python {platform.python_version()}, {_versions(results)}."
    for engine, reason in results.absent.items():
        yield f"- {engine}: {reason}"
    for engine, fault in results.faults.items():
        yield f"- **{engine} could not run**: {fault}"
    if results.disagreements:
        yield f"- **{len(results.disagreements):,} wrong answers**, among them:"
        yield from (f"  - {disagreement}" for disagreement in results.disagreements[:_SHOWN_DISAGREEMENTS])
    elif results.rows:
        yield "All rows below agree with the oracle on every case."


def _versions(results: Results) -> str:
    return ", ".join(f"{engine} {version}" for engine, version in results.versions.items() if version) or "no peers"


def _tables(results: Results) -> Iterator[str]:
    for section, title in TITLES.items():
        rows = results.section(section)
        if rows:
            yield from ("", f"## {title}", "", *_HEAD, *map(_line, rows))


def _line(row: Row) -> str:
    least, middle, greatest = row.ratios
    name = f"**{row.contender.label}**" if not row.is_peer else row.contender.label
    return (
        f"| {name} | {row.contender.calendar} | {row.microseconds:.2f} | {middle:.2f} | {least:.2f} to {greatest:.2f} |"
    )


def _goal_lines(results: Results) -> Iterator[str]:
    yield from ("", "## Goals", "")
    yield from (f"- {goal}" for goal in goals(results))


def _row_data(row: Row) -> dict[str, Any]:
    least, middle, greatest = row.ratios
    return {
        "section": str(row.contender.section),
        "engine": row.contender.engine,
        "form": row.contender.form,
        "calendar": str(row.contender.calendar),
        "microseconds": round(row.microseconds, 4),
        "times_hand_written": {"least": least, "median": middle, "greatest": greatest},
    }
