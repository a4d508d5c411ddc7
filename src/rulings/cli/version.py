"""`rulings --version`."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import click


def _print_version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own form
    if value and not context.resilient_parsing:
        click.echo(f"rulings {package_version()}")
        context.exit()


def package_version() -> str:
    """Give the release of the package; "unknown" where it runs without being installed."""
    try:
        return version("rulings")
    except PackageNotFoundError:
        return "unknown"


version_option = click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the release and end.",
)
