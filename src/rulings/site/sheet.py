"""One page while it is written: its language, its place, and the words and links that depend on both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rulings.algebra import AT, facts_of
from rulings.engine.interpreter import Interpreter
from rulings.explain.clauses import Clauses
from rulings.explain.grammar import capital
from rulings.explain.results import Results
from rulings.explain.spoken import day
from rulings.explain.voice import AUDITOR, Voice
from rulings.model import Bilingual, Decision, Policy
from rulings.site import addresses
from rulings.site.catalogue import Catalogue, Edition
from rulings.site.markup import Attribute, Content, Html, code, element
from rulings.site.phrases import PHRASES

LANG = {"en": "en", "zh": "zh-CN"}
OTHER = {"en": "zh", "zh": "en"}
_CHINA = "Asia/Shanghai"


@dataclass(frozen=True)
class Sheet:
    """A page of one language; `path` is its place within the language."""

    catalogue: Catalogue
    language: str
    path: str

    def say(self, key: str, **parts: object) -> str:
        """Give one of the site's own phrases, its gaps filled."""
        return PHRASES[key].text(self.language).format(**parts)

    def count(self, key: str, number: int) -> str:
        """Give a phrase about a number of things: "1 rule", "2 rules"."""
        return self.say(f"{key}_one" if number == 1 and f"{key}_one" in PHRASES else key, count=number)

    def own(self, text: Bilingual | None) -> str:
        """Give a text of a policy."""
        return "" if text is None else text.text(self.language)

    def other(self, text: Bilingual, **attributes: str) -> Html:
        """Give a text of a policy in the other language, marked as such."""
        language = OTHER[self.language]
        return element("span", text.text(language), lang=LANG[language], **attributes)

    @cached_property
    def voice(self) -> Voice:
        """Give the voice in which the site speaks: with all ids, to nobody in particular."""
        return Voice(self.language, AUDITOR, _CHINA)

    def begun(self, text: str) -> str:
        """Begin a text as a heading or a line of its own begins."""
        return capital(text) if self.language == "en" else text

    @property
    def comma(self) -> str:
        """Give what stands between the items of a list."""
        return "、" if self.language == "zh" else ", "

    def labelled(self, key: str, content: Content) -> list[Content]:
        """Put one of the site's phrases before a content; behind a Chinese colon there is no space."""
        label = self.say(key)
        return [label, "" if label.endswith("：") else " ", content]

    def named(self, text: Bilingual, name: str) -> Content:
        """Give a title with the identifier of what it names, unless that is the same word again."""
        title = self.own(text)
        return title if title.lower().replace(" ", "_") == name else [title, " ", code(name)]

    def sentence(self, text: str) -> str:
        """Make a clause a sentence."""
        return self.voice.sentence(text)

    def day(self, when: date) -> Html:
        """Write a day, in words and for machines."""
        return element("time", day(when, self.voice), datetime=when.isoformat())

    def address(self, target: str, anchor: str = "") -> str:
        """Give the link to a page of the same language."""
        return addresses.link(f"{self.language}/{self.path}", f"{self.language}/{target}", anchor)

    def asset(self, target: str) -> str:
        """Give the link to a file beside the languages."""
        return addresses.link(f"{self.language}/{self.path}", target)

    def translation(self) -> str:
        """Give the link to the same page in the other language."""
        return addresses.link(f"{self.language}/{self.path}", f"{OTHER[self.language]}/{self.path}")

    def to(self, target: str, *content: Content, anchor: str = "", **attributes: Attribute) -> Html:
        """Link to a page of the same language."""
        return element("a", *content, href=self.address(target, anchor), **attributes)


@dataclass(frozen=True)
class PolicySheet(Sheet):
    """A page about one version of a policy."""

    edition: Edition

    @property
    def policy(self) -> Policy:
        """Give the version itself."""
        return self.edition.policy

    @cached_property
    def voice(self) -> Voice:
        """Give the voice of the site, by the clocks of the policy."""
        return Voice(self.language, AUDITOR, self.policy.in_force.timezone)

    @cached_property
    def clauses(self) -> Clauses:
        """Give what states facts and results as clauses; no case stands behind it."""
        return Clauses(self.policy, Interpreter(self.policy.decisions, _nothing_known, {}), self.voice)

    @cached_property
    def results(self) -> Results:
        """Give what puts results into words."""
        return Results(self.policy, self.voice)

    @property
    def home(self) -> str:
        """Give the path of the version's own page."""
        return addresses.version_page(self.policy)

    def here(self, anchor: str, *content: Content, **attributes: Attribute) -> Html:
        """Link to a place on the version's page."""
        return self.to(self.home, *content, anchor=anchor, **attributes)

    def title(self, decision: Decision) -> str:
        """Give the title of a decision as a heading."""
        return self.begun(self.own(decision.title))

    def decision(self, name: str) -> Html:
        """Link to a decision by its title."""
        return self.here(addresses.decision_place(name), self.title(self.policy.decisions[name]))

    def rule(self, decision: str, rule: str) -> Html:
        """Link to a rule by its id."""
        return self.here(addresses.rule_place(decision, rule), code(rule))

    def reading(self, reading: str) -> Html:
        """Link to a reading by its id."""
        return self.here(addresses.reading_place(reading), reading)

    def provision(self, provision: str) -> Html:
        """Link to a provision by its number."""
        return self.here(addresses.provision_place(provision), provision)

    def fact(self, path: str) -> Html:
        """Link to a fact by its path."""
        return code(path) if path == AT.path else self.here(addresses.fact_place(path), code(path))

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Give all decisions: the answers first, as the policy lists them, the others as they stand in the file."""
        known, answers = self.policy.decisions, self.policy.answers
        others = sorted(
            (one for one in known.values() if one.name not in answers), key=lambda one: (one.place.line, one.name)
        )
        return (*(known[name] for name in answers), *others)

    @cached_property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """Give the facts that the version uses, and which decisions use each."""
        found: dict[str, list[str]] = {self.policy.in_force.chosen_by: []}
        for decision in self.decisions:
            for path in sorted(facts_of(decision.choose) - {AT.path}):
                found.setdefault(path, []).append(decision.name)
        return {path: tuple(names) for path, names in sorted(found.items())}


def _nothing_known(path: str) -> None:
    """Stand in for the facts of a case: there is none here."""
    del path
