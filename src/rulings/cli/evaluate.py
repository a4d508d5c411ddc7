"""`rulings evaluate`: the ruling on one case."""

from __future__ import annotations

from secrets import token_bytes

import click

from rulings.cli.frame import Command
from rulings.cli.options import format_option, language_option, rules_on_a_case
from rulings.cli.output import JSON, coloured, say
from rulings.cli.summary import summary_of
from rulings.ruling import Ruling

SECRET_BYTES = 32


@click.command(
    cls=Command,
    short_help="Rule on a case.",
    examples=(
        "rulings evaluate case.json",
        "rulings evaluate case.json --lang zh",
        "rulings evaluate case.json --policy-version 2023-07-29 --format json",
        "rulings evaluate case.json --receipt --salted",
    ),
)
@rules_on_a_case
@language_option
@format_option
@click.option("--receipt", is_flag=True, help="Print the receipt of the ruling, sealed, as canonical JSON.")
@click.option("--salted", is_flag=True, help="With --receipt: salt it, so that facts can be withheld from copies.")
def evaluate(ruling: Ruling, language: str, form: str, *, receipt: bool, salted: bool) -> None:
    """Rule on a case: a JSON file `{"id": …, "policy": …, "facts": {…}}`, or `-` for standard input.

    The version is the one that was in force on the case's own date, unless it is named. A case with a fault is refused
    whole. The data form has the same bytes for the same case and policy on every machine.
    """
    if salted and not receipt:
        message = "--salted is for receipts: add --receipt"
        raise click.UsageError(message)
    if receipt:
        # The one random thing of the product. It decides nothing: it keeps what is withheld from being guessed.
        say(ruling.receipt(token_bytes(SECRET_BYTES) if salted else None).to_json())
        return
    if form == JSON:
        say(ruling.to_json())
        return
    head, *rest = summary_of(ruling, language)
    say(coloured(head, "green" if ruling.decided else "yellow"))
    say("\n".join(rest))
