"""`rulings docs`: a static site of the policies."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.options import format_option, policies_option, policies_or_default
from rulings.cli.output import JSON, counted, say, say_json
from rulings.site import read_catalogue, site_files, write_site
from rulings.site.addresses import HOME


@click.command(
    cls=Command,
    short_help="Write a site of the policies.",
    examples=(
        "rulings docs",
        "rulings docs --policies policies --out site",
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("site"),
    metavar="DIR",
    help="The folder to write to: an empty one, or one that this command has written.  [default: ./site]",
)
@policies_option
@format_option
def docs(out: Path, policies: Path | None, form: str) -> None:
    """Write a site of the policies, to be read in a browser: every version with its rules, drawings and examples.

    It is in English and in Chinese, needs no server and no network, and is the same for the same policies. Nothing is
    written while a policy has a fault or an example does not come out.
    """
    written = write_site(site_files(read_catalogue(policies_or_default(policies))), out)
    if form == JSON:
        say_json(
            {
                "folder": str(out),
                "files": written.files,
                "written": list(written.changed),
                "removed": list(written.removed),
            }
        )
        return
    now = f"{len(written.changed)} of them written now"
    say(f"{counted(written.files, 'file')} in {out}, {now}; begin with {out / HOME}")
