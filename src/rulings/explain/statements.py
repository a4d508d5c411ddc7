"""Facts and results as clauses about what is the case: "the goods are not durable goods"."""

from __future__ import annotations

import datetime as dt

from rulings.algebra import LIST, Expr, FactRef, ItemRef, ResultRef, Value
from rulings.engine.interpreter import Interpreter
from rulings.explain.fields import field_title
from rulings.explain.grammar import definite, quoted, small
from rulings.explain.results import Results
from rulings.explain.spoken import value as in_words
from rulings.explain.voice import Voice
from rulings.kinds.obligation import ONWARD_FIELD
from rulings.model import EXEMPTION, OBLIGATION, WINDOW, Decision, Fact, Policy

_WHEN = ("the moment ", "the day ", "the date ")
_NO_EVENT = ("of ", "for ")
_WHETHER = "whether "
WITH_VERBS = {WINDOW: "window_{}", OBLIGATION: "obligation_{}", EXEMPTION: "exemption_{}"}
"""Kinds whose values are told with verbs of their own."""


class Statements:
    """States the facts of one case, and the results on it, for one reader."""

    def __init__(self, policy: Policy, interpreter: Interpreter, voice: Voice) -> None:
        """Start with what the policy says, how the case stands to it, and who is told."""
        self.policy = policy
        self.interpreter = interpreter
        self.voice = voice

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

    def undecided(self, expr: Expr) -> str:
        """Say of a decision that it cannot be told yet."""
        decision = self.policy.decisions[expr.decision] if isinstance(expr, ResultRef) else None
        if decision is None:
            return self.voice.say("nothing_known")
        if isinstance(expr, ResultRef) and expr.field:
            return self.voice.say("unknown_fact", title=self.result_title(expr))
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
        if not expr.field and decision.kind in WITH_VERBS and isinstance(given, str):
            return self.voice.say(WITH_VERBS[decision.kind].format(given), title=title, value=written)
        return self.voice.say("decision_is", title=title, value=quoted(written) if isinstance(given, str) else written)
