"""`rulings ledger key`: make the pair of keys that checkpoints are signed and checked with."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.options import format_option
from rulings.cli.output import JSON, say, say_json


@click.command(
    cls=Command,
    short_help="Make a key to sign checkpoints.",
    examples=("rulings ledger key ledger.pem", "rulings ledger key ledger.pem --format json"),
)
@click.argument("private", metavar="FILE", type=click.Path(path_type=Path))
@format_option
def key(private: Path, form: str) -> None:
    """Make an Ed25519 key: FILE is the private key, which only its owner can read, and FILE.pub the public one.

    A key is never written over. Whoever checks gets the public one, on a way on which nobody exchanges it.
    """
    from rulings.audit.ledger import write_new_key  # noqa: PLC0415 - its packages are an extra

    if not private.name:
        message = f"{private} is a folder: name the file that the key goes into"
        raise click.UsageError(message)
    public = private.with_name(f"{private.name}.pub")
    write_new_key(private, public)
    if form == JSON:
        say_json({"private": str(private), "public": str(public)})
    else:
        say(f"{private} signs, and is to be kept safe; {public} checks, and is for everybody")
