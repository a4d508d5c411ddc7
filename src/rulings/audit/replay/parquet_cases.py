"""Reads Parquet: a case a row, a fact a column, in the column's own type where that type is exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rulings.audit.replay.arrow import packages, values_of, wrong_for
from rulings.audit.replay.columns import ID, POLICY, vocabulary_of
from rulings.audit.replay.identity import identity_of
from rulings.audit.replay.rows import Row, Table, UnreadableInput
from rulings.book import PolicyBook
from rulings.errors import Diagnostic
from rulings.model import Fact

_BATCH = 1_000
_ROW_BYTES = 300
_EXPECTED = {
    "boolean": "booleans",
    "integer": "integers",
    "decimal": "decimals, integers or texts",
    "date": "dates or texts",
    "datetime": "timestamps with a time zone, or texts",
    "list": "lists of structs",
    "id": "texts or integers",
}


@dataclass(frozen=True)
class ParquetCases:
    """A Parquet file, or only some row groups of it, behind so many rows. Positions are rows of the file."""

    path: Path
    form: Table
    size: int
    groups: tuple[int, ...] | None = None
    before: int = 0

    @classmethod
    def open(cls, path: Path, policy: str | None) -> ParquetCases:
        """Read the columns. Raises UnreadableInput and PackageMissing."""
        file = _opened(path)
        return cls(path, Table(tuple(file.schema_arrow.names), policy, texts=False), file.metadata.num_rows)

    def check_types(self, book: PolicyBook) -> None:
        """Hold the columns' types against those of their facts. Raises UnreadableInput."""
        policies = book.policies if self.form.policy is None or POLICY in self.form.columns else (self.form.policy,)
        facts: dict[str, Fact] = {}
        for policy in policies:
            facts = {**vocabulary_of(book, policy).facts, **facts}
        columns = {field.name: field.type for field in _opened(self.path).schema_arrow}
        found = [fault for name, column in columns.items() for fault in _faults(name, column, facts.get(name))]
        if found:
            raise UnreadableInput(found)

    @property
    def weight(self) -> int:
        """Give the size of what is compressed, as if it were JSON."""
        return _ROW_BYTES * self.size

    @property
    def identity(self) -> str:
        """Name the file by its size and content."""
        return identity_of(self.path)

    def rows(self, skip: int = 0, position: int = 0) -> Iterator[Row]:
        """Give the rows, in batches of which one is in memory."""
        del position
        pa, _ = packages()
        number = self.before
        try:
            for batch in _opened(self.path).iter_batches(batch_size=_BATCH, row_groups=self.groups):
                if number + batch.num_rows > skip:
                    yield from (row for row in rows_of(batch, number) if row.number > skip)
                number += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise unreadable(self.path, error) from None


def rows_of(batch: Any, number: int) -> Iterator[Row]:  # noqa: ANN401 - Arrow has no types of its own
    """Give the rows of a batch, before which stand `number` others."""
    columns = [values_of(column) for column in batch.columns]
    integers = [name == ID and not _is_text(values) for name, values in zip(batch.schema.names, columns, strict=True)]
    weight = batch.nbytes // max(1, batch.num_rows)
    for number_, cells in enumerate(zip(*columns, strict=True), start=number + 1):
        data = tuple(
            str(cell) if of_id and cell is not None else cell for cell, of_id in zip(cells, integers, strict=True)
        )
        yield Row(number_, data, number_ - 1, number_, weight)


def _is_text(values: list[Any]) -> bool:
    return any(isinstance(value, str) for value in values)


def _opened(path: Path) -> Any:  # noqa: ANN401 - the same
    pa, parquet = packages()
    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: Exception) -> UnreadableInput:
    """Return (not raise) the fault of a file that Arrow cannot read."""
    said = str(error).partition("\n")[0]
    return UnreadableInput([Diagnostic("unreadable-input", f"{path} cannot be read: {said}")])


def _faults(name: str, column: Any, fact: Fact | None) -> Iterator[Diagnostic]:  # noqa: ANN401 - a type of Arrow
    if fact is not None and fact.type.name == "list":
        yield from _of_list(name, column, fact.fields)
        return
    kind = ID if name == ID else "text" if fact is None else fact.type.name
    why = wrong_for(kind, column)
    if why is not None:
        message = f"the column {name} cannot be read: {why}"
        yield Diagnostic("bad-column", message, expected=_EXPECTED.get(kind, "texts"))


def _of_list(name: str, column: Any, fields: Mapping[str, Fact]) -> Iterator[Diagnostic]:  # noqa: ANN401 - the same
    types = packages()[0].types
    if not (types.is_list(column) or types.is_large_list(column)) or not types.is_struct(column.value_type):
        message = f"the column {name} cannot be read: {column} is no type for it"
        yield Diagnostic("bad-column", message, expected=_EXPECTED["list"])
        return
    for field in column.value_type:
        if field.name in fields:
            yield from _faults(f"{name}.{field.name}", field.type, fields[field.name])
