"""Parquet in blocks: columns as Arrow reads them, texts that repeat read once each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from rulings.audit.bulk.arrow_facts import given, is_text, of_array
from rulings.audit.bulk.block import Arrow, Block
from rulings.audit.bulk.table import Checked, TableReader, Ways
from rulings.audit.bulk.texts import of_arrow, valid
from rulings.audit.replay.columns import ID
from rulings.audit.replay.parquet_cases import ParquetCases, rows_of, unreadable
from rulings.audit.replay.rows import Row
from rulings.book import PolicyBook
from rulings.cases.limits import LONGEST_ID
from rulings.engine.columns.batch import Batch, Numbers, Truths

_FEW_BYTES, _NO_MATTER = 2, 4_096
"""Bytes of a row, and of a group of rows beside them, of texts that repeat much."""


def parquet_parts(source: ParquetCases, book: PolicyBook, skip: int, rows: int) -> Iterator[Callable[[], Block]]:
    """Give for each block what makes it. Raises UnreadableInput."""
    reader = TableReader(source.form, book, Ways(given, of_array, _bad_ids, _places))
    number = source.before
    try:
        for batch in _batches(source, rows):
            number += batch.num_rows
            if number > skip:
                wanted = batch.slice(max(0, batch.num_rows - (number - skip)))
                yield _Part(reader, wanted, number - wanted.num_rows)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(source.path, error) from None


def _batches(source: ParquetCases, rows: int) -> Iterator[Arrow]:
    with parquet.ParquetFile(source.path) as plain:
        coded = list(_repeating(plain))
    with parquet.ParquetFile(source.path, read_dictionary=coded) as file:
        yield from file.iter_batches(batch_size=rows, row_groups=source.groups)


def _repeating(file: Arrow) -> Iterator[str]:
    """Name the columns of texts that take so few bytes a row that most of them repeat: each is read once then."""
    texts = {field.name for field in file.schema_arrow if is_text(field.type) and field.name != ID}
    if not file.metadata.num_row_groups:
        return
    group = file.metadata.row_group(0)
    for place in range(group.num_columns):
        column = group.column(place)
        few = column.total_uncompressed_size <= _FEW_BYTES * group.num_rows + _NO_MATTER
        if column.path_in_schema in texts and few:
            yield column.path_in_schema


@dataclass(frozen=True)
class _Part:
    """A batch that is still to be checked, with the number of the row before it."""

    reader: TableReader[Arrow]
    batch: Arrow
    before: int

    def __call__(self) -> Block:
        checked, size = self.reader.check(self.batch.columns, self.batch.num_rows), self.batch.num_rows
        content = _Content(self, checked)
        end = self.before + size
        return Block(self.before + 1, size, checked.slow, checked.policies, checked.codes, end, content)


@dataclass(frozen=True)
class _Content:
    part: _Part
    checked: Checked

    def ids(self) -> Arrow:
        return self._ids

    @cached_property
    def _ids(self) -> Arrow:
        batch = self.part.batch
        if ID not in batch.schema.names:
            return pa.nulls(batch.num_rows, pa.large_string())
        array = _decoded(batch.column(batch.schema.names.index(ID)))
        if not is_text(array.type):
            return array.cast(pa.large_string())
        good = given(array) & ~_bad_ids(array)
        return array if good.all() else of_arrow(array, empty=False).arrow(good)

    def row(self, place: int) -> Row:
        return next(rows_of(self.part.batch.slice(place, 1), self.part.before + place))

    def batch(self, policy: str) -> Batch:
        return self.checked.batches[self.part.reader.vocabulary(policy).platform]


def _decoded(array: Arrow) -> Arrow:
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _bad_ids(array: Arrow) -> Truths:
    array = _decoded(array)
    if is_text(array.type):
        texts = of_arrow(array, empty=False)
        return texts.given & ~((texts.lengths <= LONGEST_ID) & texts.unicode())
    is_good = pa.types.is_integer(array.type) or pa.types.is_null(array.type)
    return np.zeros(len(array), np.bool_) if is_good else valid(array)


def _places(array: Arrow, options: Sequence[str]) -> Numbers:
    if not pa.types.is_dictionary(array.type):
        if not is_text(array.type):
            return np.full(len(array), -1, np.int64)
        return of_arrow(array, empty=False).places_in(options)
    if not len(array.dictionary):
        return np.full(len(array), -1, np.int64)
    places = array.indices.fill_null(0).to_numpy(zero_copy_only=False)
    found: Numbers = _places(array.dictionary, options)[places]
    return found
