"""Files of the rows that change, as JSON Lines or Parquet: there whole, or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from msgspec.json import Decoder

from rulings.audit.impact.changes import LINES, TABLE, ChangedRow
from rulings.audit.impact.comparison import NEW, OLD
from rulings.audit.replay.arrow import packages
from rulings.plain import plain_value

_PARQUET: Final = ".parquet"
_GROUP: Final = 65_536
"""Rows of a row group, whatever the parts are in which they come: the same rows give the same bytes."""


class Writer(Protocol):
    """Takes the rows that change, part by part in the order of the input."""

    def write(self, lines: Sequence[ChangedRow], table: Any) -> None:  # noqa: ANN401 - Arrow has no types of its own
        """Take the rows of a part: lines, and where there is one, a table of others, whose rows stand between them."""


def form_of(out: Path | None) -> str | None:
    """Say in which form a file wants rows; None where there is no file."""
    return None if out is None else TABLE if out.suffix == _PARQUET else LINES


@contextmanager
def changes_file(out: Path | None) -> Iterator[Writer | None]:
    """Open a file for rows that change, which stands at its place only where all went well; nothing without a path.

    Raises OSError, and PackageMissing for Parquet.
    """
    if out is None:
        yield None
        return
    beside = out.with_name(f".{out.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            with closing(_Table(file) if form_of(out) == TABLE else _Lines(file)) as writer:
                yield writer
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


class _Lines:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, lines: Sequence[ChangedRow], table: Any) -> None:  # noqa: ANN401 - never given here
        del table
        self._file.writelines(line for _, line in lines)

    def close(self) -> None:
        """Leave the file as it is: nothing stands behind the last line."""


class _Table:
    def __init__(self, file: BinaryIO) -> None:
        self._pa, parquet = packages()
        self._writer = parquet.ParquetWriter(file, schema(), compression="zstd")
        self._waiting: list[Any] = []
        self._count = 0
        self._decode = Decoder().decode

    def write(self, lines: Sequence[ChangedRow], table: Any) -> None:  # noqa: ANN401 - a table of Arrow
        parts = [] if table is None else [table]
        if lines:
            rows = [_columns(self._decode(line)) for _, line in lines]
            parts.append(self._pa.Table.from_pylist(rows, schema=schema()))
        found = self._pa.concat_tables(parts) if parts else None
        if found is not None:
            self._waiting.append(found.sort_by("row") if len(parts) > 1 else found)
            self._count += len(found)
            self._write(_GROUP)

    def _write(self, least: int) -> None:
        """Write groups of rows as long as so many wait."""
        if self._count < max(1, least):
            return
        waiting = self._pa.concat_tables(self._waiting)
        start = 0
        while len(waiting) - start >= max(1, least):
            group = waiting.slice(start, _GROUP).combine_chunks()
            self._writer.write_table(group, row_group_size=_GROUP)
            start += len(group)
        self._waiting, self._count = [waiting.slice(start)], len(waiting) - start

    def close(self) -> None:
        """Write what waits, and the end of the file."""
        self._write(0)
        self._writer.close()


def schema() -> Any:  # noqa: ANN401 - the same
    """Give the columns of a table of rows that change."""
    pa, _ = packages()
    result = pa.struct([("value", pa.string()), ("rules", pa.list_(pa.string()))])
    changed = pa.map_(pa.string(), pa.struct([(OLD, result), (NEW, result)]))
    return pa.schema([("row", pa.int64()), ("case", pa.string()), ("changed", changed)])


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    changed = [(name, {side: _result(one) for side, one in sides.items()}) for name, sides in row["changed"].items()]
    return {**row, "changed": changed}


def _result(result: dict[str, Any]) -> dict[str, Any]:
    return {**result, "value": text_of(result["value"])}


def text_of(value: object) -> str | None:
    """Give a value as it stands in a table: as a text, or where it is none, as JSON."""
    plain = plain_value(value)
    if plain is None or isinstance(plain, str):
        return plain
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
