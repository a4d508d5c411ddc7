"""PostgreSQL: how a database is reached, and what its errors mean."""

from __future__ import annotations

from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from rulings.audit.ledger.faults import (
    LedgerBusy,
    LedgerDamaged,
    LedgerFault,
    LedgerFull,
    LedgerReadOnly,
    LedgerUnreachable,
    NotALedger,
)
from rulings.errors import PackageMissing

_MEANINGS: dict[str, type[LedgerFault]] = {
    "25006": LedgerReadOnly,  # the transaction, or the whole server, is for reading only
    "42501": LedgerReadOnly,  # the role has no right to it
    "42703": NotALedger,  # a column is not there
    "42P01": NotALedger,  # a table is not there
    "53100": LedgerFull,
    "55P03": LedgerBusy,
    "XX001": LedgerDamaged,
    "XX002": LedgerDamaged,
}
_MAKING = 0x72756C696E6773
"""The number of the lock under which tables are made: `rulings` in ASCII."""


def engine_for(url: URL) -> Engine:
    """Give the engine for a database. Raises PackageMissing where the driver is not installed."""
    try:
        # A connection that the server has closed meanwhile is noticed before it is used, and replaced.
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ModuleNotFoundError as error:
        message = "a ledger in PostgreSQL needs `pip install 'rulings[postgresql]'`"
        raise PackageMissing(message) from error


def prepare_reading(connection: Connection) -> None:
    """Let a transaction see one state, and change nothing.

    Said in the transaction, and not as a setting of the connection: that would be set back to writing afterwards, which
    a server that is for reading only refuses.
    """
    connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))


def prepare_writing(connection: Connection, patience: int) -> None:
    """Let a commit wait for the disk, whatever the server's default, and wait for another writer only so long."""
    connection.execute(text("SET LOCAL synchronous_commit = on"))
    connection.execute(text(f"SET LOCAL lock_timeout = '{max(1, patience * 1000)}ms'"))


def make_alone(connection: Connection) -> None:
    """Let nobody else make tables until the transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MAKING})


def fault_of(error: DBAPIError) -> tuple[type[LedgerFault], str]:
    """Tell what an error of PostgreSQL means to a ledger."""
    state = getattr(error.orig, "sqlstate", None) or ""
    said = str(error.orig).strip().split("\n")[0]
    return _MEANINGS.get(state, LedgerUnreachable), f"PostgreSQL says: {said}"
