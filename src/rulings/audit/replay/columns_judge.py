"""Rules on the rows of a block in columns, and writes the lines that ruling on them one by one would write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from msgspec.json import decode, encode

from rulings.audit.bulk.block import Block
from rulings.audit.columns.sample import ColumnsDiffer, Sample, differs
from rulings.audit.columns.told import Told
from rulings.audit.replay.by_date import versions_of
from rulings.audit.replay.judging import SHOWN, CaseJudge, FaultyRow, Request, Ruled, counted_as
from rulings.audit.replay.row_lines import heads, statuses_of, tails, unchosen
from rulings.audit.replay.rows import Form
from rulings.audit.replay.tally import ANSWER, PASSED_OVER, READ, RULED, STATUS, VERSION, Key, Tally
from rulings.book import PolicyBook
from rulings.engine.columns.batch import Batch, Numbers, Truths
from rulings.engine.columns.ruled import ColumnsRuler
from rulings.engine.settle import UNDETERMINED
from rulings.errors import Diagnostic
from rulings.model import Policy
from rulings.values import parse_datetime
from rulings.version import Version


@dataclass
class _Written:
    """Lines by the places of their rows in the block, the rows that are left to be ruled on singly, and counts."""

    lines: list[bytes]
    slow: Truths
    tally: Tally = field(default_factory=Tally)
    faults: list[bytes] = field(default_factory=list)
    first: list[FaultyRow] = field(default_factory=list)

    def count(self, number: int, *key: str) -> None:
        """Count so many more."""
        if number:
            self.tally.counts[key] += number


class ColumnsJudge:
    """Rules on blocks of cases; threads share one, and what it learns."""

    def __init__(self, book: PolicyBook, request: Request, form: Form, sample: Sample) -> None:
        """Start with the policies."""
        self._book = book
        self._request = request
        self._single = CaseJudge(book, request, form)
        self._sample = sample
        self._at: datetime | None = None if request.at is None else parse_datetime(request.at)
        self._rulers: dict[str, ColumnsRuler] = {}

    def __call__(self, block: Block) -> Ruled:
        """Rule on a block."""
        written = _Written([b""] * block.size, block.slow.copy())
        ids = block.ids().to_pylist()
        for code, policy in enumerate(block.policies):
            rows = np.flatnonzero(~block.slow & (block.policy_codes == code))
            if self._request.policy in (None, policy):
                self._rule(block, policy, rows, ids, written)
            else:
                written.count(len(rows), READ)
                written.count(len(rows), PASSED_OVER)
        verified = self._verified(block, written)
        self._rule_singly(block, written)
        return Ruled(b"".join(written.lines), b"".join(written.faults), written.tally, tuple(written.first), verified)

    def _rule(self, block: Block, policy: str, rows: Numbers, ids: Sequence[str | None], written: _Written) -> None:
        """Rule on the rows of one policy; those that no version can be chosen for are left."""
        if not len(rows):
            return
        batch = block.batch(policy)
        batch = batch if len(rows) == block.size else batch.take(rows)
        written.slow[rows] = True
        for version, inside in versions_of(self._book, self._request, policy, batch):
            if not len(inside):
                continue
            if version is None:
                done, ends = inside, self._unchosen(policy, len(inside), written)
            else:
                some = batch if len(inside) == batch.size else batch.take(inside)
                fast, ends = self._ruled(version, some, written.tally)
                done = inside[fast]
            places = rows[done].tolist()
            starts = heads([block.first + place for place in places], [ids[place] for place in places])
            for place, start, end in zip(places, starts, ends, strict=True):
                written.lines[place] = start + end
            written.slow[rows[done]] = False

    def _unchosen(self, policy: str, size: int, written: _Written) -> list[bytes]:
        """Say of cases without their date that nothing is chosen."""
        for key in ((READ,), (RULED,), (STATUS, UNDETERMINED)):
            written.count(size, *key)
        return [unchosen(self._book.version(policy).policy)] * size

    def _ruled(self, version: Version, batch: Batch, tally: Tally) -> tuple[Numbers, list[bytes]]:
        """Rule by one version; give the rows on which columns could, and the ends of their lines."""
        policy = version.policy
        ruler = self._rulers.get(policy.name)
        if ruler is None:
            ruler = self._rulers[policy.name] = ColumnsRuler(policy.decisions, version.proved)
        ruled = ruler.rule(batch, self._at)
        ruled.decide_all()
        needs, table = ruled.needs(policy.answers)
        fast = np.flatnonzero(~ruled.slow)
        told = {name: Told.of(one.type, ruled.outcomes(name), fast) for name, one in policy.decisions.items()}
        statuses = statuses_of(policy, told, len(fast))
        _count(tally, policy, told, statuses)
        return fast, tails(policy, told, statuses, (needs[fast], table))

    def _rule_singly(self, block: Block, written: _Written) -> None:
        for place in np.flatnonzero(written.slow).tolist():
            done = self._single([block.row(place)])
            written.lines[place] = done.rows
            written.faults.append(done.faults)
            written.first = [*written.first, *done.first_faults][:SHOWN]
            written.tally.counts.update(done.tally.counts)

    def _verified(self, block: Block, written: _Written) -> int:
        """Rule singly too on the rows of the sample. Raises ColumnsDiffer."""
        fast = np.array([bool(line) for line in written.lines], dtype=np.bool_)
        rows = np.flatnonzero(fast)
        chosen = rows[self._sample.places(rows + block.first)].tolist()
        for place in chosen:
            row = block.row(place)
            done = self._single([row])
            if done.rows != written.lines[place]:
                raise ColumnsDiffer(_differing(row.number, written.lines[place], done))
        return len(chosen)


def _count(tally: Tally, policy: Policy, told: dict[str, Told], statuses: tuple[Numbers, list[str]]) -> None:
    """Count rows by status, version, and answers."""
    size = len(statuses[0])
    counts: Counter[Key] = Counter({(READ,): size, (RULED,): size, (VERSION, policy.name): size})
    for code, number in enumerate(np.bincount(statuses[0], minlength=len(statuses[1])).tolist()):
        counts[STATUS, statuses[1][code]] += number
    for name in policy.answers:
        for outcome, number in told[name].counts():
            counts[ANSWER, policy.id, name, counted_as(policy, name, outcome)] += number
    tally.counts.update(+counts)


def _differing(number: int, line: bytes, single: Ruled) -> Iterator[Diagnostic]:
    """Find what differs between two lines."""
    if not single.rows:
        yield differs(number, "the ruling", ["a ruling"], [single.faults.decode().strip()])
        return
    columns, alone = decode(line), decode(single.rows)
    for name in dict.fromkeys((*columns["results"], *alone["results"])):
        one, other = columns["results"].get(name), alone["results"].get(name)
        if one != other:
            yield differs(number, name, [_json(one)], [_json(other)])
    for name in sorted(columns.keys() - {"results"}):
        if columns[name] != alone[name]:
            yield differs(number, name, [_json(columns[name])], [_json(alone[name])])


def _json(value: object) -> str:
    return encode(value).decode()
