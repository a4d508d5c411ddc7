"""`rulings ledger verify`: derive the whole ledger again, and say what was changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rulings.book import PolicyBook
from rulings.cli.frame import Command
from rulings.cli.ledger.files import kept_option, ledger_argument, public_key_option, read_file
from rulings.cli.options import format_option
from rulings.cli.output import JSON, coloured, counted, refuse, say, say_json, written
from rulings.errors import diagnostics_of

if TYPE_CHECKING:
    from rulings.audit.ledger import Report


@click.command(
    cls=Command,
    short_help="Say whether anything in the ledger was changed.",
    examples=(
        "rulings ledger verify receipts.ledger",
        "rulings ledger verify receipts.ledger --checkpoint march.checkpoint --key ledger.pem.pub",
        "rulings ledger verify receipts.ledger --policies policies --format json",
    ),
)
@ledger_argument
@kept_option
@public_key_option
@click.option(
    "--policies",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Derive each ruling again too, by the policies of this folder.",
)
@format_option
@click.pass_context
def verify(  # noqa: PLR0913 - the options of the command
    context: click.Context, *, where: str, kept: tuple[Path, ...], key: Path | None, policies: Path | None, form: str
) -> None:
    """Read the ledger from its first entry to its last: every receipt against its seal, the tree, and all checkpoints.

    It names what is wrong, and the first wrong entry. That entries at the end were cut off, or that somebody wrote the
    whole ledger anew, shows only against a checkpoint that was kept outside. With --policies, each ruling of a ledger
    that is sound so far is derived again. Nothing is written.
    """
    from rulings.audit.ledger import BadSignature, LedgerDamaged  # noqa: PLC0415 - its packages are an extra

    if kept and key is None:
        message = "a checkpoint is worth what its signature is: name the public key with --key"
        raise click.UsageError(message)
    try:
        report = _verified(where, kept, key, policies)
    except (BadSignature, LedgerDamaged) as error:
        # No report can be made, but this is what was asked for: something is wrong.
        refuse(diagnostics_of(error), form=form)
        context.exit(1)
    if form == JSON:
        say_json(_data(report))
    else:
        _say(report)
    context.exit(0 if report.is_sound else 1)


def _verified(where: str, kept: tuple[Path, ...], key: Path | None, policies: Path | None) -> Report:
    from rulings.audit.ledger import Checkpoint, Ledger, public_key, underivable  # noqa: PLC0415 - an extra

    checkpoints = [Checkpoint.read(read_file(path)) for path in kept]
    public = None if key is None else public_key(read_file(key))
    with Ledger.open(where, read_only=True) as ledger:
        report = ledger.verify(checkpoints, public)
        if policies is None or not report.is_sound:
            return report
        return replace(report, faults=tuple(underivable(ledger, PolicyBook.load(policies))))


def _data(report: Report) -> dict[str, Any]:
    wrong = report.first_wrong
    return {
        "sound": report.is_sound,
        "size": report.size,
        "root": f"sha256:{report.root.hex()}",
        "checkpoints": report.checkpoints,
        "first_wrong": None if wrong is None else {"from": wrong.start, "to": wrong.stop - 1},
        "faults": [fault.to_dict() for fault in report.faults],
    }


def _say(report: Report) -> None:
    for fault in report.faults:
        say(written(fault) + "\n")
    what = f"{counted(report.size, 'entry', 'entries')}, {counted(report.checkpoints, 'checkpoint')} met"
    if report.is_sound:
        say(coloured(f"sound: {what}, root sha256:{report.root.hex()}", "green"))
        return
    wrong = report.first_wrong
    where = "" if wrong is None else f"; the first wrong entry is {_named(wrong)}"
    say(coloured(f"not sound: {counted(len(report.faults), 'fault')} in {what}{where}", "red"))


def _named(wrong: range) -> str:
    return str(wrong.start) if len(wrong) == 1 else f"one of {wrong.start} to {wrong.stop - 1}"
