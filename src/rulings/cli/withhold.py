"""`rulings withhold`: a copy of a receipt that does not show everything."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.options import format_option
from rulings.cli.output import JSON, say, say_json
from rulings.cli.receipts import Tampered, read_receipts
from rulings.errors import UnreadableReceipt
from rulings.receipt import Receipt


@click.command(
    cls=Command,
    short_help="Copy a receipt without some of its facts.",
    examples=(
        "rulings withhold receipt.json facts.order case.id --format json",
        "rulings withhold receipt.json results.freight",
    ),
)
@click.argument("receipt", metavar="RECEIPT", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@format_option
def withhold(receipt: Path, paths: tuple[str, ...], form: str) -> None:
    """Print a copy of a receipt that does not show the facts or results at PATH, and has the same seal.

    `facts.order.amount` is a fact, `facts.order` all facts of a group, `results.window` a result; `case.id` and `due`
    can be withheld too. Commitments stand in their place, so that `rulings verify` still accepts the copy, and whoever
    has the receipt can show later what was withheld. The receipt must have been made with salts. The copy is canonical
    JSON, and with `--format json` the same on several lines.
    """
    # Whole or not at all: nothing is printed before every receipt could be copied.
    for copy in [_copy(found, paths) for found in read_receipts(receipt)]:
        if form == JSON:
            say_json(copy.data)
        else:
            say(copy.to_json())


def _copy(found: Receipt | Tampered, paths: tuple[str, ...]) -> Receipt:
    if isinstance(found, Tampered):
        summary = "nothing is withheld from a receipt that was changed"
        raise UnreadableReceipt(summary, [found.fault])
    return found.withhold(paths)
