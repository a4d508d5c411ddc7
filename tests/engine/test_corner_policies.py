"""Policies on which the engines once differed, or a proof was wrong: each stands for a way to go astray."""

import pytest
from tests.strategies.answers import Answer, compiled, interpreted, shown
from tests.strategies.by_hand import condition, policy, rules, table, window
from tests.strategies.cases import typed
from tests.strategies.shop import PROVISION, both, read_text, version_of
from tests.strategies.yaml_text import to_yaml

from rulings.engine.needs import needs_of
from rulings.errors import RuleGap

YES_NO = ("accepted", "refused")


def both_answers(version, decision, facts):
    read = typed(facts)
    assert read is not None, facts
    answers = [
        engine(decision, "outcome")
        for engine in (interpreted(version, version.known_facts(read.facts)), compiled(version, read.facts))
    ]
    assert answers[0] == answers[1]
    return answers[0]


def value_of(answer):
    return answer.value[1] if isinstance(answer, Answer) else answer[0]


def test_a_line_that_lists_every_option_is_unknown_where_its_fact_is():
    when = {"goods.size is one of": ["small", "large"], "goods.flag is": True}
    version = version_of(policy(listed=condition(when)))
    assert both_answers(version, "listed", {"goods.flag": True}).status == "undetermined"
    assert value_of(both_answers(version, "listed", {"goods.flag": False})) == "False"
    assert value_of(both_answers(version, "listed", {"goods.flag": True, "goods.size": "small"})) == "True"


def test_a_rule_that_may_apply_with_another_end_keeps_the_end_unknown():
    # Both rules say "open", and yet each another last moment: what is decided by that may not be said too early.
    longer = {"lasts": "1 month", "when": {"return.if is": True}}
    late = {"cites": PROVISION, "kind": "tiers", "title": both("late"), "measure": "$open.last_moment"}
    late |= {"levels": ["early", "late"], "starts": {"late": "2024-03-20T00:00:00+08:00"}}
    late["titles"] = {level: both(level) for level in late["levels"]}
    version = version_of(policy(open=window({"lasts": "15 days"}, longer), late=late))
    facts = {"goods.sold_at": "2024-02-29T10:00:00+08:00", "claim.opened_at": "2024-02-29T10:00:00+08:00"}
    assert both_answers(version, "late", facts).status == "undetermined"
    assert needs_of(version.interpreter(version.known_facts(typed(facts).facts)), ("late",)) == ("return.if",)
    assert value_of(both_answers(version, "open", facts)) == "open"
    assert value_of(both_answers(version, "late", facts | {"return.if": False})) == "early"


def test_a_text_that_looks_like_any_other_text_is_one_text():
    version = version_of(policy(dots=condition({"claim.word is": "…"})))
    assert value_of(both_answers(version, "dots", {"claim.word": "…"})) == "True"
    assert value_of(both_answers(version, "dots", {"claim.word": "x"})) == "False"
    assert not version.proofs["dots"].verdicts


def test_a_gap_far_from_every_line_but_within_the_bounds_is_found():
    # The count is 2 to 5: neither rule fits 2 and 3.
    few, many = (
        {"value": "refused", "when": {"goods.count less than": 0}},
        {"value": "accepted", "when": {"goods.count at least": 4}},
    )
    version = version_of(policy(counted=table(YES_NO, few, many)))
    assert not version.proofs["counted"].is_complete
    assert value_of(both_answers(version, "counted", {"goods.count": 3})) == "RuleGap"
    assert value_of(both_answers(version, "counted", {"goods.count": 4})) == "accepted"


def test_a_gap_between_the_last_line_and_the_bound_is_found():
    version = version_of(policy(weighed=table(YES_NO, {"value": "accepted", "when": {"goods.weight at most": 2.25}})))
    assert not version.proofs["weighed"].is_complete
    assert value_of(both_answers(version, "weighed", {"goods.weight": "2.255"})) == "RuleGap"


def test_a_span_is_never_less_than_nothing():
    version = version_of(
        policy(waited=table(YES_NO, {"value": "accepted", "when": {"claim.wait at least": "0 seconds"}}))
    )
    assert version.proofs["waited"].is_complete


def test_a_rule_that_is_proved_to_exclude_another_needs_no_facts_for_it():
    contradictory = {
        "all of": [{"goods.flag is": True}, {"any of": [{"goods.flag is": False}, {"goods.class is": False}]}]
    }
    first, second = {"value": "accepted", "when": {"goods.class is": True}}, {"value": "refused", "when": contradictory}
    version = version_of(policy(chosen=table(YES_NO, first, second, otherwise={"value": "refused"})))
    assert value_of(both_answers(version, "chosen", {"goods.class": True})) == "accepted"


def test_what_is_complete_for_known_facts_may_have_a_gap_where_one_is_asked_to_be_known():
    many = (
        {"value": "accepted", "when": {"goods.count at least": 4}},
        {"value": "accepted", "when": {"goods.count less than": 4}},
        {"value": "refused", "when": {"goods.count is known": True, "goods.flag is": True}, "overrides": "all"},
    )
    version = version_of(policy(chosen=table(YES_NO, *many)))
    assert both_answers(version, "chosen", {"goods.flag": True}).status == "undetermined"


