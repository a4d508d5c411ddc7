"""Wrong cases are refused whole, with every fault and its path; nothing is ruled."""

import json
from decimal import Decimal

import pytest
from tests.cases.wrong_cases import REPEATED_KEYS, WRONG_CASES, WRONG_FACTS, WRONG_JSON, json_of

from rulings.cases.check import faults_of_json
from rulings.errors import CaseFaults


def plain(text):
    """Python data as a careful program has them: fractions are decimals."""
    return json.loads(text, parse_float=Decimal)


def brief(value):
    return repr(value)[:60]


def faults(evaluate, given):
    with pytest.raises(CaseFaults) as raised:
        evaluate(given)
    return [(fault.code, fault.path) for fault in raised.value.diagnostics]


def test_the_table_is_as_long_as_was_asked_for():
    assert len(WRONG_FACTS) + len(WRONG_CASES) + len(WRONG_JSON) >= 150


@pytest.mark.parametrize(("path", "value", "code"), WRONG_FACTS, ids=brief)
def test_a_wrong_fact(book, path, value, code):
    expected = [(code, f"facts.{path}")]
    assert faults(book.evaluate_json, json_of(path, value)) == expected
    assert faults(book.evaluate_json, json_of(path, value).encode()) == expected
    assert faults(book.evaluate, plain(json_of(path, value))) == expected


@pytest.mark.parametrize(("text", "expected"), WRONG_CASES, ids=brief)
def test_a_wrong_case(book, text, expected):
    by_path = sorted(expected, key=lambda fault: (fault[1], fault[0]))
    assert faults(book.evaluate_json, text) == by_path
    assert faults(book.evaluate_json, text.encode()) == by_path
    assert faults(book.evaluate, plain(text)) == by_path


@pytest.mark.parametrize(("data", "expected"), WRONG_JSON, ids=brief)
def test_wrong_json(book, data, expected):
    assert faults(book.evaluate_json, data) == expected


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_wrong_json_in_another_buffer(book, kind):
    data = json_of("order.count", '"2"').encode()
    assert faults(book.evaluate_json, kind(data)) == [("wrong-type", "facts.order.count")]


@pytest.mark.parametrize(("text", "expected"), REPEATED_KEYS, ids=brief)
def test_repeated_keys_are_seen_by_those_who_look_twice(book, text, expected):
    found = faults_of_json(text, {"market/returns": book.version("market/returns").policy.vocabulary})
    assert sorted((fault.code, fault.path) for fault in found) == expected
