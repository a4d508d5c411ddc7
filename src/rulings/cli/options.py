"""The options that several commands share, and what they fall back on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import click

from rulings.book import PolicyBook, refuse
from rulings.errors import RulingsError
from rulings.packaged import policies_folder
from rulings.values import BadValue, check_year, parse_datetime

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
own_policies_option = click.option(
    "--policies",
    type=click.Path(path_type=Path),
    default=LOCAL,
    metavar="DIR",
    help="The folder of policies.  [default: ./policies]",
)
"""For commands that write into the folder, which must not be the one of the package."""
_CASE_OPTIONS = (
    click.argument("case", metavar="CASE", type=click.Path(path_type=Path, allow_dash=True)),
    policies_option,
    click.option(
        "--policy-version",
        "version",
        default=None,
        metavar="DATE",
        help="Rule by this version, not by the one that the case's date chooses.",
    ),
    click.option("--at", default=None, metavar="MOMENT", help="The moment of evaluation, with its offset."),
    click.option(
        "--as-known-at",
        default=None,
        metavar="MOMENT",
        help="Choose among the versions that were recorded by that moment.",
    ),
)


def _moment(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """Check a moment before anything is ruled at it."""
    if text is not None:
        try:
            check_year(parse_datetime(text))
        except BadValue as bad:
            raise click.BadParameter(str(bad)) from None
    return text


def moment_option(name: str, help: str) -> Callable[[Callable[..., None]], Callable[..., None]]:  # noqa: A002 - click's
    """Give an option that takes a moment with its offset."""
    return click.option(name, default=None, metavar="MOMENT", callback=_moment, help=help)


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


def rules_on_a_case(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that name a case, and hand it the ruling on the case instead of them."""

    @wraps(command)
    def with_ruling(
        *,
        case: Path,
        policies: Path | None,
        version: str | None,
        at: str | None,
        as_known_at: str | None,
        **rest: object,
    ) -> None:
        if version is not None and as_known_at is not None:
            message = "--policy-version names the version, which --as-known-at chooses"
            raise click.UsageError(message)
        book = PolicyBook.load(policies_or_default(policies))
        data = read_case(case)
        # One case by hand can wait for the complete check, which also sees keys that stand twice.
        faults = book.check_json(data)
        if faults:
            refuse(faults)
        command(book.evaluate_json(data, version=version, at=at, as_known_at=as_known_at), **rest)

    wrapped: Callable[..., None] = with_ruling
    for option in reversed(_CASE_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
