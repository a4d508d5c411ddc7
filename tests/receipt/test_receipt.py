"""Receipts: the same bytes every time, every change seen, and copies that show less and have the same seal."""

import json
from copy import deepcopy
from random import Random

import pytest
from jsonschema import Draft202012Validator

from rulings import NotWithheld, Receipt, UnreadableReceipt, evaluate
from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.receipt.canonical import canonical
from rulings.schema.receipts import receipt_schema

CASE = {
    "id": "退款-1",
    "policy": "douyin/after-sales-dispute",
    "facts": {
        "order": {"completed_at": "2024-03-01T10:00:00+08:00"},
        "claim": {"opened_at": "2024-03-17T00:01:00+08:00", "reason": "quality"},
        "goods": {"durable": False, "three_guarantees": False},
    },
}
SECRET = b"a secret of this test, 32 bytes."
EXAMPLES = expected_cases(policies_folder())
SOME = Random(7).sample(range(len(EXAMPLES)), 120)  # noqa: S311 - which examples, nothing secret


@pytest.fixture(scope="module")
def receipt():
    return evaluate(CASE).receipt(SECRET)


def refused(data):
    with pytest.raises(UnreadableReceipt) as caught:
        Receipt.read(data)
    return [(fault.code, fault.path) for fault in caught.value.diagnostics]


def ruled(number):
    case, expected = EXAMPLES[number]
    return evaluate(case, version=expected["version"], at=expected.get("at"))


@pytest.mark.parametrize("number", SOME)
def test_what_is_written_is_read_again(number):
    receipt = ruled(number).receipt(SECRET)
    assert Receipt.read(receipt.to_json()) == receipt
    assert list(Draft202012Validator(receipt_schema()).iter_errors(receipt.data)) == []


def test_the_same_ruling_gives_the_same_bytes():
    turned = {
        **CASE,
        "facts": {group: dict(reversed(facts.items())) for group, facts in reversed(CASE["facts"].items())},
    }
    assert evaluate(CASE).receipt().to_json() == evaluate(turned).receipt().to_json()
    assert evaluate(CASE).receipt(SECRET).to_json() == evaluate(turned).receipt(SECRET).to_json()
    assert (
        evaluate(CASE).receipt(SECRET).seal != evaluate(CASE).receipt().seal != evaluate(CASE).receipt(b"x" * 16).seal
    )


def test_what_it_says(receipt):
    ruling = evaluate(CASE)
    assert (receipt.case_id, receipt.policy, receipt.version) == ("退款-1", ruling.policy, "2023-07-29")
    assert (receipt.meaning, receipt.status, receipt.at) == (ruling.digest, ruling.status, None)
    assert receipt.facts == CASE["facts"]
    assert receipt.results == ruling.to_dict()["results"]
    assert receipt.data["selection"] == {
        "by": "claim.opened_at",
        "how": "in force",
        "from": "2023-07-29",
        "until": None,
        "as_known_at": None,
    }


def test_a_ruling_without_a_version_has_a_receipt_too():
    receipt = evaluate({"policy": CASE["policy"], "facts": {}}).receipt()
    assert (receipt.version, receipt.meaning, receipt.bytes_digest, receipt.results) == (None, None, None, {})
    assert receipt.data["selection"]["how"] == "no date"
    assert Receipt.read(receipt.to_json()) == receipt


def paths_of(data, path=()):
    """Every place in plain data that holds a value."""
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from paths_of(value, (*path, key))


def changed(data, path, value):
    copy = deepcopy(data)
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return copy


PLACES = [path for path in paths_of(evaluate(CASE).receipt(SECRET).data) if path]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_every_change_of_a_value_is_seen(receipt, path):
    for value in ("2024-03-02", 7, None, True, [], {}):
        data = changed(receipt.data, path, value)
        if canonical(data) != canonical(receipt.data):
            assert {code for code, _ in refused(json.dumps(data))} <= {"seal-broken", "not-a-receipt"}


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_everything_that_is_taken_away_is_missed(receipt, path):
    data = deepcopy(receipt.data)
    place = data
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    assert {code for code, _ in refused(json.dumps(data))} <= {"seal-broken", "not-a-receipt"}


