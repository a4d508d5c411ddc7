"""Commitments: what stands in the seal for a field of a receipt, so that the field itself can be withheld.

A commitment is a digest over salt, path and value. Without the salt, nobody can try out the few values that a fact may
have; so a field is withheld from a copy only where the receipt was salted.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

from rulings.receipt.canonical import digest

LEAST_SECRET = 16
"""Bytes that a secret has at least."""
SALT_DIGITS = 32

ID = "case.id"
DUE = "due"


def fields_of(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give the fields of a receipt that can be withheld, with their paths: the case's id, facts, results, what is due.

    The path of a fact is `facts.<group>.<name>`, that of a result `results.<decision>`.
    """
    case = data["case"]
    if "id" in case:
        yield ID, case["id"]
    for group, facts in sorted(case["facts"].items()):
        yield from ((f"facts.{group}.{name}", value) for name, value in sorted(facts.items()))
    yield from ((f"results.{name}", result) for name, result in sorted(data["results"].items()))
    if DUE in data:
        yield DUE, data[DUE]


def commitment(path: str, value: object, salt: str | None) -> str:
    """Give the commitment to a field, as `sha256:…`."""
    return digest([salt, path, value])


def salts_for(paths: Iterator[str], secret: bytes) -> dict[str, str]:
    """Draw a salt of 128 bits a field from a secret. Raises ValueError for a secret that is too short.

    The secret is the caller's, random, used for one receipt, and then forgotten: who has it can find withheld facts.
    """
    if len(secret) < LEAST_SECRET:
        message = f"the secret has {len(secret)} bytes: give at least {LEAST_SECRET} random ones"
        raise ValueError(message)
    return {path: hmac.digest(secret, path.encode("utf-8"), hashlib.sha256).hex()[:SALT_DIGITS] for path in paths}
