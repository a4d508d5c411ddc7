"""The verdict on a receipt, for every cause alone and for causes together."""

import json

import pytest
from tests.audit.store import NAME, case, rows_in, text

from rulings import CaseFaults, PolicyBook
from rulings.audit.replay.journal import Paths
from rulings.audit.replay.json_lines import JsonLines
from rulings.audit.replay.judging import Request
from rulings.audit.replay.rows import CASES, RECEIPTS, UnreadableInput
from rulings.audit.replay.running import Pace, Plan, replay
from rulings.audit.replay.verdict import (
    ENGINE_CHANGED,
    FACTS_CORRECTED,
    POLICY_CORRECTED,
    SAME,
    TAMPERED,
    UNDERIVABLE,
    judge,
)
from rulings.receipt.canonical import canonical
from rulings.receipt.seal import seal_of

SECRET = b"sixteen bytes at least"


def receipt_of(store, one=None, **how):
    return store.book.evaluate(one or case(), **how).receipt()


def resealed(receipt, **changes):
    """A receipt whose content was changed by somebody who can make seals."""
    data = {**receipt.data, **changes}
    del data["seal"]
    return type(receipt).read(canonical({**data, "seal": seal_of(data)}))


def replayed(tmp_path, store, lines, *, after=False, facts=None, **asked):
    """The rows that come out for lines of a file of receipts."""
    (tmp_path / "receipts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    policies, book = (store.corrected, store.book_after) if after else (store.policies, store.book)
    known = None
    if facts is not None:
        (tmp_path / "today.jsonl").write_text(facts, encoding="utf-8")
        known = JsonLines(tmp_path / "today.jsonl", CASES)
    plan = Plan(JsonLines(tmp_path / "receipts.jsonl", RECEIPTS), Request(policies, **asked), book, known)
    report = replay(plan, Paths(tmp_path / "out.jsonl"), pace=Pace(rows=2))
    assert report.tally.adds_up
    rows = rows_in(tmp_path / "out.jsonl")
    assert sum(report.tally.of("verdict").values()) == len(rows) == report.tally["read"] - report.tally["passed over"]
    return rows


def causes(rows):
    return [row["verdict"]["causes"] for row in rows]


# One receipt


@pytest.mark.parametrize("how", [{}, {"version": "2024-07-01"}, {"at": "2024-03-01T00:00:00+08:00"}])
def test_nothing_has_changed(store, how):
    verdict = judge(store.book, receipt_of(store, **how))
    assert (verdict.causes, verdict.to_dict()) == ((SAME,), {"causes": [SAME]})


def test_a_receipt_without_a_version_is_the_same(store):
    assert judge(store.book, receipt_of(store, case(opened=None))).causes == (SAME,)


def test_a_correction_of_the_policy_that_changes_the_answer(store):
    verdict = judge(store.book_after, receipt_of(store, case(amount="450.00 CNY")))
    assert verdict.causes == (POLICY_CORRECTED,)
    assert verdict.ruling["outcome"].value == "at_once"
    assert verdict.today == {
        "policy": {"version": "2024-01-01+1", "answers": {"outcome": {"was": "at_once", "is": "by_hand"}}}
    }


@pytest.mark.parametrize(
    ("amount", "cause"),
    [("399.99 CNY", SAME), ("400.00 CNY", POLICY_CORRECTED), ("499.99 CNY", POLICY_CORRECTED), ("500.00 CNY", SAME)],
)
def test_a_correction_matters_between_the_old_line_and_the_new(store, amount, cause):
    assert judge(store.book_after, receipt_of(store, case(amount=amount))).causes == (cause,)


@pytest.mark.parametrize(
    ("known_at", "cause"), [("2024-02-29T23:59:59+08:00", SAME), ("2024-03-01T00:00:00+08:00", POLICY_CORRECTED)]
)
@pytest.mark.parametrize("version", [None, "2024-01-01"])
def test_a_correction_counts_from_when_it_was_recorded(store, known_at, cause, version):
    receipt = receipt_of(store, case(amount="450.00 CNY"), version=version)
    assert judge(store.book_after, receipt, as_known_at=known_at).causes == (cause,)


def test_a_version_that_was_named_is_held_against_its_correction_not_against_the_date(store):
    named = receipt_of(store, case(amount="350.00 CNY", opened="2024-08-01T00:00:00+08:00"), version="2024-01-01")
    assert judge(store.book, named).causes == (SAME,)
    assert judge(store.book_after, named).causes == (SAME,)
    between = receipt_of(store, case(amount="450.00 CNY", opened="2024-08-01T00:00:00+08:00"), version="2024-01-01")
    assert judge(store.book_after, between).causes == (POLICY_CORRECTED,)


def today(store, book=None, **facts):
    return (book or store.book).decode(case(**facts))


def test_corrected_facts_that_change_the_answer(store):
    verdict = judge(store.book, receipt_of(store), today(store, amount="600.00 CNY"))
    assert verdict.causes == (FACTS_CORRECTED,)
    assert verdict.facts == {"order.amount": {"was": "350.00 CNY", "is": "600.00 CNY"}}
    assert verdict.today["facts"]["answers"]["outcome"] == {"was": "at_once", "is": "by_hand"}


def test_corrected_facts_that_change_nothing_are_no_cause(store):
    assert judge(store.book, receipt_of(store), today(store, pieces=4)).causes == (SAME,)


def test_a_fact_that_has_become_known_and_one_that_no_longer_is(store):
    verdict = judge(store.book, receipt_of(store, case(reason=None)), today(store, freight=None, amount="600.00 CNY"))
    assert verdict.facts == {
        "claim.reason": {"was": None, "is": "mind"},
        "order.amount": {"was": "350.00 CNY", "is": "600.00 CNY"},
        "order.freight": {"was": "12.01 CNY", "is": None},
    }


def test_a_corrected_date_chooses_another_version(store):
    verdict = judge(store.book, receipt_of(store), today(store, opened="2024-07-01T00:00:00+08:00"))
    assert verdict.causes == (FACTS_CORRECTED,)
    assert verdict.today["facts"]["version"] == "2024-07-01"


def test_a_corrected_date_before_any_version_is_said(store):
    verdict = judge(store.book, receipt_of(store), today(store, opened="2023-07-01T00:00:00+08:00"))
    assert verdict.causes == (FACTS_CORRECTED,)
    assert verdict.today["facts"]["faults"][0]["code"] == "not-yet-in-force"


def test_policy_and_facts_both_corrected(store):
    receipt = receipt_of(store, case(amount="450.00 CNY", reason="mind"))
    verdict = judge(store.book_after, receipt, today(store, store.book_after, amount="450.00 CNY", reason="quality"))
    assert verdict.causes == (POLICY_CORRECTED, FACTS_CORRECTED)
    assert verdict.today["policy"]["answers"].keys() == {"outcome"}
    assert verdict.today["facts"]["answers"].keys() == {"freight"}
    assert verdict.today["both"]["answers"].keys() == {"outcome", "freight"}


def test_a_sealed_result_that_this_engine_never_gives_is_tampered(store):
    receipt = receipt_of(store)
    results = {**receipt.results, "outcome": {**receipt.results["outcome"], "value": "by_hand"}}
    verdict = judge(store.book, resealed(receipt, results=results))
    assert verdict.causes == (TAMPERED,)
    assert verdict.differences["results.outcome"]["sealed"]["value"] == "by_hand"
    assert verdict.differences["results.outcome"]["derived"]["value"] == "at_once"
    other = judge(store.book, resealed(receipt, results=results, engine="0.0.9"))
    assert other.causes == (ENGINE_CHANGED,)
    assert "0.0.9" in other.reasons[0].message


def test_an_older_engine_that_ruled_the_same_is_no_cause(store):
    assert judge(store.book, resealed(receipt_of(store), engine="0.0.9")).causes == (SAME,)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"digests": {"meaning": "sha256:" + "0" * 64, "bytes": "sha256:" + "0" * 64}}, "not-derivable"),
        ({"version": "2023-01-01"}, "unknown-version"),
        ({"case": {**case(), "policy": "store/other"}}, "not-derivable"),
        ({"case": {**case(), "facts": {"order": {"amount": "much"}}}}, "not-money"),
    ],
)
def test_what_cannot_be_derived_says_why(store, changes, code):
    verdict = judge(store.book, resealed(receipt_of(store), **changes))
    assert verdict.causes == (UNDERIVABLE,)
    assert [fault.code for fault in verdict.reasons] == [code]


