"""`rulings ledger append`: put receipts into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulings.cli.frame import Command
from rulings.cli.ledger.files import ledger_argument, receipts_of
from rulings.cli.options import format_option
from rulings.cli.output import JSON, counted, say, say_json
from rulings.errors import UnreadableReceipt
from rulings.receipt import Receipt

if TYPE_CHECKING:
    from rulings.audit.ledger import Ledger

_AT_ONCE = 500


@click.command(
    cls=Command,
    short_help="Put receipts into the ledger.",
    examples=(
        "rulings ledger append --create receipts.ledger receipts.jsonl",
        "rulings ledger append receipts.ledger - < receipts.jsonl",
        "rulings ledger append postgresql://rulings@db/rulings receipts.jsonl --format json",
    ),
)
@ledger_argument
@click.argument("files", metavar="RECEIPTS...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--create", is_flag=True, help="Make the ledger where there is none.")
@format_option
def append(where: str, files: tuple[Path, ...], *, create: bool, form: str) -> None:
    """Append receipts: files of one receipt a line, or of one receipt; - is standard input.

    They are appended some hundred at a time, and when the command ends they are on the disk. A receipt that is in the
    ledger already is not appended again, so that a run that was broken off is just started again. It stops at the
    first receipt that cannot be read or was changed; those before it are in the ledger then.
    """
    from rulings.audit.ledger import Ledger  # noqa: PLC0415 - its packages are an extra

    with Ledger.open(where, create=create) as ledger:
        added, before = _append(ledger, chain.from_iterable(map(receipts_of, files)))
        size, root = ledger.size, f"sha256:{ledger.root().hex()}"
    if form == JSON:
        known = [{"index": index, "seal": seal} for index, seal in before]
        say_json({"added": added, "before": known, "size": size, "root": root})
        return
    for index, seal in before:
        say(f"already there, at index {index}: {seal}")
    say(f"appended: {counted(added, 'receipt')}; {counted(size, 'entry', 'entries')}, root {root}")


def _append(ledger: Ledger, receipts: Iterable[Receipt]) -> tuple[int, list[tuple[int, str]]]:
    """Append all, and tell how many were new, and where the others are."""
    added, before = 0, []
    for batch in _batches(receipts):
        done = ledger.append(batch)
        added += done.added
        before += [(done.indexes[at], batch[at].seal) for at in done.repeats]
    return added, before


def _batches(receipts: Iterable[Receipt]) -> Iterator[list[Receipt]]:
    """Give some hundred at a time, and those before an unreadable one before it is told."""
    batch: list[Receipt] = []
    unreadable = None
    try:
        for receipt in receipts:
            batch.append(receipt)
            if len(batch) == _AT_ONCE:
                yield batch
                batch = []
    except UnreadableReceipt as error:
        unreadable = error
    if batch:
        yield batch
    if unreadable is not None:
        raise unreadable
