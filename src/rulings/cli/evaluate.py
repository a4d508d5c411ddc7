"""`rulings evaluate`: the ruling on one case."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.book import PolicyBook
from rulings.cli.frame import Command
from rulings.cli.options import (
    at_option,
    case_argument,
    format_option,
    language_option,
    policies_option,
    policies_or_default,
    read_case,
    version_option,
)
from rulings.cli.output import JSON, coloured, say
from rulings.cli.summary import summary_of


@click.command(
    cls=Command,
    short_help="Rule on a case.",
    examples=(
        "rulings evaluate case.json",
        "rulings evaluate case.json --lang zh",
        "rulings evaluate case.json --policy-version 2023-07-29 --format json",
    ),
)
@case_argument
@policies_option
@version_option
@at_option
@language_option
@format_option
def evaluate(case: Path, policies: Path | None, version: str | None, at: str | None, language: str, form: str) -> None:  # noqa: PLR0913 - options
    """Rule on a case: a JSON file `{"id": …, "policy": …, "facts": {…}}`, or `-` for standard input.

    The version is the one that was in force on the case's own date, unless it is named. A case with a fault is refused
    whole. The data form has the same bytes for the same case and policy on every machine.
    """
    book = PolicyBook.load(policies_or_default(policies))
    ruling = book.evaluate_json(read_case(case), version=version, at=at)
    if form == JSON:
        say(ruling.to_json())
        return
    head, *rest = summary_of(ruling, language)
    say(coloured(head, "green" if ruling.decided else "yellow"))
    say("\n".join(rest))
