"""`rulings ledger check-proof`: check a proof with nothing but a checkpoint and its public key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rulings.cli.frame import Command
from rulings.cli.ledger.files import kept_option, public_key_option, read_file, read_receipt
from rulings.cli.options import format_option
from rulings.cli.output import JSON, coloured, say, say_json, written
from rulings.errors import Diagnostic, UnreadableReceipt, diagnostics_of


@click.command(
    cls=Command,
    name="check-proof",
    short_help="Check a proof, without the ledger.",
    examples=(
        "rulings ledger check-proof proof.json receipt.json --checkpoint 2024-03.checkpoint --key ledger.pem.pub",
        "rulings ledger check-proof grown.json --checkpoint old.checkpoint --checkpoint new.checkpoint --key key.pub",
    ),
)
@click.argument("proof", metavar="PROOF", type=click.Path(path_type=Path))
@click.argument("receipt", metavar="[RECEIPT]", required=False, type=click.Path(path_type=Path))
@kept_option
@public_key_option
@format_option
@click.pass_context
def check_proof(  # noqa: PLR0913 - the options of the command
    context: click.Context, *, proof: Path, receipt: Path | None, kept: tuple[Path, ...], key: Path | None, form: str
) -> None:
    """Check that RECEIPT, which may be a copy with withheld facts, is in the ledger whose checkpoint this is.

    What a proof says about a number of entries holds by a signed checkpoint of so many. A proof with a consistency
    needs the two checkpoints between which the ledger only grew; an entry of the older one needs only that.
    """
    from rulings.audit.ledger import public_key, read_proof  # noqa: PLC0415 - its packages are an extra

    if not kept or key is None:
        message = "a proof holds by a signed checkpoint: name it with --checkpoint, and its public key with --key"
        raise click.UsageError(message)
    public, read = public_key(read_file(key)), read_proof(read_file(proof))
    faults = _faults(read, receipt, kept, public)
    if form == JSON:
        say_json({"holds": not faults, "faults": [fault.to_dict() for fault in faults]})
    else:
        for fault in faults:
            say(written(fault) + "\n")
        say(coloured("the proof fails", "red") if faults else coloured("the proof holds", "green"))
    context.exit(1 if faults else 0)


def _faults(proof: Any, receipt: Path | None, kept: tuple[Path, ...], key: Any) -> list[Diagnostic]:  # noqa: ANN401 - types of the extra
    from rulings.audit.ledger import BadSignature, Checkpoint, check_proof  # noqa: PLC0415 - an extra

    checkpoints = [Checkpoint.read(read_file(path)) for path in kept]
    try:
        for checkpoint in checkpoints:
            checkpoint.must_be_signed(key)
        return check_proof(proof, checkpoints, None if receipt is None else read_receipt(receipt).seal)
    except BadSignature as error:
        return diagnostics_of(error)
    except UnreadableReceipt as error:
        if not error.is_tampered:
            raise
        return diagnostics_of(error)
