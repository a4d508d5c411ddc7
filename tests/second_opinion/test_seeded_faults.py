"""The second opinion notices what it is there for: a wrong answer, and a rule that was translated wrongly."""

from random import Random

import msgspec
import pytest
from tests.second_opinion.packaged_cases import random_ruling
from tests.second_opinion.rewriting import denied, flips, one_day_longer, ruled_by, ruled_whole_by, without_overrides

from rulings import Undecidable
from rulings.engine.settle import Outcome
from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.second_opinion import AGREES, DIFFERS, SecondOpinion
from rulings.second_opinion.translation import Translation
from rulings.values import Money

DISPUTES = "douyin/after-sales-dispute"
RETURNS = "douyin/returns"


@pytest.fixture(scope="module")
def rulings(book):
    def of(policy, version):
        cases = [(case, wanted) for case, wanted in expected_cases(policies_folder()) if case["policy"] == policy]
        found = [book.evaluate(case, version=version, at=wanted.get("at")) for case, wanted in cases]
        assert len(found) > 20
        return found

    return {policy: of(policy, version) for policy, version in ((DISPUTES, "2023-07-29"), (RETURNS, "2024-08-22"))}


def differing(second, rulings):
    return {name for opinion in second.on_many(rulings) for name in opinion.differing}


def with_outcome(ruling, name, outcome):
    memory = list(ruling.memory)
    memory[ruling.version.compiled.place[name]] = outcome
    return msgspec.structs.replace(ruling, memory=memory)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda outcome: Outcome(decided=True, value="no_such_outcome", rules=outcome.rules),
        lambda outcome: Outcome(decided=False, value=None, rules=outcome.rules),
        lambda outcome: Outcome(decided=True, value=outcome.value, rules=()),
        lambda outcome: Outcome(decided=True, value=outcome.value, rules=(*outcome.rules, "safety")),
    ],
    ids=["value", "status", "no rules", "more rules"],
)
def test_a_wrong_answer_differs(second, rulings, wrong):
    ruling = next(one for one in rulings[DISPUTES] if one["outcome"].value == "platform_steps_in")
    opinion = second.on(with_outcome(ruling, "outcome", wrong(ruling.outcome("outcome"))))
    assert opinion.verdicts["outcome"].stance == DIFFERS
    assert opinion.differing == ("outcome",)
    assert opinion.stance == DIFFERS
    assert "platform_steps_in" in opinion.verdicts["outcome"].theirs


def test_both_results_are_written_alike(second, book):
    case, wanted = next(
        (case, wanted) for case, wanted in expected_cases(policies_folder()) if case["policy"] == "jd/service-pay"
    )
    ruling = book.evaluate(case, version=wanted["version"], at=wanted.get("at"))
    name = next(name for name in ruling if isinstance(ruling[name].value, Money) and ruling[name].value > 0)
    right = ruling.outcome(name)
    wrong = Outcome(decided=True, value=Money(int(right.value) + 1), rules=right.rules)
    verdict = second.on(with_outcome(ruling, name, wrong)).verdicts[name]
    assert verdict.ours == f"{wrong.value} ({', '.join(right.rules)})"
    assert verdict.theirs == f"{right.value} ({', '.join(right.rules)})"
    assert " CNY (" in verdict.theirs


def test_true_is_not_one(second, rulings):
    ruling = next(one for one in rulings[DISPUTES] if one["late_goods"].value is True)
    wrong = Outcome(decided=True, value=1, rules=ruling.outcome("late_goods").rules)
    assert second.on(with_outcome(ruling, "late_goods", wrong)).differing == ("late_goods",)


@pytest.mark.parametrize(
    ("policy", "decision"),
    [(DISPUTES, "window"), (DISPUTES, "shipping_window"), (RETURNS, "no_reason_window"), (RETURNS, "review")],
)
def test_a_period_that_is_one_unit_longer_differs(second, rulings, policy, decision):
    wrong = one_day_longer(rulings[policy][0].version, decision)
    assert decision in differing(second, [ruled_by(wrong, ruling) for ruling in rulings[policy]])


@pytest.mark.parametrize("policy", [DISPUTES, RETURNS])
def test_every_comparison_that_is_made_strict_or_is_no_longer_differs_on_an_example(second, rulings, policy):
    """The examples stand on every boundary: each slip of "at least" to "more than" must show."""
    original = rulings[policy][0].version
    unseen = []
    for name, old, version in flips(original):
        if name not in differing(second, list(ruled(version, rulings[policy]))):
            unseen.append((name, old.op, old.left, old.right))
    assert unseen == []
    assert len(list(flips(original))) >= 5


def ruled(version, rulings):
    for ruling in rulings:
        try:
            yield ruled_by(version, ruling)
        except Undecidable:  # the slip is seen in another way
            continue


def test_overrides_that_are_left_out_differ(second, rulings):
    wrong = without_overrides(rulings[DISPUTES][0].version, "window")
    found = list(ruled(wrong, rulings[DISPUTES]))
    assert found
    assert "window" in differing(second, found)


@pytest.mark.parametrize("decision", ["review", "enquiry_answer", "payout", "no_reason_window"])
def test_what_conditions_get_wrong_differs_by_its_timeline(second, rulings, decision):
    """Here both engines use the same wrong conditions; what the author wrote is only in the timeline."""
    wrong = one_day_longer(rulings[RETURNS][0].version, decision)
    opinions = list(second.on_many(ruled_whole_by(wrong, ruling) for ruling in rulings[RETURNS]))
    found = [opinion.verdicts[decision] for opinion in opinions if decision in opinion.differing]
    assert found
    assert all("by its timeline" in verdict.theirs for verdict in found)


def test_a_second_opinion_follows_the_version_that_it_is_given(second, rulings):
    """A changed policy that rules by its change agrees with itself: nothing of another version is remembered."""
    wrong = denied(rulings[DISPUTES][0].version, "quality_problem")
    opinions = list(second.on_many(ruled_whole_by(wrong, ruling) for ruling in rulings[DISPUTES]))
    assert {opinion.stance for opinion in opinions} == {AGREES}
    assert differing(second, [ruled_by(wrong, ruling) for ruling in rulings[DISPUTES]])


def test_what_no_version_ruled_has_none(second, book):
    ruling = book.evaluate({"id": "x", "policy": DISPUTES, "facts": {}})
    assert not ruling.chosen
    assert {verdict.reason for verdict in second.on(ruling).verdicts.values()} == {"no-ruling"}


def test_proofs_are_taken_as_given_and_nothing_else(second, monkeypatch):
    """Without them the other engine cannot tell that rules exclude each other, and says so by differing."""
    chance = Random(1)  # noqa: S311 - sample cases, nothing secret
    found = [ruling for ruling in (random_ruling(chance) for _ in range(400)) if ruling is not None]
    assert not differing(second, found)
    monkeypatch.setattr(SecondOpinion, "_translation", lambda _, version: Translation(version.policy.decisions, {}))
    assert differing(second, found)
