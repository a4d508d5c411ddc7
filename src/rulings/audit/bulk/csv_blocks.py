"""CSV in blocks: plain parts of a file are cut at commas and line breaks, all else is read by the reader of rows.

A part is plain where every line is a row with the cells that it should have; `csv_cells` says what else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from rulings.audit.bulk.block import Arrow, Block, Content
from rulings.audit.bulk.chunks import Chunk, Chunks
from rulings.audit.bulk.csv_cells import plain_cells
from rulings.audit.bulk.csv_lists import Lists
from rulings.audit.bulk.facts import Seen, of_texts
from rulings.audit.bulk.table import Checked, TableReader, Ways
from rulings.audit.bulk.texts import Texts, of_arrow
from rulings.audit.replay.columns import ID
from rulings.audit.replay.csv_cases import CsvCases
from rulings.audit.replay.rows import Row
from rulings.book import PolicyBook
from rulings.cases.limits import LONGEST_ID
from rulings.engine.columns.batch import Batch, Numbers, Truths
from rulings.model import Fact

_MOST_WEIGHT = 1 << 24


def csv_parts(source: CsvCases, book: PolicyBook, skip: int, position: int, rows: int) -> Iterator[Callable[[], Block]]:
    """Give for each block what makes it."""
    reader = TableReader(source.form, book, Ways(lambda texts: texts.given, _Reader(book).read, _bad_ids, _places))
    number, position = (skip, position) if position else _start(source, skip)
    chunks = Chunks(source.path, rows)
    while (chunk := chunks.at(position)) is not None:
        cut = plain_cells(chunk, len(source.form.columns))
        if cut is not None:
            yield _PlainPart(reader, cut.rows, cut.cells, number)
            number, position = number + len(cut.rows), cut.rows.end
            continue
        read = _some(source.rows_from(number, position), rows)
        if not read:
            return
        yield _RowsPart(reader, read, len(source.form.columns))
        number, position = read[-1].number, read[-1].end


def _start(source: CsvCases, skip: int) -> tuple[int, int]:
    """Find where the rows behind the first `skip` begin."""
    for row in source.rows(max(0, skip - 1)):
        return (skip, row.end) if skip else (0, row.start)
    return skip, source.size


def _some(rows: Iterator[Row], most: int) -> list[Row]:
    found: list[Row] = []
    weight = 0
    for row in rows:
        found.append(row)
        weight += row.weight
        if len(found) == most or weight > _MOST_WEIGHT:
            break
    return found


class _Reader:
    def __init__(self, book: PolicyBook) -> None:
        self._lists = Lists(book)

    def read(self, fact: Fact, texts: Texts) -> Seen:
        return self._lists.read(fact, texts) if fact.fields else of_texts(fact, texts)


def _bad_ids(texts: Texts) -> Truths:
    return texts.given & ~((texts.lengths <= LONGEST_ID) & texts.unicode())


def _places(texts: Texts, options: Sequence[str]) -> Numbers:
    return texts.places_in(options)


@dataclass(frozen=True)
class _PlainPart:
    reader: TableReader[Texts]
    chunk: Chunk
    cells: list[Texts]
    before: int

    def __call__(self) -> Block:
        checked = self.reader.check(self.cells, len(self.chunk))
        return _block(checked, self.before + 1, self.chunk.end, _Content(self.reader, checked, self.cells, self._row))

    def _row(self, place: int) -> Row:
        start, end = self.chunk.start_of(place), self.chunk.end_of(place)
        data = tuple(next(csv.reader(io.StringIO(self.chunk.line(place).decode(), newline=""), strict=True)))
        return Row(self.before + place + 1, data, start, end, end - start)


@dataclass(frozen=True)
class _RowsPart:
    reader: TableReader[Texts]
    rows: list[Row]
    columns: int

    def __call__(self) -> Block:
        nothing = ("",) * self.columns
        columns = zip(*(nothing if row.faults else row.data for row in self.rows), strict=True)
        cells = [of_arrow(pa.array(column, pa.large_string()), empty=False) for column in columns]
        checked = self.reader.check(cells, len(self.rows))
        checked.slow[[bool(row.faults) for row in self.rows]] = True
        content = _Content(self.reader, checked, cells, self.rows.__getitem__)
        return _block(checked, self.rows[0].number, self.rows[-1].end, content)


def _block(checked: Checked, first: int, end: int, content: Content) -> Block:
    return Block(first, len(checked.slow), checked.slow, checked.policies, checked.codes, end, content)


@dataclass(frozen=True)
class _Content:
    reader: TableReader[Texts]
    checked: Checked
    cells: list[Texts]
    rows: Callable[[int], Row]

    def ids(self) -> Arrow:
        return self._ids

    @cached_property
    def _ids(self) -> Arrow:
        if ID not in self.reader.columns:
            return pa.nulls(len(self.checked.slow), pa.large_string())
        texts = self.cells[self.reader.columns.index(ID)]
        return texts.arrow(~_bad_ids(texts))

    def row(self, place: int) -> Row:
        return self.rows(place)

    def batch(self, policy: str) -> Batch:
        return self.checked.batches[self.reader.vocabulary(policy).platform]
