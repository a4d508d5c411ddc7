"""Rows of an input: what a reader hands over, one case or receipt at a time, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from rulings.errors import Diagnostic, RulingsError

MOST_ROWS, MOST_WEIGHT = 1_000, 4_000_000
"""How much one part of the work holds at most: rows, and bytes of them."""


class Row(NamedTuple):
    """One row: its number from 1, and the JSON or the cells that stand there, or what is wrong with it as a row.

    `start` says where it stands and `end` what is read when it is, both in what the input counts by; `weight` is its
    size in bytes, roughly.
    """

    number: int
    data: bytes | tuple[object, ...]
    start: int
    end: int
    weight: int
    faults: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Table:
    """The columns of a table: paths of facts, `id` and `policy`. `policy` is that of rows that name none.

    Cells are texts as in CSV where `texts`, else values of Python.
    """

    columns: tuple[str, ...]
    policy: str | None
    texts: bool


CASES, RECEIPTS = "cases", "receipts"
Form: TypeAlias = Table | str
"""What rows hold: cells of a table, JSON of cases, or JSON of receipts."""


class Source(Protocol):
    """An input. It can be read again from any row, which is how a broken run goes on."""

    @property
    def form(self) -> Form:
        """Say what the rows hold."""

    @property
    def size(self) -> int:
        """Give the end of the last row, in what the input counts by."""

    @property
    def weight(self) -> int:
        """Give the size of the whole in bytes, roughly."""

    @property
    def identity(self) -> str:
        """Name what is read such that another input is, as good as surely, named otherwise."""

    def rows(self, skip: int = 0, position: int = 0) -> Iterator[Row]:
        """Give the rows behind the first `skip`, the last of which ended at `position`."""


class UnreadableInput(RulingsError):
    """An input that cannot be read as a whole. `diagnostics` holds every fault found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep the faults."""
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(map(str, self.diagnostics)))


def parts_of(rows: Iterable[Row], most_rows: int = MOST_ROWS) -> Iterator[list[Row]]:
    """Cut rows into parts of which several fit into memory, however large single rows are."""
    part: list[Row] = []
    weight = 0
    for row in rows:
        if part and (len(part) >= most_rows or weight + row.weight > MOST_WEIGHT):
            yield part
            part, weight = [], 0
        part.append(row)
        weight += row.weight
    if part:
        yield part
