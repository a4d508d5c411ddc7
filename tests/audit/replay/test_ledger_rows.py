"""Replaying a ledger: as its receipts in a file, and what somebody changed behind its back."""

import sqlite3

import pytest
from tests.audit.store import case, rows_in

from rulings.audit.ledger import Ledger, NotALedger
from rulings.audit.ledger.storage import row_digest
from rulings.audit.replay.journal import Paths
from rulings.audit.replay.judging import Request
from rulings.audit.replay.running import Pace, Plan, replay
from rulings.audit.replay.sources import open_source


@pytest.fixture
def receipts(store):
    """Six receipts, of which the last is on the same case as the first, with another amount."""
    cases = [case(f"C-{n}", f"{n * 100 + 50}.00 CNY") for n in range(5)]
    return [store.book.evaluate(one).receipt() for one in [*cases, case("C-0", "700.00 CNY")]]


@pytest.fixture
def filled(tmp_path, receipts):
    path = tmp_path / "receipts.ledger"
    with Ledger.open(path, create=True) as ledger:
        ledger.append(receipts)
    return path


def replayed(tmp_path, store, name, pace=None):
    source = open_source(str(name), store.book_after, None)
    plan = Plan(source, Request(store.corrected), store.book_after)
    report = replay(plan, Paths(tmp_path / "out.jsonl"), pace=pace or Pace())
    assert report.tally.adds_up
    return rows_in(tmp_path / "out.jsonl")


@pytest.mark.parametrize("pace", [Pace(rows=2), Pace(processes=2, rows=1)], ids=repr)
def test_a_ledger_is_judged_as_its_receipts(tmp_path, store, filled, receipts, pace):
    (tmp_path / "receipts.jsonl").write_text("\n".join(one.to_json() for one in receipts), encoding="utf-8")
    from_file = replayed(tmp_path, store, tmp_path / "receipts.jsonl")
    assert replayed(tmp_path, store, filled, pace) == from_file
    assert replayed(tmp_path, store, f"sqlite:///{filled}", pace) == from_file
    causes = [row["verdict"]["causes"] for row in from_file]
    assert causes[0] == ["facts corrected later"]
    assert causes[4] == ["policy corrected later"]
    assert causes[1:4] + causes[5:] == [["same"]] * 4


def test_reading_goes_on_behind_any_entry(store, filled):
    source = open_source(str(filled), store.book, None)
    rows = list(source.rows())
    assert (len(rows), source.size) == (6, 6)
    for count, row in enumerate(rows, start=1):
        assert list(source.rows(row.number, row.end)) == rows[count:]
        assert source.row_at(row.number, row.start) == row


def change(path, at, payload):
    """Write another receipt in the place of an entry, with a digest that fits, as somebody would who knows how."""
    with sqlite3.connect(path) as database:
        [(seal,)] = database.execute("SELECT seal FROM ledger_entries WHERE position = ?", (at,))
        digest = row_digest(at, seal, payload)
        changes = (payload, digest, at)
        database.execute("UPDATE ledger_entries SET payload = ?, digest = ? WHERE position = ?", changes)
    database.close()


def test_entries_that_were_changed_are_tampered(tmp_path, store, filled, receipts):
    change(filled, 1, receipts[1].to_json().replace("150.00", "151.00").encode())
    change(filled, 2, receipts[3].to_json().encode())
    rows = replayed(tmp_path, store, filled)
    assert [row["row"] for row in rows if row["verdict"]["causes"] == ["tampered"]] == [2, 3]
    reasons = [fault["code"] for row in rows[1:3] for fault in row["verdict"]["reasons"]]
    assert reasons == ["seal-broken", "other-receipt"]


def test_a_database_that_is_no_ledger_is_refused(tmp_path, store):
    with sqlite3.connect(tmp_path / "other.db") as database:
        database.execute("CREATE TABLE things (name)")
    database.close()
    with pytest.raises(NotALedger):
        open_source(str(tmp_path / "other.db"), store.book, None)
