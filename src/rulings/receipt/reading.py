"""Reads receipts: JSON, their form, and whether the seal fits the content."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from rulings.cases.json_text import NotJson, Object, Unreadable, read_json
from rulings.cases.limits import MOST_BYTES
from rulings.cases.shown import shown
from rulings.errors import Diagnostic, UnreadableReceipt
from rulings.reader.fragments import Schema
from rulings.reader.shape import validator_for
from rulings.receipt.commitments import fields_of
from rulings.receipt.form import has_form
from rulings.receipt.seal import seal_of
from rulings.schema.receipts import receipt_schema

MOST_RECEIPT_BYTES = 8 * MOST_BYTES
"""Bytes of a receipt; a case is smaller, but results stand beside it."""

_SUMMARY = "the receipt is refused"


@cache
def _validator() -> Draft202012Validator:
    return validator_for(receipt_schema())


def read_receipt(data: bytes | str) -> dict[str, Any]:
    """Read a receipt as plain data. Raises UnreadableReceipt."""
    if len(data) > MOST_RECEIPT_BYTES:
        message, expected = f"the receipt has {len(data):,} bytes", f"at most {MOST_RECEIPT_BYTES:,} bytes"
        raise UnreadableReceipt(_SUMMARY, [Diagnostic("not-a-receipt", message, None, "receipt", expected)])
    try:
        read = read_json(data)
    except NotJson as why:
        fault = Diagnostic("not-json", f"the receipt is not JSON: {why}", None, "receipt", "one object of JSON")
        raise UnreadableReceipt(_SUMMARY, [fault]) from None
    faults = list(_unsealable(read, "receipt"))[:1] or _of_form(read) or _of_fields(read) or _of_seal(read)
    if faults:
        raise UnreadableReceipt(_SUMMARY, faults)
    found: dict[str, Any] = _plain(read)
    return found


def _plain(read: Any) -> Any:  # noqa: ANN401 - plain data of any form
    if isinstance(read, dict):
        return {key: _plain(value) for key, value in read.items()}
    return [_plain(value) for value in read] if isinstance(read, list) else read


def _unsealable(read: object, path: str) -> Iterator[Diagnostic]:
    """Find keys that stand twice in an object, and fractions: what is sealed has one reading."""
    if isinstance(read, Decimal | Unreadable):
        expected = "an integer, or a text"
        yield Diagnostic("not-a-receipt", f"a receipt holds no number such as {shown(read)}", None, path, expected)
    if isinstance(read, Object):
        for key in read.twice[:1]:
            yield Diagnostic("duplicate-key", f"the key {shown(key)} stands here twice", None, f"{path}.{key}")
    if isinstance(read, dict):
        for key, value in read.items():
            yield from _unsealable(value, f"{path}.{key}")
    elif isinstance(read, list):
        for position, value in enumerate(read):
            yield from _unsealable(value, f"{path}[{position}]")


def _of_form(read: object) -> list[Diagnostic]:
    if has_form(read):
        return []
    error = best_match(_validator().iter_errors(read))
    return [] if error is None else [_diagnostic(error)]


def _diagnostic(error: ValidationError) -> Diagnostic:
    path = ".".join(["receipt", *map(str, error.absolute_path)])
    schema: Schema = error.schema if isinstance(error.schema, dict) else {}
    wanted: Any = error.validator_value
    expected = schema.get("description")
    if error.validator == "required" and isinstance(error.instance, dict):
        missing = [name for name in wanted if name not in error.instance]
        message = f"the key {shown(missing[0])} is missing"
    elif error.validator == "additionalProperties" and isinstance(error.instance, dict) and "properties" in schema:
        known = schema["properties"]
        message = f"there is no key {shown(next(name for name in error.instance if name not in known))} in a receipt"
    else:
        message = f"{shown(error.instance)} cannot stand here"
    return Diagnostic("not-a-receipt", message, None, path, expected, "give a receipt as `rulings evaluate` made it")


def _of_fields(read: Any) -> list[Diagnostic]:  # noqa: ANN401 - of the form that was just checked
    """Find fields that are shown and withheld, or salted and not shown."""
    shown_fields = {path for path, _ in fields_of(read)}
    both = sorted(shown_fields & read.get("withheld", {}).keys())
    salts = read.get("salts")
    wrong = both or ([] if salts is None else sorted(salts.keys() ^ shown_fields))
    what = "is shown and withheld" if both else "is not shown with its salt"
    return [Diagnostic("not-a-receipt", f"the field {wrong[0]} {what}", None, f"receipt.{wrong[0]}")] if wrong else []


def _of_seal(read: Any) -> list[Diagnostic]:  # noqa: ANN401 - of the form that was just checked
    try:
        seal = seal_of(read)
    except ValueError:
        seal = ""  # a number that no receipt holds
    if seal == read["seal"]:
        return []
    message = "the seal was made over another content: the receipt was changed"
    help_ = "take the receipt from where it was first kept, or from the ledger"
    return [Diagnostic("seal-broken", message, None, "receipt.seal", seal or None, help_)]
