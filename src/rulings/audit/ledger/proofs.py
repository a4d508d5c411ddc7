"""Proofs: that an entry is in the ledger, and that the ledger only grew. They are checked without the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.engine import Connection

from rulings.audit.ledger.checking import is_consistent, root_of_inclusion
from rulings.audit.ledger.faults import LedgerDamaged, NotInLedger
from rulings.audit.ledger.merkle import Span, consistency_spans, inclusion_spans, leaf_hash
from rulings.audit.ledger.storage import as_hash, hashes_of, read_head, rows_of


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The leaf at `index`, the bytes of a seal, is in the tree of `size` leaves with this root."""

    index: int
    leaf: bytes
    size: int
    root: bytes
    path: tuple[bytes, ...]

    def holds(self) -> bool:
        """Tell whether the path leads from the leaf to the root."""
        return root_of_inclusion(self.index, self.size, leaf_hash(self.leaf), self.path) == self.root


@dataclass(frozen=True, slots=True)
class Consistency:
    """The tree of `new` leaves begins with the tree of `old` leaves."""

    old: int
    old_root: bytes
    new: int
    new_root: bytes
    path: tuple[bytes, ...]

    def holds(self) -> bool:
        """Tell whether the path leads to both roots."""
        return is_consistent(self.old, self.old_root, self.new, self.new_root, self.path)


@dataclass(frozen=True, slots=True)
class Proof:
    """What `rulings ledger prove` gives: one of them, or both, over trees of the same ledger."""

    inclusion: Inclusion | None = None
    consistency: Consistency | None = None


_Made = TypeVar("_Made", Inclusion, Consistency)


def prove_inclusion(connection: Connection, index: int, size: int | None) -> Inclusion:
    """Make the proof for an entry among the first `size`. Raises NotInLedger, and LedgerDamaged where it fails."""
    size = _size(connection, size)
    if not 0 <= index < size:
        message = f"entry {index} is not among the first {size}, which are numbered from 0"
        raise NotInLedger(message)
    leaf = as_hash(
        next((row.seal for row in rows_of(connection, index, index + 1)), None), f"the seal of entry {index}"
    )
    root, *path = hashes_of(connection, [Span(0, size), *inclusion_spans(index, size)])
    return _holding(Inclusion(index, leaf, size, root, tuple(path)))


def prove_consistency(connection: Connection, old: int, new: int | None) -> Consistency:
    """Make the proof that the first `new` entries begin with the first `old`. Raises NotInLedger and LedgerDamaged."""
    new = _size(connection, new)
    if not 0 <= old <= new:
        message = f"the first {new} entries cannot begin with {old}"
        raise NotInLedger(message)
    spans = consistency_spans(old, new) if 0 < old < new else []
    old_root, new_root, *path = hashes_of(connection, [Span(0, old), Span(0, new), *spans])
    return _holding(Consistency(old, old_root, new, new_root, tuple(path)))


def _size(connection: Connection, size: int | None) -> int:
    head = read_head(connection)
    if size is not None and not 0 <= size <= head.size:
        message = f"the ledger has {head.size} entries, not {size}"
        raise NotInLedger(message)
    return head.size if size is None else size


def _holding(made: _Made) -> _Made:
    if not made.holds():
        message = "the stored tree contradicts itself, and proves nothing; `rulings ledger verify` says more"
        raise LedgerDamaged(message)
    return made
