"""`rulings verify`: derive rulings again from their receipts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rulings.audit.verifying import Verification, verify
from rulings.book import PolicyBook
from rulings.cli.frame import Command
from rulings.cli.options import format_option, policies_option, policies_or_default
from rulings.cli.output import JSON, coloured, counted, say, say_json
from rulings.cli.receipts import TAMPERED, Tampered, read_receipts


@click.command(
    "verify",
    cls=Command,
    short_help="Derive rulings again from their receipts.",
    examples=(
        "rulings verify receipt.json",
        "rulings verify receipts.jsonl --format json",
    ),
)
@click.argument(
    "files", metavar="RECEIPT...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@policies_option
@format_option
@click.pass_context
def verify_(context: click.Context, files: tuple[Path, ...], policies: Path | None, form: str) -> None:
    """Check the seals of receipts, and derive each ruling again under its own version: by file, or one a line.

    Ends with 0 where every ruling came out again byte for byte, or, where fields are withheld, nothing that is shown
    contradicts it; with 1 where a receipt was changed, comes out otherwise, or cannot be derived.
    """
    book = PolicyBook.load(policies_or_default(policies))
    found = [_verified(item, book) for file in files for item in read_receipts(file)]
    if form == JSON:
        say_json({"receipts": [one.to_dict() for one in found]})
    else:
        say("\n".join(line for one in found for line in _lines(one)))
        say(_summary(found))
    context.exit(0 if all(one.is_good for one in found) else 1)


Checked = Verification | Tampered


def _verified(item: object, book: PolicyBook) -> Checked:
    return item if isinstance(item, Tampered) else verify(item, book)  # type: ignore[arg-type]  # a receipt


def _lines(one: Checked) -> Iterator[str]:
    if isinstance(one, Tampered):
        yield f"{coloured(TAMPERED, 'red')}  {one.where}: {one.fault.message}"
        return
    receipt = one.receipt
    colour = "green" if one.is_good else "red"
    name = receipt.policy if receipt.version is None else f"{receipt.policy}@{receipt.version}"
    yield f"{coloured(one.verdict, colour)}  {receipt.case_id or 'a case without id'}, {name}, {receipt.seal}"
    if one.reason is not None:
        yield f"  {one.reason}"
    yield from (f"  {difference}" for difference in one.differences)
    if receipt.withheld:
        yield f"  withheld: {', '.join(receipt.withheld)}"
    yield from (f"  note: {note}" for note in one.notes)


def _summary(found: list[Checked]) -> str:
    counts: dict[str, int] = {}
    for one in found:
        counts[one.verdict] = counts.get(one.verdict, 0) + 1
    parts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    return f"{counted(len(found), 'receipt')}: {parts}"
