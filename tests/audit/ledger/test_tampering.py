"""What somebody changes behind the ledger's back is named, with the first wrong entry, on both databases."""

import pytest
from tests.audit.ledger.sealed import receipt, receipts, salted

from rulings.audit.ledger import Ledger, LedgerDamaged
from rulings.audit.ledger.appending import write_entries
from rulings.audit.ledger.seals import leaf_of
from rulings.audit.ledger.storage import read_head, row_digest

ORIGIN = "example.com/receipts"
SIZE = 12
# The same rows without the keys that the database itself would watch over.
UNWATCHED = (
    "CREATE TABLE copied AS SELECT * FROM ledger_entries",
    "DROP TABLE ledger_entries",
    "ALTER TABLE copied RENAME TO ledger_entries",
)
TAKE = "SELECT seal, digest, payload FROM ledger_entries WHERE position = :at"
PUT = "UPDATE ledger_entries SET seal = :seal, digest = :digest, payload = :payload WHERE position = :at"
CLOSE_THE_GAP = (
    "UPDATE ledger_entries SET position = -position WHERE position > 5",
    "UPDATE ledger_entries SET position = -position - 1 WHERE position < 0",
)


@pytest.fixture
def filled(ledger, store, key):
    """A ledger of twelve entries, with a checkpoint after five and one at the end."""
    ledger.append(receipts(5))
    ledger.checkpoint(key, ORIGIN)
    ledger.append(receipts(SIZE - 5, start=5))
    ledger.checkpoint(key, ORIGIN)
    ledger.close()
    return store


def verified(store, *kept):
    with Ledger.open(store.address, read_only=True) as ledger:
        return ledger.verify(kept)


def found(report):
    """The codes of a report without those of checkpoints, which follow from the others; and the first wrong entry."""
    follows = {"ledger-rewritten", "ledger-truncated"}
    codes = [fault.code for fault in report.faults]
    return list(dict.fromkeys(code for code in codes if code not in follows)), report.first_wrong


def one(index):
    return range(index, index + 1)


def taken(store, at):
    return store.ask(TAKE, at=at)[0]


def put(store, at, seal, payload, digest=None):
    digest = row_digest(at, seal, payload) if digest is None else digest
    store.change(PUT, at=at, seal=seal, payload=payload, digest=digest)


def swap(store, a, b, *, with_digests):
    store.change(*UNWATCHED)
    for at, (seal, digest, payload) in ((a, taken(store, b)), (b, taken(store, a))):
        put(store, at, seal, payload, None if with_digests else digest)


def of_other(name):
    other = receipt(name)
    return leaf_of(other.seal), other.to_json().encode()


DELETED = {
    "the first": (["DELETE FROM ledger_entries WHERE position = 0"], one(0)),
    "one between": (["DELETE FROM ledger_entries WHERE position = 5"], one(5)),
    "three between": (["DELETE FROM ledger_entries WHERE position IN (4, 5, 6)"], one(4)),
    "two apart": (["DELETE FROM ledger_entries WHERE position IN (9, 3)"], one(3)),
    "the last": (["DELETE FROM ledger_entries WHERE position = 11"], one(11)),
    "all": (["DELETE FROM ledger_entries"], one(0)),
}


@pytest.mark.parametrize("case", DELETED)
def test_deleted_entries(filled, case):
    statements, wrong = DELETED[case]
    filled.change(*statements)
    assert found(verified(filled)) == (["entry-missing"], wrong)


def test_a_deleted_entry_whose_gap_was_closed(filled):
    filled.change(*UNWATCHED, "DELETE FROM ledger_entries WHERE position = 5", *CLOSE_THE_GAP)
    codes, wrong = found(verified(filled))
    assert (set(codes), wrong) == ({"entry-replaced", "entry-missing"}, one(5))


def test_two_entries_exchanged(filled):
    swap(filled, 8, 3, with_digests=False)
    assert found(verified(filled)) == (["entry-replaced"], one(3))


def test_two_entries_exchanged_with_their_digests_made_anew(filled):
    swap(filled, 8, 3, with_digests=True)
    assert found(verified(filled)) == (["tree-altered"], range(2, 4))


def test_an_entry_written_over_by_another(filled):
    filled.change(*UNWATCHED)
    seal, digest, payload = taken(filled, 4)
    put(filled, 7, seal, payload, digest)
    assert found(verified(filled)) == (["entry-replaced", "entry-repeated"], one(7))


def test_an_entry_repeated_by_somebody_who_makes_all_else_fit(filled):
    filled.change(*UNWATCHED)
    seal, _, payload = taken(filled, 4)
    with filled.writing() as connection:
        write_entries(connection, read_head(connection), {seal: payload})
    report = verified(filled)
    assert [fault.code for fault in report.faults] == ["entry-repeated"]
    assert report.first_wrong == one(12)
    assert "entry 12 repeats entry 4" in report.faults[0].message


