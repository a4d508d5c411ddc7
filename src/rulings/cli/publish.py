"""`rulings publish`: freeze the new versions."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.options import LOCAL, format_option
from rulings.cli.output import JSON, coloured, counted, say, say_json, written
from rulings.library import LOCK
from rulings.publishing import Publication
from rulings.publishing import publish as publish_folder


@click.command(
    cls=Command,
    short_help="Freeze the new versions.",
    examples=(
        "rulings publish",
        "rulings publish policies --format json",
    ),
)
@click.argument("folder", metavar="[FOLDER]", default=LOCAL, type=click.Path(path_type=Path))
@format_option
@click.pass_context
def publish(context: click.Context, folder: Path, form: str) -> None:
    """Publish the versions that are not published yet: write their digests into published.lock.

    A published version never changes again, and checking refuses it when it did. So nothing is published while the
    policies have a fault, a published version changed, or an example does not come out. Without FOLDER, ./policies is
    published.
    """
    done = publish_folder(folder)
    if form == JSON:
        faults = [fault.to_dict() for fault in done.faults]
        say_json({"published": list(done.new), "before": list(done.before), "faults": faults})
    else:
        _say(done, folder)
    context.exit(1 if done.faults else 0)


def _say(done: Publication, folder: Path) -> None:
    for fault in done.faults:
        say(written(fault) + "\n")
    for name in done.new:
        say(name)
    if done.faults:
        say(coloured(f"nothing is published: {counted(len(done.faults), 'fault')}", "red"))
    elif done.new:
        say(coloured(f"published: {counted(len(done.new), 'version')}, written to {folder / LOCK}", "green"))
    else:
        say(f"nothing new: {counted(len(done.before), 'version')} published before")
