"""What is decided though facts are unknown is what every completion gives, and only facts in `needs` can matter."""

from collections import Counter, defaultdict
from itertools import product

from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.strategies.cases import cases, small_cases, timed_cases
from tests.strategies.completions import (
    completions,
    count_of,
    engine,
    kept_facts,
    meaning,
    used_facts,
    uses_fields,
    whole_paths,
)
from tests.strategies.policies import policies, small_policies, timed_policies
from tests.strategies.shop import version_of
from tests.strategies.yaml_text import to_yaml

from rulings.book import packaged_book
from rulings.engine.needs import needs_of
from rulings.errors import Undecidable
from rulings.library.digests import used_facts as facts_of_policy
from rulings.values import BeyondCalendar
from rulings.values.rounding import BeyondRange

MOST_COMPLETIONS = 600
MOST_UNSEEN = 0.4
"""The share of undetermined cases of which, in truth, all completions may agree."""


def partial_outcome(version, facts, name):
    """Give what a decision comes to, or its fault; None where nobody can tell, such as beyond the calendar."""
    try:
        return engine(version, facts).decide(name)
    except Undecidable as fault:
        return fault
    except (BeyondCalendar, BeyondRange):
        return None


def in_truth(version, facts, name, unknown):
    """Give what all completions come to; those in which another decision fails, or the calendar ends, say nothing."""
    found = {}
    for whole in completions(facts, unknown):
        try:
            outcome = meaning(version, whole, name)
        except (BeyondCalendar, BeyondRange):
            continue
        if isinstance(outcome, Undecidable) and outcome.decision != name:
            continue
        found[tuple(repr(whole.get(path)) for path in unknown)] = outcome
    return found


def check_decided(version, facts, name, outcome, whole):
    for completed in whole.values():
        assert not isinstance(completed, Undecidable), (name, facts, completed)
        if completed.decided:
            assert completed.value == outcome.value, (name, facts)
        else:
            assert kept_facts(version.policy.decisions, name) - whole_paths(facts), (name, facts)


def check_fault(name, facts, fault, whole):
    for completed in whole.values():
        if fault.decision == name:
            assert isinstance(completed, type(fault)), (name, facts, fault)


def check_needs(version, facts, name, unknown, whole):
    decisions = version.policy.decisions
    needs = needs_of(engine(version, facts), (name,))
    assert not set(needs) & whole_paths(facts)
    assert set(needs) <= set(used_facts(decisions, name))
    kept = kept_facts(decisions, name) - whole_paths(facts)
    may_lack = uses_fields(decisions, name)
    assert needs or kept or may_lack, (name, facts)
    by_needs = defaultdict(set)
    for values, completed in whole.items():
        result = type(completed).__name__ if isinstance(completed, Undecidable) else completed.value
        by_needs[tuple(value for path, value in zip(unknown, values, strict=True) if path in needs)].add(result)
    if not kept:
        assert all(len(results) == 1 for results in by_needs.values()), (
            "a fact outside of needs matters",
            name,
            facts,
            needs,
        )
    for filled in completions(facts, needs):
        after = partial_outcome(version, filled, name)
        if after is not None and not isinstance(after, Undecidable) and not after.decided:
            message = "all that was needed is given, and nothing is decided"
            assert kept or may_lack, (message, name, facts, needs)
            rest = set(needs_of(engine(version, filled), (name,)))
            assert not rest & set(needs)


def check(version, facts, seen):
    decisions = version.policy.decisions
    for name in decisions:
        kept = kept_facts(decisions, name)
        given_facts = whole_paths(facts)
        unknown = [path for path in used_facts(decisions, name) if path not in given_facts and path not in kept]
        if not unknown or count_of(facts, unknown) > MOST_COMPLETIONS:
            continue
        outcome, whole = partial_outcome(version, facts, name), in_truth(version, facts, name, unknown)
        if outcome is None:
            continue
        if isinstance(outcome, Undecidable):
            check_fault(name, facts, outcome, whole)
            seen["faulty"] += 1
        elif outcome.decided:
            check_decided(version, facts, name, outcome, whole)
            seen["decided"] += 1
        else:
            check_needs(version, facts, name, unknown, whole)
            seen["undetermined"] += 1
            values = {getattr(completed, "value", None) for completed in whole.values()}
            seen["decided in truth"] += len(values) == 1 and None not in values and not kept - given_facts


