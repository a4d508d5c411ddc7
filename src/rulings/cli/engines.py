"""How many rows are ruled on: in columns or case by case, by how many, and which share of them in both ways."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import click

from rulings.audit.columns.engines import AUTO, ENGINES, SINGLE
from rulings.audit.columns.sample import ColumnsDiffer
from rulings.audit.replay.rows import Source
from rulings.cli.output import counted, refuse
from rulings.values import BadValue, Rate

_WORTH_PROCESSES = 8_000_000
"""Bytes of input from which it pays to start other processes, each of which loads the policies first."""

processes_option = click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="How many processes, or threads of columns, rule.  [default: one a processor, for a large input]",
)


def engine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how rows are ruled on: in columns or singly, and how much in both ways."""
    engine = click.option(
        "--engine",
        type=click.Choice(ENGINES),
        is_eager=True,  # `--verify` looks at it, wherever the two stand
        default=AUTO,
        show_default=True,
        help="Rule in columns, case by case, or, for a large input, in columns where NumPy and PyArrow are installed.",
    )
    verify = click.option(
        "--verify",
        metavar="SHARE",
        default=None,
        callback=_share,
        help="Rule on a share of the rows, such as 0.1%, in columns and singly, and refuse any difference.",
    )
    return engine(verify(command))


def _share(context: click.Context, _option: click.Parameter, text: str | None) -> Fraction:
    """Read a share of the rows, from 0% to 100%."""
    if text is None:
        return Fraction(0)
    try:
        share = Fraction(Rate.parse(text))
    except BadValue as bad:
        raise click.BadParameter(str(bad)) from None
    if not 0 <= share <= 1:
        message = f"{text} is no share of the rows: it goes from 0% to 100%"
        raise click.BadParameter(message)
    if context.params.get("engine") == SINGLE:
        message = "--verify holds columns against the single call: it means nothing with --engine single"
        raise click.UsageError(message)
    return share


@contextmanager
def ends_with_1(context: click.Context, form: str) -> Iterator[None]:
    """End with 1, for a fault was found, where columns rule otherwise than the single call."""
    try:
        yield
    except ColumnsDiffer as differing:
        refuse(list(differing.diagnostics), form=form)
        context.exit(1)


def processes_for(source: Source, asked: int | None) -> int:
    """Say how many processes are worth their start."""
    if asked is not None:
        return asked
    return (os.cpu_count() or 1) if source.weight >= _WORTH_PROCESSES else 1


def verified_text(number: int) -> str:
    """Say how many rows were ruled on in both ways."""
    return f"  verified: {counted_rows(number)} ruled on singly too, all the same"


def counted_rows(number: int) -> str:
    """Write a number of rows."""
    return counted(number, "row").replace(str(number), f"{number:,}", 1)
