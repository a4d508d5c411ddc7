"""`rulings verify`: derive rulings again from their receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulings.audit.verifying import Verification, verify
from rulings.book import PolicyBook
from rulings.cli.frame import Command
from rulings.cli.options import format_option, policies_option, policies_or_default
from rulings.cli.output import JSON, coloured, counted, say, say_json
from rulings.cli.receipts import TAMPERED, Tampered, read_receipts
from rulings.receipt import Receipt

if TYPE_CHECKING:
    from rulings.second_opinion import Opinion, SecondOpinion


@click.command(
    "verify",
    cls=Command,
    short_help="Derive rulings again from their receipts.",
    examples=(
        "rulings verify receipt.json",
        "rulings verify receipts.jsonl --format json",
        "rulings verify receipt.json --second-opinion",
    ),
)
@click.argument(
    "files", metavar="RECEIPT...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--second-opinion", is_flag=True, help="Let another engine rule too, and say where the two differ.")
@policies_option
@format_option
@click.pass_context
def verify_(
    context: click.Context, files: tuple[Path, ...], policies: Path | None, form: str, *, second_opinion: bool
) -> None:
    """Check the seals of receipts, and derive each ruling again under its own version: by file, or one a line.

    Ends with 0 where every ruling came out again byte for byte, or, where fields are withheld, nothing that is shown
    contradicts it; with 1 where a receipt was changed, comes out otherwise, or cannot be derived.
    """
    book = PolicyBook.load(policies_or_default(policies))
    with ExitStack() as stack:
        second = None
        if second_opinion:
            from rulings.second_opinion import SecondOpinion  # noqa: PLC0415 - only where it is asked for

            second = stack.enter_context(SecondOpinion())
        found = [_verified(item, book, second) for file in files for item in read_receipts(file)]
    if form == JSON:
        say_json({"receipts": [one.to_dict() for one in found]})
    else:
        say("\n".join(line for one in found for line in _lines(one)))
        say(_summary(found))
    context.exit(0 if all(one.is_good for one in found) else 1)


Checked = Verification | Tampered


def _verified(item: Receipt | Tampered, book: PolicyBook, second: SecondOpinion | None) -> Checked:
    return item if isinstance(item, Tampered) else verify(item, book, second)


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
    if one.opinion is not None:
        yield from _opinion(one.opinion)


def _opinion(opinion: Opinion) -> Iterator[str]:
    counts = Counter(verdict.stance for verdict in opinion.verdicts.values())
    said = ", ".join(f"{stance} on {counted(number, 'decision')}" for stance, number in sorted(counts.items()))
    yield f"  second opinion: {said}"
    for name, verdict in sorted(opinion.verdicts.items()):
        if verdict.stance == "differs":
            yield f"    {name}: ours {verdict.ours}, theirs {verdict.theirs}"
        elif verdict.reason is not None:
            yield f"    {name}: none, {verdict.reason}"


def _summary(found: list[Checked]) -> str:
    counts: dict[str, int] = {}
    for one in found:
        counts[one.verdict] = counts.get(one.verdict, 0) + 1
    parts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    return f"{counted(len(found), 'receipt')}: {parts}"
