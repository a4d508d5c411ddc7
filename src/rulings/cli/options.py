"""The options that several commands share, and what they fall back on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rulings.errors import RulingsError
from rulings.packaged import policies_folder

LOCAL = Path("policies")

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or as data.",
)
language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="The language of texts.",
)
policies_option = click.option(
    "--policies",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="The folder of policies.  [default: ./policies if there is one, else those that come with the package]",
)
case_argument = click.argument("case", metavar="CASE", type=click.Path(path_type=Path, allow_dash=True))
version_option = click.option(
    "--policy-version",
    "version",
    default=None,
    metavar="DATE",
    help="Rule by this version, not by the one that the case's date chooses.",
)
at_option = click.option("--at", default=None, metavar="MOMENT", help="The moment of evaluation, with its offset.")


class UnreadableCase(RulingsError):
    """A file of a case that cannot be read."""


def policies_or_default(folder: Path | None) -> Path:
    """Give the folder that was named, else ./policies where there is one, else the packaged policies."""
    if folder is not None:
        return folder
    return LOCAL if LOCAL.is_dir() else policies_folder()


def read_case(path: Path) -> bytes:
    """Read a case from a file, or from standard input for `-`. Raises UnreadableCase."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        message = f"the case {path} cannot be read: {error.strerror}"
        raise UnreadableCase(message) from None