def test_equal_moments_keep_the_offset_with_which_they_were_written():
    moment, same = "2024-03-01T00:00:00+08:00", "2024-02-29T16:00:00Z"
    first, second = (
        {"value": same, "when": {"goods.flag is": True}},
        {"value": moment, "when": {"goods.flag is": False}},
    )
    version = version_of(policy(later=condition({"claim.opened_at after": same}), due=table("datetime", first, second)))
    assert value_of(both_answers(version, "due", {"goods.flag": True})) == "2024-02-29T16:00:00+00:00"
    assert value_of(both_answers(version, "due", {"goods.flag": False})) == moment


def test_rules_that_agree_on_the_value_may_differ_on_the_field_that_is_asked_for():
    short, long = (
        {"lasts": "1 day", "when": {"goods.flag is": True}},
        {"lasts": "30 days", "when": {"goods.flag is": False}},
    )
    version = version_of(
        policy(term=window(short, long), early=condition({"term.last_moment before": "2024-03-20T00:00:00+08:00"}))
    )
    facts = {"goods.sold_at": "2024-03-01T00:00:00+08:00", "claim.opened_at": "2024-03-01T00:00:00+08:00"}
    assert value_of(both_answers(version, "term", facts)) == "open"
    assert both_answers(version, "early", facts).status == "undetermined"
    assert needs_of(version.interpreter(version.known_facts(typed(facts).facts)), ("early",)) == ("goods.flag",)


def test_asking_what_is_needed_of_decisions_that_use_each_other_over_and_over_ends_soon():
    decisions = {"d_0": condition({"goods.flag is": True, "goods.class is": True})}
    for number in range(1, 14):
        below = f"d_{number - 1} is"
        decisions[f"d_{number}"] = condition(
            {"any of": [{below: True, "goods.class is": True}, {below: True, "return.if is": True}]}
        )
    version = version_of(policy(**decisions))
    assert needs_of(version.interpreter({"goods.flag": True}), ("d_13",)) == ("goods.class", "return.if")


def faults_of(whole):
    read, faults = read_text(to_yaml(whole))
    assert (read is None) is bool(faults.errors)
    return [fault.code for fault in faults.errors]


@pytest.mark.parametrize("line", [{"fee at least": "1 CNY"}, {"fee is": "$goods.price"}, {"goods.price is": "$fee"}])
def test_what_may_not_apply_has_no_amount_to_compare(line):
    fee = table("money", {"value": "1 CNY"}, applies_when={"goods.flag is": True})
    assert faults_of(policy(fee=fee, dear=condition(line))) == ["type-mismatch"]
    del fee["applies_when"]
    assert faults_of(policy(fee=fee, dear=condition(line))) == []


def test_a_table_gives_no_option_that_it_does_not_list():
    assert faults_of(policy(copied=table(("red", "green"), {"value": "$goods.colour"}))) == ["unknown-option"]
    assert faults_of(policy(copied=table(("red", "green", "blue", "grey"), {"value": "$goods.colour"}))) == []


def test_no_period_is_counted_that_nobody_asks_for():
    # The holiday calendar does not cover 1999, and the case does not say when the claim was opened.
    version = version_of(policy(term=window({"lasts": "15 days"}, counting={"rest_day": "runs on"})))
    assert both_answers(version, "term", {"goods.sold_at": "1999-01-01T00:00:00+08:00"}).status == "undetermined"


def test_a_gap_names_its_decision():
    version = version_of(policy(chosen=table(YES_NO, {"value": "accepted", "when": {"goods.flag is": True}})))
    read = typed({"goods.flag": False})
    with pytest.raises(RuleGap) as caught:
        version.compiled.decide["chosen"](read.facts, [None] * version.compiled.memory_size)
    assert caught.value.decision == "chosen"
    assert shown(None) == ("NoneType", "None")
    assert rules({"value": 1})[0]["id"] == "r-1"


def test_a_decision_may_come_to_a_value_without_the_fact_that_another_asks_to_be_known():
    # Without the tint, the first decision gives "refused" all the same, so both rules of the second apply.
    same = table(YES_NO, {"value": "refused", "when": {"goods.tint is": "grey"}}, otherwise={"value": "refused"})
    asked = {"value": "accepted", "when": {"goods.tint is unknown": True}}
    given = {"value": "refused", "when": {"same is": "refused"}}
    version = version_of(policy(same=same, chosen=table(YES_NO, asked, given)))
    assert not version.proofs["chosen"].is_exclusive
    assert value_of(both_answers(version, "chosen", {"goods.flag": True})) == "RuleConflict"


def test_a_gap_that_the_engines_do_not_meet_is_no_witness():
    # Whatever the number, the first decision gives the same: it is known without it.
    low, high = {"claim.number less than": 4}, {"claim.number at least": 4}
    same = table(YES_NO, {"value": "refused", "when": low}, {"value": "refused", "when": high})
    version = version_of(
        policy(same=same, chosen=table(YES_NO, {"value": "accepted", "when": {"same is known": True}}))
    )
    assert value_of(both_answers(version, "chosen", {})) == "accepted"
    assert not any(verdict.status == "witness" for verdict in version.proofs["chosen"].verdicts)
