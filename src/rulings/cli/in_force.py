"""`rulings in-force`: which version a date chooses, and why."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.book import PolicyBook
from rulings.cli.frame import Command
from rulings.cli.options import format_option, language_option, policies_option, policies_or_default
from rulings.cli.output import JSON, say, say_json
from rulings.selection import IN_FORCE, NO_POLICY


@click.command(
    "in-force",
    cls=Command,
    short_help="Say which version a date chooses, and why.",
    examples=(
        "rulings in-force douyin/experience-score 2022-06-20",
        "rulings in-force douyin/returns 2024-08-21T23:59:59+08:00 --lang zh",
        "rulings in-force douyin/returns 2024-09-01 --as-known-at 2024-01-01T00:00:00+08:00",
    ),
)
@click.argument("policy", metavar="POLICY")
@click.argument("date", metavar="DATE")
@click.option("--as-known-at", default=None, metavar="MOMENT", help="Leave out what was recorded after that moment.")
@policies_option
@language_option
@format_option
@click.pass_context
def in_force(  # noqa: PLR0913 - the options of the command
    context: click.Context,
    *,
    policy: str,
    date: str,
    as_known_at: str | None,
    policies: Path | None,
    language: str,
    form: str,
) -> None:
    """Say which version of POLICY rules on a case whose date is DATE: a day, or a moment with its offset.

    Ends with 1 where none does: not yet in force, ended, or not yet recorded.
    """
    book = PolicyBook.load(policies_or_default(policies))
    selection = book.select(policy, date, as_known_at=as_known_at)
    if selection.answer == NO_POLICY:
        book.versions(policy)  # says which name was probably meant
    if form == JSON:
        say_json(selection.to_dict())
    else:
        say(selection.explain(language))
    context.exit(0 if selection.answer == IN_FORCE else 1)
