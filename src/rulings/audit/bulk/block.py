"""A block of an input: some consecutive rows, their facts as columns, and which of them must be read one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from rulings.audit.replay.rows import Row
from rulings.engine.columns.batch import Batch, Numbers, Truths

Arrow: TypeAlias = Any
"""An array, a table or a type of Arrow, which has no types of its own."""

ROWS = 65_536
"""Rows of a block, about."""


class Content(Protocol):
    """What a block gives when it is asked: places are counted from 0."""

    def ids(self) -> Arrow:
        """Give the ids."""

    def row(self, place: int) -> Row:
        """Give a row."""

    def batch(self, policy: str) -> Batch:
        """Give the facts."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some consecutive rows of an input, the first of which has the number `first`, counted from 1.

    `slow` tells which rows are not surely good cases: they are to be read and decoded alone, which gives their faults,
    or rules on them after all. All others are good, and have just these facts. `policy_codes` gives by row the place of
    its policy in `policies`, -1 where it has none that is known. `end` is where the last row ends, as `Row.end`.
    """

    first: int
    size: int
    slow: Truths
    policies: tuple[str, ...]
    policy_codes: Numbers
    end: int
    content: Content = field(repr=False)

    def ids(self) -> Arrow:
        """Give the ids as an array of texts of Arrow, null where there is none or it is no good one."""
        return self.content.ids()

    def id(self, place: int) -> str | None:
        """Give the id of a row that is not slow, None where it has none. The first row has place 0."""
        found: str | None = self.content.ids()[place].as_py()
        return found

    def row(self, place: int) -> Row:
        """Give a row as the reader of single rows gives it; its weight is roughly the same."""
        return self.content.row(place)

    def batch(self, policy: str) -> Batch:
        """Give the facts of all rows by the vocabulary of one of `policies`.

        What stands in slow rows, and in rows of other platforms, has no meaning.
        """
        return self.content.batch(policy)
