"""Lines about rows that changed, made into Parquet: columns are built whole, for there can be millions of such rows."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.json import Decoder

from rulings.audit.impact.comparison import NEW, OLD
from rulings.audit.replay.arrow import packages

_GROUP = 10_000


def write_table(lines: Path, out: Path) -> None:
    """Write lines as Parquet; few are in memory. The same lines give the same bytes."""
    pa, parquet = packages()
    schema = _schema(pa)
    decode = Decoder().decode
    with lines.open("rb") as file, parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while some := list(islice(file, _GROUP)):
            writer.write_batch(_batch([decode(line) for line in some], pa, schema))
    with out.open("rb") as file:
        os.fsync(file.fileno())


def _schema(pa: Any) -> Any:  # noqa: ANN401 - Arrow has no types of its own
    result = pa.struct([("value", pa.string()), ("rules", pa.list_(pa.string()))])
    changed = pa.map_(pa.string(), pa.struct([(OLD, result), (NEW, result)]))
    return pa.schema([("row", pa.int64()), ("case", pa.string()), ("changed", changed)])


def _batch(rows: Sequence[dict[str, Any]], pa: Any, schema: Any) -> Any:  # noqa: ANN401 - the same
    numbers = pa.array([row["row"] for row in rows], pa.int64())
    cases = pa.array([row["case"] for row in rows], pa.string())
    changes = [row["changed"] for row in rows]
    names = pa.array([name for of_row in changes for name in of_row], pa.string())
    both = [sides for of_row in changes for sides in of_row.values()]
    sides = pa.StructArray.from_arrays([_results([one[side] for one in both], pa) for side in (OLD, NEW)], (OLD, NEW))
    changed = pa.MapArray.from_arrays(_ends(changes, pa), names, sides)
    return pa.RecordBatch.from_arrays([numbers, cases, changed], schema=schema)


def _results(results: Sequence[dict[str, Any]], pa: Any) -> Any:  # noqa: ANN401 - the same
    given = [result["value"] for result in results]
    values = pa.array([one if one.__class__ is str else _text(one) for one in given], pa.string())
    of_each = [result["rules"] for result in results]
    rules = pa.ListArray.from_arrays(
        _ends(of_each, pa), pa.array([rule for some in of_each for rule in some], pa.string())
    )
    return pa.StructArray.from_arrays([values, rules], ("value", "rules"))


def _ends(lists: Sequence[Any], pa: Any) -> Any:  # noqa: ANN401 - the same
    """Give where each list ends among the items of all, behind the beginning of the first."""
    ends = [0]
    for some in lists:
        ends.append(ends[-1] + len(some))
    return pa.array(ends, pa.int32())


def _text(value: object) -> str | None:
    """Give values that are no texts, such as shares, as JSON."""
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
