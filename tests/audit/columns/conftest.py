"""What tests of the audit share."""

from tests.audit.store import store

__all__ = ["store"]
