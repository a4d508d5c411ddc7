"""Tells files apart by size and content, without reading ten gigabytes twice."""

from __future__ import annotations

import hashlib
from pathlib import Path

_END = 1 << 20


def identity_of(path: Path) -> str:
    """Give a digest over a file's size, and over its first and its last megabyte."""
    size = path.stat().st_size
    digest = hashlib.sha256(f"{size}\n".encode())
    with path.open("rb") as file:
        digest.update(file.read(_END))
        file.seek(max(0, size - _END))
        digest.update(file.read(_END))
    return f"sha256:{digest.hexdigest()}"
