"""An explanation is faithful: the ruling follows again from the facts that it cites, and from nothing else."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.explain.told_cases import AUDIENCES, LANGUAGES, book, facts_of_the_policy, plain, ruled

MANY = settings(max_examples=3 * settings().max_examples)
RAW_IDS = re.compile(r"[a-z0-9]_[a-z0-9]|[a-z]+\.[a-z]+_|DY-DISP|sha256|[a-z]+/[a-z]+-")


def answers(ruling):
    results = {name: ruling[name] for name in ruling.version.policy.answers}
    return {name: (result.status, plain(result.value), result.rules) for name, result in results.items()}


def around(ruling):
    return {name: (str(ruling.margin(name)), plain(ruling.computed(name))) for name in ruling.version.policy.answers}


@MANY
@given(facts_of_the_policy())
def test_the_ruling_follows_from_the_facts_that_are_cited(facts):
    ruling = ruled(facts)
    cited = ruling.explain_data().to_dict()["facts"]
    again = ruled(cited)
    assert cited.items() <= {path: plain(value) for path, value in ruling.facts.items()}.items()
    assert again.status == ruling.status
    assert answers(again) == answers(ruling)
    assert around(again) == around(ruling)


@MANY
@given(facts_of_the_policy())
def test_explaining_again_from_the_facts_that_are_cited_says_the_same(facts):
    ruling = ruled(facts)
    again = ruled(ruling.explain_data().to_dict()["facts"])
    assert again.explain_data().to_dict()["facts"] == ruling.explain_data().to_dict()["facts"]


def told_well(text, language):
    assert "None" not in text
    assert not re.search(r"[{}]", text), "an unfilled gap"
    assert not re.search(r"\.\.|。。|，，|。，|：。| ,|\( | \.|。；|;\.|：：|“”", text)
    if language == "zh":
        assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff0-9]|[0-9] [\u4e00-\u9fff]", text), "spaces in Chinese"
        assert not re.search(r"[\u4e00-\u9fff][,;!?]|[\u4e00-\u9fff]\.(\s|$)", text), "halfwidth punctuation in Chinese"


@given(facts_of_the_policy(), st.sampled_from(LANGUAGES), st.sampled_from(["buyer", "merchant"]))
def test_what_a_party_reads_has_no_ids_and_no_gaps(facts, language, audience):
    text = ruled(facts).explain(language, audience=audience)
    told_well(text, language)
    assert not RAW_IDS.search(text), RAW_IDS.search(text)
    if language == "en":
        party = {"buyer": "the buyer", "merchant": "the merchant"}[audience]
        ours = text.split("What it rests on")[0]
        assert party not in ours.replace("“", " “")
        sentences = [line.strip(" -") for line in ours.splitlines() if line.strip().endswith(".")]
        assert all(sentence[0].isupper() or sentence[0] in "“0123456789" for sentence in sentences), sentences


@given(facts_of_the_policy(), st.sampled_from(LANGUAGES))
def test_an_auditor_reads_every_cited_fact_rule_and_provision(facts, language):
    ruling = ruled(facts)
    data = ruling.explain_data().to_dict()
    text = ruling.explain(language)
    assert "None" not in text
    assert not re.search(r"[{}]", text)
    for path, value in data["facts"].items():
        assert path in text
        assert {True: "true", False: "false"}.get(value, str(value)) in text
    for decision in data["decisions"].values():
        for reason in decision["reasons"]:
            if reason["rule"] != "otherwise" or reason["state"] != "does_not_apply":
                assert reason["rule"] in text
            if reason["state"] in ("applies", "may_apply"):
                assert all(cited in text for cited in (*reason["cites"], *reason["readings"]))
    assert data["digest"] in text


class Checked(HTMLParser):
    VOID = frozenset({"meta"})

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.words = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)
        assert not {"src", "href", "onclick", "onload"} & {name for name, _ in attrs}
        assert tag not in ("script", "link", "img", "iframe")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@settings(max_examples=40)
@given(facts_of_the_policy(), st.sampled_from(LANGUAGES), st.sampled_from(AUDIENCES))
def test_a_page_is_well_formed_and_stands_alone(facts, language, audience):
    page = ruled(facts, case='<script>alert("&")</script>').explain(language, audience=audience, format="html")
    checked = Checked()
    checked.feed(page)
    checked.close()
    assert checked.open == []
    assert '<script>alert("&")</script>' in " ".join(checked.words)
    assert f'<html lang="{ {"en": "en-GB", "zh": "zh-CN"}[language] }">' in page


@settings(max_examples=40)
@given(facts_of_the_policy(), st.data())
def test_why_not_answers_for_every_value_in_both_languages(facts, data):
    ruling = ruled(facts)
    policy = book().version(ruling.policy).policy
    choices = [(name, value) for name, decision in policy.decisions.items() for value in decision.type.options]
    name, value = data.draw(st.sampled_from(choices))
    asked = ruling.why_not(name, value)
    assert asked.holds == (ruling[name].value == value)
    assert asked.holds or all(way.obstacles or way.overridden_by or way.missing or way.distance for way in asked.ways)
    for language in LANGUAGES:
        told_well(asked.text(language).replace("[", "").replace("]", ""), "en")