def test_withheld_facts_cannot_be_derived_and_withheld_results_can(store):
    receipt = store.book.evaluate(case()).receipt(SECRET)
    hidden = judge(store.book, receipt.withhold(["facts.order.amount"]))
    assert hidden.causes == (UNDERIVABLE,)
    assert "order.amount" in hidden.reasons[0].message
    assert judge(store.book, receipt.withhold(["results.freight"])).causes == (SAME,)


# Files of receipts


def test_every_line_has_its_verdict(tmp_path, store):
    whole = receipt_of(store).to_json()
    lines = [whole, whole.replace("350.00", "950.00"), "{nonsense", "", json.dumps(case()), whole]
    rows = replayed(tmp_path, store, lines)
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert causes(rows) == [[SAME], [TAMPERED], [TAMPERED], [TAMPERED], [TAMPERED], [SAME]]
    assert [row["verdict"]["reasons"][0]["code"] for row in rows[1:4]] == ["seal-broken", "not-json", "not-json"]
    faulty = rows_in(tmp_path / "out.faults.jsonl")
    assert [one["row"] for one in faulty] == [2, 3, 4, 5]


def test_a_line_that_is_no_receipt_can_be_very_long(tmp_path, store):
    rows = replayed(tmp_path, store, [receipt_of(store).to_json(), "x" * 9_000_000])
    assert causes(rows) == [[SAME], [TAMPERED]]


