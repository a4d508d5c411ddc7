"""`rulings withhold`: a copy of a receipt that does not show everything."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.output import say
from rulings.cli.receipts import Tampered, read_receipts
from rulings.errors import UnreadableReceipt


@click.command(
    cls=Command,
    short_help="Copy a receipt without some of its facts.",
    examples=(
        "rulings withhold receipt.json facts.order case.id",
        "rulings withhold receipt.json results.freight > copy.json",
    ),
)
@click.argument("receipt", metavar="RECEIPT", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
def withhold(receipt: Path, paths: tuple[str, ...]) -> None:
    """Print a copy of a receipt that does not show the facts or results at PATH, and has the same seal.

    `facts.order.amount` is a fact, `facts.order` all facts of a group, `results.window` a result; `case.id` and `due`
    can be withheld too. Commitments stand in their place, so that `rulings verify` still accepts the copy, and whoever
    has the receipt can show later what was withheld. The receipt must have been made with salts.
    """
    for found in read_receipts(receipt):
        if isinstance(found, Tampered):
            summary = "nothing is withheld from a receipt that was changed"
            raise UnreadableReceipt(summary, [found.fault])
        say(found.withhold(paths).to_json())
