"""Finds every fault of a case that was refused, and says what was expected. The slow, complete way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rulings.cases.facts import Refused, is_unicode, read_fact
from rulings.cases.json_text import NotJson, Object, read_json
from rulings.cases.limits import LONGEST_ID, MOST_BYTES
from rulings.cases.shown import one_of, shown, shown_key, type_name
from rulings.errors import Diagnostic, nearest
from rulings.model import Fact, Vocabulary

CASE_KEYS = ("id", "policy", "facts")
_A_CASE = 'an object such as {"policy": "…", "facts": {…}}'
_MOST_UNKNOWN = 100
"""Names of one object that are reported one by one; the rest is counted."""


def faults_of_json(data: bytes | str, vocabularies: Mapping[str, Vocabulary]) -> list[Diagnostic]:
    """Find the faults of a case given as JSON, keys that stand twice in an object among them."""
    if isinstance(data, bytearray | memoryview):
        data = bytes(data)
    if not isinstance(data, bytes | str):
        message = f"JSON is bytes or a text, not {shown(data)}"
        return [_fault("wrong-type", "", message, expected="bytes or str", advice="give Python data to `evaluate`")]
    if len(data) > MOST_BYTES:
        unit = "bytes" if isinstance(data, bytes) else "characters"
        message = f"the case has {len(data):,} {unit}"
        return [_fault("case-too-large", "", message, expected=f"at most {MOST_BYTES:,} {unit}")]
    try:
        case = read_json(data)
    except NotJson as why:
        return [_fault("not-json", "", f"the case is not JSON: {why}", expected=_A_CASE)]
    return faults_of(case, vocabularies)


def faults_of(case: object, vocabularies: Mapping[str, Vocabulary]) -> list[Diagnostic]:
    """Find the faults of a case given as Python data."""
    if not isinstance(case, Mapping):
        return [_fault("wrong-type", "", f"{shown(case)} is not a case", expected=_A_CASE)]
    found = _twice("", case)
    vocabulary = _policy(case, vocabularies, found)
    found += _names("", [key for key in case if key not in CASE_KEYS], "key", CASE_KEYS, _help_for_key(vocabulary))
    found += _keys_of_other_types("", case, CASE_KEYS)
    found += _identity(case.get("id"))
    found += _facts(case.get("facts", {}), vocabulary)
    return found


def _fault(
    code: str,
    path: str,
    message: str,
    *,
    expected: str | None = None,
    advice: str | None = None,
    near: str | None = None,
) -> Diagnostic:
    return Diagnostic(code, message, None, path or "case", expected, advice, near)