def test_receipts_of_other_policies_are_passed_over(tmp_path, store):
    other = resealed(receipt_of(store), case={**case(), "policy": "store/other"})
    assert causes(replayed(tmp_path, store, [receipt_of(store).to_json(), other.to_json()], policy=NAME)) == [[SAME]]


def test_todays_facts_come_from_a_file(tmp_path, store):
    lines = [receipt_of(store, case(name)).to_json() for name in ("A", "B", "C")]
    facts = text(case("B", amount="600.00 CNY"), case("C"), case("D", amount="600.00 CNY"))
    assert causes(replayed(tmp_path, store, lines, facts=facts)) == [[SAME], [FACTS_CORRECTED], [SAME]]


def test_of_several_rows_of_todays_facts_the_last_counts(tmp_path, store):
    facts = text(case("A", amount="600.00 CNY"), case("A"))
    assert causes(replayed(tmp_path, store, [receipt_of(store, case("A")).to_json()], facts=facts)) == [[SAME]]


def test_a_later_receipt_on_the_same_case_corrects_the_facts(tmp_path, store):
    first, second = receipt_of(store, case("A")), receipt_of(store, case("A", amount="600.00 CNY"))
    rows = replayed(tmp_path, store, [first.to_json(), receipt_of(store, case("B")).to_json(), second.to_json()])
    assert causes(rows) == [[FACTS_CORRECTED], [SAME], [SAME]]
    assert rows[0]["verdict"]["facts"] == {"order.amount": {"was": "350.00 CNY", "is": "600.00 CNY"}}


def test_a_broken_later_receipt_corrects_nothing_and_the_one_before_it_does(tmp_path, store):
    first, second = receipt_of(store, case("A")), receipt_of(store, case("A", amount="600.00 CNY"))
    broken = receipt_of(store, case("A", amount="10.00 CNY")).to_json().replace("10.00", "11.00")
    rows = replayed(tmp_path, store, [first.to_json(), second.to_json(), broken])
    assert causes(rows) == [[FACTS_CORRECTED], [SAME], [TAMPERED]]
    assert causes(replayed(tmp_path, store, [first.to_json(), broken])) == [[SAME], [TAMPERED]]


def test_receipts_without_id_are_no_later_ones_of_each_other(tmp_path, store):
    lines = [receipt_of(store, case(None)).to_json(), receipt_of(store, case(None, amount="600.00 CNY")).to_json()]
    assert causes(replayed(tmp_path, store, lines)) == [[SAME], [SAME]]


def test_a_corrected_policy_and_later_facts_in_one_file(tmp_path, store):
    first = receipt_of(store, case("A", amount="450.00 CNY"))
    second = receipt_of(store, case("A", amount="450.00 CNY", reason="quality"))
    rows = replayed(tmp_path, store, [first.to_json(), second.to_json()], after=True)
    assert causes(rows) == [[POLICY_CORRECTED, FACTS_CORRECTED], [POLICY_CORRECTED]]


def test_faulty_rows_of_todays_facts_are_refused(tmp_path, store):
    with pytest.raises(UnreadableInput) as refused:
        replayed(tmp_path, store, [receipt_of(store).to_json()], facts=text(case()) + "{\n")
    assert refused.value.diagnostics[0].message.startswith("row 2 of today's facts")


def test_the_store_is_what_these_tests_take_it_for(store):
    """The line lies between the versions, so that a verdict can only come from what a test changes."""
    assert isinstance(store.book_after, PolicyBook)
    assert [one.policy.version for one in store.book_after.versions(NAME)] == ["2024-01-01+1", "2024-07-01"]
    with pytest.raises(CaseFaults):
        store.book.decode(case(amount="much"))
