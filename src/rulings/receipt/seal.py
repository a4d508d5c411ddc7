"""The seal: one digest over a receipt in which commitments stand for the fields."""

from __future__ import annotations

from typing import Any

from rulings.receipt.canonical import digest
from rulings.receipt.commitments import DUE, commitment, fields_of

_OUTSIDE = ("seal", "salts", "withheld", "results", DUE)


def seal_of(data: dict[str, Any]) -> str:
    """Give the seal of a receipt's content, as `sha256:…`; the same for a copy from which fields are withheld."""
    salts = data.get("salts", {})
    shown = {path: commitment(path, value, salts.get(path)) for path, value in fields_of(data)}
    sealed = {key: value for key, value in data.items() if key not in _OUTSIDE}
    sealed["case"] = {"policy": data["case"]["policy"]}
    return digest({**sealed, "fields": shown | data.get("withheld", {})})
