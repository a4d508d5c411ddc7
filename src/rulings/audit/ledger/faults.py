"""What can go wrong with a ledger, each an exception of its own: its name is the code of the fault."""

from __future__ import annotations

from rulings.errors import RulingsError


class LedgerFault(RulingsError):
    """The root of everything that a ledger raises on purpose."""


class NoSuchLedger(LedgerFault):
    """There is no ledger of that name, and none was to be made."""


class NotALedger(LedgerFault):
    """What stands there is no ledger, or one of a form that this release does not know."""


class LedgerDamaged(LedgerFault):
    """The ledger holds what it cannot hold: somebody or something has changed what is stored."""


class LedgerReadOnly(LedgerFault):
    """The ledger can be read, but not written to."""


class LedgerFull(LedgerFault):
    """There is no room left where the ledger is stored. Nothing of what was being appended is in it."""


class LedgerBusy(LedgerFault):
    """Another writer kept the ledger for longer than this one waits. Nothing was appended."""


class LedgerUnreachable(LedgerFault):
    """The storage does not answer, or answers with an error. What was being appended may be in it, or not."""


class NotInLedger(LedgerFault):
    """The ledger has no such entry, or is not that long."""


class NotACheckpoint(LedgerFault):
    """A text that is not a signed checkpoint."""


class BadSignature(LedgerFault):
    """A checkpoint that the given key did not sign."""


class NotAKey(LedgerFault):
    """A file that holds no Ed25519 key of the kind that is needed, or a name that no key can have."""


class KeyExists(LedgerFault):
    """A new key would be written over a file that is there."""


class NotAProof(LedgerFault):
    """A file that holds no proof of a ledger."""
