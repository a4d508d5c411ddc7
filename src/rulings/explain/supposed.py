"""Conditions as clauses about what would be the case: "the goods are durable goods", said of goods that are not."""

from __future__ import annotations

from rulings.algebra import Compare, Const, Expr, FactRef, IsKnown, Not, OneOf, ResultRef, Value
from rulings.explain.clauses import OPPOSITE, Clauses
from rulings.explain.grammar import listed


class Supposed:
    """Says what it would mean that a condition holds, or that it does not."""

    def __init__(self, clauses: Clauses) -> None:
        """Start with what states facts and results."""
        self.clauses = clauses
        self.voice = clauses.voice

    def clause(self, expr: Expr, *, holds: bool = True) -> str:
        """Say what it would mean that a condition holds, or that it does not."""
        match expr:
            case Not(item=item):
                return self.clause(item, holds=not holds)
            case IsKnown(item=item):
                return self._known(item, holds=holds)
            case OneOf(item=item, options=options):
                return self._among(item, tuple(option.value for option in options), holds=holds)
            case Compare(op=op, left=left, right=right):
                return self._comparison(op if holds else OPPOSITE[op], left, right)
        return self.clauses.subject(expr)

    def _known(self, item: Expr, *, holds: bool) -> str:
        if isinstance(item, FactRef):
            return self.clauses.knowing(self.clauses.policy.vocabulary.fact(item.path), "known" if holds else "unknown")
        title = self.clauses.result_title(item) if isinstance(item, ResultRef) else ""
        return self.voice.say("known_fact" if holds else "unknown_fact", title=title)

    def _among(self, item: Expr, options: tuple[Value, ...], *, holds: bool) -> str:
        if len(options) == 1 and holds and isinstance(item, ResultRef):
            return self.clauses.result_of(item, options[0])
        written = listed([self.clauses.option(item, option) for option in options], self.voice.language, "or")
        return self.voice.say("fact_is" if holds else "supposed_not", title=self._title_of(item), value=written)

    def _comparison(self, op: str, left: Expr, right: Expr) -> str:
        given = self.clauses.interpreter.value(right)
        if left.type.name == "boolean" and isinstance(given, bool) and op in ("eq", "ne"):
            return self._truth(left, given=given == (op == "eq"))
        if left.type.name in ("choice", "text") and isinstance(right, Const) and op in ("eq", "ne"):
            return self._among(left, (right.value,), holds=op == "eq")
        key = f"time_{op}" if left.type.is_time else op
        relation = self.voice.say(key, operand=self.clauses.operand(right))
        event = (
            self.clauses.event(self.clauses.policy.vocabulary.fact(left.path)) if isinstance(left, FactRef) else None
        )
        if event is not None:
            return self.voice.say("supposed_happened", clause=event, relation=relation)
        return self.voice.say("supposed_relation", title=self._title_of(left), relation=relation)

    def _truth(self, item: Expr, *, given: bool) -> str:
        if isinstance(item, FactRef):
            return self.clauses.fact(item.path, given)
        return self.clauses.result_of(item, given) if isinstance(item, ResultRef) else self.clauses.subject(item)

    def _title_of(self, item: Expr) -> str:
        if isinstance(item, FactRef):
            return self.clauses.title(self.clauses.policy.vocabulary.fact(item.path))
        return self.clauses.result_title(item) if isinstance(item, ResultRef) else self.clauses.subject(item)
