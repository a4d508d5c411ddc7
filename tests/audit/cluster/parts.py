"""Parquet files with cases of the store, and what stands in the folder of a job."""

import json
import os
import signal
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
from tests.audit.store import NAME

from rulings.audit.cluster.working import Work

ROOT = Path(__file__).parents[3]
OLD, NEW = "2024-01-01", "2024-07-01"
GROUP, PART = 10, 25
SIZES = {"spring": 64, "summer": 7, "none": 0, "autumn": 41}


def write_cases(path, count, seed, *, policies=False):
    """Write cases in row groups of ten; every seventh has no amount, every eleventh one that is none."""
    random = Random(seed)  # noqa: S311 - the same cases every time, nothing secret
    amounts = [f"{random.randrange(20_000, 60_000) / 100:.2f} CNY" for _ in range(count)]
    amounts = [None if n % 7 == 3 else "much" if n % 11 == 5 else amount for n, amount in enumerate(amounts)]
    columns = {
        "id": [f"{path.stem}-{number}" for number in range(count)],
        "claim.opened_at": ["2024-02-01T10:00:00+08:00"] * count,
        "claim.reason": [random.choice(["quality", "mind", None]) for _ in range(count)],
        "order.amount": amounts,
        "order.freight": ["12.01 CNY"] * count,
    }
    if policies:
        columns["policy"] = [NAME if n % 5 else "store/other" for n in range(count)]
    pq.write_table(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}), path, GROUP)
    return path


def content(folder):
    """All that stands in a folder, by path, as bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def success(folder):
    return json.loads((folder / "_SUCCESS.json").read_text(encoding="utf-8"))


def changed_rows(folder):
    """The changed rows of a finished job, by input file."""
    found = {}
    for part in success(folder)["parts"]:
        found.setdefault(part["of"], []).extend(pq.read_table(folder / part["written"]).to_pylist())
    return found


class Mortal(Work):
    """Work whose every second part kills its worker, the first time that it is done: halfway, or just at the end."""

    def __call__(self, part):
        marker = self.attempts.parent.parent / f"died-{part.number}"
        if part.number % 2 == 0 and not marker.exists():
            marker.touch()
            if part.number == 2:
                super().__call__(part)
            (self.attempts / f"{part.name}-half.parquet").write_bytes(b"PAR1 and half of it")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(part)


class Twice(Work):
    """Work that is done twice, as where Spark speculates: only one of the answers arrives."""

    def __call__(self, part):
        super().__call__(part)
        return super().__call__(part)
