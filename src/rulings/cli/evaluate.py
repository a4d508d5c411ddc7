"""`rulings evaluate`: the ruling on one case."""

from __future__ import annotations

import click

from rulings.cli.frame import Command
from rulings.cli.options import format_option, language_option, rules_on_a_case
from rulings.cli.output import JSON, coloured, say
from rulings.cli.summary import summary_of
from rulings.ruling import Ruling


@click.command(
    cls=Command,
    short_help="Rule on a case.",
    examples=(
        "rulings evaluate case.json",
        "rulings evaluate case.json --lang zh",
        "rulings evaluate case.json --policy-version 2023-07-29 --format json",
    ),
)
@rules_on_a_case
@language_option
@format_option
def evaluate(ruling: Ruling, language: str, form: str) -> None:
    """Rule on a case: a JSON file `{"id": …, "policy": …, "facts": {…}}`, or `-` for standard input.

    The version is the one that was in force on the case's own date, unless it is named. A case with a fault is refused
    whole. The data form has the same bytes for the same case and policy on every machine.
    """
    if form == JSON:
        say(ruling.to_json())
        return
    head, *rest = summary_of(ruling, language)
    say(coloured(head, "green" if ruling.decided else "yellow"))
    say("\n".join(rest))
