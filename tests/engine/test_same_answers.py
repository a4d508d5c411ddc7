"""The interpreter, which is the meaning, and the compiled policy answer alike, errors included."""

from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.strategies.answers import BEYOND_CALENDAR, compiled, interpreted, questions
from tests.strategies.cases import cases, moment_of, small_cases, timed_cases, typed
from tests.strategies.policies import policies, small_policies, timed_policies
from tests.strategies.shop import version_of
from tests.strategies.yaml_text import to_yaml

MANY = settings(max_examples=3 * settings().max_examples)


def same_answers(version, case):
    facts, at = typed(case).facts, moment_of(case)
    by_meaning, by_code = interpreted(version, version.known_facts(facts), at), compiled(version, facts, at)
    names = version.policy.answers + tuple(version.policy.decisions)
    for name in names:
        for question in questions(version.policy.decisions[name]):
            answers = by_code(name, question), by_meaning(name, question)
            # Where a period ends beyond the holiday calendar, one engine may ask for the end, the other need not.
            if not any(answer == BEYOND_CALENDAR for answer in answers):
                assert answers[0] == answers[1], (name, question)


def check(policy, some_cases):
    note(to_yaml(policy))
    version = version_of(policy)
    for case in some_cases:
        same_answers(version, case)


@MANY
@given(policies(), st.lists(cases(), min_size=8, max_size=8))
def test_policies_of_all_kinds_and_types(policy, some_cases):
    check(policy, some_cases)


@MANY
@given(small_policies(), st.lists(small_cases(), min_size=12, max_size=12))
def test_policies_over_few_values(policy, some_cases):
    check(policy, some_cases)


@settings(max_examples=2 * settings().max_examples)
@given(timed_policies(), st.lists(timed_cases(), min_size=8, max_size=8))
def test_policies_about_what_is_done_until_when(policy, some_cases):
    check(policy, some_cases)
