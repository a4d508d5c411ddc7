"""Ed25519 keys in PEM files: the private one signs checkpoints, the public one is for everybody who checks them.

Making a key is the one place of this package that draws random numbers, and `cryptography` draws them. Nothing that
is ruled, sealed or proved depends on them.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from rulings.audit.ledger.faults import KeyExists, NotAKey

_FOR_ITS_OWNER = 0o600
_FOR_ALL = 0o644


def write_new_key(private: Path, public: Path) -> None:
    """Make a key pair and write it: PKCS 8 that only its owner can read, and SubjectPublicKeyInfo for all.

    Raises KeyExists where either file is there; nothing is written then.
    """
    for path in (private, public):
        if path.exists():
            message = f"{path} is there already, and a key is never written over"
            raise KeyExists(message)
    key = Ed25519PrivateKey.generate()
    _write(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), _FOR_ITS_OWNER)
    _write(public, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), _FOR_ALL)


def _write(path: Path, pem: bytes, mode: int) -> None:
    # Made anew or not at all, and with its rights from the first moment.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(pem)


def private_key(pem: bytes) -> Ed25519PrivateKey:
    """Read a private key. Raises NotAKey."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        message = "this is no private key in PEM (PKCS 8, not encrypted); `rulings ledger key` makes one"
        raise NotAKey(message) from None
    if not isinstance(key, Ed25519PrivateKey):
        message = "checkpoints are signed with Ed25519, and this private key is of another kind"
        raise NotAKey(message)
    return key


def public_key(pem: bytes) -> Ed25519PublicKey:
    """Read a public key. Raises NotAKey."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        message = "this is no public key in PEM (SubjectPublicKeyInfo); it is the `.pub` of `rulings ledger key`"
        raise NotAKey(message) from None
    if not isinstance(key, Ed25519PublicKey):
        message = "checkpoints are signed with Ed25519, and this public key is of another kind"
        raise NotAKey(message)
    return key
