"""What the ledger asks of a receipt: its seal, and its canonical bytes.

The leaf of an entry is the seal's 32 bytes and not the receipt's text: a copy with withheld facts has the same seal, and
so can be proved to be in the ledger too.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Protocol

import rfc8785

_SEAL = re.compile(r"sha256:([0-9a-f]{64})")


class Sealed(Protocol):
    """A receipt, as far as the ledger knows one."""

    @property
    def seal(self) -> str:
        """Give the seal, `sha256:` and 64 hexadecimal digits."""

    def to_json(self) -> str:
        """Give the receipt whole, as canonical JSON."""


def leaf_of(seal: str) -> bytes:
    """Give the 32 bytes of a seal. Raises ValueError where the text is none."""
    found = _SEAL.fullmatch(seal)
    if found is None:
        message = f"a seal is written sha256: and 64 hexadecimal digits, not {seal[:100]!r}"
        raise ValueError(message)
    return bytes.fromhex(found[1])


def seal_text(leaf: bytes) -> str:
    """Write 32 bytes as a seal, or as any other digest."""
    return f"sha256:{leaf.hex()}"


def seal_of(payload: bytes) -> bytes | None:
    """Derive the seal of a receipt again from its canonical bytes; None where they are no sealed receipt."""
    try:
        content = json.loads(payload)
        seal = content.pop("seal")
        canonical = rfc8785.dumps(content | {"seal": seal}) == payload
        digest = sha256(rfc8785.dumps(content)).digest()
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return None
    return digest if canonical and seal == seal_text(digest) else None
