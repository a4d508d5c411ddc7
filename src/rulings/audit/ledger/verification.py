"""Verifying a ledger: the storage, every entry, the tree, the head, and every checkpoint that was ever made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from rulings.audit.ledger import sqlite
from rulings.audit.ledger.checkpoint import Checkpoint
from rulings.audit.ledger.database import Database
from rulings.audit.ledger.faults import LedgerDamaged, NotACheckpoint, NotALedger
from rulings.audit.ledger.findings import Findings, Report
from rulings.audit.ledger.merkle import EMPTY_ROOT
from rulings.audit.ledger.scan import Scan
from rulings.audit.ledger.storage import Head, notes_of, read_head
from rulings.audit.ledger.tables import ENTRIES, NODES

_KEPT = "a kept checkpoint"
_STORED = "a checkpoint made earlier"
_Found = TypeVar("_Found")


def verify_ledger(
    database: Database, connection: Connection, kept: Sequence[Checkpoint], key: Ed25519PublicKey | None
) -> Report:
    """Verify a ledger in the state that the connection sees, also against checkpoints that were kept outside it."""
    verification = Verification(database, connection)
    if database.is_sqlite:
        verification.storage()
    head = verification.attempt(lambda: read_head(connection))
    if head is None:
        return verification.report(Head(0, EMPTY_ROOT))
    checkpoints = [*((_STORED, each) for each in verification.stored(key)), *((_KEPT, each) for each in kept)]
    scan = Scan(connection, verification.findings, head.size, (each.size for _, each in checkpoints))
    verification.attempt(scan.run, scan)
    verification.attempt(lambda: verification.repetitions(head))
    verification.tree(head, scan)
    verification.meet(checkpoints, head, scan)
    return verification.report(head)


class Verification:
    """The steps of one verification: each adds what it finds, and goes on where it can."""

    def __init__(self, database: Database, connection: Connection) -> None:
        """Begin with nothing found."""
        self.findings = Findings()
        self._database = database
        self._connection = connection
        self._met = 0

    def report(self, head: Head) -> Report:
        """Give what was found."""
        found = self.findings
        return Report(head.size, head.root, self._met, tuple(found.faults), found.first_wrong)

    def attempt(self, step: Callable[[], _Found], scan: Scan | None = None) -> _Found | None:
        """Take a step; damage on its way is a finding, at the entry where the scan was, and the step gives None."""
        try:
            return step()
        except (LedgerDamaged, NotALedger) as fault:
            message = str(fault)
        except (DBAPIError, UnicodeDecodeError) as error:
            told = self._database.fault_of(error)
            if not isinstance(told, LedgerDamaged | NotALedger):
                raise told from error
            message = str(told)
        at = None if scan is None else range(scan.at, scan.at + 1)
        self.findings.add("ledger-damaged", message, at)
        return None

    def storage(self) -> None:
        """Let SQLite look through its file: it finds pages and indexes that contradict each other."""
        damage = self.attempt(lambda: sqlite.damage(self._connection))
        if damage:
            self.findings.add("ledger-damaged", f"SQLite finds its file damaged: {'; '.join(damage)}")

    def stored(self, key: Ed25519PublicKey | None) -> list[Checkpoint]:
        """Give the checkpoints in the ledger that can be read."""
        found = []
        for number, note in enumerate(self.attempt(lambda: notes_of(self._connection)) or []):
            try:
                checkpoint = Checkpoint.read(note if isinstance(note, bytes) else b"")
            except NotACheckpoint as fault:
                self.findings.add("checkpoint-altered", f"checkpoint {number} of the ledger was changed: {fault}")
                continue
            if key is not None and checkpoint.is_signed(key) is False:
                self.findings.add("checkpoint-altered", f"checkpoint {number} of the ledger is not what the key signed")
            found.append(checkpoint)
        return found

    def repetitions(self, head: Head) -> None:
        """Look for receipts that stand twice: appending never does that."""
        first, again = func.min(ENTRIES.c.position), func.max(ENTRIES.c.position)
        query = select(first, again).where(ENTRIES.c.position < head.size)
        query = query.group_by(ENTRIES.c.seal).having(first < again).order_by(again)
        for once, twice in self._connection.execute(query):
            message = f"entry {twice} repeats entry {once}: a receipt is appended once"
            self.findings.add("entry-repeated", message, range(twice, twice + 1))

    def tree(self, head: Head, scan: Scan) -> None:
        """Compare the root in the head, and how many nodes are stored."""
        if self.findings.first_wrong is not None or not scan.is_whole:
            return
        if scan.frontier.root() != head.root:
            message = "the receipts do not lead to the root in the ledger's head: it was changed"
            self.findings.add("tree-altered", message)
        count = self.attempt(lambda: self._connection.scalar(select(func.count()).select_from(NODES)))
        # A tree of n leaves has n less its number of peaks complete nodes above its leaves.
        wanted = head.size - head.size.bit_count()
        if count is not None and count != wanted:
            self.findings.add("tree-altered", f"{count} nodes of the tree are stored, and {wanted} belong to it")

    def meet(self, checkpoints: Sequence[tuple[str, Checkpoint]], head: Head, scan: Scan) -> None:
        """Compare with the checkpoints, the smallest first: between one met and one not met stands a wrong entry."""
        met = 0
        for whose, checkpoint in sorted(checkpoints, key=lambda each: each[1].size):
            if checkpoint.size > head.size:
                self._tell_truncated(whose, checkpoint.size, head.size)
            elif scan.roots.get(checkpoint.size) != checkpoint.root:
                self._tell_rewritten(whose, met, checkpoint.size)
            else:
                self._met, met = self._met + 1, checkpoint.size

    def _tell_truncated(self, whose: str, signed: int, size: int) -> None:
        message = f"{whose} was signed when the ledger had {signed} entries, and it has {size}: the last ones are gone"
        self.findings.add("ledger-truncated", message, range(size, size + 1))

    def _tell_rewritten(self, whose: str, met: int, signed: int) -> None:
        message = f"the first {signed} entries are not those for which {whose} was signed"
        self.findings.add("ledger-rewritten", message, range(met, signed) if met < signed else None)
