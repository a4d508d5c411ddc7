"""A byte flipped anywhere in the file: it is found, or nothing that is read of the ledger is another.

Bytes without effect are those that SQLite does not use: unused space in pages, and counters of its header.
"""

import os
from pathlib import Path
from random import Random

import pytest
from tests.audit.ledger.sealed import receipts

from rulings.audit.ledger import Ledger, LedgerFault

ENTRIES = 8
FLIPS = 5_000 if os.environ.get("RULINGS_HYPOTHESIS") == "deep" else 200
HEADER = 100


@pytest.fixture(scope="module")
def sound(tmp_path_factory, key):
    """A ledger with everything in it, closed: one file."""
    path = tmp_path_factory.mktemp("sound") / "receipts.ledger"
    with Ledger.open(path, create=True) as ledger:
        ledger.append(receipts(5))
        ledger.checkpoint(key, "example.com/receipts")
        ledger.append(receipts(ENTRIES - 5, start=5))
        ledger.checkpoint(key, "example.com/receipts")
    return path.read_bytes()


def all_that_is_read(ledger):
    """Everything that anybody can get out of a ledger."""
    size = ledger.size
    proofs = [ledger.inclusion(at) for at in (0, 3, size - 1)] + [ledger.consistency(at) for at in (1, 5)]
    return size, ledger.root(), list(ledger.entries()), proofs, ledger.checkpoints()


def outcome(path, data):
    """The faults that are found in some bytes; else what is read of them."""
    path.write_bytes(data)
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    try:
        with Ledger.open(path, read_only=True) as ledger:
            report = ledger.verify()
            if not report.is_sound:
                return [fault.code for fault in report.faults], None
            return [], all_that_is_read(ledger)
    except LedgerFault as fault:
        return [type(fault).__name__], None


def flipped(data, at, bits):
    return data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :]


def test_a_byte_flipped_anywhere_is_found_or_without_effect(sound, tmp_path):
    random, path = Random(1), tmp_path / "receipts.ledger"  # noqa: S311 - only which bytes are flipped
    codes, expected = outcome(path, sound)
    assert codes == []
    found = 0
    places = [*range(HEADER), *(random.randrange(len(sound)) for _ in range(FLIPS))]
    for at in places:
        codes, read = outcome(path, flipped(sound, at, 1 << random.randrange(8)))
        assert codes or read == expected, f"byte {at} changed what is read, and nobody said so"
        found += bool(codes)
    # A good part of the file is receipts, seals and hashes, and each of their bytes counts.
    assert found > FLIPS / 3


def test_a_byte_flipped_in_a_receipt_names_its_entry(sound, tmp_path):
    path = tmp_path / "receipts.ledger"
    for index in range(ENTRIES):
        at = sound.index(f'"id":"C-{index}"'.encode()) + 8
        path.write_bytes(flipped(sound, at, 1))
        with Ledger.open(path, read_only=True) as ledger:
            report = ledger.verify()
        assert report.first_wrong == range(index, index + 1)
        assert {fault.code for fault in report.faults} == {"entry-altered"}


def test_a_name_of_a_table_that_is_no_text(sound, tmp_path):
    """SQLite's driver cannot even tell what SQLite says of it."""
    path = tmp_path / "receipts.ledger"
    for name in (b"CREATE TABLE ledger_head", b"sqlite_autoindex_ledger_entries_1", b"ledger_nodes"):
        at = sound.index(name)
        for place in range(at, at + len(name)):
            assert outcome(path, flipped(sound, place, 0x80))[0]


@pytest.mark.parametrize("kept", [0, 1, 100, 4_096, 20_000])
def test_a_file_that_is_cut_off(sound, tmp_path, kept):
    path = tmp_path / "receipts.ledger"
    assert outcome(path, sound[:kept])[0]
    assert outcome(path, sound[:-kept] if kept else b"")[0]


def test_a_log_that_is_cut_off_anywhere_leaves_what_was_committed(tmp_path):
    """What a power failure leaves behind: the file as it was, and its log up to some byte."""
    path, copy = tmp_path / "receipts.ledger", tmp_path / "copy.ledger"
    log, copied = Path(f"{path}-wal"), Path(f"{copy}-wal")
    batches = [receipts(2, start) for start in range(0, 8, 2)]
    with Ledger.open(path, create=True) as ledger:
        ledger.append(batches[0])
    with Ledger.open(path) as ledger:
        for batch in batches[1:]:
            ledger.append(batch)
        file, written = path.read_bytes(), log.read_bytes()
    sizes = set()
    for end in [*range(0, len(written), 2_500), len(written)]:
        copy.write_bytes(file)
        copied.write_bytes(written[:end])
        with Ledger.open(copy) as ledger:
            assert ledger.verify().is_sound
            sizes.add(ledger.size)
            assert [each.seal for each in ledger.entries()] == [each.seal for each in receipts(ledger.size)]
            assert ledger.append(receipts(1, start=99)).first == max(sizes)
    assert sizes == {2, 4, 6, 8}


def test_sqlite_says_where_its_file_is_damaged(sound, tmp_path):
    path = tmp_path / "receipts.ledger"
    page = int.from_bytes(sound[16:18], "big")
    path.write_bytes(sound[:page] + bytes(page) + sound[2 * page :])
    codes, _ = outcome(path, path.read_bytes())
    assert codes[0] == "ledger-damaged" or codes == ["LedgerDamaged"]
