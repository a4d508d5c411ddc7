"""`rulings timeline`: the obligations of a case in the order of time."""

from __future__ import annotations

import click

from rulings.cli.frame import Command
from rulings.cli.options import language_option, rules_on_a_case
from rulings.cli.output import JSON, say, say_json
from rulings.ruling import Ruling

FORMATS = ("text", "svg", JSON)


@click.command(
    cls=Command,
    short_help="Show what had to be done by when, and what is due.",
    examples=(
        "rulings timeline case.json --at 2024-03-05T10:00:00+08:00",
        "rulings timeline case.json --for buyer --lang zh",
        "rulings timeline case.json --format svg",
    ),
)
@rules_on_a_case
@language_option
@click.option(
    "--for",
    "audience",
    type=click.Choice(["buyer", "merchant", "auditor"]),
    default="auditor",
    show_default=True,
    help="Who reads it.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, as a drawing, or as data with the texts of both languages.",
)
def timeline(ruling: Ruling, language: str, audience: str, form: str) -> None:
    """Show the obligations of a case in the order of time: a JSON file, or `-` for standard input.

    What happened, what was missed and what follows from that, what is due at the moment of evaluation (--at), and
    what comes after it.
    """
    if form == JSON:
        say_json(ruling.timeline(language, audience=audience, format="data"))
    else:
        say(str(ruling.timeline(language, audience=audience, format=form)).rstrip("\n"))
