"""The command `rulings`: one module a command, each of which only asks the product and prints its answer."""

from __future__ import annotations

import click

from rulings.cli.check import check
from rulings.cli.cluster import cluster
from rulings.cli.correct import correct
from rulings.cli.docs import docs
from rulings.cli.evaluate import evaluate
from rulings.cli.explain import explain
from rulings.cli.format import format_
from rulings.cli.frame import Frame
from rulings.cli.impact import impact
from rulings.cli.in_force import in_force
from rulings.cli.ledger import ledger
from rulings.cli.listing import listing
from rulings.cli.new_version import new_version
from rulings.cli.publish import publish
from rulings.cli.replay import replay_command
from rulings.cli.schema import schema
from rulings.cli.show import show
from rulings.cli.test import test
from rulings.cli.timeline import timeline
from rulings.cli.verify import verify_
from rulings.cli.version import version_option
from rulings.cli.withhold import withhold

COMMANDS = (
    check,
    test,
    evaluate,
    explain,
    timeline,
    verify_,
    withhold,
    in_force,
    replay_command,
    impact,
    cluster,
    show,
    listing,
    docs,
    new_version,
    correct,
    format_,
    schema,
    publish,
    ledger,
)


@click.group(
    cls=Frame,
    commands=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@version_option
@click.pass_context
def rulings(context: click.Context) -> None:
    """Platform rules as code: versioned policies, and exact rulings with their reasons.

    Commands end with 0 when they did their work, 1 when they found faults, and 2 for wrong use or unreadable input.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command, and end the process with its exit code."""
    rulings(prog_name="rulings")
