"""The tables of a ledger, the same in SQLite and in PostgreSQL.

All that must come back byte for byte is stored as bytes. Nodes of level 0 are not stored: they are the hashes of seals.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, SmallInteger, Table

FORMAT = 1
"""The form of the tables, written in the ledger: a later release knows by it what it reads."""

METADATA = MetaData()
# In SQLite only INTEGER makes the position the key of the table itself.
_COUNT = BigInteger().with_variant(Integer(), "sqlite")

HEAD = Table(
    "ledger_head",
    METADATA,
    Column("format", Integer, primary_key=True, autoincrement=False),
    Column("size", _COUNT, nullable=False),
    Column("root", LargeBinary, nullable=False),
)
"""One row: how long the ledger is, and its root. Writers queue up for it."""

ENTRIES = Table(
    "ledger_entries",
    METADATA,
    Column("position", _COUNT, primary_key=True, autoincrement=False),
    Column("seal", LargeBinary, nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
"""The receipts. `digest` is over position, seal and payload, and tells which row of many was moved or replaced."""

NODES = Table(
    "ledger_nodes",
    METADATA,
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("position", _COUNT, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""The complete subtrees from level 1 on: appending and proving read a few of them, however long the ledger is."""

CHECKPOINTS = Table(
    "ledger_checkpoints",
    METADATA,
    Column("number", _COUNT, primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False, unique=True),
)
"""Every checkpoint that was made, as it was signed."""
