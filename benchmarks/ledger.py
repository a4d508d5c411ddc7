"""What it costs to keep receipts: appending by size of batch, proving and verifying, beside plain rows of SQLite.

A plain row is the same text in the same transactions, as durable, and with nothing that could be proved. With
`--postgresql URL` the same is measured there, in a schema that is made for it and dropped.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from rulings import evaluate
from rulings.audit.ledger import Ledger
from rulings.receipt import Receipt
from rulings.receipt.seal import seal_of

BATCHES = (1, 10, 100, 1_000)
CASE = {
    "id": "C-0",
    "policy": "douyin/after-sales-dispute",
    "facts": {
        "order": {"completed_at": "2024-03-01T10:00:00+08:00"},
        "claim": {"opened_at": "2024-03-17T00:01:00+08:00", "reason": "service"},
        "goods": {"three_guarantees": False},
    },
}


def main() -> None:
    """Measure and report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--receipts", type=int, default=2_000, help="how many are appended at each size of batch")
    options.add_argument("--postgresql", metavar="URL", help="measure there too: postgresql://…")
    chosen = options.parse_args()
    some = list(_receipts(chosen.receipts))
    print(f"{len(some)} receipts of {len(some[0].to_json())} bytes\n")
    print("| batch | plain rows, SQLite | ledger, SQLite | ratio | ledger, PostgreSQL |")
    print("|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for size in BATCHES:
            _report_appends(size, some[: max(100, min(len(some), 100 * size))], Path(folder), chosen.postgresql)
        _report_reading(Path(folder) / f"{BATCHES[-1]}.ledger")


def _receipts(count: int) -> Iterator[Receipt]:
    first = evaluate(CASE).receipt().data
    for number in range(count):
        data = {**first, "case": {**first["case"], "id": f"C-{number}"}}
        del data["seal"]
        yield Receipt({**data, "seal": seal_of(data)})


def _report_appends(size: int, some: list[Receipt], folder: Path, url: str | None) -> None:
    batches = [some[start : start + size] for start in range(0, len(some), size)]
    plain = len(some) / _plain(folder / f"{size}.db", batches)
    ours = len(some) / _ledger(str(folder / f"{size}.ledger"), batches)
    theirs = "–" if url is None else f"{len(some) / _on_postgresql(url, size, batches):,.0f}/s"
    print(f"| {size} | {plain:,.0f}/s | {ours:,.0f}/s | {plain / ours:.1f} | {theirs} |")


def _plain(path: Path, batches: list[list[Receipt]]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE receipts (position INTEGER PRIMARY KEY, seal TEXT UNIQUE, receipt TEXT)")

    def append() -> None:
        for batch in batches:
            connection.execute("BEGIN IMMEDIATE")
            rows = [(receipt.seal, receipt.to_json()) for receipt in batch]
            connection.executemany("INSERT INTO receipts (seal, receipt) VALUES (?, ?)", rows)
            connection.execute("COMMIT")

    seconds = _seconds(append)
    connection.close()
    return seconds


def _ledger(where: str, batches: list[list[Receipt]]) -> float:
    with Ledger.open(where, create=True) as ledger:
        return _seconds(lambda: [ledger.append(batch) for batch in batches])


def _on_postgresql(url: str, size: int, batches: list[list[Receipt]]) -> float:
    import psycopg  # noqa: PLC0415 - only where it is asked for

    schema = f"benchmark_{size}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        try:
            return _ledger(f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}", batches)
        finally:
            connection.execute(f"DROP SCHEMA {schema} CASCADE")


def _report_reading(path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        size = ledger.size
        verify, read = _seconds(ledger.verify), _seconds(lambda: list(ledger.entries()))
        prove = _seconds(lambda: [ledger.inclusion(at) for at in range(100)]) / 100
    print(f"\n{size} entries: verified {size / verify:,.0f}/s, read {size / read:,.0f}/s")
    print(f"one proof: {prove * 1e3:.2f} ms")


def _seconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


if __name__ == "__main__":
    main()
