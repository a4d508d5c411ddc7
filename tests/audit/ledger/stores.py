"""Where a ledger of a test is stored, and how somebody changes it behind the ledger's back."""

from contextlib import closing, contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from rulings.audit.ledger.database import open_database


class Store:
    """An address for `Ledger.open`, and raw SQL on what stands there."""

    def __init__(self, address, url):
        self.address = address
        self.url = url

    @property
    def is_sqlite(self):
        return self.url.startswith("sqlite")

    def engine(self):
        return create_engine(make_url(self.url))

    def change(self, *statements, **values):
        """Run statements in one transaction."""
        engine = self.engine()
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)
        engine.dispose()

    def run(self, statement):
        """Run one statement that no transaction can hold."""
        engine = self.engine()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement))
        engine.dispose()

    @contextmanager
    def writing(self):
        """A transaction of somebody who knows how the ledger is written."""
        database = open_database(self.address, create=False, read_only=False, patience=5)
        with closing(database), database.writing() as connection:
            yield connection

    def ask(self, query, **values):
        engine = self.engine()
        with engine.connect() as connection:
            rows = connection.execute(text(query), values).all()
        engine.dispose()
        return rows


def in_schema(url, schema):
    """The URL of a database, in which tables are looked for in one schema."""
    options = f"options=-csearch_path%3D{schema}"
    return f"{url}{'&' if '?' in url else '?'}{options}"
