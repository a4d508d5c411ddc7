"""Conditions in words, without a case: "the goods are durable goods", "the number of orders is at least 400"."""

from __future__ import annotations

from collections.abc import Mapping

from rulings.algebra import (
    All,
    AnyOf,
    Closing,
    Compare,
    Const,
    Expr,
    FactRef,
    Figure,
    IsKnown,
    ItemRef,
    Lookup,
    Not,
    OneOf,
    Quantified,
    ResultRef,
    Value,
)
from rulings.explain.grammar import definite, listed
from rulings.explain.relations import OPPOSITE
from rulings.explain.spoken import value as in_words
from rulings.kinds.levels import Parameter
from rulings.model import Bilingual, Fact
from rulings.site.sheet import PolicySheet


class Words:
    """Says what it means that a condition of one policy holds. `by_level` is what goes by level in its decision."""

    def __init__(self, sheet: PolicySheet, by_level: Mapping[str, Parameter] | None = None) -> None:
        """Start with the page for which it is said."""
        self.sheet = sheet
        self.clauses = sheet.clauses
        self.voice = sheet.voice
        self.vocabulary = sheet.policy.vocabulary
        self.by_level = by_level or {}

    # Clauses

    def clause(self, expr: Expr, *, holds: bool = True) -> str:  # noqa: PLR0911 - one case a node
        """Say what it would mean that a condition holds, or that it does not."""
        match expr:
            case Not(item=item):
                return self.clause(item, holds=not holds)
            case All(items=items) if _is_by_level(items):
                return self.clause(items[1], holds=holds)
            case All(items=items) | AnyOf(items=items):
                word = "and" if isinstance(expr, All) is holds else "or"
                return self._together([self.clause(item, holds=holds) for item in items], word)
            case IsKnown(item=item):
                return self._known(item, holds=holds)
            case OneOf(item=item, options=options):
                return self._among(item, tuple(option.value for option in options), holds=holds)
            case Quantified():
                return self.quantified(expr, holds=holds) + self.clause(expr.where)
            case Compare(op=op, left=left, right=right):
                return self._comparison(op if holds else OPPOSITE[op], left, right)
        return self.term(expr)

    def _together(self, clauses: list[str], word: str) -> str:
        """Join clauses; Chinese has other words between clauses than between things."""
        if self.voice.language == "zh":
            return f"，{self.sheet.say(word)}".join(clauses)
        return listed(clauses, self.voice.language, word)

    def quantified(self, expr: Quantified, *, holds: bool = True) -> str:
        """Say of how many records of a list something holds, up to the colon behind which it is said."""
        fact = self.vocabulary.fact(expr.records.path)
        key = expr.quantifier if holds else f"not_{expr.quantifier}"
        return self.sheet.say(key, each=self.sheet.own(fact.each) or fact.of, records=self.sheet.own(fact.title))

    def _known(self, item: Expr, *, holds: bool) -> str:
        if isinstance(item, FactRef | ItemRef):
            return self.clauses.knowing(self._fact_of(item), "known" if holds else "unknown")
        return self.voice.say("known_fact" if holds else "unknown_fact", title=self.term(item))

    def _fact_of(self, item: FactRef | ItemRef) -> Fact:
        return self.vocabulary.fact(item.path if isinstance(item, FactRef) else f"{item.item}.{item.field}")

    def _among(self, item: Expr, options: tuple[Value, ...], *, holds: bool) -> str:
        if len(options) == 1 and holds and isinstance(item, ResultRef) and not item.field:
            return self.clauses.result_of(item, options[0])
        written = listed([self.option(item, option) for option in options], self.voice.language, "or")
        return self.voice.say("fact_is" if holds else "supposed_not", title=self.term(item), value=written)

    def option(self, item: Expr, option: Value) -> str:
        """Give an option of a fact, of a field or of a result in words."""
        titles: Mapping[str, Bilingual] = {}
        if isinstance(item, FactRef | ItemRef):
            titles = self._fact_of(item).options
        elif isinstance(item, ResultRef):
            return self.clauses.option(item, option)
        return in_words(option, self.voice, titles)

    def _comparison(self, op: str, left: Expr, right: Expr) -> str:
        if isinstance(right, Const) and op in ("eq", "ne"):
            if isinstance(right.value, bool):
                return self._truth(left, given=right.value is (op == "eq"))
            if left.type.name in ("choice", "text"):
                return self._among(left, (right.value,), holds=op == "eq")
            if op == "eq":
                return self.voice.say("fact_is", title=self.term(left), value=self.term(right))
        relation = self.relation(op, left, right)
        event = self.clauses.event(self._fact_of(left)) if isinstance(left, FactRef | ItemRef) else None
        if event is not None:
            return self.voice.say("supposed_happened", clause=event, relation=relation)
        return self.voice.say("supposed_relation", title=self.term(left), relation=relation)

    def relation(self, op: str, left: Expr, right: Expr) -> str:
        """Say how something is compared: "at least 400"."""
        return self.voice.say(f"time_{op}" if left.type.is_time else op, operand=self.term(right))

    def _truth(self, item: Expr, *, given: bool) -> str:
        if isinstance(item, ResultRef):
            return self.clauses.result_of(item, given)
        if not isinstance(item, FactRef | ItemRef):
            return self.voice.say("fact_is", title=self.term(item), value=in_words(given, self.voice))
        fact = self._fact_of(item)
        clause = fact.if_true if given else fact.if_false
        if clause is not None:
            return self.voice.told(clause)
        return self.voice.say("fact_is", title=self.sheet.own(fact.title), value=in_words(given, self.voice))

    # What conditions speak about

    def term(self, expr: Expr) -> str:  # noqa: PLR0911 - one case a node
        """Name what is compared, or what it is compared with."""
        match expr:
            case FactRef() | ItemRef():
                return self.clauses.title(self._fact_of(expr))
            case ResultRef():
                return self._result(expr)
            case Const(value=value):
                return in_words(value, self.voice)
            case Lookup(table=table):
                return self._by_level(expr, table)
            case Figure():
                return self._figure(expr)
            case Closing(opened=opened, span=span):
                return self.sheet.say("after", span=span.text(self.voice.language), start=self.term(opened))
        return self.sheet.say("calculated")

    def _result(self, expr: ResultRef) -> str:
        decision = self.sheet.policy.decisions[expr.decision]
        titles = decision.detail.get("by_level") or decision.detail.get("parts") or {}
        named = titles.get(expr.field)
        if named is None:
            return self.clauses.result_title(expr)
        whole = self.clauses.decision_title(decision)
        return self.voice.say("field_of", field=self._definite(named.title), title=whole)

    def _definite(self, title: Bilingual) -> str:
        written = self.sheet.own(title)
        return definite(written) if self.voice.language == "en" else written

    def _by_level(self, expr: Lookup, table: tuple[tuple[str, Const], ...]) -> str:
        title = next((one.title for one in self.by_level.values() if one.at(expr.key) == expr), None)
        if title is None:
            return self.sheet.comma.join(f"{level} {in_words(const.value, self.voice)}" for level, const in table)
        return self.sheet.say("of_level", title=self._definite(title))

    def _figure(self, expr: Figure) -> str:
        return self.figure_head(expr) + self.figure_where(expr)

    def figure_head(self, expr: Figure) -> str:
        """Name what is counted or added up, over all records."""
        fact = self.vocabulary.fact(expr.records.path)
        records = self.sheet.own(fact.title)
        if expr.of is None:
            return self.sheet.say("number_of", records=records)
        return self.sheet.say("total_of", field=self.term(expr.of), records=records)

    def figure_where(self, expr: Figure) -> str:
        """Say for which records it is counted; nothing where it is all of them."""
        if expr.where == All(()):
            return ""
        return self.sheet.say("for_which", where=self.clause(expr.where))


def _is_by_level(items: tuple[Expr, ...]) -> bool:
    """Tell whether it is the form of a line about what goes by level: that there is something, and the comparison."""
    if len(items) != 2 or not isinstance(items[0], OneOf) or not isinstance(items[1], Compare):  # noqa: PLR2004
        return False
    right = items[1].right
    return isinstance(right, Lookup) and right.key == items[0].item
