"""The rows whose answers change between two versions, each with both results: one line of JSON a row, or Parquet."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Raw, Struct
from msgspec.json import Decoder, encode
from msgspec.json import decode as json_decode

from rulings.audit.impact.comparison import NEW, OLD, Transition
from rulings.audit.replay.arrow import packages
from rulings.audit.replay.lines import result_of
from rulings.ruling import Ruling

ChangedRow = tuple[int, bytes]
"""The number of a row, and the line about it."""
_GROUP = 10_000


def changed_row(number: int, changed: Sequence[Transition], old: Ruling, new: Ruling) -> ChangedRow:
    """Write what changed in a row."""
    names = [one.decision for one in changed]
    parts = [part_of(name, encode(result_of(old, name)), encode(result_of(new, name))) for name in names]
    return number, line_of(number, old.id, parts)


def line_of(number: int, case: str | None, parts: Sequence[bytes]) -> bytes:
    """Write the line of a row from the parts of its decisions that changed."""
    return b'{"row":%d,"case":%s,"changed":{%s}}\n' % (number, encode(case), b",".join(parts))


def part_of(decision: str, old: bytes, new: bytes) -> bytes:
    """Write a decision with its results under both versions, which are JSON."""
    return b'%s:{"%s":%s,"%s":%s}' % (encode(decision), OLD.encode(), old, NEW.encode(), new)


@contextmanager
def changes_file(out: Path | None) -> Iterator[BinaryIO | None]:
    """Open a file for lines, which stands at its place only where all went well; nothing where none is wanted.

    Of a name that ends in .parquet the lines are made into Parquet then. Raises OSError.
    """
    if out is None:
        yield None
        return
    beside = out.with_name(f".{out.name}.{os.getpid()}.new")
    table = beside.with_suffix(".parquet")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if out.suffix == ".parquet":
            _write_parquet(beside, table)
            table.replace(out)
        else:
            beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
        table.unlink(missing_ok=True)


def _write_parquet(lines: Path, out: Path) -> None:
    """Write lines as Parquet; few are in memory. The same lines give the same bytes."""
    pa, parquet = packages()
    schema = _schema(pa)
    decode = Decoder(_Line).decode
    with lines.open("rb") as file, parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while some := list(islice(file, _GROUP)):
            writer.write_batch(_batch([decode(line) for line in some], schema, pa))
    with out.open("rb") as file:
        os.fsync(file.fileno())


def _schema(pa: Any) -> Any:  # noqa: ANN401 - Arrow has no types of its own
    result = pa.struct([("value", pa.string()), ("rules", pa.list_(pa.string()))])
    changed = pa.map_(pa.string(), pa.struct([(OLD, result), (NEW, result)]))
    return pa.schema([("row", pa.int64()), ("case", pa.string()), ("changed", changed)])


class _Line(Struct):
    """A line, of which the changes are not looked at yet."""

    row: int
    case: str | None
    changed: Raw


def _batch(lines: list[_Line], schema: Any, pa: Any) -> Any:  # noqa: ANN401 - the same
    """Give lines as a batch. Most rows change in one of a few ways, each of which is made once."""
    places: dict[bytes, int] = {}
    which = [places.setdefault(bytes(line.changed), len(places)) for line in lines]
    ways = pa.array([_changed(json_decode(way)) for way in places], schema.field("changed").type)
    numbers, cases = [line.row for line in lines], [line.case for line in lines]
    columns = [pa.array(numbers, pa.int64()), pa.array(cases, pa.string()), ways.take(pa.array(which, pa.int64()))]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _changed(changed: dict[str, Any]) -> list[tuple[str, Any]]:
    """Give changes as a column has them. Values that are no texts, such as shares, are JSON."""
    return [(name, {side: _texts(result) for side, result in sides.items()}) for name, sides in changed.items()]


def _texts(result: dict[str, Any]) -> dict[str, Any]:
    value = result["value"]
    as_json = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return {**result, "value": value if value is None or isinstance(value, str) else as_json}
