"""Facts and conditions as clauses about what is the case: "the goods are not durable goods"."""

from __future__ import annotations

import datetime as dt

from rulings.algebra import Compare, Const, Expr, FactRef, IsKnown, Not, OneOf, ResultRef, Value
from rulings.engine.interpreter import Interpreter
from rulings.explain.grammar import definite, listed, quoted, small
from rulings.explain.results import Results
from rulings.explain.spoken import value as in_words
from rulings.explain.voice import Voice
from rulings.model import WINDOW, Bilingual, Decision, Fact, Policy
from rulings.values import Truth

_WHEN = ("the moment ", "the day ", "the date ")
_WHETHER = "whether "


class Clauses:
    """Puts the facts of one case, and the conditions over them, into clauses for one reader."""

    def __init__(self, policy: Policy, interpreter: Interpreter, voice: Voice) -> None:
        """Start with what the policy says, how the case stands to it, and who is told."""
        self.policy = policy
        self.interpreter = interpreter
        self.voice = voice

    # Facts

    def fact(self, path: str, given: Value) -> str:
        """State a fact that is known."""
        fact = self.policy.vocabulary.fact(path)
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
        return title[len(start) :] if start is not None and self.voice.language == "en" else None

    def knowing(self, fact: Fact, known: str) -> str:
        """Say of a fact that it is "known" or "unknown"."""
        title, event = self.title(fact), self.event(fact)
        if event is not None:
            return self.voice.say(f"{known}_when", clause=event)
        is_question = title.startswith(_WHETHER) or (self.voice.language == "zh" and fact.type.name == "boolean")
        return self.voice.say(f"{known}_whether" if is_question else f"{known}_fact", title=title)

    # Conditions

    def condition(self, expr: Expr) -> str:
        """Say how the case stands to one line of a rule, whether it holds, fails or is unknown."""
        match expr:
            case Not(item=item):
                return self.condition(item)
            case IsKnown(item=item):
                return self._known(item, known=self.interpreter.truth(expr) is True)
            case OneOf(item=item, options=options):
                return self._among(item, tuple(option.value for option in options), self.interpreter.truth(expr))
            case Compare(op=op, left=left, right=right):
                return self._comparison(op, left, right)
        return self.subject(expr)

    def _known(self, item: Expr, *, known: bool) -> str:
        if known:
            return self.subject(item)
        return self.unknown(item.path) if isinstance(item, FactRef) else self._undecided(item)

    def subject(self, expr: Expr) -> str:
        """State what a fact or a result is; say that it is not known where it is not."""
        given = self.interpreter.value(expr)
        if isinstance(expr, FactRef):
            return self.unknown(expr.path) if given is None else self.fact(expr.path, given)
        if isinstance(expr, ResultRef):
            return self._undecided(expr) if given is None else self.result_of(expr, given)
        return in_words(given, self.voice)

    def _among(self, item: Expr, options: tuple[Value, ...], truth: Truth) -> str:
        stated = self.subject(item)
        if truth is not False or self.voice.is_plain or not self._is_named(item):
            return stated
        others = listed([self.option(item, option) for option in options], self.voice.language, "or")
        return self.voice.say("fact_not", clause=stated, others=others)

    def _is_named(self, item: Expr) -> bool:
        """Whether "…, not …" can follow: a window has verbs of its own, and a yes or no its two clauses."""
        is_window = isinstance(item, ResultRef) and self.policy.decisions[item.decision].kind == WINDOW
        return item.type.name in ("choice", "text") and not is_window

    def option(self, item: Expr, option: Value) -> str:
        """Give an option of a fact or a result in words."""
        titles = self._titles(item)
        written = in_words(option, self.voice, titles)
        return quoted(written) if isinstance(item, ResultRef) else written

    def _titles(self, item: Expr) -> dict[str, Bilingual]:
        if isinstance(item, FactRef):
            return dict(self.policy.vocabulary.fact(item.path).options)
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

    def operand(self, expr: Expr) -> str:
        """Give what something is compared with: a value, or what has it, with its value."""
        given = in_words(self.interpreter.value(expr), self.voice)
        if isinstance(expr, FactRef):
            title = self.title(self.policy.vocabulary.fact(expr.path))
            return self.voice.say("operand_with_value", title=title, value=given)
        if isinstance(expr, ResultRef):
            return self.voice.say("operand_with_value", title=self.result_title(expr), value=given)
        return given

    # Results of other decisions

    def decision_title(self, decision: Decision) -> str:
        """Give a decision's title as a part of a sentence."""
        title = self.voice.told(decision.title)
        return definite(title) if self.voice.language == "en" else title

    def result_title(self, expr: ResultRef) -> str:
        """Name a result: the decision, or a computed field of it."""
        title = self.decision_title(self.policy.decisions[expr.decision])
        return self.voice.say("field_of", field=self.field_title(expr), title=title) if expr.field else title

    def field_title(self, expr: ResultRef) -> str:
        """Name a computed field of a decision."""
        key = f"field_{expr.field}"
        if expr.field in ("opens_at", "last_moment"):
            return self.voice.say(key)
        return self.voice.say("field_other", field=expr.field)

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
        title = self.result_title(expr)
        if decision.kind == WINDOW and not expr.field:
            return self.voice.say(f"window_{given}", title=title)
        written = in_words(given, self.voice, decision.value_titles)
        return self.voice.say("decision_is", title=title, value=quoted(written) if isinstance(given, str) else written)


OPPOSITE = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
