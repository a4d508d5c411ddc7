"""`rulings ledger prove`: make a proof that can be checked without the ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from rulings.cli.frame import Command
from rulings.cli.ledger.files import ledger_argument, read_receipt
from rulings.cli.options import format_option
from rulings.cli.output import JSON, say, say_json

_COUNT = click.IntRange(min=0)


@click.command(
    cls=Command,
    short_help="Prove that a receipt is in the ledger, or that it only grew.",
    examples=(
        "rulings ledger prove receipts.ledger receipt.json -o proof.json",
        "rulings ledger prove receipts.ledger --index 17 --size 20",
        "rulings ledger prove receipts.ledger --consistency 10 --size 20 -o grown.json",
    ),
)
@ledger_argument
@click.argument("receipt", metavar="[RECEIPT]", required=False, type=click.Path(path_type=Path))
@click.option("--index", type=_COUNT, metavar="N", help="The entry, by its index from 0.")
@click.option("--seal", metavar="SEAL", help="The entry, by the seal of its receipt.")
@click.option("--size", type=_COUNT, metavar="N", help="Prove it of the first N entries.  [default: all]")
@click.option(
    "--consistency", "old", type=_COUNT, metavar="N", help="Prove that the ledger begins with what its first N were."
)
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the proof to a file.")
@format_option
def prove(  # noqa: PLR0913 - the options of the command
    *,
    where: str,
    receipt: Path | None,
    index: int | None,
    seal: str | None,
    size: int | None,
    old: int | None,
    out: Path | None,
    form: str,
) -> None:
    """Prove that a receipt is in the ledger: it is named by its file, which may be a copy, its seal or its index.

    The proof is a few hundred bytes of JSON for `rulings ledger check-proof`, which needs a checkpoint of as many
    entries: name them with --size. With --consistency, the proof shows too, or only, that the ledger just grew.
    """
    from rulings.audit.ledger import Ledger, Proof, proof_data  # noqa: PLC0415 - its packages are an extra

    entry = _entry(receipt, index, seal)
    if entry is None and old is None:
        message = "name a RECEIPT, --seal or --index, or the entries to begin with: --consistency"
        raise click.UsageError(message)
    with Ledger.open(where, read_only=True) as ledger:
        size = ledger.size if size is None else size
        inclusion = None if entry is None else ledger.inclusion(entry, size)
        data = proof_data(Proof(inclusion, None if old is None else ledger.consistency(old, size)))
    if out is not None:
        out.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    if out is None or form == JSON:
        say_json(data)
    else:
        say(f"{out}: {_told(data)}")


def _entry(receipt: Path | None, index: int | None, seal: str | None) -> int | str | None:
    if sum(each is not None for each in (receipt, index, seal)) > 1:
        message = "name one entry: by RECEIPT, --seal or --index"
        raise click.UsageError(message)
    if receipt is not None:
        return read_receipt(receipt).seal
    return seal if index is None else index


def _told(data: dict[str, Any]) -> str:
    one, two = data.get("inclusion"), data.get("consistency")
    parts = [f"entry {one['index']} is among the first {one['size']}"] if one else []
    parts += [f"the first {two['new']} begin with what the first {two['old']} were"] if two else []
    return ", ".join(parts)
