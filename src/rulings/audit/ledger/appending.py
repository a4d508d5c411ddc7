"""Appending: new entries, the nodes that they complete, and the new head, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, update
from sqlalchemy.engine import Connection

from rulings.audit.ledger.faults import LedgerDamaged
from rulings.audit.ledger.merkle import Frontier, Span, leaf_hash
from rulings.audit.ledger.storage import Head, hashes_of, positions_of, read_head, row_digest
from rulings.audit.ledger.tables import ENTRIES, HEAD, NODES


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append came to: the index of each receipt, in their order, and the ledger as it is now.

    `first` is the index of the first new entry, `added` how many are new; the others were there before, at their index.
    """

    indexes: tuple[int, ...]
    first: int
    added: int
    size: int
    root: bytes

    @property
    def repeats(self) -> tuple[int, ...]:
        """Give the receipts that were not appended, by their places in the batch: they were there already."""
        found, following = [], self.first
        for at, index in enumerate(self.indexes):
            if index == following:
                following += 1
            else:
                found.append(at)
        return tuple(found)


def append_to(connection: Connection, batch: Sequence[tuple[bytes, bytes]]) -> Appended:
    """Append receipts, each its seal's bytes and its text. Raises LedgerDamaged where tree and head differ."""
    head = read_head(connection, to_write=True)
    places = positions_of(connection, [seal for seal, _ in batch])
    new: dict[bytes, bytes] = {}
    for seal, payload in batch:
        if seal not in places:
            places[seal] = head.size + len(new)
            new[seal] = payload
    now = write_entries(connection, head, new) if new else head
    return Appended(tuple(places[seal] for seal, _ in batch), head.size, len(new), now.size, now.root)


def write_entries(connection: Connection, head: Head, new: dict[bytes, bytes]) -> Head:
    """Write entries that are not there yet, from seal to text, and the new head."""
    frontier = read_frontier(connection, head)
    entries, nodes = [], []
    for seal, payload in new.items():
        at = frontier.size
        digest = row_digest(at, seal, payload)
        entries.append({"position": at, "seal": seal, "digest": digest, "payload": payload})
        made = frontier.add(leaf_hash(seal))
        nodes += [{"level": node.level, "position": node.position, "hash": each} for node, each in made]
    connection.execute(insert(ENTRIES), entries)
    if nodes:
        connection.execute(insert(NODES), nodes)
    connection.execute(update(HEAD).values(size=frontier.size, root=frontier.root()))
    return Head(frontier.size, frontier.root())


def read_frontier(connection: Connection, head: Head) -> Frontier:
    """Read the right edge of the tree. Raises LedgerDamaged where it does not give the root of the head."""
    peaks = hashes_of(connection, [Span(node.start, node.stop) for node in Span(0, head.size).nodes()])
    frontier = Frontier(head.size, peaks)
    if frontier.root() != head.root:
        message = "the tree does not lead to the root in the head; `rulings ledger verify` says more"
        raise LedgerDamaged(message)
    return frontier
