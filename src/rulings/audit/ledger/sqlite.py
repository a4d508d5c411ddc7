"""SQLite: how its files are opened, and what its errors mean."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from rulings.audit.ledger.faults import (
    LedgerBusy,
    LedgerDamaged,
    LedgerFault,
    LedgerFull,
    LedgerReadOnly,
    LedgerUnreachable,
    NoSuchLedger,
)

_MEANINGS: dict[int, type[LedgerFault]] = {
    sqlite3.SQLITE_BUSY: LedgerBusy,
    sqlite3.SQLITE_LOCKED: LedgerBusy,
    sqlite3.SQLITE_READONLY: LedgerReadOnly,
    sqlite3.SQLITE_FULL: LedgerFull,
    sqlite3.SQLITE_IOERR: LedgerUnreachable,
    sqlite3.SQLITE_CANTOPEN: LedgerUnreachable,
    sqlite3.SQLITE_PERM: LedgerUnreachable,
    sqlite3.SQLITE_NOMEM: LedgerUnreachable,
}
_PRIMARY = 0xFF
_BEHIND_FILE = ("-wal", "-shm")


def engine_for(path: str, *, create: bool, read_only: bool, patience: int) -> Engine:
    """Give the engine for a file. Raises NoSuchLedger where it is not there and is not to be made."""
    file = Path(path).absolute()
    if not create and not file.exists():
        message = f"there is no ledger at {path}; `rulings ledger append --create` makes one"
        raise NoSuchLedger(message)
    mode = "ro" if read_only else "rwc" if create else "rw"

    def connect() -> sqlite3.Connection:
        return _connected(file, mode, patience)

    # The pool is named since the URL, which names no file, would make SQLAlchemy take it for a ledger in memory.
    return create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool)


def _connected(file: Path, mode: str, patience: int) -> sqlite3.Connection:
    connection = _opened(file, f"mode={mode}", patience)
    if mode == "ro" and not _can_be_read(connection):
        connection.close()
        connection = _opened_as_it_stands(file, patience)
    if mode != "ro":
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA fullfsync=ON")  # on macOS, FULL alone does not reach the disk
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _opened_as_it_stands(file: Path, patience: int) -> sqlite3.Connection:
    """Open a file in a folder where nothing can be written, so that SQLite finds no room for its locks beside it.

    Nobody else can write there either; so it is read without locks, where no commits wait beside it in a log.
    """
    if _has_log(file):
        message = f"{file}: its last commits stand in a -wal file, which SQLite reads where it can write: copy both"
        raise LedgerUnreachable(message)
    return _opened(file, "mode=ro&immutable=1", patience)


def _opened(file: Path, how: str, patience: int) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{file.as_uri()}?{how}", uri=True, timeout=patience, isolation_level=None, check_same_thread=False
    )


def _can_be_read(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & _PRIMARY not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        # Damaged, which is said when the ledger is read.
        return True
    return True


def _has_log(file: Path) -> bool:
    log = file.with_name(f"{file.name}-wal")
    return log.exists() and log.stat().st_size > 0


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers go on while somebody writes. The file remembers it."""
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA journal_mode=WAL")


def fault_of(error: DBAPIError) -> tuple[type[LedgerFault], str]:
    """Tell what an error of SQLite means to a ledger."""
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    return _MEANINGS.get(code, LedgerDamaged), f"SQLite says: {error.orig}"


def damage(connection: Any) -> list[str]:  # noqa: ANN401 - a connection of SQLAlchemy
    """Let SQLite look through its whole file. Gives what it finds, at most some twenty lines."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    return [] if found == ["ok"] else found