def test_two_entries_at_one_index(filled):
    filled.change(*UNWATCHED, "INSERT INTO ledger_entries SELECT * FROM ledger_entries WHERE position = 4")
    report = verified(filled)
    assert found(report) == (["entry-repeated"], one(4))
    assert "a second entry stands at 4" in report.faults[0].message


@pytest.mark.parametrize("at", [0, 6, 11])
def test_a_fact_of_a_receipt_changed(filled, at):
    seal, digest, payload = taken(filled, at)
    changed = payload.replace(b'"reason":"service"', b'"reason":"quality"')
    assert changed != payload
    put(filled, at, seal, changed, digest)
    assert found(verified(filled)) == (["entry-altered"], one(at))
    put(filled, at, seal, changed)
    assert found(verified(filled)) == (["entry-altered"], one(at))


@pytest.mark.parametrize("payload", [b"", b"{}", b"\xff", b"[]", b'{"seal":1}'])
def test_what_is_no_receipt(filled, payload):
    seal, digest, _ = taken(filled, 6)
    put(filled, 6, seal, payload, digest)
    assert found(verified(filled)) == (["entry-altered"], one(6))


def test_the_same_receipt_written_otherwise(filled):
    seal, digest, payload = taken(filled, 6)
    put(filled, 6, seal, payload.replace(b":", b": ", 1), digest)
    assert found(verified(filled)) == (["entry-altered"], one(6))


def test_a_receipt_replaced_by_another_sound_one(filled):
    seal, payload = of_other("other")
    put(filled, 6, seal, payload, taken(filled, 6)[1])
    assert found(verified(filled)) == (["entry-replaced"], one(6))
    put(filled, 6, seal, payload)
    assert found(verified(filled)) == (["tree-altered"], range(6, 8))


def test_a_seal_changed(filled):
    _, digest, payload = taken(filled, 6)
    put(filled, 6, bytes(32), payload, digest)
    assert found(verified(filled)) == (["entry-altered"], one(6))
    put(filled, 6, b"short", payload, digest)
    assert found(verified(filled))[1] == one(6)


def test_an_entry_added_without_the_tree(filled):
    seal, payload = of_other("other")
    statement = "INSERT INTO ledger_entries (position, seal, digest, payload) VALUES (:at, :seal, :digest, :payload)"
    filled.change(statement, at=SIZE, seal=seal, digest=row_digest(SIZE, seal, payload), payload=payload)
    assert found(verified(filled)) == (["entry-added"], one(SIZE))


NODES_CHANGED = {
    "one changed": ("UPDATE ledger_nodes SET hash = :other WHERE level = 1 AND position = 2", range(4, 6)),
    "one above changed": ("UPDATE ledger_nodes SET hash = :other WHERE level = 3", range(8)),
    "one gone": ("DELETE FROM ledger_nodes WHERE level = 2 AND position = 2 AND hash <> :other", range(8, 12)),
    "all gone": ("DELETE FROM ledger_nodes WHERE hash <> :other", range(2)),
    "one too many": ("INSERT INTO ledger_nodes (level, position, hash) VALUES (9, 9, :other)", None),
}


@pytest.mark.parametrize("case", NODES_CHANGED)
def test_nodes_of_the_tree(filled, case):
    statement, wrong = NODES_CHANGED[case]
    filled.change(statement, other=bytes(32))
    assert found(verified(filled)) == (["tree-altered"], wrong)


HEADS = {
    "another root": ("UPDATE ledger_head SET root = :other", ["tree-altered"], None),
    "shorter": ("UPDATE ledger_head SET size = 11, root = root", ["entry-added"], one(11)),
    "longer": ("UPDATE ledger_head SET size = 13", ["entry-missing"], one(12)),
    "much longer": ("UPDATE ledger_head SET size = 4000000000", ["entry-missing"], one(12)),
}


@pytest.mark.parametrize("case", HEADS)
def test_heads(filled, case):
    statement, codes, wrong = HEADS[case]
    filled.change(statement, **({"other": bytes(32)} if ":other" in statement else {}))
    assert found(verified(filled)) == (codes, wrong)


@pytest.mark.parametrize("statement", ["DELETE FROM ledger_head", "UPDATE ledger_head SET size = -1"])
def test_a_head_that_is_none(filled, statement):
    filled.change(statement)
    with pytest.raises(LedgerDamaged, match="head"):
        verified(filled)


def test_a_damaged_tree_is_not_appended_to_and_proves_nothing(filled):
    filled.change("UPDATE ledger_nodes SET hash = :other WHERE level = 3", other=bytes(32))
    with Ledger.open(filled.address) as ledger:
        with pytest.raises(LedgerDamaged, match="does not lead to the root"):
            ledger.append(receipts(1, start=50))
        with pytest.raises(LedgerDamaged, match="contradicts itself"):
            ledger.inclusion(2, 9)
        assert ledger.size == SIZE


