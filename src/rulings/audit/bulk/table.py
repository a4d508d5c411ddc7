"""The cells of a table, column by column: whose policies the rows are, and which rows are surely good cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from rulings.audit.bulk.facts import Seen
from rulings.audit.replay.columns import ID, POLICY, vocabulary_of
from rulings.audit.replay.rows import Table
from rulings.book import PolicyBook
from rulings.engine.columns.batch import Batch, Numbers, Truths
from rulings.model import Fact, Vocabulary

Cells = TypeVar("Cells")
UNKNOWN = -1
"""The code of a policy that the book does not have."""


@dataclass(frozen=True)
class Ways(Generic[Cells]):
    """How cells of one sort are read."""

    given: Callable[[Cells], Truths]
    read: Callable[[Fact, Cells], Seen]
    bad_ids: Callable[[Cells], Truths]
    places: Callable[[Cells, Sequence[str]], Numbers]


@dataclass(frozen=True)
class Checked:
    """What the cells of a block say. `batches` are by platform."""

    slow: Truths
    policies: tuple[str, ...]
    codes: Numbers
    batches: dict[str, Batch]


class TableReader(Generic[Cells]):
    """Reads the cells of one input; it holds nothing that changes, and threads can share it."""

    def __init__(self, form: Table, book: PolicyBook, ways: Ways[Cells]) -> None:
        """Start with what the columns are called."""
        self._form, self._ways, self._policies = form, ways, book.policies
        self._vocabularies = {policy: vocabulary_of(book, policy) for policy in book.policies}

    @property
    def columns(self) -> tuple[str, ...]:
        """Give what the columns are called."""
        return self._form.columns

    def vocabulary(self, policy: str) -> Vocabulary:
        """Give the facts of a policy."""
        return self._vocabularies[policy]

    def check(self, columns: Sequence[Cells], size: int) -> Checked:
        """Read all columns, whoever needs them."""
        named = dict(zip(self._form.columns, columns, strict=True))
        codes = self._codes(named.pop(POLICY, None), size)
        slow = codes == UNKNOWN
        if ID in named:
            slow |= self._ways.bad_ids(named.pop(ID))
        there = np.unique(codes[codes != UNKNOWN]).tolist()
        batches: dict[str, Batch] = {}
        for platform, members in self._by_platform(there).items():
            rows = np.isin(codes, members) if len(there) > 1 else codes == there[0]
            batches[platform], bad = self._facts(self.vocabulary(self._policies[members[0]]), named, size)
            slow |= rows & bad
        return self._checked(slow, there, codes, batches)

    def _checked(self, slow: Truths, there: list[int], codes: Numbers, batches: dict[str, Batch]) -> Checked:
        renamed = np.full(len(self._policies) + 1, UNKNOWN, np.int64)  # the last one is what -1 finds
        renamed[there] = np.arange(len(there))
        return Checked(slow, tuple(self._policies[code] for code in there), renamed[codes], batches)

    def _by_platform(self, codes: list[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for code in codes:
            found.setdefault(self.vocabulary(self._policies[code]).platform, []).append(code)
        return found

    def _codes(self, cells: Cells | None, size: int) -> Numbers:
        default = self._form.policy
        other = UNKNOWN if default is None else self._policies.index(default)
        if cells is None:
            return np.full(size, other, np.int64)
        return np.where(self._ways.given(cells), self._ways.places(cells, self._policies), other)

    def _facts(self, vocabulary: Vocabulary, named: dict[str, Cells], size: int) -> tuple[Batch, Truths]:
        bad = np.zeros(size, np.bool_)
        facts = {}
        for path, cells in named.items():
            fact = vocabulary.facts.get(path)
            if fact is None:
                bad |= self._ways.given(cells)
            else:
                found = self._ways.read(fact, cells)
                facts[path] = found.column
                bad |= found.bad
        return Batch(size, facts), bad
