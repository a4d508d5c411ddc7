"""The ledger: an append-only log of receipts with a Merkle tree (RFC 9162), proofs, and signed checkpoints.

It needs `pip install 'rulings[ledger]'`; importing it without raises PackageMissing.
"""

from __future__ import annotations

from rulings.errors import PackageMissing

try:
    import cryptography  # noqa: F401 - only whether it is there
    import sqlalchemy  # noqa: F401 - only whether it is there
except ModuleNotFoundError as error:
    message = f"a ledger needs `pip install 'rulings[ledger]'`: {error.name} is not installed"
    raise PackageMissing(message) from error

from rulings.audit.ledger.appending import Appended
from rulings.audit.ledger.checkpoint import Checkpoint
from rulings.audit.ledger.deriving import underivable
from rulings.audit.ledger.faults import (
    BadSignature,
    KeyExists,
    LedgerBusy,
    LedgerDamaged,
    LedgerFault,
    LedgerFull,
    LedgerReadOnly,
    LedgerUnreachable,
    NoSuchLedger,
    NotACheckpoint,
    NotAKey,
    NotALedger,
    NotAProof,
    NotInLedger,
)
from rulings.audit.ledger.findings import Report
from rulings.audit.ledger.keys import private_key, public_key, write_new_key
from rulings.audit.ledger.ledger import Entry, Ledger
from rulings.audit.ledger.proof_checks import check_proof
from rulings.audit.ledger.proof_files import proof_data, read_proof
from rulings.audit.ledger.proofs import Consistency, Inclusion, Proof

__all__ = [
    "Appended",
    "BadSignature",
    "Checkpoint",
    "Consistency",
    "Entry",
    "Inclusion",
    "KeyExists",
    "Ledger",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerFault",
    "LedgerFull",
    "LedgerReadOnly",
    "LedgerUnreachable",
    "NoSuchLedger",
    "NotACheckpoint",
    "NotAKey",
    "NotALedger",
    "NotAProof",
    "NotInLedger",
    "Proof",
    "Report",
    "check_proof",
    "private_key",
    "proof_data",
    "public_key",
    "read_proof",
    "underivable",
    "write_new_key",
]