def against_completions(record_property, capsys, about, policies_of, cases_of):
    seen = Counter()

    @settings(max_examples=2 * settings().max_examples)
    @given(policies_of, st.lists(cases_of, min_size=5, max_size=5))
    def against(policy, some_cases):
        note(to_yaml(policy))
        version = version_of(policy)
        for facts in some_cases:
            check(version, facts, seen)

    against()
    share = seen["decided in truth"] / seen["undetermined"]
    record_property(f"{about}_undetermined_but_decided_in_truth", f"{share:.4f}")
    with capsys.disabled():
        print(f"\n{about}: {dict(seen)}; undetermined, though every completion agrees: {share:.1%}")  # noqa: T201 - the figure is wanted
    assert seen["decided"] > seen["undetermined"] / 10
    assert share < MOST_UNSEEN


def test_partial_cases_against_all_their_completions(record_property, capsys):
    against_completions(record_property, capsys, "few values", small_policies(), small_cases())


def test_unfinished_chains_against_all_their_completions(record_property, capsys):
    against_completions(record_property, capsys, "chains", timed_policies(), timed_cases(unknown=20))


POLICY = "douyin/after-sales-dispute"
MOMENTS = [f"2024-{day}T10:00:00+08:00" for day in ("03-01", "03-03", "03-10", "03-20", "06-20", "12-01")]


@st.composite
def packaged_cases(draw, used):
    """Whole cases of the packaged policy, and up to four of their yes-or-no facts and choices to take away."""
    facts = {}
    for path, fact in sorted(used.items()):
        pool = {"choice": fact.type.options, "boolean": (True, False), "datetime": MOMENTS, "money": ("12.30 CNY",)}[
            fact.type.name
        ]
        facts[path] = draw(st.sampled_from(pool))
    few = sorted(path for path, fact in used.items() if fact.type.name in ("choice", "boolean"))
    return facts, draw(st.lists(st.sampled_from(few), min_size=1, max_size=4, unique=True))


def test_packaged_policies_against_all_completions(record_property, capsys):
    seen = Counter()
    book = packaged_book()
    version = book.version(POLICY)
    decisions = version.policy.decisions
    needed = facts_of_policy(dict(decisions), version.policy.in_force)
    used = {path: fact for path, fact in version.policy.vocabulary.facts.items() if path in needed}
    options = {path: fact.type.options or (True, False) for path, fact in used.items()}

    def known(facts):
        groups = {}
        for path, value in facts.items():
            groups.setdefault(path.partition(".")[0], {})[path.partition(".")[2]] = value
        return version.known_facts(book.decode({"policy": POLICY, "facts": groups}).facts)

    @settings(max_examples=2 * settings().max_examples)
    @given(packaged_cases(used))
    def against_completions(case):
        facts, dropped = known(case[0]), case[1]
        given_facts = {path: value for path, value in facts.items() if path not in dropped}
        wholes = [
            given_facts | dict(zip(dropped, values, strict=True))
            for values in product(*(options[path] for path in dropped))
        ]
        engines = [version.interpreter(whole) for whole in wholes]
        for name in decisions:
            values = {engine.decide(name).value for engine in engines}
            outcome = version.interpreter(given_facts).decide(name)
            seen[outcome.status] += 1
            assert not outcome.decided or values == {outcome.value}, (name, given_facts)
            seen["decided in truth"] += not outcome.decided and len(values) == 1

    against_completions()
    share = seen["decided in truth"] / seen["undetermined"]
    record_property("packaged_undetermined_but_decided_in_truth", f"{share:.4f}")
    with capsys.disabled():
        print(f"\npackaged: {dict(seen)}; undetermined, though every completion agrees: {share:.1%}")  # noqa: T201 - wanted
    assert share < MOST_UNSEEN


@given(policies(), cases(unknown=50), st.data())
def test_needs_are_unknown_facts_that_the_decision_uses(policy, facts, data):
    note(to_yaml(policy))
    version = version_of(policy)
    name = data.draw(st.sampled_from(sorted(version.policy.decisions)))
    try:
        outcome = engine(version, facts).decide(name)
        needs = needs_of(engine(version, facts), (name,))
    except (Undecidable, BeyondCalendar, BeyondRange):
        return
    assert not (outcome.decided and needs)
    assert not set(needs) & whole_paths(facts)
    assert len(set(needs)) == len(needs)
    assert set(needs) <= set(used_facts(version.policy.decisions, name))
