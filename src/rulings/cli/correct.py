"""`rulings correct`: a correction of a version, as a copy of it."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.options import format_option, own_policies_option
from rulings.cli.output import JSON, coloured, say, say_json
from rulings.drafting import correction


@click.command(
    cls=Command,
    short_help="Begin a correction of a version.",
    examples=(
        "rulings correct douyin/after-sales-dispute 2023-07-29 --recorded 2030-01-15",
        "rulings correct douyin/returns 2024-08-22 --recorded 2030-01-15T09:30:00+08:00 --format json",
    ),
)
@click.argument("policy", metavar="POLICY")
@click.argument("version", metavar="VERSION")
@click.option(
    "--recorded",
    metavar="WHEN",
    required=True,
    help="The day, or the moment with its offset, from which the correction is known.",
)
@own_policies_option
@format_option
def correct(policy: str, version: str, recorded: str, policies: Path, form: str) -> None:
    """Copy VERSION, or its last correction, to the next correction of it: DATE+1.yaml, DATE+2.yaml.

    What is corrected stays in its file: it rules where it is named, and is what was in force as known before. The
    correction takes its place for every case.
    """
    made = correction(policies, policy, version, recorded)
    made.write()
    if form == JSON:
        names = {"policy": made.policy.id, "version": made.policy.version, "corrects": made.copied.version}
        say_json({**names, "recorded": recorded, "file": str(made.path)})
        return
    say(str(made.path))
    say(coloured(f"{made.policy.name}: corrects {made.copied.version}, recorded on {recorded}", "green"))
    say("next:")
    say("  write what was wrong, and examples of it")
    say("  rulings check, then rulings test")
    say("  rulings publish")
