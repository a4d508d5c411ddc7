"""Files as the reader takes them: their bytes, or the fault that they cannot be read."""

from __future__ import annotations

from pathlib import Path

from rulings.errors import Faults, Place
from rulings.reader.nodes import Node
from rulings.reader.strict_yaml import read_yaml


def start_of(path: Path) -> Place:
    """Give the place at the start of a file, for faults that concern it whole."""
    return Place(str(path), 1, 1, 1, 2)


def read_bytes(path: Path, faults: Faults) -> bytes | None:
    """Read the bytes of a file; None after noting that it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        faults.add("unreadable", start_of(path), f"the file cannot be read: {error.strerror}")
        return None


def read_file(path: Path, faults: Faults) -> Node | None:
    """Read a file of strict YAML; None after noting a fault."""
    data = read_bytes(path, faults)
    return None if data is None else read_yaml(data, str(path), faults)
