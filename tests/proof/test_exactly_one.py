"""What is proved of a policy holds for every case, and what is shown as a witness is a case that fails."""

from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.strategies.answers import compiled
from tests.strategies.by_hand import policy, window
from tests.strategies.cases import cases, moment_of, timed_cases, typed
from tests.strategies.completions import completions, count_of, engine, kept_facts, used_facts
from tests.strategies.policies import policies, small_policies, timed_policies
from tests.strategies.shop import AT, version_of
from tests.strategies.yaml_text import to_yaml

from rulings.errors import RuleConflict, RuleGap, Undecidable
from rulings.plain import plain_value
from rulings.proof.report import report
from rulings.proof.verdict import WITNESS
from rulings.values import BeyondCalendar
from rulings.values.rounding import BeyondRange

MOST_CASES = 700
FAULTS = {"gap": RuleGap, "conflict": RuleConflict}


def every_case(decisions, name):
    """Give all cases of the facts that a decision uses, also without those of which it asks if they are known."""
    paths = used_facts(decisions, name)
    kept = sorted(kept_facts(decisions, name))
    for number in range(2 ** len(kept)):
        missing = {path for bit, path in enumerate(kept) if number >> bit & 1}
        yield from completions({}, [path for path in paths if path not in missing])


def how_many(decisions, name):
    return count_of({}, used_facts(decisions, name)) * 2 ** len(kept_facts(decisions, name))


def effective(meant, name):
    """Tell which rules apply together; None where another decision fails, or the calendar ends."""
    try:
        return {rule for rule, truth in meant.effective(name).items() if truth is True}
    except (Undecidable, BeyondCalendar, BeyondRange):
        return None


def own_fault(meant, name):
    try:
        meant.decide(name)
    except Undecidable as fault:
        return type(fault) if fault.decision == name else None
    except (BeyondCalendar, BeyondRange):
        return None
    return None


def check_proof(version, name):
    decisions, proof = version.policy.decisions, version.proofs[name]
    dead = {rule for verdict in proof.verdicts if verdict.about in ("dead", "constant") for rule in verdict.rules}
    for case in every_case(decisions, name):
        meant = engine(version, case, {})
        fault = own_fault(meant, name)
        assert not (proof.is_complete and fault is RuleGap), (name, case)
        assert not (proof.is_exclusive and fault is RuleConflict), (name, case)
        applying = effective(meant, name)
        if applying is None:
            continue
        assert not applying & dead, (name, case)
        assert all(
            frozenset((one, other)) in proof.overlapping for one in applying for other in applying if one != other
        ), (name, case)
        outcome = None if fault is not None else meant.decide(name)
        if outcome is not None and outcome.decided and outcome.rules == ("otherwise",):
            assert "otherwise" not in dead, (name, case)


@settings(max_examples=2 * settings().max_examples)
@given(small_policies())
def test_what_is_proved_holds_for_every_case(whole):
    note(to_yaml(whole))
    version = version_of(whole)
    for name in version.policy.decisions:
        if how_many(version.policy.decisions, name) <= MOST_CASES:
            check_proof(version, name)


def check_witness(version, verdict):
    """The case can be written down and read again, and both engines refuse it with the fault that was found."""
    written = {path: plain_value(value) for path, value in verdict.case}
    read, at = typed(written), moment_of(written)
    assert read is not None, ("no such case", verdict)
    facts = version.known_facts(read.facts)
    assert facts == {path: value for path, value in verdict.case if path != AT}, verdict
    assert at == dict(verdict.case).get(AT), verdict
    fault = None
    try:
        version.interpreter(facts, at).decide(verdict.decision)
    except Undecidable as raised:
        fault = raised
    assert isinstance(fault, FAULTS[verdict.about]), verdict
    assert fault.decision == verdict.decision
    assert set(verdict.rules) <= set(fault.rules)
    answer = compiled(version, read.facts, at)(verdict.decision, "outcome")
    assert answer == (type(fault).__name__, fault.decision, fault.rules, str(fault))


def check_witnesses(whole):
    note(to_yaml(whole))
    version = version_of(whole)
    for proof in version.proofs.values():
        for verdict in proof.verdicts:
            if verdict.status == WITNESS and verdict.about in FAULTS:
                check_witness(version, verdict)


@given(policies(most=4))
def test_witnesses_of_all_types_are_cases_that_fail(whole):
    check_witnesses(whole)


@settings(max_examples=2 * settings().max_examples)
@given(small_policies())
def test_witnesses_over_few_values_are_cases_that_fail(whole):
    check_witnesses(whole)


def check_random_cases(whole, some_cases):
    note(to_yaml(whole))
    version = version_of(whole)
    for facts in some_cases:
        meant = engine(version, facts)
        for name, proof in version.proofs.items():
            fault = own_fault(meant, name)
            assert not (proof.is_complete and fault is RuleGap), (name, facts)
            assert not (proof.is_exclusive and fault is RuleConflict), (name, facts)


@given(policies(), st.lists(cases(unknown=0), min_size=8, max_size=8))
def test_nothing_that_is_proved_fails_on_random_cases(whole, some_cases):
    check_random_cases(whole, some_cases)


@given(timed_policies(), st.lists(timed_cases(unknown=0), min_size=8, max_size=8))
def test_nothing_that_is_proved_of_chains_fails_on_random_cases(whole, some_cases):
    check_random_cases(whole, some_cases)


@given(policies(most=4))
def test_every_verdict_is_reported_with_its_witness(whole):
    version = version_of(whole)
    diagnostics = list(report(version.policy, version.proofs))
    assert len(diagnostics) == sum(len(proof.verdicts) for proof in version.proofs.values())
    for diagnostic in diagnostics:
        assert diagnostic.place is not None
        assert diagnostic.help
    for proof in version.proofs.values():
        for verdict in proof.verdicts:
            for path, _ in verdict.case:
                assert any(line.startswith(path) for diagnostic in diagnostics for line in diagnostic.case)


def test_periods_that_end_beyond_the_holiday_calendar_do_not_stop_a_proof():
    # Working days are known for some years only, and the proof looks for cases in 2024.
    long, longer = {"lasts": "20 years", "when": {"goods.flag is": True}}, {"lasts": "30 years"}
    version = version_of(policy(term=window(long, longer, counting={"rest_day": "runs on"})))
    assert [verdict.about for verdict in version.proofs["term"].verdicts] == ["conflict"]
