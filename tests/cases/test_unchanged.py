"""A refused case leaves nothing behind, and ruling never changes what it was given."""

import copy
import json
import pickle
import threading
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.market import FACTS, GOOD_CASE, POLICY, case_of
from tests.cases.test_same_verdict import JSON_VALUES, PATHS, VALUES
from tests.cases.test_wrong_data import WRONG_SHAPES, WRONG_VALUES, endless
from tests.cases.wrong_cases import WRONG_CASES, WRONG_FACTS, WRONG_JSON, json_of

from rulings.errors import CaseFaults, NoLongerInForce, NotYetInForce, UnknownVersion


def refused(evaluate, given):
    """Whether a case is refused; some of the cases here are good."""
    try:
        evaluate(given)
    except (CaseFaults, NotYetInForce, NoLongerInForce):
        return True
    return False


@pytest.fixture(scope="session")
def bytes_of_good_case(book):
    return book.evaluate(GOOD_CASE).to_json()


def test_after_every_refusal_the_good_case_is_ruled_on_as_before(book, bytes_of_good_case):
    texts = [json_of(path, value) for path, value, _ in WRONG_FACTS] + [given for given, _ in WRONG_CASES + WRONG_JSON]
    data = [case_of(path, value) for path, value, _ in WRONG_VALUES] + [given for given, _ in WRONG_SHAPES]
    for evaluate, cases in ((book.evaluate_json, texts), (book.evaluate, data)):
        for case in cases:
            assert refused(evaluate, case)
            assert book.evaluate(GOOD_CASE).to_json() == bytes_of_good_case
            assert book.evaluate_json(json.dumps(GOOD_CASE)).to_json() == bytes_of_good_case


@given(PATHS, JSON_VALUES, VALUES)
def test_after_any_case_the_good_case_is_ruled_on_as_before(book, bytes_of_good_case, path, text, value):
    refused(book.evaluate_json, json_of(path, text))
    refused(book.evaluate, case_of(path, value))
    assert book.evaluate(GOOD_CASE).to_json() == bytes_of_good_case


@given(st.dictionaries(PATHS, VALUES, max_size=6))
def test_what_is_given_stays_as_it_is(book, values):
    case = {"policy": POLICY, "facts": {}}
    for path, value in values.items():
        group, name = path.split(".")
        case["facts"].setdefault(group, {})[name] = value
    before = pickle.dumps(case)
    ids = {path: id(value) for path, value in values.items()}
    refused(book.evaluate, case)
    assert pickle.dumps(case) == before
    assert {path: id(case["facts"][path.split(".")[0]][path.split(".")[1]]) for path in values} == ids


def test_a_dict_that_holds_itself_stays_as_it_is(book):
    facts = endless()
    assert refused(book.evaluate, {"policy": POLICY, "facts": facts})
    assert list(facts) == ["order"]
    assert facts["order"] is facts


def test_changing_the_case_afterwards_does_not_change_the_ruling(book, bytes_of_good_case):
    case = copy.deepcopy(GOOD_CASE)
    ruling = book.evaluate(case)
    case["facts"]["goods"]["sealed"] = False
    case["facts"].clear()
    case["id"] = "M-2"
    assert ruling.to_json() == bytes_of_good_case


def test_the_order_of_keys_has_no_meaning(book, bytes_of_good_case):
    facts = {group: dict(reversed(inner.items())) for group, inner in reversed(GOOD_CASE["facts"].items())}
    case = {"facts": facts, "policy": POLICY, "id": GOOD_CASE["id"]}
    assert book.evaluate(case).to_json() == bytes_of_good_case
    assert book.evaluate_json(json.dumps(case)).to_json() == bytes_of_good_case


def test_a_remembered_value_is_never_taken_for_one_of_another_type(book):
    # Equal to Python, and unequal to us: a memory of values that have been read must tell them apart.
    assert book.decode(case_of("goods.score", 1)).facts.goods.score == 1
    for value in (True, 1.0):
        with pytest.raises(CaseFaults):
            book.decode(case_of("goods.score", value))
    one = book.decode(case_of("goods.score", Decimal("1.0000000000000000000000"))).facts.goods.score
    assert str(one) == "1"
    assert book.decode(case_of("claim.growth", "100%")).facts.claim.growth == 1
    with pytest.raises(CaseFaults):
        book.decode(case_of("claim.balance", "100%"))


@pytest.mark.parametrize(
    ("opened_at", "error"),
    [("2023-12-31T23:59:59+08:00", NotYetInForce), ("2025-01-01T00:00:00+08:00", NoLongerInForce)],
)
def test_a_version_that_is_not_in_force_rules_on_nothing(book, opened_at, error):
    case = case_of("claim.opened_at", opened_at)
    with pytest.raises(error):
        book.evaluate(case)
    with pytest.raises(error):
        book.evaluate_json(json.dumps(case))


def test_a_version_that_does_not_exist_rules_on_nothing(book):
    with pytest.raises(UnknownVersion):
        book.evaluate(GOOD_CASE, version="2023-01-01")


def test_a_wrong_case_is_refused_before_its_version_is_looked_for(book):
    case = {"policy": POLICY, "facts": {"claim": {"opened_at": "2020-01-01T00:00:00Z"}, "order": {"count": "2"}}}
    with pytest.raises(CaseFaults):
        book.evaluate(case, version="1999-01-01")


def test_threads_do_not_disturb_each_other(book, bytes_of_good_case):
    wrong = [json_of(path, value) for path, value, _ in WRONG_FACTS]
    answers = []

    def work(start):
        for text in wrong[start::4]:
            refused(book.evaluate_json, text)
            answers.append(book.evaluate(GOOD_CASE).to_json())

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(wrong)
    assert set(answers) == {bytes_of_good_case}


def test_every_fact_of_the_market_is_tried():
    tried = {path for path, _, _ in WRONG_VALUES}
    assert tried == {path for paths in FACTS.values() for path in paths}
