"""The ledger: an append-only log of receipts, of which every state can be proved to hold all that was in it before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import func, insert, inspect, select
from sqlalchemy.engine import Connection

from rulings.audit.ledger import postgresql, sqlite
from rulings.audit.ledger.appending import Appended, append_to
from rulings.audit.ledger.checkpoint import Checkpoint
from rulings.audit.ledger.database import Database, open_database
from rulings.audit.ledger.faults import LedgerDamaged, NotALedger, NotInLedger
from rulings.audit.ledger.findings import Report
from rulings.audit.ledger.merkle import EMPTY_ROOT
from rulings.audit.ledger.proofs import Consistency, Inclusion, prove_consistency, prove_inclusion
from rulings.audit.ledger.seals import is_seal, leaf_of, seal_text
from rulings.audit.ledger.storage import Head, notes_of, positions_of, read_head, rows_of
from rulings.audit.ledger.tables import CHECKPOINTS, FORMAT, HEAD, METADATA
from rulings.audit.ledger.verification import verify_ledger
from rulings.receipt import Receipt

PATIENCE = 30
"""How many seconds a writer waits for another, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its index, the receipt's seal, and the receipt as it was appended."""

    index: int
    seal: str
    receipt: str


class Ledger:
    """A ledger in a file of SQLite, or in PostgreSQL. Can be shared between threads and used by many processes."""

    def __init__(self, database: Database) -> None:
        """Made by `Ledger.open`."""
        self._database = database

    @classmethod
    def open(
        cls, where: str | Path, *, create: bool = False, read_only: bool = False, patience: int = PATIENCE
    ) -> Self:
        """Open a ledger: a path, `sqlite:///PATH` or `postgresql://…`.

        `create` makes it where there is none. `patience` is how many seconds a writer waits for another. Raises
        NoSuchLedger, NotALedger, and what the storage reports.
        """
        database = open_database(str(where), create=create, read_only=read_only, patience=patience)
        ledger = cls(database)
        try:
            ledger._be_a_ledger(create=create)
        except BaseException:
            ledger.close()
            raise
        return ledger

    def _be_a_ledger(self, *, create: bool) -> None:
        with self._database.reading() as connection:
            tables = inspect(connection).get_table_names()
        if HEAD.name in tables:
            with self._database.reading() as connection:
                read_head(connection)
        elif create and (not tables or not self._database.is_sqlite):
            self._make()
        else:
            message = f"{self._database.name} is no ledger: it has no table {HEAD.name}"
            raise NotALedger(message)

    def _make(self) -> None:
        if self._database.is_sqlite:
            sqlite.use_write_ahead_log(self._database.engine)
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                postgresql.make_alone(connection)
            METADATA.create_all(connection)
            # Another writer may have been first.
            if connection.scalar(select(func.count()).select_from(HEAD)) == 0:
                connection.execute(insert(HEAD).values(format=FORMAT, size=0, root=EMPTY_ROOT))

    def close(self) -> None:
        """Let go of the storage. A ledger of SQLite is one file again when nobody has it open any more."""
        self._database.close()

    def __enter__(self) -> Self:
        """Use the ledger until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the ledger."""
        self.close()

    def _head(self) -> Head:
        with self._database.reading() as connection:
            return read_head(connection)

    @property
    def size(self) -> int:
        """Count the entries."""
        return self._head().size

    def root(self) -> bytes:
        """Give the root of the tree over all entries, 32 bytes."""
        return self._head().root

    def append(self, receipts: Iterable[Receipt]) -> Appended:
        """Append receipts, all of them or none; when this returns, they are on the disk.

        A receipt whose seal is in the ledger is not appended again, and its index is told: so a writer that was stopped
        before it heard of its success just tries again.
        """
        batch = [(leaf_of(receipt.seal), receipt.to_json().encode()) for receipt in receipts]
        with self._database.writing() as connection:
            return append_to(connection, batch)

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Read the entries from `start` to below `stop` in order, as they are when reading begins.

        However many there are, few are in memory. Raises LedgerDamaged where one of them is missing or unreadable.
        """
        with self._database.reading() as connection:
            size = read_head(connection).size
            stop = size if stop is None else min(stop, size)
            start = expected = max(start, 0)
            for position, seal, _, payload in rows_of(connection, start, stop):
                if position != expected:
                    break
                yield _entry(position, seal, payload)
                expected += 1
            if expected < stop:
                message = f"{self._database.name}: entry {expected} is missing"
                raise LedgerDamaged(message)

    def index(self, seal: str) -> int:
        """Give the index of the receipt with this seal. Raises NotInLedger."""
        with self._database.reading() as connection:
            return _index(connection, seal)

    def inclusion(self, entry: int | str, size: int | None = None) -> Inclusion:
        """Prove that an entry, by its index or its seal, is among the first `size`, or all. Raises NotInLedger."""
        with self._database.reading() as connection:
            index = entry if isinstance(entry, int) else _index(connection, entry)
            return prove_inclusion(connection, index, size)

    def consistency(self, old: int, new: int | None = None) -> Consistency:
        """Prove that the first `new` entries, or all, begin with the first `old`. Raises NotInLedger."""
        with self._database.reading() as connection:
            return prove_consistency(connection, old, new)

    def checkpoint(self, key: Ed25519PrivateKey, origin: str) -> Checkpoint:
        """Sign how long the ledger is and its root, and keep the checkpoint in the ledger too.

        The same state, key and origin give the same checkpoint, which is kept once.
        """
        with self._database.writing() as connection:
            head = read_head(connection, to_write=True)
            made = Checkpoint.sign(origin, head.size, head.root, key)
            kept = notes_of(connection)
            if made.to_bytes() not in kept:
                connection.execute(insert(CHECKPOINTS).values(number=len(kept), note=made.to_bytes()))
        return made

    def checkpoints(self) -> list[Checkpoint]:
        """Give all checkpoints that were made, the first one first. Raises NotACheckpoint where one was changed."""
        with self._database.reading() as connection:
            return [Checkpoint.read(note) for note in notes_of(connection)]

    def verify(self, kept: Sequence[Checkpoint] = (), key: Ed25519PublicKey | None = None) -> Report:
        """Derive everything again from the receipts, and compare. `kept` are checkpoints from outside the ledger.

        With `key`, the kept ones must be signed by it: raises BadSignature where one is not.
        """
        for checkpoint in kept:
            if key is not None:
                checkpoint.must_be_signed(key)
        with self._database.reading() as connection:
            return verify_ledger(self._database, connection, kept, key)


def _index(connection: Connection, seal: str) -> int:
    found = positions_of(connection, [leaf_of(seal)]) if is_seal(seal) else {}
    if not found:
        message = f"no receipt with the seal {seal} is in the ledger"
        raise NotInLedger(message)
    return next(iter(found.values()))


def _entry(position: int, seal: object, payload: object) -> Entry:
    if isinstance(seal, bytes) and isinstance(payload, bytes):
        try:
            return Entry(position, seal_text(seal), payload.decode())
        except UnicodeDecodeError:
            pass  # told below, with what else makes an entry unreadable
    message = f"entry {position} is not readable; `rulings ledger verify` says more"
    raise LedgerDamaged(message)
