"""The page of one version: what it decides first, then what that rests on."""

from __future__ import annotations

from collections.abc import Sequence

from rulings.algebra import DATETIME
from rulings.explain.spoken import zone_name
from rulings.model import Decision
from rulings.site.addresses import (
    HOME,
    decision_place,
    examples_page,
    parameter_place,
    provision_place,
    provisions_page,
    reading_place,
)
from rulings.site.catalogue import rules_of
from rulings.site.decisions import decision_section, kind_badge
from rulings.site.facts import facts_table
from rulings.site.frame import Heading, page, section
from rulings.site.kinds.amount import parameter
from rulings.site.markup import NOTHING, Content, Html, code, element, joined, separated
from rulings.site.sheet import PolicySheet
from rulings.site.shown import Shown
from rulings.site.tables import body, card, cards, row, scrolling
from rulings.site.timeline import Axis, in_force, state, timeline


class VersionPage:
    """Writes the page of one version."""

    def __init__(self, sheet: PolicySheet) -> None:
        """Start with the page."""
        self.sheet = sheet
        self.policy = sheet.policy
        known = [Shown(sheet, decision) for decision in sheet.decisions]
        self.answers = [shown for shown in known if shown.decision.name in self.policy.answers]
        self.others = [shown for shown in known if shown.decision.name not in self.policy.answers]

    def write(self) -> str:
        """Write it whole."""
        sheet = self.sheet
        parts: Sequence[tuple[str, str, Content, list[Decision]]] = (
            ("answers", "answers_heading", self._answers(), [shown.decision for shown in self.answers]),
            ("others", "others_heading", self._others(), [shown.decision for shown in self.others]),
            ("parameters", "parameters_heading", self._parameters(), []),
            ("facts", "facts_used_heading", self._facts(), []),
            ("readings", "readings_heading", self._readings(), []),
            ("not-expressed", "not_expressed_heading", self._not_expressed(), []),
            ("provisions", "provisions_cited_heading", self._provisions(), []),
            ("examples", "examples_heading", self._examples(), []),
        )
        there = [part for part in parts if part[2]]
        contents: list[Heading] = [
            (place, sheet.say(key), tuple((decision_place(one.name), sheet.title(one)) for one in decisions))
            for place, key, _, decisions in there
        ]
        written = [section(place, sheet.say(key), content) for place, key, content, _ in there]
        way = ((HOME, sheet.own(self.policy.vocabulary.title)),)
        title = f"{sheet.own(self.policy.title)} {self.policy.version}"
        return page(sheet, title, [self._head(), written], way=way, contents=contents)

    def _head(self) -> Html:
        sheet, policy, edition = self.sheet, self.policy, self.sheet.edition
        editions = sheet.catalogue.editions[policy.id]
        note = (
            element("p", sheet.say("corrected_note", by=edition.replaced_by), class_="warning")
            if edition.replaced_by
            else NOTHING
        )
        return element(
            "div",
            element("h1", sheet.own(policy.title), " ", sheet.other(policy.title, class_="twin")),
            note,
            element(
                "dl", [joined(element("dt", name), element("dd", said)) for name, said in self._pairs()], class_="pairs"
            ),
            timeline(sheet, editions, Axis.of(editions), edition),
            class_="head",
        )

    def _pairs(self) -> list[tuple[str, Content]]:
        sheet, policy = self.sheet, self.policy
        chosen = policy.in_force.chosen_by
        title = sheet.own(policy.vocabulary.fact(chosen).title)
        return [
            (sheet.say("label_version"), code(policy.name)),
            (sheet.say("label_in_force"), [in_force(sheet, sheet.edition), state(sheet, sheet.edition)]),
            (sheet.say("label_chosen_by"), [title, " ", sheet.fact(chosen), self._clocks()]),
            (sheet.say("label_published"), sheet.day(policy.published)),
            (sheet.say("label_sources"), self._sources()),
            (sheet.say("label_proof"), self._proof()),
            (sheet.say("label_digest"), code(policy.digest, class_="digest")),
        ]

    def _clocks(self) -> str:
        """Say by which clocks a day begins, where the fact that chooses the version is a moment."""
        in_force = self.policy.in_force
        if self.policy.vocabulary.fact(in_force.chosen_by).type != DATETIME:
            return ""
        return self.sheet.say("by_clocks", zone=zone_name(in_force.timezone, self.sheet.voice))

    def _sources(self) -> Content:
        documents = self.policy.register.documents
        said = [
            element("li", code(name), " ", self.sheet.own(documents[name][1])) for name in sorted(self.policy.sources)
        ]
        return element("ul", said, class_="plain")

    def _proof(self) -> Content:
        sheet, edition = self.sheet, self.sheet.edition
        if edition.replaced_by:
            return sheet.say("proof_not_asked")
        if not edition.unproved:
            return sheet.count("proved", len(self.policy.decisions))
        open_ = separated([sheet.decision(name) for name in edition.unproved], sheet.comma)
        return [sheet.say("proved_but"), " ", open_]

    # Decisions

    def _answers(self) -> Html:
        heads = [self.sheet.say(key) for key in ("head_question", "head_kind", "head_answers", "head_rules")]
        rows = body(self._answer(shown) for shown in self.answers)
        table = cards(self.sheet.say("answers_caption"), heads, [rows], "answers")
        return joined(table, [decision_section(shown) for shown in self.answers])

    def _answer(self, shown: Shown) -> Html:
        contents = (kind_badge(shown), self._what_it_gives(shown), str(rules_of(shown.decision)))
        heads = [self.sheet.say(key) for key in ("head_kind", "head_answers", "head_rules")]
        return card(self.sheet.decision(shown.decision.name), zip(heads, contents, strict=True))

    def _what_it_gives(self, shown: Shown) -> str:
        """Say in short what a decision can come to."""
        titles = [self.sheet.own(shown.decision.value_titles[name]) for name in shown.options]
        if shown.decision.type.name == "choice" and titles:
            return self.sheet.comma.join(titles) if self.sheet.language == "zh" else "; ".join(titles)
        return self.sheet.say(f"type_{shown.decision.type.name}")

    def _others(self) -> Html:
        return joined(decision_section(shown) for shown in self.others)

    # What the decisions use

    def _parameters(self) -> Html:
        sheet = self.sheet
        if not self.policy.parameters:
            return NOTHING
        heads = [sheet.say("head_parameter"), sheet.say("head_value")]
        rows = [
            row(code(name), [parameter(value, sheet)], id=parameter_place(name))
            for name, value in self.policy.parameters.items()
        ]
        return scrolling(sheet.say("parameters_caption"), heads, rows)

    def _facts(self) -> Html:
        used = self.sheet.facts

        def used_by(path: str) -> Content:
            said: list[Content] = [self.sheet.decision(name) for name in used[path]]
            if path == self.policy.in_force.chosen_by:
                said.insert(0, self.sheet.say("chooses_version"))
            return separated(said, self.sheet.comma)

        return facts_table(self.sheet, self.policy.vocabulary, used, used_by)

    def _readings(self) -> Html:
        sheet = self.sheet
        if not self.policy.readings:
            return NOTHING
        places: dict[str, list[Html]] = {}
        for shown in (*self.answers, *self.others):
            for rule in shown.rules:
                for name in rule.readings:
                    places.setdefault(name, []).append(self._place(shown, rule.id))
        items = [
            element(
                "div",
                element(
                    "dt", code(reading.id), " ", separated([sheet.provision(id_) for id_ in reading.of], sheet.comma)
                ),
                element("dd", sheet.own(reading.says), self._taken_by(places.get(reading.id, []))),
                id=reading_place(reading.id),
            )
            for reading in sorted(self.policy.readings.values(), key=lambda one: one.id)
        ]
        return joined(element("p", sheet.say("readings_intro")), element("dl", items, class_="entries"))

    def _place(self, shown: Shown, rule: str) -> Html:
        return element(
            "span", self.sheet.decision(shown.decision.name), " ", self.sheet.rule(shown.decision.name, rule)
        )

    def _taken_by(self, places: list[Html]) -> Html:
        if not places:
            return NOTHING
        said = separated(places, self.sheet.comma)
        return element("p", element("span", self.sheet.say("taken_by"), class_="word"), " ", said, class_="uses")

    def _not_expressed(self) -> Html:
        items = [
            element("div", element("dt", self.sheet.provision(id_)), element("dd", self.sheet.own(because)))
            for id_, because in self.policy.not_expressed.items()
        ]
        return element("dl", items, class_="entries") if items else NOTHING

    def _provisions(self) -> Html:
        """Quote the register on every provision that the version names."""
        sheet = self.sheet
        named = {
            id_ for decision in self.policy.decisions.values() for rule in decision.rules.values() for id_ in rule.cites
        }
        named |= {id_ for reading in self.policy.readings.values() for id_ in reading.of} | set(
            self.policy.not_expressed
        )
        register = provisions_page(self.policy.vocabulary.platform)
        items = [
            element(
                "div",
                element("dt", sheet.to(register, id_, anchor=provision_place(id_))),
                element("dd", sheet.own(provision.states), self._unclear(id_)),
                id=provision_place(id_),
            )
            for id_, provision in self.policy.register.provisions.items()
            if id_ in named
        ]
        return joined(element("p", sheet.say("provisions_intro")), element("dl", items, class_="entries"))

    def _unclear(self, provision: str) -> Html:
        unclear = self.policy.register.provisions[provision].unclear
        if unclear is None:
            return NOTHING
        said = element("span", self.sheet.say("unclear"), class_="word")
        return element("p", said, " ", self.sheet.own(unclear), class_="unclear")

    def _examples(self) -> Html:
        number = len(self.sheet.edition.examples)
        if not number:
            return NOTHING
        return element("p", self.sheet.to(examples_page(self.policy), self.sheet.count("examples_link", number)))
