"""Conditions over lists of records as clauses: which record makes it so, and how many there are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rulings.algebra import All, FactRef, Figure, ItemRef, Quantified, Value
from rulings.engine.facts import attribute
from rulings.explain.bylevel import without_table_tests
from rulings.explain.grammar import definite, plural, sequence
from rulings.explain.nearest import looking_at, nearest_record, records_of, truths_of
from rulings.explain.reasons import support
from rulings.explain.spoken import shown_text
from rulings.explain.spoken import value as in_words
from rulings.explain.supposed import Supposed
from rulings.model import Fact

if TYPE_CHECKING:
    from rulings.explain.clauses import Clauses


class Records:
    """Puts what holds of records into clauses."""

    def __init__(self, clauses: Clauses) -> None:
        """Start with what states single facts."""
        self.clauses = clauses
        self.voice = clauses.voice
        self.interpreter = clauses.interpreter

    # Some and every

    def quantified(self, expr: Quantified) -> str:
        """Say how a list stands to `some` or `every`: by the record that makes it so, if one does."""
        truth = self.interpreter.truth(expr)
        if self.interpreter.value(expr.records) is None:
            return self.clauses.unknown(expr.records.path)
        missing = self.clauses.no_value(expr.where)
        if missing:
            return missing
        truths = truths_of(self.interpreter, expr)
        if not truths:
            return self.voice.say("no_records", title=self._list(expr.records).text)
        if truth is (expr.quantifier == "every"):
            return self._all_alike(expr, len(truths))
        return self.record(expr, truths.index(truth))

    def record(self, expr: Quantified, at: int) -> str:
        """Say how one record stands to a condition."""
        record = records_of(self.interpreter, expr.records)[at]
        with looking_at(self.interpreter, expr.item, record):
            leaves = without_table_tests(support(self.interpreter, expr.where))
            stated = dict.fromkeys(self.clauses.condition(leaf) for leaf in leaves)
        return self._labelled(expr, record, at, sequence(list(stated), self.voice.language))

    def _all_alike(self, expr: Quantified, count: int) -> str:
        """Every record is as it should be, or none is as one should be: of these the nearest is named."""
        words = self._list(expr.records)
        supposed = Supposed(self.clauses).clause(expr.where)
        if expr.quantifier == "every":
            return self.voice.say(
                "every_record", count=count, things=words.things(count), title=words.text, where=supposed
            )
        none = self.voice.say("no_such_record", things=words.many, each=words.each, where=supposed)
        at = nearest_record(self.interpreter, expr)
        return none if at is None else self.voice.say("with_nearest", clause=none, nearest=self.record(expr, at))

    def _labelled(self, expr: Quantified, record: object, at: int, clause: str) -> str:
        """Put before a clause of which record it is said: by its day, its name, or its number."""
        words = self._list(expr.records)
        for path, given in self._fields(words.fact, record):
            fact = words.fact.fields[path]
            if fact.type.name == "date" and isinstance(given, dt.date):
                return self.voice.say("on_day", day=in_words(given, self.voice), clause=clause)
            if fact.type.name == "text" and isinstance(given, str):
                return self.voice.say("of_named_record", each=words.each, name=shown_text(given), clause=clause)
        return self.voice.say("of_record", each=words.each, number=at + 1, clause=clause)

    @staticmethod
    def _fields(fact: Fact, record: object) -> list[tuple[str, Value]]:
        """What could name a record: a day before a text, each in the order of the vocabulary's names."""
        named = [(name, getattr(record, attribute(name), None)) for name in fact.fields]
        return sorted(named, key=lambda pair: fact.fields[pair[0]].type.name != "date")

    # Figures

    def figure(self, expr: Figure) -> str:
        """Name a figure: "the number of days for which …", or "the sum of … over the days for which …"."""
        words = self._list(expr.records)
        where = "" if expr.where == All(()) else Supposed(self.clauses).clause(expr.where)
        key = "figure_count" if expr.of is None else "figure_sum"
        title = self._field_title(expr.of) if isinstance(expr.of, ItemRef) else ""
        return self.voice.say(
            key + ("_where" if where else ""), things=words.many, each=words.each, sum_of=title, where=where
        )

    def _field_title(self, field: ItemRef) -> str:
        title = self.clauses.title(self.clauses.fact_of(field))
        return definite(title) if self.voice.language == "en" else title

    def unknown_figure(self, expr: Figure) -> str:
        """Say why a figure is not known: the list is not, or a field of one of its records."""
        if self.interpreter.value(expr.records) is None:
            return self.clauses.unknown(expr.records.path)
        return self.voice.say("unknown_fact", title=self.figure(expr))

    def each_and_many(self, records: FactRef) -> tuple[str, str]:
        """Give what one record of a list is called, and what several are."""
        words = self._list(records)
        return words.each, words.many

    def _list(self, records: FactRef) -> _ListWords:
        return _ListWords(self.clauses.policy.vocabulary.fact(records.path), self.clauses)


class _ListWords:
    """What a list, and its records, are called."""

    def __init__(self, fact: Fact, clauses: Clauses) -> None:
        self.fact = fact
        self.text = clauses.title(fact)
        self.language = clauses.voice.language
        self.each = "" if fact.each is None else clauses.voice.told(fact.each)

    @property
    def many(self) -> str:
        return plural(self.each) if self.language == "en" else self.each

    def things(self, count: int) -> str:
        return self.each if count == 1 else self.many
