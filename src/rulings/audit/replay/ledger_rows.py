"""Reads a ledger: a receipt an entry, as many as there are when the reading begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from rulings.audit.ledger import Entry, Ledger
from rulings.audit.replay.rows import RECEIPTS, Row
from rulings.errors import Diagnostic

_RECEIPT_BYTES = 2_000


class _Sealed(Struct):
    seal: str = ""


_seal = Decoder(_Sealed).decode


@dataclass(frozen=True)
class LedgerRows:
    """A ledger in a file of SQLite or in PostgreSQL. Positions are entries."""

    where: str
    size: int
    root: str
    form: str = RECEIPTS

    @classmethod
    def open(cls, where: str) -> LedgerRows:
        """Look how long the ledger is. Raises what a ledger raises."""
        with Ledger.open(where, read_only=True) as ledger:
            return cls(where, ledger.size, ledger.root().hex())

    @property
    def weight(self) -> int:
        """Give the size, as if every receipt were of the usual one."""
        return _RECEIPT_BYTES * self.size

    @property
    def identity(self) -> str:
        """Name the ledger by its length, and the root of the tree over its entries."""
        return f"{self.size}:{self.root}"

    def rows(self, skip: int = 0, position: int = 0) -> Iterator[Row]:
        """Give the entries."""
        del position
        with Ledger.open(self.where, read_only=True) as ledger:
            for entry in ledger.entries(skip, self.size):
                yield _row(entry)

    def row_at(self, number: int, start: int) -> Row:
        """Give one entry again."""
        with Ledger.open(self.where, read_only=True) as ledger:
            return _row(next(ledger.entries(start, number)))


def _row(entry: Entry) -> Row:
    data = entry.receipt.encode()
    number = entry.index + 1
    return Row(number, data, entry.index, number, len(data), _faults(entry, data))


def _faults(entry: Entry, data: bytes) -> tuple[Diagnostic, ...]:
    """Find whether the ledger holds another receipt than the one that its tree was made over."""
    try:
        seal = _seal(data).seal
    except (MsgspecError, UnicodeError):
        return ()  # reading the receipt says what is wrong with it
    if seal == entry.seal:
        return ()
    message = f"the ledger's tree was made over {entry.seal}, and this is another receipt"
    return (Diagnostic("other-receipt", message, None, "receipt.seal", entry.seal),)
