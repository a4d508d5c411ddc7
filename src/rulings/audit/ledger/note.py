"""Signed notes (C2SP signed-note): a text, a blank line, and a line for each signature.

A signature line is `— NAME BASE64`: of four bytes that tell the key, and of the Ed25519 signature over the text.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rulings.audit.ledger.faults import NotACheckpoint, NotAKey

_ED25519 = b"\x01"
_KEY_ID = 4
_LARGEST = 65_536
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<blob>[A-Za-z0-9+/]+={0,2})")
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: the name of who signed, four bytes that tell the key, and the signature itself."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """Write the line of the signature."""
        return f"— {self.name} {b64encode(self.key_id + self.signature).decode()}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def to_bytes(self) -> bytes:
        """Write the note."""
        return (self.text + "\n" + "".join(f"{signature}\n" for signature in self.signatures)).encode()

    def is_signed(self, name: str, key: Ed25519PublicKey) -> bool | None:
        """Tell whether the signature by this name and key is right; None where there is none by them."""
        found = [each for each in self.signatures if (each.name, each.key_id) == (name, key_id(name, key))]
        return any(_is_right(each, self.text, key) for each in found) if found else None


def key_id(name: str, key: Ed25519PublicKey) -> bytes:
    """Give the four bytes that tell a key by its name."""
    return sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:_KEY_ID]


def signed(text: str, name: str, key: Ed25519PrivateKey) -> Note:
    """Sign a text. Raises NotAKey where the name is empty, or has a space or a plus sign in it."""
    if not _NAME.fullmatch(name):
        message = f"{name!r} cannot be the name of a key: it must be a text without spaces and plus signs"
        raise NotAKey(message)
    return Note(text, (Signature(name, key_id(name, key.public_key()), key.sign(text.encode())),))


def read_note(data: bytes) -> Note:
    """Read a note, without asking whether its signatures are right. Raises NotACheckpoint."""
    text = _decoded(data)
    body, blank, lines = text.rpartition("\n\n")
    signatures = [_SIGNATURE.fullmatch(line) for line in lines.removesuffix("\n").split("\n")]
    if not blank or not lines.endswith("\n") or _CONTROL.search(text):
        message = "a signed note is a text, a blank line, and signature lines, each with its line break"
        raise NotACheckpoint(message)
    return Note(f"{body}\n", tuple(_signature(match) for match in signatures))


def _decoded(data: bytes) -> str:
    if len(data) > _LARGEST:
        message = f"a signed note is not longer than {_LARGEST} bytes"
        raise NotACheckpoint(message)
    try:
        return data.decode()
    except UnicodeDecodeError:
        message = "a signed note is a text in UTF-8"
        raise NotACheckpoint(message) from None


def _signature(match: re.Match[str] | None) -> Signature:
    if match is not None and len(match["blob"]) % 4 == 0:
        blob = b64decode(match["blob"], validate=True)
        if len(blob) > _KEY_ID and b64encode(blob).decode() == match["blob"]:
            return Signature(match["name"], blob[:_KEY_ID], blob[_KEY_ID:])
    message = "a signature line is `— NAME BASE64`"
    raise NotACheckpoint(message)


def _is_right(signature: Signature, text: str, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(signature.signature, text.encode())
    except InvalidSignature:
        return False
    return True
