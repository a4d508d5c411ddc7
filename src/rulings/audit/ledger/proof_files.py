"""Proofs as JSON, to be sent to whoever wants to check them."""

from __future__ import annotations

from typing import Any

import msgspec

from rulings.audit.ledger.faults import NotAProof
from rulings.audit.ledger.proofs import Consistency, Inclusion, Proof
from rulings.audit.ledger.seals import leaf_of, seal_text

FORMAT = 1


class _Inclusion(msgspec.Struct, forbid_unknown_fields=True):
    index: int
    seal: str
    size: int
    root: str
    path: list[str]


class _Consistency(msgspec.Struct, forbid_unknown_fields=True):
    old: int
    old_root: str
    new: int
    new_root: str
    path: list[str]


class _Proof(msgspec.Struct, forbid_unknown_fields=True):
    proof: int
    inclusion: _Inclusion | None = None
    consistency: _Consistency | None = None


def proof_data(proof: Proof) -> dict[str, Any]:
    """Give a proof as plain data; all hashes are written `sha256:…`."""
    data: dict[str, Any] = {"proof": FORMAT}
    one, two = proof.inclusion, proof.consistency
    if one is not None:
        seal, root = seal_text(one.leaf), seal_text(one.root)
        data["inclusion"] = {"index": one.index, "seal": seal, "size": one.size, "root": root, "path": _path(one)}
    if two is not None:
        old, new = (
            {"old": two.old, "old_root": seal_text(two.old_root)},
            {"new": two.new, "new_root": seal_text(two.new_root)},
        )
        data["consistency"] = {**old, **new, "path": _path(two)}
    return data


def _path(proof: Inclusion | Consistency) -> list[str]:
    return [seal_text(part) for part in proof.path]


def read_proof(data: bytes) -> Proof:
    """Read a proof. Raises NotAProof."""
    try:
        read = msgspec.json.decode(data, type=_Proof)
        if read.proof != FORMAT or (read.inclusion is None and read.consistency is None):
            message = f"it is no proof of form {FORMAT}, or it proves nothing"
            raise NotAProof(message)
        return Proof(_inclusion(read.inclusion), _consistency(read.consistency))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        message = f"this is not what `rulings ledger prove` writes: {error}"
        raise NotAProof(message) from None


def _inclusion(read: _Inclusion | None) -> Inclusion | None:
    if read is None:
        return None
    path = tuple(map(leaf_of, read.path))
    return Inclusion(read.index, leaf_of(read.seal), read.size, leaf_of(read.root), path)


def _consistency(read: _Consistency | None) -> Consistency | None:
    if read is None:
        return None
    path = tuple(map(leaf_of, read.path))
    return Consistency(read.old, leaf_of(read.old_root), read.new, leaf_of(read.new_root), path)
