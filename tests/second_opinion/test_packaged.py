"""Every packaged policy has a second opinion, on its examples and on random cases, and the two engines agree."""

from collections import Counter
from fractions import Fraction
from random import Random

from hypothesis import given, note
from hypothesis import strategies as st
from tests.second_opinion.packaged_cases import random_ruling, versions

from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.second_opinion import AGREES, coverage, summary

DISPUTES = "douyin/after-sales-dispute@2023-07-29"
MANY = 12


def test_all_decisions_of_all_examples_agree(book, second):
    cases = expected_cases(policies_folder())
    rulings = [book.evaluate(case, version=expected["version"], at=expected.get("at")) for case, expected in cases]
    opinions = list(second.on_many(rulings))
    counted = summary(opinions)
    assert [opinion.to_dict() for opinion in opinions if opinion.stance != AGREES] == []
    assert counted.rulings == len(opinions) > 800
    assert (counted.differed, counted.none) == (0, {})
    assert counted.agreed == counted.decisions > 8000

    assert {opinion.version for opinion in opinions} == {version.name for version in versions()}
    every_obligation_and_window_is_replayed_as_a_timeline(opinions)


def every_obligation_and_window_is_replayed_as_a_timeline(opinions):
    replayed = Counter(
        (opinion.version, name)
        for opinion in opinions
        for name, verdict in opinion.verdicts.items()
        if verdict.timeline
    )
    timed = {
        (version.name, name)
        for version in versions()
        for name, decision in version.policy.decisions.items()
        if decision.kind in {"obligation", "window"}
    }
    assert set(replayed) == timed
    assert min(replayed.values()) >= 3


def test_all_rules_of_the_disputes_and_all_obligations_can_be_carried():
    for version in versions():
        for name, rules in coverage(version).rules.items():
            if version.name == DISPUTES or version.policy.decisions[name].kind == "obligation":
                assert {rule.reason for rule in rules.values()} == {None}, (version.name, name)


def test_the_share_of_all_rules_that_can_be_carried():
    found = [coverage(version) for version in versions()]
    assert Fraction(sum(one.carried for one in found), sum(len(one.every) for one in found)) >= Fraction(99, 100)


def opinions_on_random_cases(second, seed):
    chance = Random(seed)  # noqa: S311 - sample cases, nothing secret
    rulings = [ruling for ruling in (random_ruling(chance) for _ in range(MANY)) if ruling is not None]
    return list(second.on_many(rulings))


@given(st.integers(0, 2**64))
def test_random_cases_never_differ(second, seed):
    found = opinions_on_random_cases(second, seed)
    for opinion in found:
        note(str(opinion.to_dict()))
    assert [opinion.differing for opinion in found if opinion.differing] == []


def test_nearly_all_random_cases_are_accepted_and_have_an_opinion(second):
    """Random cases that were all refused, or all without an opinion, would show nothing."""
    found = [opinion for seed in range(20) for opinion in opinions_on_random_cases(second, seed)]
    counted = summary(found)
    assert len(found) > 20 * MANY * 0.7
    assert len({opinion.version for opinion in found}) == len(versions())
    assert sum(counted.none.values()) * 50 < counted.decisions
    assert set(counted.none) <= {"beyond-calendar", "no-ruling", "too-large"}
