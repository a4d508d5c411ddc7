"""Explanations of policies that nobody wrote: of all kinds and types they are faithful, and never an error."""

import re

from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.strategies.cases import cases, small_cases, typed
from tests.strategies.policies import policies, small_policies
from tests.strategies.shop import VALUES, version_of
from tests.strategies.yaml_text import to_yaml

from rulings.errors import Undecidable
from rulings.explain.explanation import Explainer
from rulings.plain import plain_value
from rulings.ruling import Ruling
from rulings.values import BeyondCalendar

FORMS = [(language, audience) for language in ("en", "zh") for audience in ("auditor", "buyer", "merchant")]
FEW = settings(max_examples=max(10, settings().max_examples // 2))


def ruled(explainer, facts):
    """Rule as the book does; None where the policy fails on the case."""
    version = explainer.version
    case, memory = typed(facts), [None] * version.compiled.memory_size
    try:
        decided = [version.compiled.decide[name](case.facts, memory).decided for name in version.policy.answers]
    except (Undecidable, BeyondCalendar):
        return None
    return Ruling(explainer, case, memory, all(decided))


def results(ruling):
    outcomes = {name: ruling.outcome(name) for name in ruling.version.policy.answers}
    return {name: (found.decided, plain_value(found.value), found.rules) for name, found in outcomes.items()}


def check(policy, some_cases, form):
    note(to_yaml(policy))
    explainer = Explainer(version_of(policy))
    for facts in some_cases:
        ruling = ruled(explainer, facts)
        if ruling is None:
            continue
        cited = ruling.explain_data().to_dict()["facts"]
        again = ruled(explainer, cited)
        # A policy with a gap, which random ones may have, can fail on the case with fewer facts.
        assert again is None or results(again) == results(ruling), facts
        text = ruling.explain(form[0], audience=form[1])
        assert "None" not in text
        assert not re.search(r"\{[a-z_]*\}", text)  # a phrase of which a part was not filled in
        html = ruling.explain(form[0], audience=form[1], format="html")
        assert html.count("<li>") == html.count("</li>")


@FEW
@given(policies(), st.lists(cases(), min_size=4, max_size=4), st.sampled_from(FORMS))
def test_policies_of_all_kinds_and_types(policy, some_cases, form):
    check(policy, some_cases, form)


@FEW
@given(small_policies(), st.lists(small_cases(), min_size=4, max_size=4), st.sampled_from(FORMS))
def test_policies_over_few_values(policy, some_cases, form):
    check(policy, some_cases, form)


@FEW
@given(policies(), cases(), st.data())
def test_why_not(policy, facts, data):
    ruling = ruled(Explainer(version_of(policy)), facts)
    if ruling is None:
        return
    name = data.draw(st.sampled_from(ruling.version.policy.answers))
    decision = ruling.version.policy.decisions[name]
    rows = [row.value.value for row in decision.choose.rows if hasattr(row.value, "value")]
    known = [*decision.type.options, *rows] or VALUES.get(decision.type.name, [True])
    asked = ruling.why_not(name, data.draw(st.sampled_from(known)))
    for language in ("en", "zh"):
        assert "None" not in asked.text(language)
    assert asked.to_dict()["decision"] == name
