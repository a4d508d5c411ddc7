"""Compares two versions on the rows of a block in columns, and counts what comparing them case by case counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial

import numpy as np

from rulings.audit.bulk.block import Block
from rulings.audit.columns.checking import Said, check, needs_in
from rulings.audit.columns.sample import Sample
from rulings.audit.columns.told import Told
from rulings.audit.impact.amounts import Amounts, amounts_of, fields_of
from rulings.audit.impact.changed_table import table_of
from rulings.audit.impact.changes import LINES, TABLE
from rulings.audit.impact.comparing import Question, Rule
from rulings.audit.impact.comparison import Transition
from rulings.audit.impact.counted import Rows, comparison_of, lines_of
from rulings.audit.impact.pairs import absent
from rulings.audit.impact.running import CaseComparer, CompareCases, Impact
from rulings.audit.replay.decoding import decoder
from rulings.audit.replay.rows import Row
from rulings.audit.replay.tally import PASSED_OVER, READ, RULED, tally_of
from rulings.book import PolicyBook
from rulings.engine.columns.batch import Batch, Column, Numbers
from rulings.engine.columns.ruled import ColumnsRuler, RuledBatch
from rulings.ruling import Ruling
from rulings.values import parse_datetime
from rulings.version import Version


class Side:
    """One of the two versions, and what it says of a batch."""

    def __init__(self, version: Version, rule: Rule, at: datetime | None) -> None:
        """Prepare; `rule` rules singly."""
        self.version = version
        self.rule = rule
        self.ruler = ColumnsRuler(version.policy.decisions, version.proved)
        self.at = at

    def ruled(self, batch: Batch, question: Question) -> Ruled:
        """Rule on a batch: on the answers, which every ruling decides, and on what is compared."""
        ruled, decisions = self.ruler.rule(batch, self.at), self.version.policy.decisions
        for name in dict.fromkeys((*self.version.policy.answers, *question.decisions)):
            if name in decisions:
                ruled.outcomes(name)
        return Ruled(
            self, ruled, {name: fields_of(decisions[name], ruled) for name in question.decisions if name in decisions}
        )


class Ruled:
    """What a version says of a batch, with the computed fields of what parties bear."""

    def __init__(self, side: Side, batch: RuledBatch, fields: Mapping[str, Mapping[str, Column]]) -> None:
        """Made by the side."""
        self.side = side
        self.batch = batch
        self._fields = fields

    def told(self, name: str, rows: Numbers) -> Told:
        """Give what a decision came to in rows that are not slow."""
        decision = self.side.version.policy.decisions.get(name)
        return absent(len(rows)) if decision is None else Told.of(decision.type, self.batch.outcomes(name), rows)

    def amounts(self, name: str, told: Told, rows: Numbers) -> dict[str, Amounts]:
        """Give the money of a decision in these rows."""
        fields = {field: column.take(rows) for field, column in self._fields.get(name, {}).items()}
        return amounts_of(self.side.version.policy.decisions.get(name), told, fields)


class ColumnsComparer:
    """Compares the two versions on blocks; threads share one, and what it learns."""

    def __init__(self, book: PolicyBook, job: CompareCases, sample: Sample, shown: Collection[Transition] = ()) -> None:
        """Start with the policies. `shown` are the transitions of which earlier blocks gave examples enough."""
        self._shown = shown
        versions = job.versions
        at = None if versions.at is None else parse_datetime(versions.at)
        named = zip((versions.old, versions.new), versions.rules(book), strict=True)
        self._sides = [Side(book.version(versions.policy, name), rule, at) for name, rule in named]
        self._job = job
        self._single = CaseComparer(book, job)
        self._decode = decoder(job.form, book)
        self._sample = sample

    def __call__(self, block: Block) -> Impact:
        """Compare."""
        policy, slow = self._job.versions.policy, block.slow.copy()
        # The last stands for rows without a policy that is known, which are slow.
        is_mine = np.array([*(name == policy for name in block.policies), False], dtype=np.bool_)
        mine = np.flatnonzero(~slow & is_mine[block.policy_codes])
        others = int(block.size - np.count_nonzero(slow)) - len(mine)
        found = Impact(tally_of({PASSED_OVER: others, READ: others}))
        if len(mine):
            rows = self._ruled(block, mine)
            slow[mine] = True
            slow[rows.places] = False
            found = self._counted(rows, found)
        singly = self._single([block.row(place) for place in np.flatnonzero(slow).tolist()])
        return _beside(found, singly)

    def _ruled(self, block: Block, mine: Numbers) -> Rows:
        """Rule on the rows that are of the policy, as far as columns can."""
        batch = block.batch(self._job.versions.policy)
        batch = batch if len(mine) == block.size else batch.take(mine)
        old, new = (side.ruled(batch, self._job.question) for side in self._sides)
        fast = np.flatnonzero(~(old.batch.slow | new.batch.slow))
        rows = Rows(block, mine[fast], batch, fast)
        for name in self._job.question.decisions:
            rows.add(name, old.told(name, fast), new.told(name, fast))
            told = rows.changes[name]
            rows.add_money(old.amounts(name, told.old, fast), new.amounts(name, told.new, fast))
        return rows

    def _counted(self, rows: Rows, others: Impact) -> Impact:
        size = len(rows.places)
        tally = others.tally + tally_of({READ: size, RULED: size})
        changes = lines_of(rows) if self._job.changes == LINES else []
        table = table_of(rows) if self._job.changes == TABLE else None
        counted = comparison_of(rows, self._job.question, self._shown)
        return Impact(tally, counted, (), self._verified(rows), tuple(changes), table)

    def _verified(self, rows: Rows) -> int:
        """Rule singly too on the rows of the sample. Raises ColumnsDiffer."""
        chosen = self._sample.places(rows.numbers)
        if not len(chosen):
            return 0
        batch = rows.facts.take(rows.inside[chosen])
        taken = [rows.block.row(place) for place in rows.places[chosen].tolist()]
        for side, of_side in zip(self._sides, ("old", "new"), strict=True):
            policy = side.version.policy
            told = {name: getattr(one, of_side) for name, one in rows.changes.items() if name in policy.decisions}
            needs = needs_in(side.ruler, batch, policy.answers, side.at)
            said = Said({name: one.take(chosen).results() for name, one in told.items()}, needs)
            for place, row in enumerate(taken):
                check(row.number, said, place, partial(self._rule, side, row))
        return len(chosen)

    def _rule(self, side: Side, row: Row) -> Ruling:
        return side.rule(self._decode(row))


def _beside(columns: Impact, singly: Impact) -> Impact:
    """Give what came of the rows of a block, of which some were ruled on in columns and the others singly."""
    return Impact(
        columns.tally + singly.tally,
        columns.comparison.beside(singly.comparison),
        singly.first_faults,
        columns.verified,
        tuple(sorted((*columns.changes, *singly.changes))),
        columns.table,
    )
