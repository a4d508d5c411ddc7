"""Blocks of rows as columns: what reading an input gives where rows are ruled on in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from rulings.audit.replay.rows import Row
from rulings.engine.columns.batch import Batch, Numbers, Truths


class Block(Protocol):
    """Rows that follow each other, as columns."""

    first: int
    size: int
    slow: Truths
    policies: Sequence[str]
    policy_codes: Numbers
    end: int

    def ids(self) -> Any:  # noqa: ANN401 - an array of texts of Arrow, which has no types of its own
        """Give the ids of the cases."""

    def row(self, place: int) -> Row:
        """Give a row as it stands in the input."""

    def batch(self, policy: str) -> Batch:
        """Give the facts of all rows, as a policy's platform has them."""
