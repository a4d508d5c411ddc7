"""Dispute cases as Parquet, seeded: a third lie within two seconds of the end of a window, half of these at month ends.

The same decision as in `benchmarks/dispute`, in two versions: the second has longer and shorter windows and another
small amount.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray
from pyarrow import parquet

POLICY, OLD, NEW = "bench/dispute", "2024-01-01", "2025-01-01"
REASONS = ("counterfeit", "fake_shipment", "late_shipment", "not_as_described", "quality", "safety")
FLAGS = (
    "goods.durable",
    "goods.three_guarantees",
    "evidence.buyer_valid",
    "evidence.merchant_valid",
    "agreement.refund_agreed",
    "agreement.freight_agreed",
    "shipping.received",
    "shipping.track_blank",
)
GROUP = 500_000
"""Rows of one group of a file."""
_SECOND, _DAY = 1_000_000, 86_400 * 1_000_000
_FIRST = 1_704_124_800 * _SECOND
"""2024-01-02 in Shanghai."""
_CHANGES = (
    ("version: 2024-01-01", "version: 2025-01-01"),
    ("from: 2024-01-01", "from: 2025-01-01"),
    ("general_window: 15 days", "general_window: 30 days"),
    ("three_guarantees_window: 90 days", "three_guarantees_window: 60 days"),
    ("long_window: 6 months", "long_window: 7 months"),
    ("small_amount: 20.00 CNY", "small_amount: 50.00 CNY"),
)


def write_policies(folder: Path) -> Path:
    """Write the policies of the benchmark with a second version, and give their folder."""
    policies = folder / "policies"
    shutil.copytree(Path(__file__).parents[1] / "dispute" / "policies", policies, dirs_exist_ok=True)
    text = (policies / "bench" / "dispute" / f"{OLD}.yaml").read_text(encoding="utf-8")
    for old, new in _CHANGES:
        if old not in text:
            message = f"the policy of the benchmark has no {old!r} any more"
            raise ValueError(message)
        text = text.replace(old, new)
    (policies / "bench" / "dispute" / f"{NEW}.yaml").write_text(text, encoding="utf-8")
    return policies


def columns(rows: int, seed: int, first: int = 0, *, unknown: int = 0) -> dict[str, pa.Array]:
    """Make the columns of so many cases; `unknown` percent of the facts are left out, except what chooses a version."""
    random = np.random.default_rng([seed, first])
    completed, opened = _moments(random, rows)
    fen = _amounts(random, rows)
    found: dict[str, pa.Array] = {
        "id": pa.array(np.char.add("C-", np.arange(first, first + rows).astype("U"))),
        "order.completed_at": pa.array(completed, pa.timestamp("us", "UTC")),
        "order.amount": pa.array(_money(fen)),
        "claim.opened_at": pa.array(opened, pa.timestamp("us", "UTC")),
        "claim.reason": pa.DictionaryArray.from_arrays(random.integers(0, 6, rows, dtype=np.int32), list(REASONS)),
    }
    found |= {name: pa.array(random.integers(0, 2, rows).astype(np.bool_)) for name in FLAGS}
    if unknown:
        for name in found.keys() - {"id", "claim.opened_at"}:
            missing = pa.array(random.integers(0, 100, rows) < unknown)
            found[name] = pa.compute.if_else(missing, pa.scalar(None, found[name].type), found[name])
    return found


def _money(fen: NDArray[np.int64]) -> NDArray[np.str_]:
    yuan, rest = np.divmod(fen, 100)
    return np.char.add(np.char.add(yuan.astype("U"), "."), np.char.add(np.char.zfill(rest.astype("U"), 2), " CNY"))


def _amounts(random: np.random.Generator, rows: int) -> NDArray[np.int64]:
    fen = random.integers(0, 50_000, rows)
    near = random.integers(0, 8, rows) == 0
    return np.where(near, random.choice([1_999, 2_000, 2_001, 4_999, 5_000, 5_001], rows), fen)


def _moments(random: np.random.Generator, rows: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    days = random.integers(0, 700, rows)
    ends = np.array([day for day in range(700) if _is_month_end(day)])
    near = np.arange(rows) % 3 == 0
    days = np.where(near & (random.integers(0, 2, rows) == 0), random.choice(ends, rows), days)
    completed = _FIRST + days * _DAY + random.integers(0, 86_400, rows) * _SECOND
    passed = random.integers(-1, 220, rows) * _DAY + random.integers(0, 86_400, rows) * _SECOND
    window = random.choice([16, 31, 61, 91, 182, 213], rows)
    midnight = _FIRST + (days + window) * _DAY
    on_the_line = midnight + random.integers(-2, 2, rows) * _SECOND
    return completed, np.where(near, on_the_line, completed + passed)


def _is_month_end(day: int) -> bool:
    date = np.datetime64("2024-01-02") + np.timedelta64(day, "D")
    return (date + np.timedelta64(1, "D")).astype("datetime64[M]") != date.astype("datetime64[M]")


def write_cases(path: Path, rows: int, seed: int = 20_240_101, *, unknown: int = 0) -> None:
    """Write cases as one Parquet file."""
    with parquet.ParquetWriter(path, _schema(), compression="zstd") as writer:
        for table in _tables(rows, seed, unknown):
            writer.write_table(table)


def _schema() -> pa.Schema:
    return pa.table(columns(1, 0)).schema


def _tables(rows: int, seed: int, unknown: int) -> Iterator[pa.Table]:
    for first in range(0, rows, GROUP):
        yield pa.table(columns(min(GROUP, rows - first), seed, first, unknown=unknown), schema=_schema())
