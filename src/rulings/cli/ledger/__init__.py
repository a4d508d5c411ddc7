"""`rulings ledger`: append receipts, sign checkpoints, prove, verify."""

from __future__ import annotations

import click

from rulings.cli.frame import Command
from rulings.cli.ledger.append import append
from rulings.cli.ledger.check_proof import check_proof
from rulings.cli.ledger.checkpoint import checkpoint
from rulings.cli.ledger.key import key
from rulings.cli.ledger.prove import prove
from rulings.cli.ledger.verify import verify


class _Group(click.Group):
    command_class = Command


@click.group(
    cls=_Group,
    name="ledger",
    commands=(append, verify, prove, check_proof, checkpoint, key),
    short_help="Keep receipts so that nobody can change them unseen.",
)
def ledger() -> None:
    """Keep receipts in an append-only ledger, and prove that nobody changed, removed or added one.

    LEDGER is a file, which is made with `append --create`, or the URL of a database, postgresql://USER@HOST/NAME.
    """
