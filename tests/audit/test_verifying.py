"""Verifying: every ruling comes out again from its receipt, and one that would not is named with its reason."""

import json
from random import Random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.strategies.cases import cases
from tests.strategies.policies import policies
from tests.strategies.shop import version_of
from tests.strategies.yaml_text import to_yaml

from rulings import PolicyBook, Receipt, RulingsError, evaluate
from rulings.audit.verifying import verify
from rulings.book import packaged_book
from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.receipt.seal import seal_of
from rulings.values import BadValue

SECRET = b"a secret of this test, 32 bytes."
EXAMPLES = expected_cases(policies_folder())
CASE = EXAMPLES[0][0]
DISPUTE = {
    "id": "D-1",
    "policy": "douyin/after-sales-dispute",
    "facts": {
        "order": {"completed_at": "2024-03-01T10:00:00+08:00"},
        "claim": {"opened_at": "2024-03-17T00:01:00+08:00", "reason": "quality"},
        "goods": {"durable": False, "three_guarantees": False},
    },
}


def receipt_of(case, expected, secret=None):
    return evaluate(case, version=expected["version"], at=expected.get("at")).receipt(secret)


def resealed(receipt, change):
    """A receipt that somebody changed and sealed again."""
    data = json.loads(receipt.to_json())
    change(data)
    return Receipt.read(json.dumps({**data, "seal": seal_of(data)}))


@pytest.mark.parametrize("policy", sorted({case["policy"] for case, _ in EXAMPLES}))
def test_every_example_comes_out_again(policy):
    mine = [(case, expected) for case, expected in EXAMPLES if case["policy"] == policy]
    assert mine
    for case, expected in mine:
        found = verify(Receipt.read(receipt_of(case, expected).to_json()), packaged_book())
        assert (found.verdict, found.differences, found.reason) == ("derived", (), None), case["id"]
        assert found.is_good


def test_copies_with_withheld_fields_are_never_contradicted():
    random = Random(11)  # noqa: S311 - which fields, nothing secret
    for case, expected in random.sample(EXAMPLES, 150):
        receipt = receipt_of(case, expected, SECRET)
        hidden = random.sample(receipt.fields, random.randint(1, len(receipt.fields)))
        found = verify(Receipt.read(receipt.withhold(hidden).to_json()), packaged_book())
        assert (found.verdict, found.differences, found.reason) == ("not contradicted", (), None), case["id"]


@settings(max_examples=60)
@given(policies(), st.lists(cases(), min_size=4, max_size=4))
def test_random_policies_and_cases(policy, some_cases):
    note(to_yaml(policy))
    version = version_of(policy)
    book = PolicyBook({version.policy.id: (version,)})
    for case in some_cases:
        try:
            receipt = book.evaluate(case).receipt(SECRET)
        except (RulingsError, BadValue):
            continue  # a case that is not ruled has no receipt
        assert verify(Receipt.read(receipt.to_json()), book).verdict == "derived"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda data: data["results"]["window"].update(value="in_time"), "results.window"),
        (lambda data: data["results"]["window"].update(margin="2 minutes"), "results.window"),
        (lambda data: data["results"]["window"].update(rules=["durable-quality"]), "results.window"),
        (lambda data: data["results"].pop("window"), "results.window"),
        (lambda data: data["case"]["facts"]["claim"].update(opened_at="2024-03-16T23:59:59+08:00"), "results.outcome"),
        (lambda data: data.update(status="undetermined"), "status"),
        (lambda data: data.update(needs=["claim.reason"]), "needs"),
        (lambda data: data["selection"].update({"from": "2024-03-18"}), "selection"),
        (lambda data: data["selection"].update({"until": "2024-03-16"}), "selection"),
        (lambda data: data["selection"].update({"by": "order.completed_at"}), "selection.by"),
        (lambda data: data["selection"].update({"from": None}), "selection"),
        (lambda data: data["selection"].update({"how": "no date"}), "selection.how"),
        (lambda data: data["selection"].update(as_known_at="2023-07-28T23:59:59+08:00"), "selection.as_known_at"),
    ],
)
def test_what_was_changed_and_sealed_again_comes_out_otherwise(change, path):
    found = verify(resealed(evaluate(DISPUTE).receipt(), change), packaged_book())
    assert found.verdict == "differs"
    assert not found.is_good
    assert path in [difference.path for difference in found.differences]
    assert all("sealed" in str(difference) for difference in found.differences)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data["case"].update(policy="douyin/dispute"), "there is no policy douyin/dispute"),
        (lambda data: data.update(version="2001-01-01"), "has no version 2001-01-01"),
        (lambda data: data["digests"].update(meaning="sha256:" + "0" * 64), "has another meaning now"),
        (lambda data: data["case"]["facts"]["claim"].update(reason="none"), "facts.claim.reason"),
        (lambda data: data["case"]["facts"]["claim"].update(opened="x"), "facts.claim.opened"),
        (lambda data: data["case"]["facts"]["claim"].update(reason=5), "facts.claim.reason"),
        (lambda data: data.update(at="2024-02-30T10:00:00+08:00"), "at"),
        (lambda data: data["selection"].update(as_known_at="2024-02-30T10:00:00+08:00"), "2024-02-30"),
    ],
)
def test_what_cannot_be_derived_says_why(change, reason):
    found = verify(resealed(evaluate(DISPUTE).receipt(), change), packaged_book())
    assert found.verdict == "cannot be derived"
    assert reason in found.reason


