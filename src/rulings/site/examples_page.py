"""The examples of a version: of each file the facts that it begins with, and what each example changes and expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rulings.algebra import LIST
from rulings.engine.settle import DECIDED
from rulings.examples.expectations import Expectation
from rulings.examples.gathering import Ruled
from rulings.explain.spoken import value as in_words
from rulings.model import Fact
from rulings.plain import plain_value
from rulings.ruling import Ruling
from rulings.site.addresses import HOME, example_place
from rulings.site.frame import page, section
from rulings.site.markup import NOTHING, Content, Html, code, element, joined, separated
from rulings.site.sheet import PolicySheet
from rulings.site.tables import body, card, cards
from rulings.values import Distance

_FEW = 3


class ExamplesPage:
    """Writes the page of one version's examples."""

    def __init__(self, sheet: PolicySheet) -> None:
        """Start with the page."""
        self.sheet = sheet

    def write(self) -> str:
        """Write it whole."""
        sheet = self.sheet
        files: dict[str, list[Ruled]] = {}
        for one in sheet.edition.examples:
            files.setdefault(Path(one.example.place.file).stem, []).append(one)
        written = [section(f"file-{name}", name, self._file(examples)) for name, examples in files.items()]
        heading = element("h1", sheet.say("examples_of", title=sheet.own(sheet.policy.title)))
        intro = element("p", sheet.say("examples_intro"))
        way = (
            (HOME, sheet.own(sheet.policy.vocabulary.title)),
            (sheet.home, f"{sheet.own(sheet.policy.title)} {sheet.policy.version}"),
        )
        title = (
            f"{sheet.own(sheet.policy.title)} {sheet.policy.version}{sheet.say('colon')}{sheet.say('examples_heading')}"
        )
        contents = [(f"file-{name}", f"{name} ({len(examples)})", ()) for name, examples in files.items()]
        return page(sheet, title, [element("div", heading, intro, class_="head"), written], way=way, contents=contents)

    def _file(self, examples: list[Ruled]) -> Html:
        sheet = self.sheet
        heads = [sheet.say(key) for key in ("head_example", "head_facts", "head_expected")]
        table = cards(sheet.say("examples_caption"), heads, [body(self._row(one) for one in examples)], "examples")
        return joined(self._base(examples), table)

    def _base(self, examples: list[Ruled]) -> Html:
        """Write the facts from which the examples of a file start, in the words of an example that keeps them."""
        base = examples[0].example.base
        if not base:
            return NOTHING
        items = [
            element("li", self._given(path, value, self._typed(examples, path))) for path, value in sorted(base.items())
        ]
        told = element("summary", self.sheet.count("base", len(items)))
        return element("details", told, element("ul", items, class_="conditions"), class_="base", open=True)

    @staticmethod
    def _typed(examples: Iterable[Ruled], path: str) -> object:
        keeping = (one.ruling for one in examples if one.ruling is not None and path not in one.example.own)
        return next((ruling.facts[path] for ruling in keeping if path in ruling.facts), None)

    def _row(self, one: Ruled) -> Html:
        sheet, example = self.sheet, one.example
        ruling = one.ruling
        facts = [
            element("li", self._given(path, value, None if ruling is None else ruling.facts.get(path)))
            for path, value in sorted(example.own.items())
        ]
        if example.at is not None:
            facts.append(element("li", sheet.voice.say("label_at"), " ", code(plain_value(example.at))))
        differing: Content = element("ul", facts, class_="conditions") if facts else sheet.say("as_base")
        cells = [(sheet.say("head_facts"), differing), (sheet.say("head_expected"), self._expected(one))]
        return card([code(example.id), self._title(one)], cells, example_place(example.id))

    def _title(self, one: Ruled) -> Html:
        title = self.sheet.own(one.example.title)
        said = element("p", self.sheet.sentence(title)) if title else NOTHING
        pins = separated([self.sheet.reading(pin.text) for pin in one.example.pins], self.sheet.comma)
        told = element("p", element("span", self.sheet.say("pins"), class_="word"), " ", pins) if pins else NOTHING
        return joined(said, told)

    # Facts

    def _given(self, path: str, written: object, typed: Any) -> Html:  # noqa: ANN401 - a value of any type
        """State one fact in words, and as it is written; one that is taken away is not known."""
        fact = self.sheet.policy.vocabulary.facts[path]
        if fact.type == LIST:
            return self._records(fact, written, typed)
        said = self.sheet.clauses.unknown(path) if written is None else self._stated(path, written, typed)
        words = element("span", self.sheet.begun(said), class_="words")
        link = self.sheet.fact(path) if path in self.sheet.facts else code(path)
        shown = "null" if written is None else _as_written(written)
        return joined(words, " ", element("span", link, code(f": {shown}"), class_="written"))

    def _stated(self, path: str, written: object, typed: Any) -> str:  # noqa: ANN401 - a value of any type
        return _as_written(written) if typed is None else self.sheet.clauses.fact(path, typed)

    def _records(self, fact: Fact, written: object, typed: Any) -> Html:  # noqa: ANN401 - a value of any type
        records = written if isinstance(written, list) else []
        known = typed or (None,) * len(records)
        items = [element("li", self._record(fact, *both)) for both in zip(records, known, strict=True)]
        head = self.sheet.begun(self.sheet.own(fact.title))
        count = self.sheet.count("records", len(records))
        told = element("span", head, " ", element("span", count, class_="word"), " ", code(fact.path), class_="words")
        below = element("ol", items, class_="conditions") if items else NOTHING
        if len(items) > _FEW:
            return element("details", element("summary", told), below)
        return joined(told, below)

    def _record(self, fact: Fact, record: Mapping[str, Any], typed: object) -> list[Content]:
        """List the fields of a record; `typed` is the record as the engine knows it, where it came so far."""
        said = [
            self._field(fact.fields[name], value, None if typed is None else getattr(typed, name))
            for name, value in record.items()
            if name in fact.fields
        ]
        return separated(said, self.sheet.comma)

    def _field(self, field: Fact, value: object, typed: Any) -> str:  # noqa: ANN401 - a value of any type
        """State one field of a record."""
        clause = field.if_true if value is True else field.if_false if value is False else None
        if clause is not None:
            return self.sheet.own(clause)
        title = field.options.get(str(value))
        shown = self.sheet.own(title) or (_as_written(value) if typed is None else in_words(typed, self.sheet.voice))
        return self.sheet.voice.say("fact_is", title=self.sheet.own(field.title), value=shown)

    # What is expected

    def _expected(self, one: Ruled) -> Content:
        if one.ruling is None:
            return NOTHING
        by_decision: dict[str, list[Expectation]] = {}
        whole: list[Expectation] = []
        for expectation in one.expectations:
            where = whole if expectation.decision is None else by_decision.setdefault(expectation.decision, [])
            where.append(expectation)
        items = [element("li", self._result(name, wanted, one.ruling)) for name, wanted in by_decision.items()]
        items += [element("li", self._whole(wanted)) for wanted in whole]
        return element("ul", items, class_="results")

    def _whole(self, wanted: Expectation) -> Content:
        if wanted.part == "status":
            look = "codified" if wanted.wanted == DECIDED else "draft"
            return element("span", self.sheet.voice.say(str(wanted.wanted)), class_=f"state {look}")
        return [element("span", self.sheet.say("needs"), class_="word"), " ", self._facts(wanted.wanted)]

    def _facts(self, paths: Iterable[str]) -> Content:
        listed = [self.sheet.fact(path) if path in self.sheet.facts else code(path) for path in paths]
        return separated(listed, self.sheet.comma) or self.sheet.say("nothing")

    def _result(self, name: str, wanted: list[Expectation], ruling: Ruling) -> Content:
        """Say what is expected of a decision; it is what the ruling gives, or the site would not be written."""
        decision = self.sheet.policy.decisions[name]
        parts = {one.part: one.wanted for one in wanted}
        found: list[Content] = [self.sheet.decision(name), self.sheet.say("colon")]
        if "value" in parts:
            value = ruling.outcome(name).value
            said = self.sheet.voice.say("undecided") if value is None else self.sheet.results.value(decision, value)
            found.append(element("strong", self._yes_or_no(name, value) or said))
        margin = ruling[name].margin
        if "margin" in parts and isinstance(margin, Distance):
            found.append(
                [" ", element("span", self.sheet.results.margin(ruling.outcome(name).value, margin), class_="margin")]
            )
        if parts.get("rules"):
            found.append([" ", separated([self.sheet.rule(name, rule) for rule in parts["rules"]], self.sheet.comma)])
        if parts.get("needs"):
            found.append(
                [" ", element("span", self.sheet.say("needs"), class_="word"), " ", self._facts(parts["needs"])]
            )
        return found

    def _yes_or_no(self, name: str, value: object) -> str | None:
        decision = self.sheet.policy.decisions[name]
        clause = decision.if_true if value is True else decision.if_false if value is False else None
        return None if clause is None else self.sheet.own(clause)


def _as_written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
