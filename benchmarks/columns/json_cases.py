"""Cases of Parquet as JSON Lines, as a service would have logged them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from pyarrow import parquet

from columns.data import POLICY


def lines_of(folder: Path, cases: Path) -> Path:
    """Write the cases of a Parquet file as JSON Lines beside it, once, and give the file."""
    path = folder / f"{cases.stem}.jsonl"
    if not path.exists():
        making, encoder = path.with_suffix(".making"), msgspec.json.Encoder()
        with making.open("wb") as file:
            for part in parquet.ParquetFile(cases).iter_batches(50_000):
                file.write(encoder.encode_lines([_case(row) for row in part.to_pylist()]))
        making.rename(path)
    return path


def _case(row: dict[str, Any]) -> dict[str, Any]:
    groups: dict[str, dict[str, Any]] = {}
    for path, value in row.items():
        if path != "id" and value is not None:
            group, name = path.split(".")
            groups.setdefault(group, {})[name] = value
    return {"id": row["id"], "policy": POLICY, "facts": groups}
