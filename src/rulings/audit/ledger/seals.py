"""Seals as the leaves of the tree: their 32 bytes.

The leaf is the seal and not the receipt's text: a copy with withheld facts has the same seal, and so can be proved to
be in the ledger too.
"""

from __future__ import annotations

import re

from rulings.errors import UnreadableReceipt
from rulings.receipt import Receipt

_SEAL = re.compile(r"sha256:([0-9a-f]{64})")


def is_seal(text: str) -> bool:
    """Tell whether a text is written as seals are."""
    return _SEAL.fullmatch(text) is not None


def leaf_of(seal: str) -> bytes:
    """Give the 32 bytes of a seal, or of any other digest. Raises ValueError where the text is none."""
    found = _SEAL.fullmatch(seal)
    if found is None:
        message = f"a seal is written sha256: and 64 hexadecimal digits, not {seal[:100]!r}"
        raise ValueError(message)
    return bytes.fromhex(found[1])


def seal_text(leaf: bytes) -> str:
    """Write 32 bytes as a seal, or as any other digest."""
    return f"sha256:{leaf.hex()}"


def seal_of(payload: bytes) -> bytes | None:
    """Derive a receipt's seal again from its bytes; None where they are no receipt, or not as a receipt is written."""
    try:
        receipt = Receipt.read(payload)
    except UnreadableReceipt:
        return None
    return leaf_of(receipt.seal) if receipt.to_json().encode() == payload else None
