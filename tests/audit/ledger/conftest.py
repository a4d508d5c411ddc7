"""Ledgers in SQLite and in PostgreSQL: every test that takes `store` runs on both."""

import os
from itertools import count

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.audit.ledger.cluster import GIVEN, Cluster, binaries
from tests.audit.ledger.stores import Store, in_schema

from rulings.audit.ledger import Ledger

_schemas = count()


@pytest.fixture(scope="session")
def postgresql():
    """The URL of a server: the one that is given, or one of our own, for each process of the tests."""
    given, folder = os.environ.get(GIVEN), binaries()
    if given is None and folder is None:
        pytest.skip(f"PostgreSQL is not installed (apt-get install postgresql), and {GIVEN} names no server")
    if given is not None:
        yield given
        return
    cluster = Cluster(folder)
    cluster.start()
    yield cluster.url
    cluster.stop()


@pytest.fixture
def in_sqlite(tmp_path):
    path = tmp_path / "receipts.ledger"
    return Store(str(path), f"sqlite:///{path}")


@pytest.fixture
def in_postgresql(postgresql):
    schema = f"ledger_{os.getpid()}_{next(_schemas)}"
    server = Store(postgresql, postgresql.replace("postgresql:", "postgresql+psycopg:", 1))
    server.change(f"CREATE SCHEMA {schema}")
    yield Store(in_schema(postgresql, schema), in_schema(server.url, schema))
    server.change(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request):
    return request.getfixturevalue(f"in_{request.param}")


@pytest.fixture
def ledger(store):
    with Ledger.open(store.address, create=True, patience=5) as opened:
        yield opened


@pytest.fixture(scope="session")
def key():
    """A key that is the same in every run."""
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
