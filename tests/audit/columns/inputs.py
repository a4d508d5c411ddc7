"""Files of cases in every form, and their blocks."""

import csv
import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from rulings.audit.bulk.blocks import parts
from rulings.audit.replay.json_lines import JsonLines
from rulings.audit.replay.rows import CASES
from rulings.plain import plain_value


def lines_of(cases):
    """JSON Lines of cases, and of bytes that are none."""
    lines = (one if isinstance(one, bytes) else json.dumps(one, default=plain_value).encode() for one in cases)
    return b"".join(line + b"\n" for line in lines)


@contextmanager
def opened(book, cases, size):
    """Give the rows of JSON Lines, and what makes their blocks of about so many rows."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        path.write_bytes(lines_of(cases))
        source = JsonLines(path, CASES)
        yield list(source.rows()), parts(source, book, rows=size)


def write_inputs(folder, cases):
    """Write cases as JSON Lines, CSV and Parquet, and give the names."""
    (folder / "cases.jsonl").write_bytes(lines_of(cases))
    flat = [flattened(one) for one in cases]
    names = sorted({name for one in flat for name in one})
    with (folder / "cases.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(flat)
    columns = {name: pa.array([one.get(name) for one in flat], pa.string()) for name in names}
    pq.write_table(pa.table(columns), folder / "cases.parquet")
    return "cases.jsonl", "cases.csv", "cases.parquet"


def flattened(case):
    facts = {f"{group}.{name}": value for group, facts in case["facts"].items() for name, value in facts.items()}
    return {"id": case["id"], "policy": case["policy"], **facts}
