"""Conditions as clauses about what would be the case: "the goods are durable goods", said of goods that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulings.algebra import (
    All,
    AnyOf,
    Compare,
    Const,
    Expr,
    FactRef,
    Figure,
    IsKnown,
    ItemRef,
    Not,
    OneOf,
    Quantified,
    ResultRef,
    Value,
)
from rulings.explain.grammar import alternatives, listed, sequence
from rulings.explain.relations import OPPOSITE

if TYPE_CHECKING:
    from rulings.explain.clauses import Clauses


class Supposed:
    """Says what it would mean that a condition holds, or that it does not."""

    def __init__(self, clauses: Clauses) -> None:
        """Start with what states facts and results."""
        self.clauses = clauses
        self.voice = clauses.voice

    def clause(self, expr: Expr, *, holds: bool = True) -> str:  # noqa: PLR0911 - one case a node
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
            case All(items=items) | AnyOf(items=items):
                return self._joined(items, together=isinstance(expr, All) is holds, holds=holds)
            case Quantified():
                return self._of_records(expr, holds=holds)
        return self.clauses.subject(expr)

    def _joined(self, items: tuple[Expr, ...], *, together: bool, holds: bool) -> str:
        """Join what would have to hold together, or one of it."""
        parts = [self.clause(item, holds=holds) for item in self.clauses.told_of(items)]
        return sequence(parts, self.voice.language) if together else alternatives(parts, self.voice.language)

    def _of_records(self, expr: Quantified, *, holds: bool) -> str:
        """Say that some record, every record or none would have to be of a kind."""
        asked = holds == (expr.quantifier == "some")
        key = "some_record" if asked else "no_record" if expr.quantifier == "some" else "all_records"
        each, many = self.clauses.records.each_and_many(expr.records)
        wanted = holds or expr.quantifier == "some"
        return self.voice.say(key, each=each, things=many, where=self.clause(expr.where, holds=wanted))

    def _known(self, item: Expr, *, holds: bool) -> str:
        if isinstance(item, FactRef | ItemRef):
            return self.clauses.knowing(self.clauses.fact_of(item), "known" if holds else "unknown")
        title = self.clauses.result_title(item) if isinstance(item, ResultRef) else ""
        return self.voice.say("known_fact" if holds else "unknown_fact", title=title)

    def _among(self, item: Expr, options: tuple[Value, ...], *, holds: bool) -> str:
        if len(options) == 1 and holds and isinstance(item, ResultRef):
            return self.clauses.result_of(item, options[0])
        written = listed([self.clauses.option(item, option) for option in options], self.voice.language, "or")
        return self.voice.say("fact_is" if holds else "supposed_not", title=self._title_of(item), value=written)

    def _comparison(self, op: str, left: Expr, right: Expr) -> str:
        given = self.clauses.known(right)
        if left.type.name == "boolean" and isinstance(given, bool) and op in ("eq", "ne"):
            return self._truth(left, given=given == (op == "eq"))
        if left.type.name in ("choice", "text") and isinstance(right, Const) and op in ("eq", "ne"):
            return self._among(left, (right.value,), holds=op == "eq")
        key = f"time_{op}" if left.type.is_time else op
        relation = self.voice.say(key, operand=self.clauses.operand(right))
        event = self.clauses.event(self.clauses.fact_of(left)) if isinstance(left, FactRef | ItemRef) else None
        if event is not None:
            return self.voice.say("supposed_happened", clause=event, relation=relation)
        return self.voice.say("supposed_relation", title=self._title_of(left), relation=relation)

    def _truth(self, item: Expr, *, given: bool) -> str:
        if isinstance(item, FactRef | ItemRef):
            return self.clauses.stated(self.clauses.fact_of(item), given)
        return self.clauses.result_of(item, given) if isinstance(item, ResultRef) else self.clauses.subject(item)

    def _title_of(self, item: Expr) -> str:
        if isinstance(item, FactRef | ItemRef):
            return self.clauses.title(self.clauses.fact_of(item))
        if isinstance(item, Figure):
            return self.clauses.records.figure(item)
        return self.clauses.result_title(item) if isinstance(item, ResultRef) else self.clauses.subject(item)
