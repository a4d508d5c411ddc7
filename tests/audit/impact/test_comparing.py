"""Comparing two versions: every case is counted once, money to the fen, and parts add up to the whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.store import NAME, case

from rulings.audit.impact.comparing import Question, compare
from rulings.audit.impact.comparison import Comparison, Moved, RuleUse, Transition
from rulings.audit.impact.running import UnknownSubject, Versions, question_of
from rulings.audit.replay.rows import Row

ANSWERS = ("outcome", "refund", "freight")
EVERYTHING = Question(ANSWERS, ("order.amount",), 2)


def versions(store, at=None):
    return Versions(store.policies, NAME, "2024-01-01", "2024-07-01", at)


def compared(store, cases, question=EVERYTHING):
    batch = [(Row(n, b"", n, n + 1, 1), store.book.decode(one)) for n, one in enumerate(cases, start=1)]
    return compare(batch, *versions(store).rules(store.book), question)


def transitions(found, decision):
    return {(one.old, one.new): number for one, number in found.of(decision)}


@pytest.mark.parametrize(
    ("amount", "old", "new"),
    [
        ("299.99 CNY", "at_once", "at_once"),
        ("300.00 CNY", "at_once", "by_hand"),
        ("499.99 CNY", "at_once", "by_hand"),
        ("500.00 CNY", "by_hand", "by_hand"),
        (None, "undetermined", "undetermined"),
    ],
)
def test_results_change_between_the_two_lines(store, amount, old, new):
    found = compared(store, [case(amount=amount)])
    assert transitions(found, "outcome") == {(old, new): 1}
    assert (found.cases, found.changed + found.undetermined + found.same) == (1, 1)


def test_values_of_which_there_are_too_many_are_compared_as_less_or_more(store):
    found = compared(store, [case(amount="100.00 CNY"), case(amount="0.00 CNY"), case(amount=None)])
    assert transitions(found, "refund") == {
        ("a value", "more"): 1,
        ("a value", "the same value"): 1,
        ("undetermined", "undetermined"): 1,
    }


def test_money_is_summed_up_to_the_fen(store):
    found = compared(store, [case(amount="100.10 CNY"), case(amount="0.33 CNY"), case(amount=None)])
    # 90 % and 95 % of 100.10 and of 0.33, each rounded to the fen, half to even.
    assert found.money["refund"] == Moved(9009 + 30, 9510 + 31, 501 + 1, 0, 2, 1)


def test_an_allocation_moves_money_between_parties_and_loses_none(store):
    found = compared(store, [case(reason="mind"), case(reason="quality"), case(reason="mind", freight=None)])
    # 12.01 CNY: the odd fen is the merchant's.
    assert found.money["freight: buyer"] == Moved(1201, 600, 0, 601, 1, 1)
    assert found.money["freight: merchant"] == Moved(1201, 1802, 601, 0, 1, 1)


def test_rules_are_counted_with_the_cases_in_which_the_result_changed(store):
    found = compared(store, [case(amount="400.00 CNY"), case(amount="400.00 CNY"), case(amount="10.00 CNY")])
    assert {use: number for use, number in found.rules.items() if use.decision == "outcome"} == {
        RuleUse("outcome", "old", "small", changed=True): 2,
        RuleUse("outcome", "old", "small", changed=False): 1,
        RuleUse("outcome", "new", "large", changed=True): 2,
        RuleUse("outcome", "new", "small", changed=False): 1,
    }


def test_a_fact_is_summed_up_over_the_cases_that_change(store):
    found = compared(store, [case(amount="400.01 CNY"), case(amount="300.00 CNY"), case(amount="10.00 CNY")])
    assert found.stakes["order.amount", Transition("outcome", "at_once", "by_hand")] == 70001


def test_examples_are_the_first_rows_of_each_transition_that_changes(store):
    found = compared(store, [case(amount=f"{amount}.00 CNY") for amount in (10, 400, 401, 402)])
    assert [row.number for row in found.examples[Transition("outcome", "at_once", "by_hand")]] == [2, 3]
    assert Transition("outcome", "at_once", "at_once") not in found.examples
    assert compared(store, [case(amount="400.00 CNY")], Question(ANSWERS, (), 0)).examples == {}


def test_a_case_is_changed_where_any_answer_is_and_undetermined_only_where_none_is(store):
    cases = [case(amount="400.00 CNY", reason=None), case(amount=None, reason="quality"), case("C", "0.00 CNY")]
    found = compared(store, [*cases[:2], case(amount="0.00 CNY", reason="quality")])
    assert (found.changed, found.undetermined, found.same) == (1, 1, 1)


CASES = st.builds(
    case,
    amount=st.none() | st.integers(0, 70_000).map(lambda fen: f"{fen // 100}.{fen % 100:02d} CNY"),
    reason=st.sampled_from([None, "mind", "quality"]),
    freight=st.none() | st.integers(0, 2_000).map(lambda fen: f"{fen // 100}.{fen % 100:02d} CNY"),
)


@given(cases=st.lists(CASES, max_size=25), cuts=st.lists(st.integers(0, 25), max_size=4))
def test_parts_add_up_to_the_whole(store, cases, cuts):
    whole = compared(store, cases)
    batch = [(Row(n, b"", n, n + 1, 1), store.book.decode(one)) for n, one in enumerate(cases, start=1)]
    edges = [0, *sorted(min(cut, len(batch)) for cut in cuts), len(batch)]
    rules = versions(store).rules(store.book)
    parts = (compare(batch[a:b], *rules, EVERYTHING) for a, b in pairwise(edges))
    assert sum(parts, Comparison()) == whole


@given(cases=st.lists(CASES, max_size=25))
def test_nothing_is_lost(store, cases):
    found = compared(store, cases)
    assert found.cases == len(cases) == found.same + found.changed + found.undetermined
    for decision in ANSWERS:
        assert sum(transitions(found, decision).values()) == len(cases)
    for moved in found.money.values():
        assert moved.new - moved.old == moved.gained - moved.lost
        assert moved.cases + moved.unknown <= len(cases)
    buyer, merchant = (found.money.get(f"freight: {party}", Moved()) for party in ("buyer", "merchant"))
    assert buyer.old + merchant.old == buyer.new + merchant.new


@given(one=CASES)
def test_a_version_compared_with_itself_changes_nothing(store, one):
    rule, _ = versions(store).rules(store.book)
    found = compare([(Row(1, b"", 0, 1, 1), store.book.decode(one))], rule, rule, EVERYTHING)
    assert found.changed == 0
    assert found.examples == {}
    assert all(moved.old == moved.new for moved in found.money.values())


def test_the_other_way_round_is_the_mirror(store):
    cases = [case(amount="400.00 CNY"), case(amount=None)]
    batch = [(Row(n, b"", n, n + 1, 1), store.book.decode(one)) for n, one in enumerate(cases, start=1)]
    old, new = versions(store).rules(store.book)
    there, back = compare(batch, old, new, EVERYTHING), compare(batch, new, old, EVERYTHING)
    assert {(one.new, one.old): n for one, n in there.of("outcome")} == transitions(back, "outcome")
    assert there.money["refund"].gained == back.money["refund"].lost > 0


# What is asked


def test_without_decisions_the_answers_of_both_versions_are_compared(store):
    old, new = versions(store).both(store.book)
    assert question_of(old, new) == Question(tuple(sorted(ANSWERS)), (), 3)
    assert question_of(old, new, ["outcome"], ["refund", "order.amount"]) == Question(
        ("outcome", "refund"), ("order.amount",), 3
    )


@pytest.mark.parametrize(
    ("decisions", "money", "near"),
    [(["outcom"], [], "outcome"), ([], ["order.amout"], "order.amount"), ([], ["order.pieces"], None)],
)
def test_what_neither_version_has_is_refused(store, decisions, money, near):
    with pytest.raises(UnknownSubject) as refused:
        question_of(*versions(store).both(store.book), decisions, money)
    assert near is None or f'did you mean "{near}"' in str(refused.value)
