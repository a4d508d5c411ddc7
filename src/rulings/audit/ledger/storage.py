"""What is stored, row by row: the head, entries, nodes and checkpoints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.engine import Connection

from rulings.audit.ledger.faults import LedgerDamaged, NotALedger
from rulings.audit.ledger.merkle import Node, Span, joined, leaf_hash
from rulings.audit.ledger.tables import CHECKPOINTS, ENTRIES, FORMAT, HEAD, NODES

_HASH = 32
_AT_ONCE = 500


class Head(NamedTuple):
    """How long the ledger is, and its root."""

    size: int
    root: bytes


class Row(NamedTuple):
    """One entry as it is stored; somebody may have changed any of it."""

    position: Any
    seal: Any
    digest: Any
    payload: Any


def row_digest(position: int, seal: bytes, payload: bytes) -> bytes:
    """Give the digest of a row: it holds for the row at this position only."""
    return sha256(position.to_bytes(8, "big") + seal + payload).digest()


def read_head(connection: Connection, *, to_write: bool = False) -> Head:
    """Read the head; who writes keeps it from all other writers. Raises NotALedger and LedgerDamaged."""
    query = select(HEAD.c.format, HEAD.c.size, HEAD.c.root)
    rows = connection.execute(query.with_for_update() if to_write else query).all()
    if len(rows) != 1:
        message = "the ledger has no head: its first row is gone, or there are several"
        raise LedgerDamaged(message)
    form, size, root = rows[0]
    if form != FORMAT:
        message = f"the ledger is of form {form}, and this release knows form {FORMAT}"
        raise NotALedger(message)
    if not isinstance(size, int) or size < 0:
        message = f"the ledger's head says that it has {size!r} entries"
        raise LedgerDamaged(message)
    return Head(size, as_hash(root, "the root in the head"))


def as_hash(value: object, what: str) -> bytes:
    """Give the value where it is a hash. Raises LedgerDamaged."""
    if isinstance(value, bytes) and len(value) == _HASH:
        return value
    message = f"{what} is no hash of {_HASH} bytes"
    raise LedgerDamaged(message)


def rows_of(connection: Connection, start: int = 0, stop: int | None = None) -> Iterator[Row]:
    """Read entries in order, some hundred at a time, however many there are."""
    query = select(ENTRIES.c.position, ENTRIES.c.seal, ENTRIES.c.digest, ENTRIES.c.payload)
    query = query.where(ENTRIES.c.position >= start).order_by(ENTRIES.c.position)
    if stop is not None:
        query = query.where(ENTRIES.c.position < stop)
    with connection.execute(query.execution_options(yield_per=_AT_ONCE)) as result:
        yield from (Row(*row) for row in result)


def positions_of(connection: Connection, seals: Sequence[bytes]) -> dict[bytes, int]:
    """Find out which seals are in the ledger, and where."""
    found: dict[bytes, int] = {}
    for start in range(0, len(seals), _AT_ONCE):
        query = select(ENTRIES.c.seal, ENTRIES.c.position).where(ENTRIES.c.seal.in_(seals[start : start + _AT_ONCE]))
        found |= {row.seal: row.position for row in connection.execute(query)}
    return found


def hashes_of(connection: Connection, spans: Iterable[Span]) -> list[bytes]:
    """Give the hash over each span of complete subtrees, with two reads. Raises LedgerDamaged."""
    parts = [span.nodes() for span in spans]
    nodes = {node for part in parts for node in part}
    known = _leaves(connection, {node.position for node in nodes if node.level == 0})
    known |= _stored(connection, {node for node in nodes if node.level})
    missing = min(nodes - known.keys(), default=None)
    if missing is not None:
        over = f"the tree's node over the entries from {missing.start} to {missing.stop - 1}"
        message = f"{over if missing.level else f'entry {missing.start}'} is missing"
        raise LedgerDamaged(message)
    return [joined([known[node] for node in part]) for part in parts]


def _leaves(connection: Connection, indexes: set[int]) -> dict[Node, bytes]:
    query = select(ENTRIES.c.position, ENTRIES.c.seal).where(ENTRIES.c.position.in_(indexes))
    rows = connection.execute(query) if indexes else ()
    return {Node(0, index): leaf_hash(as_hash(seal, f"the seal of entry {index}")) for index, seal in rows}


def _stored(connection: Connection, nodes: set[Node]) -> dict[Node, bytes]:
    query = select(NODES).where(tuple_(NODES.c.level, NODES.c.position).in_(sorted(nodes)))
    rows = connection.execute(query) if nodes else ()
    return {Node(level, index): as_hash(each, f"node {index} of level {level}") for level, index, each in rows}


def notes_of(connection: Connection) -> list[Any]:
    """Give the checkpoints that were made, in order, as they are stored."""
    return list(connection.execute(select(CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.number)).scalars())
