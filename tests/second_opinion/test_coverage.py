"""What can be carried is told before any case is seen, with what rests on it."""

from collections import Counter

from tests.second_opinion.packaged_cases import versions
from tests.second_opinion.rewriting import rewritten, with_decision

from rulings.algebra import INTEGER, All, Choose, Compare, Const, FactRef
from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.second_opinion import AGREES, NONE, SecondOpinion, coverage, coverage_table

DISPUTES = "douyin/after-sales-dispute@2023-07-29"


def disputes():
    return next(version for version in versions() if version.name == DISPUTES)


def with_too_many_conditions(version, name):
    """The first rule of a decision asks for more facts than a message can hold."""
    many = All(tuple(Compare("ge", FactRef(f"x.n{place}", INTEGER), Const(0, INTEGER)) for place in range(201)))
    choose = version.policy.decisions[name].choose
    first, *others = choose.rows
    assert rewritten(first, lambda node: node) is first
    rows = (type(first)(first.id, many, first.value), *others)
    return with_decision(version, name, Choose(rows, choose.otherwise, choose.type))


def test_what_cannot_be_carried_has_a_reason_and_so_has_what_rests_on_it():
    version = with_too_many_conditions(disputes(), "quality_problem")
    found = coverage(version)
    without = {name for name, rules in found.rules.items() if any(rule.reason for rule in rules.values())}
    uses = {name for name, decision in version.policy.decisions.items() if "quality_problem" in decision.uses}
    assert uses
    assert {"quality_problem"} | uses <= without
    assert "late_goods" not in without
    assert {rule.reason for name in without for rule in found.rules[name].values()} == {"too-many-conditions"}
    assert found.carried < len(found.every)
    assert coverage(disputes()).carried == len(coverage(disputes()).every)


def test_such_a_decision_has_no_second_opinion_and_others_have(second, book, monkeypatch):
    """Were messages narrower, what coverage says of every decision is what its opinions are."""
    assert second is not None  # the engine is installed
    monkeypatch.setattr("rulings.second_opinion.rulesets.MOST_PROPERTIES", 3)
    found = coverage(disputes())
    without = {name for name, rules in found.rules.items() if any(rule.reason for rule in rules.values())}
    cases = [(case, wanted) for case, wanted in expected_cases(policies_folder()) if case["policy"] in DISPUTES]
    with SecondOpinion() as narrow:
        rulings = [book.evaluate(case, version="2023-07-29", at=wanted.get("at")) for case, wanted in cases]
        verdicts = [opinion.verdicts for opinion in narrow.on_many(rulings)]
    none = {(name, one.reason) for each in verdicts for name, one in each.items() if one.stance == NONE}
    assert none
    assert none <= {(name, "too-many-conditions") for name in without}
    assert {one.stance for each in verdicts for name, one in each.items() if name not in without} == {AGREES}


def test_period_ends_and_arithmetic_are_told():
    found = {version.name: coverage(version) for version in versions()}
    assert all(rule.period_ends for rule in found[DISPUTES].rules["window"].values())
    assert not any(rule.arithmetic for rule in found[DISPUTES].every)
    pay = found["jd/service-pay@2023-04-20"].rules
    assert all(rule.arithmetic for rule in pay["commission"].values())


def test_the_table_counts_every_rule_once():
    *_, last = coverage_table(versions()).splitlines()
    rules = Counter(rule.kind for version in versions() for rule in coverage(version).every)
    assert f"| {rules.total()} |" in last
    declared = [len(decision.rules) for version in versions() for decision in version.policy.decisions.values()]
    assert rules.total() >= sum(declared) * 0.9
