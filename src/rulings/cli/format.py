"""`rulings format`: the one layout of the files that authors write."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.options import LOCAL, format_option
from rulings.cli.output import JSON, coloured, counted, say, say_json
from rulings.formatting import Formatted, format_paths, write


@click.command(
    "format",
    cls=Command,
    short_help="Put the files of policies in order.",
    examples=(
        "rulings format",
        "rulings format policies/douyin/after-sales-dispute",
        "rulings format --check",
    ),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; end with 1 and list the files that would change."
)
@format_option
@click.pass_context
def format_(context: click.Context, paths: tuple[Path, ...], form: str, *, only_check: bool) -> None:
    """Put keys in their order and spaces in their places. Comments stay, and what the files mean does not change.

    PATH is a folder of policies, or a file or folder inside it; without PATH it is ./policies. Nothing is written while
    one of the files cannot be read: its faults are shown instead.
    """
    formatted = format_paths(paths or (LOCAL,))
    changed = [str(one.path) for one in formatted if one.is_changed]
    if not only_check:
        write(formatted)
    if form == JSON:
        unchanged = [str(one.path) for one in formatted if not one.is_changed]
        say_json({"changed": changed, "unchanged": unchanged, "written": not only_check})
    else:
        for path in changed:
            say(path)
        say(_summary(formatted, only_check=only_check))
    context.exit(1 if only_check and changed else 0)


def _summary(formatted: list[Formatted], *, only_check: bool) -> str:
    changed = sum(one.is_changed for one in formatted)
    rest = len(formatted) - changed
    if not changed:
        return coloured(f"{counted(rest, 'file')} in order", "green")
    if only_check:
        return coloured(f"{counted(changed, 'file')} would be put in order, {rest} in order before", "red")
    return coloured(f"{counted(changed, 'file')} put in order, {rest} in order before", "green")
