"""Checkpoints (C2SP tlog-checkpoint): who keeps the ledger, how long it is and its root, in a signed note.

No moment stands in it: the package reads no clock, and what counts is that a checkpoint is kept where the ledger's
keeper cannot change it.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rulings.audit.ledger.faults import BadSignature, NotACheckpoint
from rulings.audit.ledger.note import Note, read_note, signed

_TEXT = re.compile(
    r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ledger of `origin` had `size` entries and this root. What `note` says beyond that is kept, and not read."""

    origin: str
    size: int
    root: bytes
    note: Note

    @classmethod
    def sign(cls, origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> Checkpoint:
        """Make a checkpoint; the key has the origin's name. Raises NotAKey where no key can have it."""
        text = f"{origin}\n{size}\n{b64encode(root).decode()}\n"
        return cls(origin, size, root, signed(text, origin, key))

    @classmethod
    def read(cls, data: bytes) -> Checkpoint:
        """Read a checkpoint, without asking who signed it. Raises NotACheckpoint."""
        note = read_note(data)
        text = _TEXT.fullmatch(note.text)
        if text is None or b64encode(b64decode(text["root"])).decode() != text["root"]:
            message = "a checkpoint begins with three lines: its origin, a number of entries, and a root in base64"
            raise NotACheckpoint(message)
        return cls(text["origin"], int(text["size"]), b64decode(text["root"]), note)

    def to_bytes(self) -> bytes:
        """Write the checkpoint as it is kept in a file."""
        return self.note.to_bytes()

    def is_signed(self, key: Ed25519PublicKey) -> bool | None:
        """Tell whether the key's signature is right; None where the checkpoint has none by this key."""
        return self.note.is_signed(self.origin, key)

    def must_be_signed(self, key: Ed25519PublicKey) -> None:
        """Raise BadSignature unless the key signed the checkpoint."""
        signed_right = self.is_signed(key)
        if signed_right is None:
            message = f"the checkpoint of {self.origin} at {self.size} entries has no signature by this key"
            raise BadSignature(message)
        if not signed_right:
            message = f"the checkpoint of {self.origin} at {self.size} entries is not what this key signed"
            raise BadSignature(message)
