"""Facts and conditions as clauses about what is the case: "the goods are not durable goods"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from rulings.algebra import (
    LIST,
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
    walk,
)
from rulings.engine.interpreter import Interpreter
from rulings.explain.bylevel import ByLevel, table_tests, without_table_tests
from rulings.explain.counted import closes
from rulings.explain.fields import field_title
from rulings.explain.grammar import definite, listed, quoted, sequence, small
from rulings.explain.quantities import number_of, of_unit
from rulings.explain.reasons import support
from rulings.explain.records import Records
from rulings.explain.relations import OPPOSITE
from rulings.explain.results import Results
from rulings.explain.spoken import value as in_words
from rulings.explain.voice import Voice
from rulings.kinds.obligation import ONWARD_FIELD
from rulings.model import EXEMPTION, OBLIGATION, WINDOW, Bilingual, Decision, Fact, Line, Policy
from rulings.values import Truth

_WHEN = ("the moment ", "the day ", "the date ")
_NO_EVENT = ("of ", "for ")
_WHETHER = "whether "


class Clauses:
    """Puts the facts of one case, and the conditions over them, into clauses for one reader."""

    def __init__(self, policy: Policy, interpreter: Interpreter, voice: Voice) -> None:
        """Start with what the policy says, how the case stands to it, and who is told."""
        self.policy = policy
        self.interpreter = interpreter
        self.voice = voice
        self.by_level = ByLevel(policy)
        self._written = ""

    @cached_property
    def records(self) -> Records:
        """Give what puts conditions over lists of records into clauses."""
        return Records(self)

    # Facts

    def fact_of(self, item: FactRef | ItemRef) -> Fact:
        """Give what the vocabulary says of a fact, or of a field of a record."""
        return self.policy.vocabulary.fact(item.path if isinstance(item, FactRef) else f"{item.item}.{item.field}")

    def fact(self, path: str, given: Value) -> str:
        """State a fact that is known."""
        return self.stated(self.policy.vocabulary.fact(path), given)

    def stated(self, fact: Fact, given: Value) -> str:
        """State a fact, or a field of a record, that is known."""
        if fact.type == LIST and isinstance(given, tuple):
            return self.voice.say("list_is", title=self.title(fact), count=len(given))
        if isinstance(given, bool):
            clause = fact.if_true if given else fact.if_false
            return self.voice.told(clause) if clause is not None else self._is(fact, given)
        happened = self.event(fact)
        if happened is not None and isinstance(given, dt.date):
            return self.voice.say("happened", clause=happened, moment=self.value_of(fact, given))
        return self._is(fact, given)

    def unknown(self, path: str) -> str:
        """Say of a fact that it is not known."""
        return self.knowing(self.policy.vocabulary.fact(path), "unknown")

    def question(self, path: str) -> str:
        """Name a missing fact as what is asked for."""
        fact = self.policy.vocabulary.fact(path)
        event = self.event(fact)
        if event is not None:
            return self.voice.say("question_when", clause=event)
        kind = "whether" if fact.type.name == "boolean" else "fact"
        return self.voice.say(f"question_{kind}", title=self.title(fact))

    def title(self, fact: Fact) -> str:
        """Give a fact's title, the reader spoken to."""
        return self.voice.told(fact.title)

    def value_of(self, fact: Fact, given: Value) -> str:
        """Give a value of a fact in words."""
        return in_words(given, self.voice, fact.options)

    def _is(self, fact: Fact, given: Value) -> str:
        return self.voice.say("fact_is", title=self.title(fact), value=self.value_of(fact, given))

    def event(self, fact: Fact) -> str | None:
        """Of "the moment the order was placed", what happened; None for other titles. Chinese titles stay nouns."""
        title = self.title(fact)
        start = next((start for start in _WHEN if title.startswith(start)), None)
        if start is None or self.voice.language != "en":
            return None
        event = title[len(start) :]
        return None if event.startswith(_NO_EVENT) else event

    def knowing(self, fact: Fact, known: str) -> str:
        """Say of a fact that it is "known" or "unknown"."""
        title, event = self.title(fact), self.event(fact)
        if event is not None:
            return self.voice.say(f"{known}_when", clause=event)
        is_question = title.startswith(_WHETHER) or (self.voice.language == "zh" and fact.type.name == "boolean")
        return self.voice.say(f"{known}_whether" if is_question else f"{known}_fact", title=title)

    # Conditions

    def line(self, line: Line) -> str:
        """Say how the case stands to a line of a rule. What it is compared with is named as its author named it."""
        self._written = line.text
        try:
            return self.condition(line.expr)
        finally:
            self._written = ""

    def condition(self, expr: Expr) -> str:
        """Say how the case stands to a condition, whether it holds, fails or is unknown."""
        match expr:
            case Not(item=item):
                return self.condition(item)
            case IsKnown(item=item):
                return self._known(item, known=self.interpreter.truth(expr) is True)
            case OneOf(item=item, options=options):
                return self._among(item, tuple(option.value for option in options), self.interpreter.truth(expr))
            case Compare(op=op, left=left, right=right):
                return self._comparison(op, left, right)
            case Quantified():
                return self.records.quantified(expr)
            case All() | AnyOf():
                return self._several(expr)
        return self.subject(expr)

    def _several(self, expr: Expr) -> str:
        """Say how the case stands to several conditions in one line, such as a count between two numbers."""
        missing = self.no_value(expr)
        if missing:
            return missing
        stated = [self.condition(leaf) for leaf in self.told_of(support(self.interpreter, expr))]
        return sequence(list(dict.fromkeys(stated)), self.voice.language)

    def no_value(self, expr: Expr) -> str:
        """Say that something goes by level and the current level has no value for it; empty where it has."""
        for test, table in table_tests(expr):
            if self.interpreter.truth(test) is False:
                level = self.option(test.item, self.interpreter.value(test.item))
                return self.voice.say("no_value_at", level=level, name=self._by_level_title(table))
        return ""

    @staticmethod
    def told_of(items: Iterable[Expr]) -> list[Expr]:
        """Give the conditions that are worth telling: not that a level has a value, with which it is compared anyway."""
        return without_table_tests(items)

    def _known(self, item: Expr, *, known: bool) -> str:
        if known:
            return self.subject(item)
        return self._unknown(item)

    def _unknown(self, item: Expr) -> str:
        """Say that something is not known."""
        match item:
            case FactRef() | ItemRef():
                return self.knowing(self.fact_of(item), "unknown")
            case Figure():
                return self.records.unknown_figure(item)
            case Lookup(key=FactRef() as key):
                return self.knowing(self.fact_of(key), "unknown")
        return self._undecided(item)

    def subject(self, expr: Expr) -> str:
        """State what a fact or a result is; say that it is not known where it is not."""
        given = self.interpreter.value(expr)
        if given is None:
            return self._unknown(expr)
        match expr:
            case FactRef() | ItemRef():
                return self.stated(self.fact_of(expr), given)
            case ResultRef():
                return self.result_of(expr, given)
            case Figure():
                title = self.records.figure(expr)
                return self.voice.say("fact_is", title=title, value=of_unit(number_of(given), expr.type, self.voice))
            case Lookup():
                title = self._by_level_title(expr)
                return self.voice.say("fact_is", title=title, value=in_words(given, self.voice))
        return in_words(given, self.voice)

    def _among(self, item: Expr, options: tuple[Value, ...], truth: Truth) -> str:
        stated = self.subject(item)
        if truth is not False or self.voice.is_plain or not self._is_named(item):
            return stated
        others = listed([self.option(item, option) for option in options], self.voice.language, "or")
        return self.voice.say("fact_not", clause=stated, others=others)

    def _is_named(self, item: Expr) -> bool:
        """Whether "…, not …" can follow: a window has verbs of its own, and a yes or no its two clauses."""
        has_verbs = isinstance(item, ResultRef) and not item.field and self._kind(item) in _WITH_VERBS
        return item.type.name in ("choice", "text") and not has_verbs

    def _kind(self, item: ResultRef) -> str:
        return self.policy.decisions[item.decision].kind

    def option(self, item: Expr, option: Value) -> str:
        """Give an option of a fact or a result in words."""
        titles = self._titles(item)
        written = in_words(option, self.voice, titles)
        return quoted(written) if isinstance(item, ResultRef) else written

    def _titles(self, item: Expr) -> dict[str, Bilingual]:
        if isinstance(item, FactRef | ItemRef):
            return dict(self.fact_of(item).options)
        return dict(self.policy.decisions[item.decision].value_titles) if isinstance(item, ResultRef) else {}

    def _comparison(self, op: str, left: Expr, right: Expr) -> str:
        one, other = self.interpreter.value(left), self.interpreter.value(right)
        if one is None or other is None:
            return self.subject(left) if one is None else self.subject(right)
        if left.type.name in ("choice", "text", "boolean") and isinstance(right, Const):
            differs = op == "eq" and one != other
            return self._among(left, (right.value,), not differs)
        return self._related(op, left, right)

    def _related(self, op: str, left: Expr, right: Expr) -> str:
        truth = self.interpreter.value(Compare(op, left, right))
        actual = op if truth else OPPOSITE[op]
        key = f"time_{actual}" if left.type.is_time else actual
        relation = self.voice.say(key, operand=self.operand(right))
        return self.voice.say("related", clause=self.subject(left), relation=relation)

    def known(self, expr: Expr) -> Value:
        """Give a value, None where it is not known, or is a field of a record and no record is looked at."""
        fields = (node for node in walk(expr) if isinstance(node, ItemRef))
        is_open = any(field.item not in self.interpreter.items for field in fields)
        return None if is_open and not isinstance(expr, Figure | Quantified) else self.interpreter.value(expr)

    def operand(self, expr: Expr) -> str:
        """Give what something is compared with: a value, or what has it, with its value."""
        value = self.known(expr)
        given = in_words(value, self.voice)
        title = self.operand_title(expr)
        if title is None:
            return self._end_of(expr, given)
        if value is None:
            return title
        key = "value_of_operand" if isinstance(expr, Lookup) else "operand_with_value"
        return self.voice.say(key, title=title, value=given)

    def operand_title(self, expr: Expr) -> str | None:
        """Name what has a value; None for a value that stands for itself."""
        match expr:
            case FactRef() | ItemRef():
                return self.title(self.fact_of(expr))
            case ResultRef():
                return self.result_title(expr)
            case Figure():
                return self.records.figure(expr)
            case Lookup():
                return self._by_level_title(expr)
        return None

    def _by_level_title(self, expr: Lookup) -> str:
        parameter = self.by_level.parameter(expr, self._written)
        return self.voice.say("by_level") if parameter is None else self.voice.told(parameter.title)

    def _end_of(self, expr: Expr, given: str) -> str:
        """A period ends at 24:00 of its last day, where it ends with that day."""
        start = self.interpreter.value(expr.opened) if isinstance(expr, Closing) else None
        return (
            closes(expr, start, self.voice) if isinstance(expr, Closing) and isinstance(start, dt.datetime) else given
        )

    # Results of other decisions

    def decision_title(self, decision: Decision) -> str:
        """Give a decision's title as a part of a sentence."""
        title = self.voice.told(decision.title)
        return definite(title) if self.voice.language == "en" else title

    def result_title(self, expr: ResultRef) -> str:
        """Name a result: the decision, or a computed field of it."""
        decision = self.policy.decisions[expr.decision]
        title = self.decision_title(decision)
        if not expr.field:
            return title
        return self.voice.say("field_of", field=field_title(decision, expr.field, self.voice), title=title)

    def _undecided(self, expr: Expr) -> str:
        decision = self.policy.decisions[expr.decision] if isinstance(expr, ResultRef) else None
        if decision is None:
            return self.voice.say("nothing_known")
        title = self.voice.told(decision.title)
        if decision.if_true is not None:
            return self.voice.say("unknown_whether", title=small(title))
        return self.voice.say("undecided_decision", title=self.decision_title(decision))

    def result(self, decision: Decision, given: Value) -> str:
        """State what a decision comes to, as a clause."""
        return self.result_of(ResultRef(decision.name, "", decision.type), given)

    def result_of(self, expr: ResultRef, given: Value) -> str:
        """State a result as a clause."""
        decision = self.policy.decisions[expr.decision]
        if isinstance(given, bool) and decision.if_true is not None and decision.if_false is not None:
            return self.voice.told(decision.if_true if given else decision.if_false)
        if isinstance(given, tuple):
            return Results(self.policy, self.voice).short(decision, given)
        if expr.field == ONWARD_FIELD:
            return self.voice.say(f"onward_{given}", title=self.decision_title(decision))
        title = self.result_title(expr)
        written = in_words(given, self.voice, decision.value_titles)
        if not expr.field and decision.kind in _WITH_VERBS and isinstance(given, str):
            return self.voice.say(_WITH_VERBS[decision.kind].format(given), title=title, value=written)
        return self.voice.say("decision_is", title=title, value=quoted(written) if isinstance(given, str) else written)


_WITH_VERBS = {WINDOW: "window_{}", OBLIGATION: "obligation_{}", EXEMPTION: "exemption_{}"}
"""Kinds whose values are told with verbs of their own."""