def test_a_contradiction_shows_though_facts_are_withheld():
    forged = resealed(evaluate(DISPUTE).receipt(SECRET), lambda data: data["results"]["window"].update(value="in_time"))
    copy = forged.withhold(["facts.goods.three_guarantees", "case.id"])
    found = verify(copy, packaged_book())
    # The window rests on the withheld fact, so nothing speaks against the copy; without it the forgery shows.
    assert found.verdict == "not contradicted"
    assert verify(forged.withhold(["case.id"]), packaged_book()).verdict == "differs"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (
            lambda data: data["results"]["quality_problem"].update(status="decided", value=True),
            "results.quality_problem",
        ),
        (lambda data: data["results"]["window"].update(margin="9 days"), "results.window"),
        (lambda data: data["results"]["window"].update(rules=["durable-quality"]), "results.window"),
        (lambda data: (data["results"].pop("window"), data["salts"].pop("results.window")), "results.window"),
        (lambda data: data.update(status="undetermined"), "status"),
        (lambda data: data.update(needs=["claim.reason"]), "needs"),
    ],
)
@pytest.mark.parametrize("hidden", [["case.id"], ["results.outcome"]])
def test_a_copy_that_shows_every_fact_is_compared_whole(change, path, hidden):
    found = verify(resealed(evaluate(DISPUTE).receipt(SECRET), change).withhold(hidden), packaged_book())
    assert [difference.path for difference in found.differences] == [path]


def test_a_result_cannot_be_left_out_of_a_copy_without_its_commitment():
    def left_out(data):
        del data["results"]["window"], data["salts"]["results.window"]

    copy = resealed(evaluate(DISPUTE).receipt(SECRET), left_out).withhold(["facts.order"])
    assert [difference.path for difference in verify(copy, packaged_book()).differences] == ["results.window"]


def test_a_version_cannot_be_in_force_after_its_own_last_day():
    case = {"policy": "douyin/experience-score", "facts": {"shop": {"scored_on": "2022-06-21"}}}

    def dated(data):
        data["selection"].update({"how": "in force", "from": "2020-04-10", "until": None})

    receipt = resealed(evaluate(case, version="2020-04-10").receipt(), dated)
    assert [difference.path for difference in verify(receipt, packaged_book()).differences] == ["selection"]


def test_notes_that_change_nothing():
    receipt = resealed(evaluate(DISPUTE).receipt(), lambda data: data.update(engine="0.0.9"))
    receipt = resealed(receipt, lambda data: data["digests"].update(bytes="sha256:" + "1" * 64))
    found = verify(receipt, packaged_book())
    assert found.verdict == "derived"
    assert [note.split(" ")[0:2] for note in found.notes] == [["the", "file"], ["it", "was"]]


def test_integers_beyond_what_json_readers_hold_come_out_again(tmp_path):
    book = _big_book(tmp_path)
    case = {"policy": "shop/limit", "facts": {"claim": {"day": "2024-01-01", "number": 2**62 + 1}}}
    receipt = Receipt.read(book.evaluate(case).receipt().to_json())
    assert receipt.facts["claim"]["number"] == str(2**62 + 1)
    assert receipt.results["limit"]["value"] is True
    assert verify(receipt, book).verdict == "derived"


def _big_book(folder):
    (folder / "shop" / "limit").mkdir(parents=True)
    (folder / "provisions.yaml").write_text(
        "documents: {S1: {file: a.txt, about: {en: a, zh: 甲}}}\n"
        "provisions: {SH-1: {document: S1, states: {en: a, zh: 甲}}}\n",
        encoding="utf-8",
    )
    (folder / "shop" / "facts.yaml").write_text(
        "platform: shop\ntitle: {en: s, zh: 店}\nparties: {buyer: {en: b, zh: 买家}}\n"
        "groups: {claim: {en: claim, zh: 申诉}}\nfacts:\n"
        "  claim.number: {type: integer, title: {en: the number, zh: 号}}\n"
        "  claim.day: {type: date, title: {en: the day, zh: 日}}\n",
        encoding="utf-8",
    )
    (folder / "shop" / "limit" / "2020-01-01.yaml").write_text(
        "policy: shop/limit\nversion: 2020-01-01\ntitle: {en: l, zh: 限}\npublished: 2020-01-01\n"
        "in_force: {from: 2020-01-01, chosen_by: claim.day}\nsources: {S1: {document: a.txt, about: a}}\n"
        "decisions:\n  limit:\n    kind: condition\n    title: {en: l, zh: 限}\n"
        "    if_true: {en: it is, zh: 是}\n    if_false: {en: it is not, zh: 否}\n"
        f"    when: {{claim.number is: {2**62 + 1}}}\n    cites: SH-1\n",
        encoding="utf-8",
    )
    return PolicyBook.load(folder)
