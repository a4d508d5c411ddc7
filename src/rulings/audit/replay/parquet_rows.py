"""Writes the rows of a finished replay as Parquet, in columns that are the same for every policy."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.json import Decoder

from rulings.audit.replay.arrow import packages

_GROUP = 10_000


def write_parquet(rows: Path, out: Path) -> None:
    """Write JSON Lines as Parquet, whole or not at all; few rows are in memory. The same rows give the same bytes."""
    _, parquet = packages()
    beside = out.with_name(f".{out.name}.new")
    try:
        with rows.open("rb") as file, parquet.ParquetWriter(beside, _schema(), compression="zstd") as writer:
            for batch in _batches(file):
                writer.write_batch(batch)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _schema() -> Any:  # noqa: ANN401 - Arrow has no types of its own
    pa, _ = packages()
    text, texts = pa.string(), pa.list_(pa.string())
    result = pa.struct([("value", text), ("rules", texts)])
    return pa.schema(
        [
            ("row", pa.int64()),
            ("case", text),
            ("policy", text),
            ("version", text),
            ("status", text),
            ("results", pa.map_(text, result)),
            ("needs", texts),
            ("causes", texts),
            ("verdict", text),
            ("second_opinion", text),
        ]
    )


def _batches(file: Any) -> Iterator[Any]:  # noqa: ANN401 - lines in, batches of Arrow out
    pa, _ = packages()
    decode = Decoder().decode
    while lines := list(islice(file, _GROUP)):
        yield pa.RecordBatch.from_pylist([_columns(decode(line)) for line in lines], schema=_schema())


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row by column. Values that are no texts, such as shares, are JSON, and so is the whole verdict."""
    verdict = row.get("verdict")
    results = {name: {**result, "value": _text(result["value"])} for name, result in row["results"].items()}
    return {
        **row,
        "results": list(results.items()),
        "causes": None if verdict is None else verdict["causes"],
        "verdict": None if verdict is None else _json(verdict),
        "second_opinion": _json(row["second_opinion"]) if "second_opinion" in row else None,
    }


def _text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
