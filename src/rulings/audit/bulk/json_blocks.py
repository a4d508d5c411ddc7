"""JSON Lines in blocks: lines decoded together, then made into columns fact by fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from rulings.audit.bulk.block import Arrow, Block
from rulings.audit.bulk.chunks import Chunk, Chunks
from rulings.audit.bulk.gathering import Values
from rulings.audit.bulk.json_reader import Reader
from rulings.audit.bulk.scatter import scattered
from rulings.audit.bulk.table import UNKNOWN
from rulings.audit.bulk.written import column_of
from rulings.audit.replay.json_lines import JsonLines
from rulings.audit.replay.rows import Row
from rulings.book import PolicyBook
from rulings.cases.limits import MOST_BYTES
from rulings.engine.columns.batch import Batch, Column, Numbers, Records, Truths
from rulings.model import Vocabulary


def json_parts(
    source: JsonLines, book: PolicyBook, skip: int, position: int, rows: int
) -> Iterator[Callable[[], Block]]:
    """Give for each block what makes it."""
    reader, number, chunks = Reader(book), skip, Chunks(source.path, rows)
    while (chunk := chunks.at(position)) is not None:
        if len(chunk):
            yield _Part(source, reader, chunk, number)
            number, position = number + len(chunk), chunk.end
        else:
            row = source.row_at(number + 1, position)
            yield _LongLine(row)
            number, position = row.number, row.end


@dataclass(frozen=True)
class _Part:
    source: JsonLines
    reader: Reader
    chunk: Chunk
    before: int

    def __call__(self) -> Block:
        gathered, size = self.reader.gathered(self.chunk), len(self.chunk)
        codes = gathered.codes
        slow = (codes == UNKNOWN) | (np.diff(self.chunk.ends, prepend=0) > MOST_BYTES + 1)
        there = np.unique(codes[codes != UNKNOWN]).tolist()
        batches: dict[str, Batch] = {}
        for platform, members in self._platforms(there).items():
            rows = np.flatnonzero(np.isin(codes, members))
            vocabulary = self.reader.vocabularies[self.reader.policies[members[0]]]
            batch, bad = _facts(vocabulary, gathered.facts[platform], len(rows))
            slow[rows[bad]] = True
            batches[platform] = batch if len(rows) == size else scattered(batch, rows, size)
        policies, renamed = self._renamed(there, codes)
        content = _Content(self, gathered.ids, batches)
        return Block(self.before + 1, size, slow, policies, renamed, self.chunk.end, content)

    def _renamed(self, there: list[int], codes: Numbers) -> tuple[tuple[str, ...], Numbers]:
        renamed = np.full(len(self.reader.policies) + 1, UNKNOWN, np.int64)  # the last one is what -1 finds
        renamed[there] = np.arange(len(there))
        return tuple(self.reader.policies[code] for code in there), renamed[codes]

    def _platforms(self, codes: list[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for code in codes:
            found.setdefault(self.reader.vocabularies[self.reader.policies[code]].platform, []).append(code)
        return found

    def row(self, place: int) -> Row:
        line, start, end = self.chunk.line(place), self.chunk.start_of(place), self.chunk.end_of(place)
        number = self.before + place + 1
        return self.source.row_at(number, start) if len(line) > MOST_BYTES else Row(number, line, start, end, len(line))


def _facts(vocabulary: Vocabulary, values: Values, size: int) -> tuple[Batch, Truths]:
    """Read the facts of cases of one platform, and tell which are not surely good."""
    bad = np.zeros(size, np.bool_)
    columns: dict[str, Column | Records] = {}
    for path, given in values.items():
        found = column_of(vocabulary.facts[path], given)
        if found is not None:
            columns[path] = found.column
            bad |= found.bad
    return Batch(size, columns), bad


@dataclass(frozen=True)
class _Content:
    part: _Part
    given_ids: list[Arrow]
    batches: dict[str, Batch]

    def ids(self) -> Arrow:
        return self._ids

    @cached_property
    def _ids(self) -> Arrow:
        return pa.concat_arrays(self.given_ids)

    def row(self, place: int) -> Row:
        return self.part.row(place)

    def batch(self, policy: str) -> Batch:
        return self.batches[self.part.reader.vocabularies[policy].platform]


@dataclass(frozen=True)
class _LongLine:
    """A line of which nothing is kept."""

    only: Row

    def __call__(self) -> Block:
        return Block(self.only.number, 1, np.ones(1, np.bool_), (), np.full(1, UNKNOWN, np.int64), self.only.end, self)

    def ids(self) -> Arrow:
        return pa.nulls(1, pa.large_string())

    def row(self, place: int) -> Row:
        del place
        return self.only

    def batch(self, policy: str) -> Batch:
        del policy
        return Batch(1)
