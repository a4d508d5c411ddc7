"""Explanations of the newer kinds are faithful: the ruling follows again from the facts that they cite."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.explain.demo_cases import TOLD, book, random_cases, ruled_at, told
from tests.explain.test_faithful import RAW_IDS, Checked, answers, around, told_well
from tests.explain.told_cases import AUDIENCES, LANGUAGES, plain

from rulings.model import OBLIGATION

MANY = settings(max_examples=3 * settings().max_examples)


def flat(facts):
    return {path: value for path, value in facts.items() if path != "claim.made_at"}


@MANY
@given(random_cases())
def test_the_ruling_follows_from_the_facts_that_are_cited(case):
    policy, facts, at = case
    ruling = ruled_at(policy, facts, at)
    cited = ruling.explain_data().to_dict()["facts"]
    again = ruled_at(policy, flat(cited), at)
    assert cited.items() <= {path: plain(value) for path, value in ruling.facts.items()}.items()
    assert again.status == ruling.status
    assert answers(again) == answers(ruling)
    assert around(again) == around(ruling)
    assert again.explain_data().to_dict()["facts"] == cited


@MANY
@given(random_cases(), st.sampled_from(LANGUAGES), st.sampled_from(["buyer", "merchant"]))
def test_what_a_party_reads_has_no_ids_and_no_gaps(case, language, audience):
    text = ruled_at(*case).explain(language, audience=audience)
    # A text of the case may say anything, and is quoted.
    ours = re.sub("“[^”]*<[^”]*”", "“…”", text)
    told_well(ours.replace("…%", "").replace("… ", " ").replace("…\n", "\n"), language)
    assert not RAW_IDS.search(ours), RAW_IDS.search(ours)
    if language == "en":
        assert f"the {audience}" not in ours.split("What it rests on")[0].replace("“", " “")
        assert not re.search(r"\byou (has|is|was|does)\b", ours)


@MANY
@given(random_cases(), st.sampled_from(LANGUAGES))
def test_an_auditor_reads_every_cited_fact_rule_and_provision(case, language):
    ruling = ruled_at(*case)
    data = ruling.explain_data().to_dict()
    text = ruling.explain(language)
    assert "None" not in text
    for path, value in data["facts"].items():
        assert path in text
        for one in value if isinstance(value, list) else [value]:
            for given_value in one.values() if isinstance(one, dict) else [one]:
                assert (str(given_value).lower() if isinstance(given_value, bool) else str(given_value)) in text
    for decision in data["decisions"].values():
        for reason in decision["reasons"]:
            if reason["state"] in ("applies", "may_apply"):
                assert reason["rule"] in text or reason["rule"] == "otherwise"
                assert all(cited in text for cited in (*reason["cites"], *reason["readings"]))


@settings(max_examples=60)
@given(random_cases(), st.sampled_from(LANGUAGES), st.sampled_from(AUDIENCES))
def test_a_page_is_well_formed_and_stands_alone(case, language, audience):
    page = ruled_at(*case, case='<script>alert("&")</script>').explain(language, audience=audience, format="html")
    checked = Checked()
    checked.feed(page)
    checked.close()
    assert checked.open == []
    assert '<script>alert("&")</script>' in " ".join(checked.words)


@settings(max_examples=100)
@given(random_cases(), st.data())
def test_why_not_answers_for_every_value_in_both_languages(case, data):
    ruling = ruled_at(*case)
    policy = ruling.version.policy
    values = {"money": "12.30 CNY", "rate": "50%", "decimal": "61.5"}
    choices = [(name, value) for name, one in policy.decisions.items() for value in one.type.options]
    choices += [(name, values[one.type.name]) for name, one in policy.decisions.items() if one.type.name in values]
    name, value = data.draw(st.sampled_from(choices))
    asked = ruling.why_not(name, value)
    assert asked.holds == (plain(ruling[name].value) == value)
    assert asked.holds or all(way.obstacles or way.overridden_by or way.missing or way.distance for way in asked.ways)
    for language in LANGUAGES:
        text = asked.text(language)
        assert "None" not in text
        assert not re.search(r"Const|FactRef|Fraction\(", text)


@pytest.mark.parametrize("name", [name for name, (policy, _, _) in TOLD.items() if policy == "compensation"])
def test_a_calculation_ends_with_the_result(name):
    ruling = told(name)
    text = ruling.explain("zh", audience="buyer")
    steps = re.findall(r"(?:得|取|= )([0-9.]+元)", text)
    value = ruling["compensation"].value
    # What a rule states, and what is not known, needs no calculation.
    assert bool(steps) is (value not in (None, 0))
    assert not steps or steps[-1] == str(value).replace(" CNY", "元")


def test_what_is_due_is_told_with_party_and_moment():
    ruling = told("request-missed")
    (due,) = ruling.due
    text = ruling.explain("en", audience="merchant")
    assert (due.decision, due.party) == ("sending", "buyer")
    assert "By 12 March 2024, 24:00: the buyer must send the goods back." in text
    assert "你" not in ruling.explain("zh", audience="buyer")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_of_an_obligation_has_its_sentence(language):
    said = set()
    for name, (policy, _, _) in TOLD.items():
        if policy == "returns":
            ruling = told(name)
            decisions = book().version(f"demo/{policy}").policy.decisions.values()
            said |= {ruling[one.name].value for one in decisions if one.kind == OBLIGATION}
            assert told(name).explain(language).count("{") == 0
    assert said == {None, "not_started", "pending", "met", "late", "missed", "not_applicable"}
