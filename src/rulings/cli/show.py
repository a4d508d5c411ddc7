"""`rulings show`: what a version says, in a readable outline, or in the forms that are made of it."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.algebra.text import to_text
from rulings.book import PolicyBook
from rulings.cli.frame import Command
from rulings.cli.options import format_option, language_option, policies_option, policies_or_default
from rulings.cli.outline import outline_of
from rulings.cli.outline_text import outline_text
from rulings.cli.output import JSON, say, say_json
from rulings.errors import RulingsError, nearest
from rulings.version import Version


class UnknownDecision(RulingsError):
    """A decision that the version does not have."""


@click.command(
    cls=Command,
    short_help="Show what a policy says.",
    examples=(
        "rulings show douyin/after-sales-dispute",
        "rulings show douyin/after-sales-dispute@2023-07-29 --decision window --lang zh",
        "rulings show douyin/after-sales-dispute --python",
        "rulings show douyin/after-sales-dispute --algebra --decision fake_shipment",
    ),
)
@click.argument("policy", metavar="POLICY[@VERSION]")
@click.option("--decision", metavar="NAME", default=None, help="Show this decision only.")
@click.option("--python", "what", flag_value="python", help="Print the Python source that the version is compiled to.")
@click.option(
    "--algebra", "what", flag_value="algebra", help="Print the expressions that the decisions are lowered to."
)
@policies_option
@language_option
@format_option
def show(  # noqa: PLR0913, PLR0917 - the options of the command
    policy: str, decision: str | None, what: str | None, policies: Path | None, language: str, form: str
) -> None:
    """Show what a policy says: its decisions, rules, conditions, provisions and readings.

    The newest version is shown if none is named.
    """
    name, _, date = policy.partition("@")
    version = PolicyBook.load(policies_or_default(policies)).version(name, date or None)
    chosen = _chosen(version, decision)
    if what == "python":
        _say(version.compiled.source, {"version": version.name, "python": version.compiled.source}, form)
    elif what == "algebra":
        texts = {name: to_text(version.policy.decisions[name].choose) for name in chosen}
        _say(
            "\n\n".join(f"{name}\n{text}" for name, text in texts.items()),
            {"version": version.name, "algebra": texts},
            form,
        )
    else:
        data = outline_of(version, chosen)
        _say(outline_text(data, language) if form != JSON else "", data, form)


def _say(text: str, data: object, form: str) -> None:
    if form == JSON:
        say_json(data)
    else:
        say(text.rstrip("\n"))


def _chosen(version: Version, decision: str | None) -> tuple[str, ...]:
    known = tuple(version.policy.decisions)
    if decision is None:
        return known
    if decision not in known:
        near = nearest(decision, known)
        hint = f'; did you mean "{near}"?' if near else f"; it has {', '.join(known)}"
        message = f'{version.name} has no decision "{decision}"{hint}'
        raise UnknownDecision(message)
    return (decision,)
