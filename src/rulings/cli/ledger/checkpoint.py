"""`rulings ledger checkpoint`: sign how long the ledger is, and its root."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.ledger.files import ledger_argument, read_file
from rulings.cli.options import format_option
from rulings.cli.output import JSON, say, say_json


@click.command(
    cls=Command,
    short_help="Sign how long the ledger is, and its root.",
    examples=(
        "rulings ledger checkpoint receipts.ledger --key ledger.pem --origin example.com/receipts",
        "rulings ledger checkpoint receipts.ledger --key ledger.pem --origin example.com/receipts -o march.checkpoint",
    ),
)
@ledger_argument
@click.option("--key", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The private key (PEM).")
@click.option("--origin", required=True, metavar="NAME", help="What the ledger is called: example.com/receipts.")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
@format_option
def checkpoint(where: str, key: Path, origin: str, out: Path | None, form: str) -> None:
    """Make a checkpoint: a signed note (C2SP tlog-checkpoint) with the origin, the number of entries, and the root.

    It is stored in the ledger, and printed or written to a file. What makes it worth something is a copy that the
    keeper of the ledger cannot change: with the auditor, or in a place where nothing is written over.
    """
    from rulings.audit.ledger import Ledger, private_key  # noqa: PLC0415 - its packages are an extra

    with Ledger.open(where) as ledger:
        made = ledger.checkpoint(private_key(read_file(key)), origin)
    if out is not None:
        out.write_bytes(made.to_bytes())
    note = made.to_bytes().decode()
    if form == JSON:
        say_json({"origin": origin, "size": made.size, "root": f"sha256:{made.root.hex()}", "note": note})
    else:
        say(f"{out}: {made.size} entries" if out is not None else note.removesuffix("\n"))