def test_a_fact_cannot_be_added(receipt):
    data = deepcopy(receipt.data)
    data["case"]["facts"]["goods"]["flawed"] = True
    assert refused(json.dumps(data)) == [("not-a-receipt", "receipt.facts.goods.flawed")]
    data["salts"]["facts.goods.flawed"] = "0" * 32
    assert refused(json.dumps(data)) == [("seal-broken", "receipt.seal")]
    data["case"]["facts"]["shipping"] = {}
    assert refused(json.dumps(data)) == [("not-a-receipt", "receipt.case.facts.shipping")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", [("not-json", "receipt")]),
        ("{", [("not-json", "receipt")]),
        (b"\xff", [("not-json", "receipt")]),
        ("[]", [("not-a-receipt", "receipt")]),
        ("null", [("not-a-receipt", "receipt")]),
        ("{}", [("not-a-receipt", "receipt")]),
        ('{"receipt": 1, "receipt": 1}', [("duplicate-key", "receipt.receipt")]),
        ('{"receipt": {"a": [{"b": 1, "b": 2}]}}', [("duplicate-key", "receipt.receipt.a[0].b")]),
        ("[" * 100_000, [("not-json", "receipt")]),
        (b" " * 9_000_000, [("not-a-receipt", "receipt")]),
    ],
)
def test_what_is_no_receipt(data, expected):
    assert refused(data) == expected


@pytest.mark.parametrize("number", ["1.5", "NaN", "1e400", "Infinity", "9" * 100, str(2**60)])
def test_numbers_that_no_receipt_holds(receipt, number):
    text = receipt.to_json().replace('"value":"expired"', f'"value":{number}')
    assert refused(text) in ([("seal-broken", "receipt.seal")], [("not-a-receipt", "receipt.results.window.value")])


# Withholding


def test_a_copy_has_the_same_seal_and_says_nothing_of_what_is_withheld(receipt):
    copy = receipt.withhold(["facts.claim.reason", "case.id", "results.outcome"])
    assert copy.seal == receipt.seal
    assert copy != receipt
    assert Receipt.read(copy.to_json()) == copy
    assert copy.withheld == ("case.id", "facts.claim.reason", "results.outcome")
    assert (copy.case_id, "reason" in copy.facts["claim"], "outcome" in copy.results) == (None, False, False)
    for told in ('"quality"', "退款", "not_accepted", receipt.data["salts"]["facts.claim.reason"]):
        assert told in receipt.to_json()
        assert told not in copy.to_json()


def test_a_group_goes_whole_and_again_changes_nothing(receipt):
    copy = receipt.withhold(["facts.goods"])
    assert "goods" not in copy.facts
    assert copy.withhold(["facts.goods", "facts.goods.durable"]) == copy


def test_everything_can_be_withheld(receipt):
    copy = receipt.withhold(receipt.fields)
    assert (copy.seal, copy.facts, copy.results) == (receipt.seal, {}, {})
    assert Receipt.read(copy.to_json()) == copy
    assert "salts" not in copy.data


def test_withholding_in_two_steps_is_withholding_at_once(receipt):
    one = receipt.withhold(["facts.goods"]).withhold(["case.id"])
    assert one == receipt.withhold(["case.id", "facts.goods"])


def test_without_salts_nothing_is_withheld():
    with pytest.raises(NotWithheld) as caught:
        evaluate(CASE).receipt().withhold(["case.id"])
    assert caught.value.diagnostics[0].code == "not-salted"


@pytest.mark.parametrize("path", ["facts.claim.raeson", "claim.reason", "", "facts.cl", "results", "due", "seal"])
def test_fields_that_there_are_not(receipt, path):
    if path == "results":
        assert receipt.withhold([path]).results == {}
        return
    with pytest.raises(NotWithheld) as caught:
        receipt.withhold(["case.id", path])
    assert [(fault.code, fault.path) for fault in caught.value.diagnostics] == [("unknown-field", path)]


def test_a_withheld_field_cannot_be_put_back_otherwise(receipt):
    data = deepcopy(receipt.withhold(["facts.claim.reason"]).data)
    data["case"]["facts"]["claim"]["reason"] = "other"
    assert refused(json.dumps(data)) == [("not-a-receipt", "receipt.facts.claim.reason")]
    del data["withheld"]
    data["salts"]["facts.claim.reason"] = receipt.data["salts"]["facts.claim.reason"]
    assert refused(json.dumps(data)) == [("seal-broken", "receipt.seal")]
    data["case"]["facts"]["claim"]["reason"] = "quality"
    assert Receipt.read(json.dumps(data)) == receipt


@pytest.mark.parametrize("secret", [b"", b"x" * 15])
def test_a_secret_that_is_too_short(secret):
    with pytest.raises(ValueError, match="at least 16"):
        evaluate(CASE).receipt(secret)
