"""Random policies of all kinds and types: where there is a second opinion, it agrees."""

from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.strategies.cases import cases, moment_of, small_cases, timed_cases, typed
from tests.strategies.policies import policies, small_policies, timed_policies
from tests.strategies.shop import version_of
from tests.strategies.yaml_text import to_yaml

from rulings.explain.explanation import Explainer
from rulings.ruling import Ruling
from rulings.second_opinion import DIFFERS, summary

SOME = settings(max_examples=max(20, settings().max_examples // 2))


def ruling_of(version, case):
    at = moment_of(case)
    memory = [*[None] * (version.compiled.memory_size - 1), at]
    return Ruling(Explainer(version), typed(case), memory, decided=True, at=at)


def agreed_on(second, policy, some_cases):
    note(to_yaml(policy))
    version = version_of(policy)
    found = list(second.on_many(ruling_of(version, case) for case in some_cases))
    for case, opinion in zip(some_cases, found, strict=True):
        assert [
            (name, one.ours, one.theirs) for name, one in opinion.verdicts.items() if one.stance == DIFFERS
        ] == [], case
    return summary(found)


@SOME
@given(policies(), st.lists(cases(), min_size=6, max_size=6))
def test_policies_of_all_kinds_and_types(second, policy, some_cases):
    agreed_on(second, policy, some_cases)


@SOME
@given(small_policies(), st.lists(small_cases(), min_size=8, max_size=8))
def test_policies_over_few_values(second, policy, some_cases):
    agreed_on(second, policy, some_cases)


@SOME
@given(timed_policies(), st.lists(timed_cases(), min_size=8, max_size=8))
def test_policies_about_what_is_done_until_when(second, policy, some_cases):
    agreed_on(second, policy, some_cases)


def test_most_random_rulings_have_a_second_opinion(second):
    """Agreement would show nothing if there were none."""
    counts = []

    @settings(max_examples=20, derandomize=True)
    @given(policies(), st.lists(cases(), min_size=4, max_size=4))
    def count(policy, some_cases):
        counts.append(agreed_on(second, policy, some_cases))

    count()
    agreed = sum(count.agreed for count in counts)
    without = sum(sum(number for reason, number in count.none.items() if reason != "no-ruling") for count in counts)
    assert agreed > 100
    assert without * 10 < agreed
