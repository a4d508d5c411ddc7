"""`rulings new-version`: the next version of a policy, as a copy of the last."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.options import format_option, own_policies_option
from rulings.cli.output import JSON, coloured, say, say_json
from rulings.drafting import NEVER, Draft, Wanted, draft, last_day_before


@click.command(
    "new-version",
    cls=Command,
    short_help="Begin the next version of a policy.",
    examples=(
        "rulings new-version douyin/after-sales-dispute 2030-01-01",
        "rulings new-version douyin/after-sales-dispute 2030-03-15 --published 2030-02-28",
        "rulings new-version douyin/after-sales-dispute 2030-06-01 --from 2030-07-01 --until 2030-12-31",
        "rulings new-version douyin/returns 2030-02-01 --until 2030-03-31 --suspends 2024-08-22",
    ),
)
@click.argument("policy", metavar="POLICY")
@click.argument("version", metavar="DATE")
@click.option("--published", metavar="DATE", default=None, help="The day of publication.  [default: DATE]")
@click.option("--from", "since", metavar="DATE", default=None, help="The first day in force.  [default: DATE]")
@click.option(
    "--until",
    metavar="DATE",
    default=None,
    help=f"The last day in force, or `{NEVER}`; to be said where the last version has one.",
)
@click.option(
    "--suspends",
    metavar="VERSION",
    default=None,
    help="Make a temporary measure: VERSION, of which it is a copy, goes on after --until.",
)
@own_policies_option
@format_option
def new_version(  # noqa: PLR0913 - the options of the command
    policy: str,
    version: str,
    policies: Path,
    form: str,
    *,
    published: str | None,
    since: str | None,
    until: str | None,
    suspends: str | None,
) -> None:
    """Copy the last version of a policy to DATE.yaml, and set its dates; everything else stays as it is written.

    The last version is not touched: where it has no last day of its own, the new one ends it by beginning. A temporary
    measure takes the place of a version for some time only.
    """
    made = draft(policies, policy, Wanted(version, published, since, until, suspends))
    made.write()
    if form == JSON:
        say_json(_as_data(made))
    else:
        _say(made)


def _as_data(made: Draft) -> dict[str, object]:
    until = made.policy.in_force.until
    return {
        "policy": made.policy.id,
        "version": made.policy.version,
        "copied": made.copied.version,
        "file": str(made.path),
        "published": str(made.policy.published),
        "from": str(made.policy.in_force.since),
        "until": None if until is None else str(until),
    }


def _say(made: Draft) -> None:
    policy, copied = made.policy, made.copied
    since, until = policy.in_force.since, policy.in_force.until
    say(str(made.path))
    ends = "" if until is None else f" until {until}"
    head = f"{policy.name}: a copy of {copied.version}, published on {policy.published}, in force from {since}{ends}"
    say(coloured(head, "green"))
    if policy.in_force.suspends is not None:
        say(f"{copied.name} goes on after {until}")
    elif copied.in_force.until is None:
        say(f"{copied.name} now ends on {last_day_before(since)}")
    say("next:")
    say(f"  write what changes into it, and examples of it with `version: {policy.version}`")
    say("  rulings check, then rulings test")
    say("  rulings publish")
