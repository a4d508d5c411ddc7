"""Where a ledger is stored, and its transactions: many read at once, one writes, and done means on the disk.

SQLite: one file; readers see it as it was when they began (WAL), a writer takes its lock before it reads
(`BEGIN IMMEDIATE`), and a commit returns when the system has written through (`synchronous=FULL`). PostgreSQL: readers
are REPEATABLE READ, writers queue up for the row of the head, and a commit waits for the server's disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from rulings.audit.ledger import postgresql, sqlite
from rulings.audit.ledger.faults import LedgerDamaged, LedgerFault, LedgerReadOnly, NotALedger

_WRITES = "ledger_writes"


class Database:
    """The database of one ledger. `name` is what messages call it; no password stands in it."""

    def __init__(self, engine: Engine, name: str, *, read_only: bool, patience: int) -> None:
        """Made by `open_database`. `patience` is how many seconds a writer waits for another."""
        self.engine = engine
        self.name = name
        self.read_only = read_only
        self._patience = patience

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the ledger is a file of SQLite."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Close the connections that nobody uses."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the ledger and changes nothing. Raises faults of ledgers only."""
        with self._told(), self.engine.connect() as connection, connection.begin():
            if not self.is_sqlite:
                postgresql.prepare_reading(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that changes the ledger, alone. All of it is on the disk behind the block, or nothing."""
        if self.read_only:
            message = f"{self.name} was opened for reading only"
            raise LedgerReadOnly(message)
        with self._told(), self.engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            if not self.is_sqlite:
                postgresql.prepare_writing(connection, self._patience)
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what the database reports as a fault of the ledger."""
        try:
            yield
        except (DBAPIError, UnicodeDecodeError) as error:
            raise self.fault_of(error) from error

    def fault_of(self, error: DBAPIError | UnicodeDecodeError) -> LedgerFault:
        """Give the fault of the ledger that an error of the database is."""
        if isinstance(error, UnicodeDecodeError):
            # The driver of SQLite, about names of tables in a damaged file, even in its own messages.
            return LedgerDamaged(f"{self.name}: a text that the database itself keeps is no UTF-8")
        kind, what = sqlite.fault_of(error) if self.is_sqlite else postgresql.fault_of(error)
        return kind(f"{self.name}: {what}")


def open_database(where: str, *, create: bool, read_only: bool, patience: int) -> Database:
    """Open the database that a path or a URL names. Raises NoSuchLedger and NotALedger."""
    if "://" not in where:
        engine = sqlite.engine_for(where, create=create, read_only=read_only, patience=patience)
        return _with_transactions(Database(engine, where, read_only=read_only, patience=patience))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        # Not the whole of it: what cannot be read may hold a password anywhere.
        message = f"{where.partition('://')[0]}://… is no URL of a database; one is postgresql://USER@HOST:PORT/NAME"
        raise NotALedger(message) from None
    name = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        engine = sqlite.engine_for(url.database, create=create, read_only=read_only, patience=patience)
    elif url.get_backend_name() == "postgresql":
        engine = postgresql.engine_for(url)
    else:
        message = f"{name} is neither a file of SQLite (a path, sqlite:///PATH) nor PostgreSQL (postgresql://…)"
        raise NotALedger(message)
    return _with_transactions(Database(engine, name, read_only=read_only, patience=patience))


def _with_transactions(database: Database) -> Database:
    if database.is_sqlite:
        # The driver would begin transactions by itself, and too late: only ours are begun, and ours say what they do.
        event.listen(database.engine, "begin", _begin)
    return database


def _begin(connection: Connection) -> None:
    options: Any = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")
