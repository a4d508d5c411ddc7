"""The schemas of data describe what the product takes and gives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.strategies.cases import values_of
from tests.strategies.shop import POLICY, TYPES, vocabulary

from rulings.book import PolicyBook
from rulings.cases.limits import LONGEST_ID
from rulings.cases.typed import CaseTypes
from rulings.errors import NOTE, Diagnostic, Place
from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.schema.data import case_schema, diagnostics_schema, ruling_schema

CASE = Draft202012Validator(case_schema(vocabulary(), [POLICY]))
RULING = Draft202012Validator(ruling_schema())
DIAGNOSTICS = Draft202012Validator(diagnostics_schema())
DECODE = CaseTypes({POLICY: vocabulary()})
SOME = st.sampled_from(
    [None, True, 3, "3", "99.9%", "12.30 CNY", "red", "2024-03-01", "2024-03-01T10:00:00+08:00", "48 hours", "", []]
)


def case(path, value):
    group, _, name = path.partition(".")
    return {"id": "C-1", "policy": POLICY, "facts": {group: {name: value}}}


@pytest.mark.parametrize("schema", [CASE.schema, RULING.schema, DIAGNOSTICS.schema], ids=lambda schema: schema["title"])
def test_they_are_schemas(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", TYPES)
def test_cases_with_good_facts_are_taken(path):
    for value in (*values_of(path), None):
        if DECODE.from_json(json.dumps(case(path, value))) is not None:
            assert CASE.is_valid(case(path, value)), value


@given(st.sampled_from(sorted(TYPES)), SOME)
def test_facts_of_another_form_are_refused_as_the_product_refuses_them(path, value):
    assert CASE.is_valid(case(path, value)) == (DECODE.from_json(json.dumps(case(path, value))) is not None)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"policy": "shop/other"},
        {"policy": POLICY, "fact": {}},
        {"policy": POLICY, "facts": {"goods.flag": True}},
        {"policy": POLICY, "facts": {"gods": {}}},
        {"policy": POLICY, "facts": {"goods": {"falg": True}}},
        {"policy": POLICY, "facts": {"goods": None}},
        {"policy": POLICY, "id": 5},
        {"policy": POLICY, "id": "x" * (LONGEST_ID + 1)},
    ],
)
def test_cases_of_another_form_are_refused(wrong):
    assert not CASE.is_valid(wrong)
    assert DECODE.from_json(json.dumps(wrong)) is None


def test_a_case_may_be_bare():
    assert CASE.is_valid({"policy": POLICY})
    assert CASE.is_valid({"policy": POLICY, "id": None, "facts": {"goods": {}}})


def test_all_examples_are_cases_whose_rulings_have_the_form():
    book = PolicyBook.load(policies_folder())
    known = {policy: book.version(policy).policy.vocabulary for policy in book.policies}
    checks = {policy: Draft202012Validator(case_schema(known[policy], book.policies)) for policy in book.policies}
    for given_case, expected in expected_cases(policies_folder()):
        checks[given_case["policy"]].validate(given_case)
        RULING.validate(
            book.evaluate(given_case, version=expected["version"], at="2024-03-20T09:00:00+08:00").to_dict()
        )


@pytest.mark.parametrize("key", ["digest", "status", "results", "needs"])
def test_a_ruling_that_lacks_a_part_is_none(key):
    book = PolicyBook.load(policies_folder())
    ruling = book.evaluate({"policy": book.policies[0], "facts": {}}).to_dict()
    RULING.validate(ruling)
    assert not RULING.is_valid({name: value for name, value in ruling.items() if name != key})
    assert not RULING.is_valid(ruling | {"more": 1})


def test_a_binary_float_is_no_value():
    book = PolicyBook.load(policies_folder())
    facts = {"claim": {"opened_at": "2024-03-01T10:00:00+08:00"}}
    ruling = book.evaluate({"policy": "douyin/after-sales-dispute", "facts": facts}).to_dict()
    next(iter(ruling["results"].values()))["value"] = 0.5
    assert not RULING.is_valid(ruling)


def test_diagnostics():
    bare = Diagnostic("gap", "no rule applies").to_dict()
    full = Diagnostic("gap", "a", Place("a.yaml", 1, 2, 1, 3), "facts.a", "b", "c", "d", "e", NOTE).to_dict()
    DIAGNOSTICS.validate({"faults": [bare], "notes": [full]})
    assert not DIAGNOSTICS.is_valid({"faults": [bare]})
    assert not DIAGNOSTICS.is_valid({"faults": [bare | {"line": 0}], "notes": []})
