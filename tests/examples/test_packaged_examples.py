"""The examples of the packaged policies: all pass, nothing is left uncovered, and every provision has its place."""

import pytest

from rulings import PolicyBook
from rulings.examples import expected_cases, run_examples
from rulings.packaged import policies_folder


@pytest.fixture(scope="module")
def report():
    return run_examples(policies_folder())


@pytest.fixture(scope="module")
def book():
    return PolicyBook.load(policies_folder())


@pytest.fixture(scope="module")
def versions(book):
    return [version.policy for policy in book.policies for version in book.versions(policy)]


def rules_of(policy):
    return [rule for decision in policy.decisions.values() for rule in decision.rules.values()]


def cited_by(policy):
    return {provision for rule in rules_of(policy) for provision in rule.cites}


def relied_on_by(policy):
    return {reading for rule in rules_of(policy) for reading in rule.readings}


def test_every_example_passes(report):
    assert [str(fault) for fault in report.faults] == []
    assert [str(failure) for result in report.examples for failure in result.failures] == []
    assert report.ok


def test_every_policy_has_examples(report, book):
    assert {result.policy for result in report.examples} == set(book.policies)


@pytest.mark.parametrize("measure", ["rules", "conditions", "boundaries", "readings"])
def test_nothing_is_left_uncovered(report, measure):
    assert [str(note) for coverage in report.coverage for note in coverage.measures[measure].missing] == []
    assert any(coverage.measures[measure].total for coverage in report.coverage)


def test_the_interpreter_comes_to_the_same_on_every_example(book):
    for case, expected in expected_cases(policies_folder()):
        ruling = book.evaluate(case, version=expected["version"], at=expected.get("at"))
        for name in ruling:
            assert ruling.interpreter.decide(name) == ruling.outcome(name), (case["id"], name)
            assert ruling.interpreter.margin(name) == ruling.margin(name), (case["id"], name)


def test_every_provision_is_cited_or_listed_as_not_expressed(versions):
    register = versions[0].register
    cited = set().union(*map(cited_by, versions))
    listed = {provision for policy in versions for provision in policy.not_expressed}
    assert len(register.provisions) > 80
    assert set(register.provisions) - cited - listed == set()
    assert cited & listed == set()


def test_every_unclear_provision_has_a_reading_that_a_rule_relies_on_in_each_version_that_cites_it(versions):
    unclear = {name for name, provision in versions[0].register.provisions.items() if provision.unclear is not None}
    assert unclear
    for policy in versions:
        read = {provision for name in relied_on_by(policy) for provision in policy.readings[name].of}
        assert unclear & cited_by(policy) - read == set(), policy.name


def test_every_reading_is_relied_on(versions):
    for policy in versions:
        assert set(policy.readings) == relied_on_by(policy), policy.name


def test_every_unclear_provision_has_an_example_that_pins_it(versions):
    """`rulings test` wants every reading pinned: what is unclear is then held fast by an example."""
    pinned = {provision for policy in versions for reading in policy.readings.values() for provision in reading.of}
    register = versions[0].register.provisions
    listed = {provision for policy in versions for provision in policy.not_expressed}
    unclear = {name for name, provision in register.items() if provision.unclear is not None}
    assert unclear - pinned - listed == set()
