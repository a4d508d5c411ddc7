"""`rulings evaluate` and `rulings explain`."""

import json

import pytest
from jsonschema import Draft202012Validator

from rulings import PolicyBook
from rulings.packaged import policies_folder
from rulings.schema.data import ruling_schema

VERSION = "shop/review/2024-01-01.yaml"
CONDITION = """\
decisions:
  is_large:
    kind: condition
    title: {en: whether it is large, zh: 是否大额}
    if_true: {en: it is large, zh: 属于大额}
    if_false: {en: it is not large, zh: 不属于大额}
    when: {order.amount at least: $large}
    cites: SH-01
"""
FEE = """\
decisions:
  fee:
    kind: table
    title: {en: the fee, zh: 费用}
    gives: {type: money}
    rules:
      - {id: always, value: 5 CNY, cites: SH-01}
"""


def test_a_ruling_in_short(shop):
    result = shop.run("evaluate", "case.json")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "C-1: decided, by shop/review@2024-01-01",
        "",
        "the outcome (outcome): granted at once (at_once)",
        "  rules: small",
    ]


def test_a_ruling_in_chinese(shop):
    assert "结果 (outcome): 立即同意 (at_once)" in shop.run("evaluate", "case.json", "--lang", "zh").stdout


def test_an_undetermined_ruling_says_what_is_missing(shop):
    shop.case(order__amount=None)
    result = shop.run("evaluate", "case.json")
    assert result.exit_code == 0
    assert "C-1: undetermined" in result.stdout
    assert "  may apply: large, small\n" in result.stdout
    assert "  order.amount: the amount" in result.stdout


PACKAGED = ("--policies", str(policies_folder()))
DISPUTE = {
    "policy": "douyin/after-sales-dispute",
    "facts": {
        "order": {"completed_at": "2024-03-01T10:00:00+08:00"},
        "claim": {"opened_at": "2024-03-10T10:00:00+08:00", "reason": "counterfeit"},
        "evidence": {"buyer_proof": False, "merchant_proof": False},
        "shipping": {"late": False, "freight": "10.00 CNY"},
    },
}


def test_shares_and_computed_amounts_are_told(shop):
    result = shop.run("evaluate", "-", *PACKAGED, given=json.dumps(DISPUTE))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("case: decided, by douyin/after-sales-dispute@2023-07-29\n")
    assert "(freight): outbound_freight: merchant 100%; return_freight: buyer 100%\n" in result.stdout
    assert "  outbound_freight.merchant: 10.00 CNY\n" in result.stdout
    assert "  margin: 175 days 14 hours\n" in result.stdout


def test_why_not_cannot_be_asked_about_shares(shop):
    result = shop.run("explain", "-", "--why-not", "freight=buyer", *PACKAGED, given=json.dumps(DISPUTE))
    assert result.exit_code == 2
    assert "error[unknown-result]: freight gives shares" in result.stderr


def test_a_yes_or_no_is_told_in_words(shop):
    shop.change(VERSION, "decisions:\n", CONDITION)
    result = shop.run("evaluate", "case.json")
    assert "whether it is large (is_large): it is not large\n" in result.stdout


def test_amounts_are_told_as_they_are(shop):
    shop.change(VERSION, "decisions:\n", FEE)
    result = shop.run("evaluate", "case.json")
    assert "the fee (fee): 5.00 CNY\n" in result.stdout


def test_a_ruling_as_data_is_the_rulings_own_form(shop):
    given = (shop.folder / "case.json").read_bytes()
    result = shop.run("evaluate", "-", "--format", "json", "--at", "2024-03-02T00:00:00+08:00", given=given)
    ruling = PolicyBook.load("policies").evaluate_json(given, at="2024-03-02T00:00:00+08:00")
    assert result.exit_code == 0
    assert result.stdout == ruling.to_json() + "\n"
    Draft202012Validator(ruling_schema()).validate(json.loads(result.stdout))


