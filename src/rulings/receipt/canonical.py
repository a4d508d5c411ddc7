"""The one spelling of data in receipts: canonical JSON as RFC 8785 has it, and digests over it.

Receipts hold no fractions. Integers that JavaScript's numbers cannot hold are written as texts, as RFC 8785 advises.
"""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

MOST_SAFE = 2**53 - 1
"""The largest integer that every reader of JSON holds exactly."""
PREFIX = "sha256:"


def canonical(data: object) -> bytes:
    """Write plain data in its one spelling: keys in the order of their UTF-16, no spaces, UTF-8.

    Raises ValueError for what JSON cannot carry exactly; nothing that this package makes holds such a value.
    """
    return rfc8785.dumps(data)  # type: ignore[arg-type]  # plain data, which the function checks itself


def digest(data: object) -> str:
    """Give the SHA-256 over the canonical spelling, as `sha256:…`."""
    return PREFIX + hashlib.sha256(canonical(data)).hexdigest()


def carried(data: Any) -> Any:  # noqa: ANN401 - plain data of any form
    """Give plain data with integers beyond 2^53 - 1 as texts, which is how receipts carry them."""
    if isinstance(data, dict):
        return {key: carried(value) for key, value in data.items()}
    if isinstance(data, list):
        return [carried(value) for value in data]
    is_large = type(data) is int and abs(data) > MOST_SAFE
    return str(data) if is_large else data
