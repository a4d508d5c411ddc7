"""What a ledger does, on both databases: append, read, prove, sign, verify."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.audit.ledger import naive
from tests.audit.ledger.sealed import receipt, receipts, salted

from rulings.audit.ledger import (
    BadSignature,
    Checkpoint,
    Ledger,
    LedgerReadOnly,
    NotALedger,
    NotInLedger,
    Proof,
    check_proof,
    proof_data,
    read_proof,
)
from rulings.audit.ledger.seals import leaf_of
from rulings.receipt import Receipt

ORIGIN = "example.com/receipts"


def root_of(some):
    return naive.root([leaf_of(each.seal) for each in some])


def test_a_new_ledger_is_empty_and_sound(ledger):
    assert (ledger.size, ledger.root()) == (0, naive.root([]))
    assert list(ledger.entries()) == []
    assert ledger.verify().is_sound
    assert ledger.append([]).added == 0


def test_receipts_are_appended_in_order_and_read_as_they_were(ledger, store):
    some = receipts(12)
    batches = [some[:1], some[1:2], some[2:7], some[7:]]
    done = [ledger.append(batch) for batch in batches]
    assert [(each.first, each.added, each.size) for each in done] == [(0, 1, 1), (1, 1, 2), (2, 5, 7), (7, 5, 12)]
    assert [each.root for each in done] == [root_of(some[: each.size]) for each in done]
    assert done[2].indexes == (2, 3, 4, 5, 6)
    with Ledger.open(store.address) as again:
        assert (again.size, again.root()) == (12, root_of(some))
        found = list(again.entries())
    assert [each.index for each in found] == list(range(12))
    assert [Receipt.read(each.receipt) for each in found] == some
    assert [each.seal for each in found] == [each.seal for each in some]


def test_entries_from_and_to(ledger):
    ledger.append(receipts(6))
    assert [each.index for each in ledger.entries(2, 4)] == [2, 3]
    assert [each.index for each in ledger.entries(4)] == [4, 5]
    assert list(ledger.entries(9)) == []
    assert [each.index for each in ledger.entries(-1, 10**30)] == list(range(6))


def test_a_reader_sees_the_ledger_as_it_was_when_it_began(ledger, store):
    ledger.append(receipts(3))
    reading = ledger.entries()
    assert next(reading).index == 0
    with Ledger.open(store.address) as writer:
        writer.append(receipts(3, start=3))
    assert [each.index for each in reading] == [1, 2]
    assert ledger.size == 6


def test_a_receipt_is_appended_once(ledger):
    some = receipts(5)
    ledger.append(some[:3])
    again = ledger.append([some[1], some[3], some[3], some[0], some[4]])
    assert again.indexes == (1, 3, 3, 0, 4)
    assert (again.first, again.added, again.repeats) == (3, 2, (0, 2, 3))
    assert ledger.append(some).added == 0
    assert ledger.root() == root_of(some)


def test_a_copy_with_withheld_facts_is_the_same_entry(ledger):
    ledger.append([receipt(1), salted()])
    copy = salted().withhold(["case.id", "facts.claim"])
    assert ledger.append([copy]).indexes == (1,)
    assert ledger.inclusion(copy.seal).leaf == leaf_of(salted().seal)
    assert ledger.index(copy.seal) == 1


def test_every_proof_of_a_ledger_is_that_of_the_definition(ledger):
    some = receipts(11)
    leaves = [leaf_of(each.seal) for each in some]
    for start in range(0, 11, 3):
        ledger.append(some[start : start + 3])
    for size in range(1, 12):
        assert [list(ledger.inclusion(at, size).path) for at in range(size)] == [
            naive.inclusion(at, leaves[:size]) for at in range(size)
        ]
        assert [list(ledger.consistency(old, size).path) for old in range(1, size)] == [
            naive.consistency(old, leaves[:size]) for old in range(1, size)
        ]
    assert ledger.consistency(0).holds()
    assert ledger.consistency(11).holds()
    assert ledger.inclusion(some[4].seal) == ledger.inclusion(4) == ledger.inclusion(4, 11)


@pytest.mark.parametrize(("entry", "size"), [(3, None), (-1, None), (2, 2), (0, 0), (0, 4), (0, -1), (10**30, None)])
def test_no_proof_of_what_is_not_there(ledger, entry, size):
    ledger.append(receipts(3))
    with pytest.raises(NotInLedger):
        ledger.inclusion(entry, size)


def test_no_proof_of_an_unknown_seal_or_of_other_sizes(ledger):
    ledger.append(receipts(3))
    with pytest.raises(NotInLedger, match="no receipt with the seal"):
        ledger.inclusion(receipt(99).seal)
    for old, new in [(4, None), (-1, 2), (3, 2), (1, 10**30)]:
        with pytest.raises(NotInLedger):
            ledger.consistency(old, new)


def test_a_proof_goes_through_json_and_is_checked_without_the_ledger(ledger, key):
    some = receipts(7)
    ledger.append(some[:5])
    old = ledger.checkpoint(key, ORIGIN)
    ledger.append(some[5:])
    new = ledger.checkpoint(key, ORIGIN)
    proof = Proof(ledger.inclusion(2), ledger.consistency(5))
    assert proof_from_json(proof) == proof
    assert check_proof(proof, [old], some[2].seal) == []
    assert check_proof(proof, [new, old], some[2].seal) == []
    assert check_proof(Proof(ledger.inclusion(6)), [new], some[6].seal) == []


def proof_from_json(proof):
    return read_proof(json.dumps(proof_data(proof)).encode())


def test_checkpoints_are_kept_in_the_ledger_each_once(ledger, key):
    first = ledger.checkpoint(key, ORIGIN)
    ledger.append(receipts(3))
    second = ledger.checkpoint(key, ORIGIN)
    assert ledger.checkpoint(key, ORIGIN) == second
    assert ledger.checkpoints() == [first, second]
    assert [each.size for each in (first, second)] == [0, 3]
    assert Checkpoint.read(second.to_bytes()) == second
    report = ledger.verify([first, second], key.public_key())
    assert (report.is_sound, report.size, report.checkpoints) == (True, 3, 4)


def test_a_kept_checkpoint_must_be_signed_by_the_key(ledger, key):
    made = ledger.checkpoint(key, ORIGIN)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(BadSignature, match="no signature by this key"):
        ledger.verify([made], other.public_key())


def test_who_reads_only_changes_nothing(ledger, store, key):
    ledger.append(receipts(2))
    with Ledger.open(store.address, read_only=True) as reader:
        assert reader.verify().is_sound
        assert len(list(reader.entries())) == 2
        assert reader.inclusion(1).holds()
        with pytest.raises(LedgerReadOnly, match="for reading only"):
            reader.append(receipts(1, start=5))
        with pytest.raises(LedgerReadOnly):
            reader.checkpoint(key, ORIGIN)
    assert ledger.size == 2


def test_a_form_of_later_releases_is_not_read(ledger, store):
    ledger.append(receipts(1))
    store.change("UPDATE ledger_head SET format = 2")
    with pytest.raises(NotALedger, match="form 2, and this release knows form 1"):
        Ledger.open(store.address)


def test_many_threads_append_through_one_ledger(ledger):
    some = receipts(24)
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda at: ledger.append(some[at : at + 3]), range(0, 24, 3)))
    assert sorted(index for each in done for index in each.indexes) == list(range(24))
    assert ledger.verify().is_sound
    assert {each.seal for each in ledger.entries()} == {each.seal for each in some}
