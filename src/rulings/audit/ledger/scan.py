"""Reading a ledger from the first entry to the last: every receipt against its seal, and the tree built anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.engine import Connection

from rulings.audit.ledger.findings import Findings
from rulings.audit.ledger.merkle import Frontier, Node, leaf_hash
from rulings.audit.ledger.seals import seal_of
from rulings.audit.ledger.storage import Row, row_digest, rows_of
from rulings.audit.ledger.tables import NODES
from rulings.errors import Diagnostic

_HASH = 32
_AT_ONCE = 2_000


class Scan:
    """One reading. `roots` has the root at each wanted size as far as the tree could be built, `at` is where it is."""

    def __init__(self, connection: Connection, findings: Findings, size: int, wanted: Iterable[int]) -> None:
        """Read a ledger whose head says `size`."""
        self.at = 0
        self.roots: dict[int, bytes] = {}
        self.frontier = Frontier()
        self._connection = connection
        self._findings = findings
        self._size = size
        self._wanted = frozenset(wanted)
        self._wrong: set[int] = set()
        self._made: dict[Node, bytes] = {}

    @property
    def is_whole(self) -> bool:
        """Tell whether no entry was missing, so that the tree could be built to its end."""
        return self.frontier.size == self._size

    def run(self) -> None:
        """Read all entries; nodes are looked up in between."""
        self._note_root()
        for row in rows_of(self._connection):
            if not isinstance(row.position, int) or row.position >= self._size:
                self._add(row.position)
                break
            if row.position < self.at:
                self._repeat(row.position)
                continue
            if row.position > self.at:
                self._miss(row.position)
            self._read(row)
        if self.at < self._size:
            self._miss(self._size)
        self._compare_nodes()

    def _add(self, position: object) -> None:
        wrong = range(position, position + 1) if isinstance(position, int) else None
        message = f"an entry stands at {position!r}, and the ledger's head says that it has {self._size}"
        self._findings.add("entry-added", message, wrong)

    def _repeat(self, position: int) -> None:
        message = f"a second entry stands at {position}, where the database allows one: its keys were taken away"
        self._findings.add("entry-repeated", message, range(position, position + 1))

    def _miss(self, until: int) -> None:
        count = until - self.at
        which = f"entry {self.at} is" if count == 1 else f"the entries from {self.at} to {until - 1} are"
        help_ = "the entries behind it were not compared with the tree, which cannot be built without it"
        self._findings.add("entry-missing", f"{which} missing", range(self.at, self.at + 1), help_)
        self.at = until

    def _read(self, row: Row) -> None:
        fault = fault_of_row(row)
        if fault is not None:
            self._wrong.add(row.position)
            self._findings.tell(fault, range(row.position, row.position + 1))
        if self.frontier.size == row.position and _is_hash(row.seal):
            self._made |= self.frontier.add(leaf_hash(row.seal))
            self._note_root()
        self.at = row.position + 1
        if len(self._made) >= _AT_ONCE:
            self._compare_nodes()

    def _note_root(self) -> None:
        if self.frontier.size in self._wanted:
            self.roots[self.frontier.size] = self.frontier.root()

    def _compare_nodes(self) -> None:
        """Compare the nodes that were made with those that are stored, a level at a time."""
        made, self._made = self._made, {}
        for level in sorted({node.level for node in made}):
            of_level = {node.position: each for node, each in made.items() if node.level == level}
            stored = self._stored(level, min(of_level), max(of_level))
            wrong = (Node(level, index) for index, each in of_level.items() if stored.get(index) != each)
            for node in wrong:
                if not self._wrong.intersection(range(node.start, node.stop)):
                    self._tell_node(node)

    def _stored(self, level: int, first: int, last: int) -> Mapping[int, object]:
        query = select(NODES.c.position, NODES.c.hash).where(
            NODES.c.level == level, NODES.c.position >= first, NODES.c.position <= last
        )
        return {row.position: row.hash for row in self._connection.execute(query)}

    def _tell_node(self, node: Node) -> None:
        # What is above a wrong node is wrong because of it, and said by it.
        self._wrong.add(node.start)
        over = f"over the entries from {node.start} to {node.stop - 1}"
        message = f"the stored tree does not fit the receipts: its node {over} is another, or is missing"
        self._findings.add("tree-altered", message, range(node.start, node.stop))


def fault_of_row(row: Row) -> Diagnostic | None:
    """Tell what is wrong with an entry by itself; None where nothing is."""
    if not (_is_hash(row.seal) and _is_hash(row.digest) and isinstance(row.payload, bytes)):
        return Diagnostic("entry-altered", f"entry {row.position} is not stored as it was written")
    if seal_of(row.payload) != row.seal:
        message = f"the receipt of entry {row.position} does not fit its seal: one of them was changed"
        return Diagnostic("entry-altered", message)
    if row_digest(row.position, row.seal, row.payload) != row.digest:
        message = f"the receipt of entry {row.position} is sound, but not the one that was appended there"
        return Diagnostic("entry-replaced", message)
    return None


def _is_hash(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == _HASH
