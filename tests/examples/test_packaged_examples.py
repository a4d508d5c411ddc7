"""The examples of the packaged policies: all pass, nothing is left uncovered, and every provision has its place."""

import pytest

from rulings import PolicyBook
from rulings.examples import expected_cases, run_examples
from rulings.packaged import policies_folder

DISPUTES = "douyin/after-sales-dispute"
PROVISIONS = [f"DY-DISP-{number:02}" for number in range(1, 23)]


@pytest.fixture(scope="module")
def report():
    return run_examples(policies_folder())


@pytest.fixture(scope="module")
def book():
    return PolicyBook.load(policies_folder())


@pytest.fixture(scope="module")
def dispute_rules(book):
    policy = book.version(DISPUTES).policy
    return policy, [rule for decision in policy.decisions.values() for rule in decision.rules.values()]


def test_every_example_passes(report):
    assert [str(fault) for fault in report.faults] == []
    assert [str(failure) for result in report.examples for failure in result.failures] == []
    assert report.ok


def test_every_policy_has_examples(report, book):
    assert {result.policy for result in report.examples} == set(book.policies)


@pytest.mark.parametrize("measure", ["rules", "conditions", "boundaries", "readings"])
def test_nothing_is_left_uncovered(report, measure):
    assert [str(note) for coverage in report.coverage for note in coverage.measures[measure].missing] == []
    # A policy need not draw a line; every other measure has something to count in each.
    assert all(coverage.measures[measure].total for coverage in report.coverage) or measure == "boundaries"
    assert any(coverage.measures[measure].total for coverage in report.coverage)


def test_the_interpreter_comes_to_the_same_on_every_example(book):
    for case, expected in expected_cases(policies_folder()):
        ruling = book.evaluate(case, version=expected["version"])
        for name in ruling:
            assert ruling.interpreter.decide(name) == ruling.outcome(name), (case["id"], name)
            assert ruling.interpreter.margin(name) == ruling.margin(name), (case["id"], name)


@pytest.mark.parametrize("provision", PROVISIONS)
def test_every_provision_on_disputes_is_cited_or_listed_as_not_expressed(dispute_rules, provision):
    policy, rules = dispute_rules
    assert provision in policy.register.provisions
    cited = {cited for rule in rules for cited in rule.cites}
    assert (provision in cited) != (provision in policy.not_expressed)


def test_every_unclear_provision_on_disputes_has_a_reading_that_a_rule_relies_on(dispute_rules):
    policy, rules = dispute_rules
    unclear = {provision for provision in PROVISIONS if policy.register.provisions[provision].unclear is not None}
    relied_on = {reading for rule in rules for reading in rule.readings}
    read = {provision for name in relied_on for provision in policy.readings[name].of}
    assert unclear
    assert unclear - read == set()


def test_every_reading_is_relied_on(dispute_rules):
    policy, rules = dispute_rules
    assert set(policy.readings) == {reading for rule in rules for reading in rule.readings}
