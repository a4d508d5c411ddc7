"""The one spelling of data in receipts: canonical JSON as RFC 8785 has it, and digests over it.

Receipts hold no fractions. Integers that JavaScript's numbers cannot hold are written as texts, as RFC 8785 advises.

Without fractions, and with keys whose order by code points is that by UTF-16, msgspec writes what RFC 8785 wants, many
times as fast as the library that knows all of it; whatever else may be in the data is left to that library.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import rfc8785
from msgspec.json import Encoder

MOST_SAFE = 2**53 - 1
"""The largest integer that every reader of JSON holds exactly."""
PREFIX = "sha256:"


# Signs that UTF-16 orders otherwise than code points do, and what may be an integer that is too large.
_RARE = re.compile(rb"[\xee-\xf4]|(?:^|[:,\[-])[0-9]{16}")
_encode = Encoder(order="sorted").encode


def canonical(data: object) -> bytes:
    """Write plain data without fractions in its one spelling: keys in the order of their UTF-16, no spaces, UTF-8.

    Raises ValueError for what JSON cannot carry exactly; nothing that this package makes holds such a value.
    """
    try:
        written = _encode(data)
    except (TypeError, OverflowError, UnicodeError):
        written = b""  # the library says what is wrong with it
    if written and _RARE.search(written) is None:
        return written
    return rfc8785.dumps(data)  # type: ignore[arg-type]  # plain data, which the function checks itself


def digest(data: object) -> str:
    """Give the SHA-256 over the canonical spelling, as `sha256:…`."""
    return PREFIX + hashlib.sha256(canonical(data)).hexdigest()


def carried(data: Any) -> Any:  # noqa: ANN401 - plain data of any form
    """Give plain data with integers beyond 2^53 - 1 as texts, which is how receipts carry them.

    Raises ValueError for a binary fraction, which no receipt holds.
    """
    if isinstance(data, dict):
        return {key: carried(value) for key, value in data.items()}
    if isinstance(data, list):
        return [carried(value) for value in data]
    if isinstance(data, float):
        message = f"a receipt holds no fraction such as {data!r}"
        raise ValueError(message)  # noqa: TRY004 - as for whatever else JSON cannot carry exactly
    is_large = type(data) is int and abs(data) > MOST_SAFE
    return str(data) if is_large else data
