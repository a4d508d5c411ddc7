"""Deriving every ruling of a ledger again: what the ledger itself cannot show is whether the policies gave them."""

from __future__ import annotations

from collections.abc import Iterator

from rulings.audit.ledger.ledger import Ledger
from rulings.audit.verifying import Verification, verify
from rulings.book import PolicyBook
from rulings.errors import Diagnostic
from rulings.receipt import Receipt


def underivable(ledger: Ledger, book: PolicyBook) -> Iterator[Diagnostic]:
    """Give a fault for each entry whose ruling comes out otherwise, or cannot be derived; the ledger must be sound."""
    for entry in ledger.entries():
        found = verify(Receipt.read(entry.receipt), book)
        if not found.is_good:
            message = f"the ruling of entry {entry.index} {_told(found)}"
            yield Diagnostic("entry-not-derived", message, path=f"entries[{entry.index}]")


def _told(found: Verification) -> str:
    if found.reason is not None:
        return f"{found.verdict}: {found.reason}"
    return f"{found.verdict}: {'; '.join(map(str, found.differences))}"
