"""Columns rule as the single case is ruled on: value, rules, needs and fields, or they say that they cannot."""

from unittest import mock

from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.strategies.cases import cases, moment_of, small_cases, timed_cases, typed
from tests.strategies.columns import ByColumns
from tests.strategies.policies import policies, small_policies, timed_policies
from tests.strategies.shop import version_of
from tests.strategies.yaml_text import to_yaml

from rulings.engine.columns import bitmaps, standings
from rulings.engine.columns.ruled import ColumnsRuler
from rulings.engine.needs import needs_of
from rulings.errors import RulingsError
from rulings.values import BadValue


def singly(version, facts, at):
    """What the reference says of a case; none where it cannot rule."""
    interpreter = version.interpreter(version.known_facts(facts), at)
    try:
        outcomes = {name: interpreter.decide(name) for name in version.policy.decisions}
        return outcomes, needs_of(interpreter, version.policy.answers)
    except (RulingsError, BadValue):
        return None


def agree(version, by_columns, row, facts, at):
    if row in by_columns.slow:
        return
    reference = singly(version, facts, at)
    assert reference is not None, "the reference cannot rule, and columns did not say so"
    outcomes, needs = reference
    for name, one in outcomes.items():
        assert by_columns.outcome(name, row) == (one.decided, one.value, one.rules, one.perhaps), name
    assert by_columns.needs(row) == needs
    memory = [None] * version.compiled.memory_size
    memory[-1] = at
    for name in outcomes:
        memory[version.compiled.place[name]] = version.compiled.decide[name](facts, memory)
        _, computed = version.around(name, facts, memory)
        for decision, field in by_columns.fields:
            if decision == name:
                assert by_columns.field(name, field, row) == computed.get(field), (name, field)


def check(policy, some_cases):
    note(to_yaml(policy))
    version = version_of(policy)
    ruler = ColumnsRuler(version.policy.decisions, version.proved)
    by_moment = {}
    for case in some_cases:
        by_moment.setdefault(moment_of(case), []).append(typed(case).facts)
    for at, all_facts in by_moment.items():
        by_columns = ByColumns(version, all_facts, at, ruler)
        for row, facts in enumerate(all_facts):
            agree(version, by_columns, row, facts, at)


@settings(max_examples=settings().max_examples // 2)
@given(policies(), st.lists(cases(), min_size=8, max_size=8))
def test_policies_of_all_kinds_and_types(policy, some_cases):
    check(policy, some_cases)


@settings(max_examples=settings().max_examples // 2)
@given(small_policies(), st.lists(small_cases(), min_size=12, max_size=12))
def test_policies_over_few_values(policy, some_cases):
    check(policy, some_cases)


@settings(max_examples=settings().max_examples // 2)
@given(small_policies(), st.lists(small_cases(), min_size=12, max_size=12))
def test_tables_as_bitmaps(policy, some_cases):
    with mock.patch.object(standings, "_MOST_COMBINATIONS", 0):
        check(policy, some_cases)


@settings(max_examples=settings().max_examples // 4)
@given(small_policies(), st.lists(small_cases(), min_size=12, max_size=12))
def test_standings_beyond_what_is_remembered_are_left_to_single_cases(policy, some_cases):
    with (
        mock.patch.object(standings, "_MOST_COMBINATIONS", 0),
        mock.patch.object(bitmaps, "_MOST_REMEMBERED", 3),
    ):
        check(policy, some_cases)


@settings(max_examples=settings().max_examples // 2)
@given(timed_policies(), st.lists(timed_cases(), min_size=8, max_size=8))
def test_policies_about_what_is_done_until_when(policy, some_cases):
    check(policy, some_cases)