@pytest.mark.parametrize("command", ["evaluate", "explain"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["case.json", "--policy-version", "2020-01-01"], "unknown-version"),
        (["case.json", "--at", "yesterday"], "not-a-datetime"),
        (["case.json", "--policies", "nowhere"], "no-such-folder"),
        (["policies"], "unreadable-case"),
    ],
)
def test_what_cannot_be_ruled_on(shop, command, arguments, code):
    result = shop.run(command, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error[{code}]" in result.stderr
    assert [fault["code"] for fault in shop.data(command, *arguments, code=2)["faults"]] == [code]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"order__amount": 20}, "wrong-type"),
        ({"order__amuont": "20.00 CNY"}, "unknown-fact"),
        ({"claim__opened_at": "2020-01-01T00:00:00+08:00"}, "not-yet-in-force"),
    ],
)
def test_a_case_that_is_refused(shop, facts, code):
    shop.case(**facts)
    result = shop.run("evaluate", "case.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error[{code}]" in result.stderr


def test_text_that_is_no_json(shop):
    result = shop.run("evaluate", "-", given="{")
    assert result.exit_code == 2
    assert "error[not-json]" in result.stderr


def test_faulty_policies_are_not_ruled_by(shop):
    shop.change(VERSION, "cites: SH-01}\n      - {id: small", "cites: SH-02}\n      - {id: small")
    result = shop.run("evaluate", "case.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[unknown-provision]" in result.stderr
    assert "1 fault in the policies of policies" in result.stderr


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("audience", ["buyer", "merchant", "auditor"])
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_explanation_is_the_rulings_own(shop, language, audience, form):
    result = shop.run("explain", "case.json", "--lang", language, "--for", audience, "--format", form)
    ruling = PolicyBook.load("policies").evaluate_json((shop.folder / "case.json").read_bytes())
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == ruling.explain(language, audience=audience, format=form).strip()


def test_an_explanation_as_data(shop):
    assert shop.data("explain", "case.json")["answers"] == ["outcome"]


def test_why_not(shop):
    data = shop.data("explain", "case.json", "--why-not", "outcome=by_hand")
    assert data["ways"][0]["rule"] == "large"
    result = shop.run("explain", "case.json", "--why-not", "outcome=by_hand")
    assert result.exit_code == 0, result.output
    assert "480.00 CNY" in result.stdout


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("outcome", "unknown-result", '"outcome" is not DECISION=VALUE'),
        ("outcmoe=by_hand", "unknown-result", 'did you mean "outcome"?'),
        ("zzz=by_hand", "unknown-result", "there are outcome"),
        ("outcome=by_hnad", "unknown-option", "did you mean: by_hand"),
        ("outcome=[a", "unclosed", "outcome cannot come to [a"),
    ],
)
def test_why_not_about_what_is_not_there(shop, asked, code, said):
    result = shop.run("explain", "case.json", "--why-not", asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error[{code}]" in result.stderr
    assert said in result.stderr


def test_why_not_has_no_page(shop):
    assert shop.run("explain", "case.json", "--why-not", "outcome=by_hand", "--format", "html").exit_code == 2


def test_a_key_that_stands_twice_is_refused(shop):
    case = '{"policy": "shop/review", "facts": {"order": {"amount": "1.00 CNY", "amount": "2.00 CNY"}}}'
    result = shop.run("evaluate", "-", given=case)
    assert result.exit_code == 2
    assert "duplicate-key" in result.stderr


def test_copies_of_several_receipts_are_printed_together_or_not_at_all(shop):
    salted, plain = (shop.run("evaluate", "case.json", "--receipt", *more).stdout for more in (["--salted"], []))
    result = shop.run("withhold", "-", "case.id", given=salted + plain)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[not-salted]" in result.stderr
    assert shop.run("withhold", "-", "case.id", given=salted + salted).stdout.count("\n") == 2


@pytest.mark.parametrize("command", ["evaluate", "explain", "timeline"])
def test_a_named_version_is_not_chosen_too(shop, command):
    known = ("--as-known-at", "2024-03-01T00:00:00+08:00")
    result = shop.run(command, "case.json", "--policy-version", "2024-01-01", *known)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--policy-version names the version, which --as-known-at chooses" in result.stderr
