"""Finds every fault of a case that was refused, and says what was expected. The slow, complete way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rulings.algebra.types import LIST
from rulings.cases.facts import Refused, read_fact
from rulings.cases.json_text import NotJson, read_json
from rulings.cases.limits import LONGEST_ID, MOST_BYTES, MOST_RECORDS
from rulings.cases.names import fact_names, fault_at, field_names, group_names, key_names, strangers, twice
from rulings.cases.shown import is_unicode, one_of, shown
from rulings.errors import Diagnostic, nearest
from rulings.model import Fact, Vocabulary

_A_CASE = 'an object such as {"policy": "…", "facts": {…}}'
_NOTHING_GIVEN = "leave it away where nothing is known"


def faults_of_json(data: object, vocabularies: Mapping[str, Vocabulary]) -> list[Diagnostic]:
    """Find the faults of a case given as JSON, bytes or text; keys that stand twice in an object are among them."""
    if isinstance(data, bytearray | memoryview):
        data = bytes(data)
    if not isinstance(data, bytes | str):
        advice = "give Python data to evaluate, and JSON to evaluate_json"
        return [fault_at("", "wrong-type", f"{shown(data)} is not JSON", "bytes or a text", advice)]
    if len(data) > MOST_BYTES:
        return [too_large(len(data), "bytes" if isinstance(data, bytes) else "characters")]
    try:
        case = read_json(data)
    except NotJson as why:
        return [fault_at("", "not-json", f"the case is not JSON: {why}", _A_CASE)]
    return faults_of(case, vocabularies)


def too_large(size: int, unit: str = "bytes") -> Diagnostic:
    """Give the fault of a case that is too large to be looked at."""
    return fault_at("", "case-too-large", f"the case has {size:,} {unit}", f"at most {MOST_BYTES:,} {unit}")


def faults_of(case: object, vocabularies: Mapping[str, Vocabulary]) -> list[Diagnostic]:
    """Find the faults of a case given as Python data."""
    if not isinstance(case, Mapping):
        return [fault_at("", "wrong-type", f"{shown(case)} is not a case", _A_CASE, _advice_for(case))]
    found: list[Diagnostic] = []
    vocabulary = _policy(case, vocabularies, found)
    found += twice("", case) + strangers("", case, key_names(vocabulary)) + _identity(case.get("id"))
    facts = case.get("facts", {})
    return found + (_facts(facts, vocabulary) if isinstance(facts, Mapping) else [_no_object("facts", facts, "groups")])


def _advice_for(case: object) -> str | None:
    if isinstance(case, str | bytes | bytearray):
        return "give JSON to evaluate_json, and Python data to evaluate"
    if isinstance(case, list | tuple):
        return "give one case at a time"
    return "a case that decode gave is ruled on by rule" if hasattr(case, "policy_id") else None


def _policy(
    case: Mapping[Any, Any], vocabularies: Mapping[str, Vocabulary], found: list[Diagnostic]
) -> Vocabulary | None:
    """Give the vocabulary of the case's policy, or add the fault that there is none."""
    expected = one_of(vocabularies)
    if "policy" not in case:
        found.append(fault_at("policy", "missing-key", "the case does not name its policy", expected))
        return None
    policy = case["policy"]
    if type(policy) is not str:
        found.append(fault_at("policy", "wrong-type", f"{shown(policy)} is not the name of a policy", expected))
        return None
    if policy not in vocabularies:
        name, _, version = policy.partition("@")
        is_version = bool(version) and name in vocabularies
        advice = "name the policy alone; the version is chosen by the case's own date" if is_version else None
        near = name if is_version else nearest(policy, vocabularies)
        found.append(
            fault_at("policy", "unknown-policy", f"there is no policy {shown(policy)}", expected, advice, near)
        )
    return vocabularies.get(policy)


def _identity(identity: object) -> list[Diagnostic]:
    expected = f"a text of at most {LONGEST_ID} characters"
    if identity is None or (type(identity) is str and len(identity) <= LONGEST_ID and is_unicode(identity)):
        return []
    if isinstance(identity, str) and len(identity) > LONGEST_ID:
        return [fault_at("id", "out-of-range", f"the id has {len(identity):,} characters", expected)]
    return [fault_at("id", "wrong-type", f"{shown(identity)} is not an id", expected, _advice_for_id(identity))]


def _advice_for_id(identity: object) -> str | None:
    return "put it in quotes" if type(identity) is int else None


def _no_object(path: str, value: object, of: str) -> Diagnostic:
    advice = _NOTHING_GIVEN if value is None else None
    return fault_at(path, "wrong-type", f"{shown(value)} is not an object of {of}", f"an object of {of}", advice)


def _facts(facts: Mapping[Any, Any], vocabulary: Vocabulary | None) -> list[Diagnostic]:
    found = twice("facts", facts)
    if vocabulary is not None:
        found += strangers("facts", facts, group_names(vocabulary))
    known = None if vocabulary is None else group_names(vocabulary).known
    for group, inner in facts.items():
        if type(group) is not str or (known is not None and group not in known):
            continue
        if not isinstance(inner, Mapping):
            found.append(_no_object(f"facts.{group}", inner, "facts"))
        elif vocabulary is not None:
            found += _group(group, inner, vocabulary)
    return found


def _group(group: str, facts: Mapping[Any, Any], vocabulary: Vocabulary) -> list[Diagnostic]:
    path = f"facts.{group}"
    found = twice(path, facts) + strangers(path, facts, fact_names(group, vocabulary))
    for name, value in facts.items():
        fact = vocabulary.facts.get(f"{group}.{name}") if type(name) is str else None
        if fact is not None and value is not None:
            found += _records(fact, value) if fact.type == LIST else check_fact(fact, value, f"facts.{fact.path}")
    return found


def check_fact(fact: Fact, value: object, path: str) -> list[Diagnostic]:
    """Check one value of a case, which stands at a path of it; none where it is good."""
    try:
        read_fact(fact, value)
    except Refused as bad:
        return [fault_at(path, bad.code, str(bad), bad.expected, bad.advice, bad.near)]
    return []


def _records(fact: Fact, value: object) -> list[Diagnostic]:
    """Check a list of records: objects of the fields that the vocabulary says, any of which may be unknown."""
    path = f"facts.{fact.path}"
    if type(value) not in (list, tuple):
        advice = f"put it into a list: [{{…}}], one object a {fact.of}" if isinstance(value, Mapping) else None
        return [fault_at(path, "wrong-type", f"{shown(value)} is not a list of records", _RECORDS, advice)]
    records: Sequence[object] = value  # type: ignore[assignment]  # just tested
    if len(records) > MOST_RECORDS:
        message = f"the list has {len(records):,} records"
        return [fault_at(path, "out-of-range", message, f"at most {MOST_RECORDS:,} records")]
    return [fault for position, one in enumerate(records) for fault in _record(fact, one, f"{path}[{position}]")]


_RECORDS = "a list of objects such as [{…}]"


def _record(fact: Fact, record: object, path: str) -> list[Diagnostic]:
    if not isinstance(record, Mapping):
        return [_no_object(path, record, f"fields of a {fact.of}")]
    found = twice(path, record) + strangers(path, record, field_names(fact))
    for name, value in record.items():
        field = fact.fields.get(name) if type(name) is str else None
        if field is not None and value is not None:
            found += check_fact(field, value, f"{path}.{name}")
    return found
