"""Two writers, a full disk, what is read only, what is no ledger, and a storage that does not answer."""

import os
import pwd
import resource
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text
from tests.audit.ledger.cluster import GIVEN
from tests.audit.ledger.sealed import receipts

from rulings.audit.ledger import (
    Ledger,
    LedgerBusy,
    LedgerDamaged,
    LedgerFull,
    LedgerReadOnly,
    LedgerUnreachable,
    NoSuchLedger,
    NotALedger,
)
from rulings.audit.ledger.appending import append_to
from rulings.audit.ledger.seals import leaf_of
from rulings.audit.ledger.storage import read_head

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from tests.audit.ledger.sealed import receipts
from rulings.audit.ledger import Ledger

where, start = sys.argv[1], int(sys.argv[2])
with Ledger.open(where, create=True) as ledger:
    for batch in range(start, start + 60, 4):
        assert ledger.append(receipts(4, batch)).added == 4
"""


def test_two_writers_at_once(store):
    """Both make the ledger, where they come to it first, and both append sixty receipts, four at a time."""
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, store.address, start], cwd=ROOT, stderr=subprocess.PIPE)
        for start in ("0", "1000")
    ]
    assert [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers] == [(b"", 0), (b"", 0)]
    with Ledger.open(store.address) as ledger:
        assert ledger.verify().is_sound
        found = [entry.seal for entry in ledger.entries()]
    assert sorted(found) == sorted(each.seal for each in [*receipts(60), *receipts(60, start=1000)])


def test_many_make_the_ledger_at_once(store):
    def make(number):
        with Ledger.open(store.address, create=True) as ledger:
            return ledger.append(receipts(1, start=number)).added

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(make, range(8))) == 8
    with Ledger.open(store.address) as ledger:
        assert (ledger.size, ledger.verify().is_sound) == (8, True)


def test_a_writer_does_not_wait_for_ever(ledger, store):
    with Ledger.open(store.address, patience=0) as other, store.writing() as connection:
        read_head(connection, to_write=True)
        with pytest.raises(LedgerBusy):
            other.append(receipts(1))
        assert other.size == 0
    ledger.append(receipts(1))
    assert ledger.size == 1


def is_full(ledger, small):
    """Fill a ledger, and look whether all that was acknowledged is there, and whether it goes on with more room."""
    done = 0
    for start in range(0, 100_000, 20):
        try:
            done = ledger.append(receipts(20, start=start)).size
        except small:
            break
    assert done == start
    assert ledger.size == done
    assert ledger.verify().is_sound
    return done


@contextmanager
def mounted(size, owner):
    """A small file system of a user."""
    with TemporaryDirectory() as name:
        options = f"size={size},uid={owner},mode=755"
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", name]
        made = subprocess.run(command, check=False, capture_output=True) if os.geteuid() == 0 else None
        if made is None or made.returncode != 0:
            pytest.skip("a small file system is made by root, where it is allowed to mount one")
        yield Path(name)
        subprocess.run(["umount", "-l", name], check=True)  # noqa: S607 - of the system


@pytest.fixture
def small_disk():
    with mounted("1m", os.geteuid()) as folder:
        yield folder


@pytest.fixture
def small_tablespace(in_postgresql):
    """A ledger in PostgreSQL whose tables have little room."""
    if GIVEN in os.environ:
        pytest.skip("a tablespace in a small file system is made for a server of our own only")
    with mounted("1m", pwd.getpwnam("postgres").pw_uid) as folder:
        name = f"small_{os.getpid()}"
        in_postgresql.run(f"CREATE TABLESPACE {name} LOCATION '{folder}'")
        yield f"{in_postgresql.address}%20-cdefault_tablespace%3D{name}", folder
        in_postgresql.change("DROP TABLE ledger_entries, ledger_nodes, ledger_checkpoints, ledger_head")
        in_postgresql.run(f"DROP TABLESPACE {name}")


def test_a_full_disk(small_disk):
    path = small_disk / "receipts.ledger"
    with Ledger.open(path, create=True) as ledger:
        done = is_full(ledger, LedgerFull)
    assert done > 0
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)  # noqa: S607 - as above
    with Ledger.open(path) as ledger:
        assert ledger.append(receipts(20, start=done)).first == done
        assert ledger.verify().is_sound


def test_a_full_disk_of_postgresql(small_tablespace):
    address, folder = small_tablespace
    with Ledger.open(address, create=True) as ledger:
        done = is_full(ledger, LedgerFull)
        assert done > 0
        subprocess.run(["mount", "-o", "remount,size=8m", folder], check=True)  # noqa: S607 - as above
        assert ledger.append(receipts(20, start=done)).first == done
        assert ledger.verify().is_sound


def append_and_be_cut(store, some):
    """Append, and lose the connection before the commit."""
    with store.writing() as connection:
        [[backend]] = connection.execute(text("SELECT pg_backend_pid()"))
        append_to(connection, [(leaf_of(each.seal), each.to_json().encode()) for each in some])
        store.ask("SELECT pg_terminate_backend(:backend)", backend=backend)


def test_a_connection_that_is_cut(in_postgresql):
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"
    name = f"cut_{os.getpid()}"
    with Ledger.open(f"{in_postgresql.address}&application_name={name}", create=True) as ledger:
        assert ledger.append(receipts(3)).size == 3
        assert in_postgresql.ask(cut, name=name)
        assert ledger.append(receipts(3, start=3)).size == 6
    with pytest.raises(LedgerUnreachable):
        append_and_be_cut(in_postgresql, receipts(3, start=6))
    with Ledger.open(in_postgresql.address) as ledger:
        assert ledger.size == 6
        assert ledger.verify().is_sound


def test_a_limit_on_the_size_of_files(tmp_path):
    """Where no file system can be made: a process that may write no file beyond a size."""
    path = tmp_path / "receipts.ledger"
    with Ledger.open(path, create=True):
        pass
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))
    try:
        with Ledger.open(path) as ledger:
            done = is_full(ledger, (LedgerFull, LedgerUnreachable))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert done > 0
    with Ledger.open(path) as ledger:
        assert ledger.append(receipts(20, start=done)).first == done
        assert ledger.verify().is_sound


AS_NOBODY = """
import os, sys
from rulings.audit.ledger import Ledger
from rulings.errors import RulingsError

