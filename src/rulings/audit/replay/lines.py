"""What replay writes of a row: the ruling on it, or its faults, as one line of JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.json import encode

from rulings.errors import Diagnostic
from rulings.plain import plain_value
from rulings.ruling import Ruling


def ruling_row(number: int, ruling: Ruling) -> dict[str, Any]:
    """Give the ruling on a row, in columns that are the same for every policy."""
    version = ruling.version.policy
    return {
        "row": number,
        "case": ruling.id,
        "policy": version.id,
        "version": version.version if ruling.chosen else None,
        "status": ruling.status,
        "results": {name: result_of(ruling, name) for name in version.decisions} if ruling.chosen else {},
        "needs": ruling.needs,
    }


def result_of(ruling: Ruling, name: str) -> dict[str, Any]:
    """Give what a decision came to."""
    result = ruling[name]
    return {"value": plain_value(result.value), "rules": result.rules}


def fault_row(number: int, case: str | None, faults: Iterable[Diagnostic]) -> dict[str, Any]:
    """Give the faults of a row."""
    return {"row": number, "case": case, "faults": [fault.to_dict() for fault in faults]}


def line(row: dict[str, Any]) -> bytes:
    """Write a row."""
    return encode(row) + b"\n"
