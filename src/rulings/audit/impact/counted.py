"""Counts of rows that both versions ruled on in columns, and the lines about those that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np

from rulings.audit.bulk.block import Block
from rulings.audit.columns.told import Told
from rulings.audit.impact.amounts import Amounts, all_moved, total
from rulings.audit.impact.changes import ChangedRow, line_of, part_of
from rulings.audit.impact.comparing import Question
from rulings.audit.impact.comparison import Comparison, Moved, RuleUse, Transition
from rulings.audit.impact.pairs import Changes, changes_between
from rulings.audit.replay.rows import Row
from rulings.engine.columns.batch import Batch, Column, Numbers, Truths


@dataclass
class Rows:
    """Rows of a block with what both versions say of them: their places in the block, their facts, and the changes.

    `facts` can hold more rows; `inside` are the places of these among them.
    """

    block: Block
    places: Numbers
    facts: Batch
    inside: Numbers
    changes: dict[str, Changes] = field(default_factory=dict)
    money: dict[str, Moved] = field(default_factory=dict)

    def add(self, decision: str, old: Told, new: Told) -> None:
        """Take what a decision came to under both versions."""
        self.changes[decision] = changes_between(decision, old, new)

    def add_money(self, old: Mapping[str, Amounts], new: Mapping[str, Amounts]) -> None:
        """Take the money of a decision under both versions."""
        # Of no rows there is no money, not even none.
        self.money.update(all_moved(old, new) if len(self.places) else {})

    @property
    def numbers(self) -> Numbers:
        """Give the numbers of the rows in the input."""
        return self.places + self.block.first

    @cached_property
    def changed(self) -> Truths:
        """Tell which rows changed: in which any decision did."""
        return self._any([one.changed for one in self.changes.values()])

    @property
    def undetermined(self) -> Truths:
        """Tell which of the other rows a version leaves open."""
        return ~self.changed & self._any([one.undetermined for one in self.changes.values()])

    def _any(self, parts: list[Truths]) -> Truths:
        return reduce(np.logical_or, parts, np.zeros(len(self.places), np.bool_))


def comparison_of(rows: Rows, question: Question, shown: Collection[Transition] = ()) -> Comparison:
    """Count the rows. Of transitions that are `shown` no example is wanted any more."""
    changes = rows.changes
    none: Counter[Transition] = Counter()
    no_use: Counter[RuleUse] = Counter()
    return Comparison(
        len(rows.places),
        int(np.count_nonzero(rows.changed)),
        int(np.count_nonzero(rows.undetermined)),
        sum((one.counts for one in changes.values()), none),
        sum((one.rules(name) for name, one in changes.items()), no_use),
        rows.money,
        dict(_stakes(rows, question)),
        dict(_examples(rows, question.examples, shown)),
        question.examples,
    )


def _examples(rows: Rows, most: int, shown: Collection[Transition]) -> Iterator[tuple[Transition, tuple[Row, ...]]]:
    for one in rows.changes.values():
        for code, kind in enumerate(one.kinds):
            if most and not kind.is_same and kind not in shown:
                first = rows.places[np.flatnonzero(one.codes == code)[:most]]
                yield kind, tuple(map(rows.block.row, first.tolist()))


def _stakes(rows: Rows, question: Question) -> Iterator[tuple[tuple[str, Transition], int]]:
    """Sum up facts of money over the rows of each change, where there is a row in which the fact is known."""
    for fact in question.facts:
        column = rows.facts.facts.get(fact)
        if not isinstance(column, Column):
            continue
        amounts = column.take(rows.inside)
        for one in rows.changes.values():
            for code, kind in enumerate(one.kinds):
                known = amounts.known & (one.codes == code) if kind.is_changed else None
                if known is not None and known.any():
                    yield (fact, kind), total(amounts.values[known])


def lines_of(rows: Rows) -> list[ChangedRow]:
    """Write a line about each row that changed."""
    chosen = np.flatnonzero(rows.changed)
    parts: list[list[bytes]] = [[] for _ in range(len(chosen))]
    for name, one in rows.changes.items():
        here = np.flatnonzero(one.changed[chosen])
        old, new = (told.take(chosen[here]).results() for told in (one.old, one.new))
        for place, was, becomes in zip(here.tolist(), old, new, strict=True):
            parts[place].append(part_of(name, was, becomes))
    ids = rows.block.ids().to_pylist() if len(chosen) else []
    numbers, places = rows.numbers[chosen].tolist(), rows.places[chosen].tolist()
    return [
        (number, line_of(number, ids[place], some)) for number, place, some in zip(numbers, places, parts, strict=True)
    ]