class Made:
    seal = "sha256:" + "0" * 64
    def to_json(self):
        return "{}"

def tell(path):
    try:
        with Ledger.open(path, read_only=True) as ledger:
            print(ledger.size, ledger.verify().is_sound)
    except RulingsError as error:
        print(error)
    try:
        with Ledger.open(path) as ledger:
            print(ledger.append([Made()]).added)
    except RulingsError as error:
        print(type(error).__name__)

tell(sys.argv[1])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
tell(sys.argv[2])
"""


def as_nobody(other, path):
    """What is told of a ledger by a user who owns nothing, since root may write everywhere.

    What that user's process imports, it has imported by then, by looking at another ledger.
    """
    command = [sys.executable, "-c", AS_NOBODY, other, path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    first, second, *told = done.stdout.splitlines()
    assert (first, second) == ("3 True", "1")
    return told


def filled(path):
    with Ledger.open(path, create=True) as ledger:
        ledger.append(receipts(3))
    return path


@pytest.mark.parametrize("mode", [0o777, 0o555])
def test_a_file_that_can_only_be_read(mode):
    with TemporaryDirectory() as name:
        folder = Path(name)
        other, path = filled(folder / "other.ledger"), filled(folder / "receipts.ledger")
        path.chmod(0o444)
        folder.chmod(mode)
        before = path.read_bytes()
        assert as_nobody(other, path) == ["3 True", "LedgerReadOnly"]
        assert path.read_bytes() == before
        folder.chmod(0o755)


def test_commits_that_wait_in_a_folder_that_can_only_be_read():
    with TemporaryDirectory() as name, TemporaryDirectory() as shown:
        other, path = filled(Path(name) / "other.ledger"), Path(name) / "receipts.ledger"
        with Ledger.open(path, create=True) as ledger:
            ledger.append(receipts(3))
            for each in (path.name, f"{path.name}-wal"):
                shutil.copy(path.with_name(each), shown)
        Path(name).chmod(0o755)
        Path(shown).chmod(0o555)
        told, _ = as_nobody(other, Path(shown) / path.name)
        assert told.endswith("its last commits stand in a -wal file, which SQLite reads where it can write: copy both")
        Path(shown).chmod(0o755)
        with Ledger.open(Path(shown) / path.name, read_only=True) as ledger:
            assert (ledger.size, ledger.verify().is_sound) == (3, True)


def test_a_role_that_may_only_read(in_postgresql):
    with Ledger.open(in_postgresql.address, create=True) as ledger:
        ledger.append(receipts(2))
    reading = f"{in_postgresql.address}%20-cdefault_transaction_read_only%3Don"
    with Ledger.open(reading) as ledger:
        assert ledger.verify().is_sound
        with pytest.raises(LedgerReadOnly):
            ledger.append(receipts(1, start=5))


def test_what_is_not_there_is_not_made(tmp_path):
    with pytest.raises(NoSuchLedger, match="--create"):
        Ledger.open(tmp_path / "no.ledger")
    with pytest.raises(NoSuchLedger):
        Ledger.open(tmp_path / "no.ledger", read_only=True)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LedgerUnreachable):
        Ledger.open(tmp_path / "no" / "folder.ledger", create=True)


def test_other_files_are_no_ledgers_and_stay_as_they_are(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a ledger, by far\n" * 100)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE orders (id)")
    connection.close()
    for path in (text, other):
        before = path.read_bytes()
        for create in (False, True):
            with pytest.raises((NotALedger, LedgerDamaged)):
                Ledger.open(path, create=create)
        assert path.read_bytes() == before


@pytest.mark.parametrize("where", ["sqlite://", "sqlite:///:memory:", "mysql://a/b", "nothing://", "a b://c", "://"])
def test_addresses_of_no_ledger(where):
    with pytest.raises(NotALedger):
        Ledger.open(where, create=True)


def test_an_address_is_told_without_its_password():
    with pytest.raises(LedgerUnreachable) as raised:
        Ledger.open("postgresql://somebody:secret@/none?host=/nonexistent")
    assert "secret" not in str(raised.value)
    assert "somebody" in str(raised.value)


def test_a_database_without_a_ledger(in_postgresql):
    with pytest.raises(NotALedger, match="no table ledger_head"):
        Ledger.open(in_postgresql.address)


def test_a_ledger_beside_other_tables(in_postgresql):
    in_postgresql.change("CREATE TABLE orders (id int)")
    with Ledger.open(in_postgresql.address, create=True) as ledger:
        assert ledger.append(receipts(2)).size == 2


def test_a_folder_with_odd_signs(tmp_path):
    path = tmp_path / "a?b#c %41 é" / "receipts.ledger"
    path.parent.mkdir()
    with Ledger.open(path, create=True) as ledger:
        ledger.append(receipts(1))
    assert [each.name for each in path.parent.iterdir()] == ["receipts.ledger"]
    assert [each.name for each in tmp_path.iterdir()] == [path.parent.name]
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.size == 1


def test_a_file_by_its_url(tmp_path):
    path = tmp_path / "receipts.ledger"
    with Ledger.open(f"sqlite:///{path}", create=True) as ledger:
        ledger.append(receipts(1))
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.size == 1
