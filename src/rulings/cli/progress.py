"""A bar of progress with rate and time left, for long work. It is for eyes: only a terminal shows it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

Tell = Callable[[int, int], None]


@contextmanager
def progress(size: int, label: str) -> Iterator[Tell]:
    """Show a bar over work of a size, on standard error. Gives what is told of rows done and the position reached."""
    if not sys.stderr.isatty():
        yield lambda _rows, _position: None
        return
    rows = 0

    def said(_item: object) -> str:
        return f"{rows:,} rows" + rate_of(rows, bar.pos, bar.time_per_iteration)

    bar: ProgressBar[int] = click.progressbar(
        length=max(1, size), label=label, file=sys.stderr, item_show_func=said, update_min_steps=max(1, size // 1_000)
    )
    with bar:

        def tell(done: int, position: int) -> None:
            nonlocal rows
            rows = done
            bar.update(position - bar.pos, current_item=done)

        yield tell


def rate_of(rows: int, position: int, seconds_each: object) -> str:
    """Write the rows of a second, by the time that one step of the position takes; nothing before that is known."""
    if not position or not isinstance(seconds_each, float) or seconds_each <= 0:
        return ""
    return f", {int(rows / position / seconds_each):,} a second"
