"""Receipts as commands take them: a file with one, or with one a line, or standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rulings.errors import Diagnostic, RulingsError, UnreadableReceipt, at_path
from rulings.receipt import Receipt

TAMPERED = "tampered"


class UnreadableFile(RulingsError):
    """A file of receipts that cannot be read."""


@dataclass(frozen=True, slots=True)
class Tampered:
    """What has the form of a receipt, and a seal that does not fit."""

    where: str
    fault: Diagnostic
    verdict: str = TAMPERED
    is_good: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {"receipt": self.where, "verdict": self.verdict, "reason": self.fault.message}


def read_receipts(file: Path) -> Iterator[Receipt | Tampered]:
    """Read the receipts of a file. Raises UnreadableFile, and UnreadableReceipt for what is none."""
    data = _bytes(file)
    if _is_one(data):
        yield _receipt(data, str(file))
        return
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield _receipt(line, f"{file}:{number}")


def _bytes(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        message = f"the receipt {file} cannot be read: {error.strerror}"
        raise UnreadableFile(message) from None


def _is_one(data: bytes) -> bool:
    """Tell whether the whole file is one JSON value, in however many lines; many receipts stand one a line."""
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return not data.strip() or b"\n" not in data.strip()
    return True


def _receipt(data: bytes, where: str) -> Receipt | Tampered:
    try:
        return Receipt.read(data)
    except UnreadableReceipt as error:
        if error.is_tampered:
            return Tampered(where, error.diagnostics[0])
        faults = [at_path(fault, f"{where}: {fault.path}") for fault in error.diagnostics]
        raise UnreadableReceipt(error.summary, faults) from None