def test_a_gap_stops_reading_and_proving(filled):
    filled.change("DELETE FROM ledger_entries WHERE position = 4", "DELETE FROM ledger_nodes WHERE level = 1")
    with Ledger.open(filled.address) as ledger:
        reading = ledger.entries()
        assert [next(reading).index for _ in range(4)] == [0, 1, 2, 3]
        with pytest.raises(LedgerDamaged, match="entry 4 is missing"):
            next(reading)
        with pytest.raises(LedgerDamaged, match="the seal of entry 4"):
            ledger.inclusion(4)
        with pytest.raises(LedgerDamaged, match="entry 4 is missing"):
            ledger.inclusion(5)
        with pytest.raises(LedgerDamaged, match="node over the entries from 2 to 3 is missing"):
            ledger.inclusion(0, 4)


def test_an_entry_that_is_no_text_is_not_read(filled):
    seal, digest, _ = taken(filled, 1)
    put(filled, 1, seal, b"\xff", digest)
    with Ledger.open(filled.address) as ledger, pytest.raises(LedgerDamaged, match="entry 1 is not readable"):
        list(ledger.entries())


def test_a_checkpoint_of_the_ledger_changed(filled, key):
    notes = [bytes(note) for (note,) in filled.ask("SELECT note FROM ledger_checkpoints ORDER BY number")]
    filled.change("UPDATE ledger_checkpoints SET note = :note WHERE number = 0", note=b"nothing")
    assert found(verified(filled)) == (["checkpoint-altered"], None)
    forged = notes[0].replace(b"\n5\n", b"\n4\n")
    filled.change("UPDATE ledger_checkpoints SET note = :note WHERE number = 0", note=forged)
    with Ledger.open(filled.address) as ledger:
        codes = {fault.code for fault in ledger.verify((), key.public_key()).faults}
    assert codes == {"checkpoint-altered", "ledger-rewritten"}


def kept_from(store):
    with Ledger.open(store.address) as ledger:
        return ledger.checkpoints()


def rewritten(store, some, key):
    """The ledger made anew by its keeper, with other receipts, and with all that belongs to them."""
    tables = ("entries", "nodes", "checkpoints", "head")
    store.change(*(f"DROP TABLE ledger_{table}" for table in tables))
    with Ledger.open(store.address, create=True) as ledger:
        ledger.append(some)
        ledger.checkpoint(key, ORIGIN)


def test_a_ledger_that_was_cut_off_shows_only_against_a_kept_checkpoint(filled, key):
    five, twelve = kept_from(filled)
    rewritten(filled, receipts(9), key)
    assert verified(filled).is_sound
    assert verified(filled, five).is_sound
    report = verified(filled, five, twelve)
    assert [fault.code for fault in report.faults] == ["ledger-truncated"]
    assert report.first_wrong == one(9)
    assert "had 12 entries, and it has 9" in report.faults[0].message


def test_a_ledger_that_was_written_anew_shows_only_against_a_kept_checkpoint(filled, key):
    five, twelve = kept_from(filled)
    rewritten(filled, [*receipts(7), receipt("other"), *receipts(20, start=8)], key)
    assert verified(filled).is_sound
    report = verified(filled, five, twelve)
    assert [fault.code for fault in report.faults] == ["ledger-rewritten"]
    assert report.first_wrong == range(5, 12)
    assert report.checkpoints == 2


def test_a_copy_with_withheld_facts_in_the_place_of_its_receipt(ledger, store):
    """Whoever makes the row's digest anew takes facts out of sight: the seal, and so the tree, stay as they were."""
    ledger.append([*receipts(3), salted()])
    ledger.close()
    copy = salted().withhold(["facts.claim"]).to_json().encode()
    seal, digest, _ = taken(store, 3)
    put(store, 3, seal, copy, digest)
    assert found(verified(store)) == (["entry-replaced"], one(3))
    put(store, 3, seal, copy)
    assert verified(store).is_sound


def test_the_faults_of_a_ledger_full_of_them_are_counted_off(filled):
    with Ledger.open(filled.address) as ledger:
        ledger.append(receipts(120, start=SIZE))
    filled.change("UPDATE ledger_entries SET digest = :other WHERE position > 3", other=bytes(32))
    report = verified(filled)
    assert len(report.faults) == 101
    assert report.faults[-1].code == "too-many-faults"
    assert report.first_wrong == one(4)


def test_only_what_is_wrong_below_is_told_of_the_tree(filled):
    """Nodes above a wrong entry are wrong because of it."""
    put(filled, 6, *of_other("other"))
    report = verified(filled)
    assert [fault.path for fault in report.faults if fault.code == "tree-altered"] == ["entries[6..7]"]
