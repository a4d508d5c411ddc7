"""Conditions as clauses about what is the case: how the case stands to each, and what it is compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

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
    walk,
)
from rulings.engine.interpreter import Interpreter
from rulings.explain.bylevel import ByLevel, table_tests, without_table_tests
from rulings.explain.counted import closes
from rulings.explain.grammar import listed, quoted, sequence
from rulings.explain.quantities import number_of, of_unit
from rulings.explain.reasons import support
from rulings.explain.records import Records
from rulings.explain.relations import OPPOSITE
from rulings.explain.spoken import value as in_words
from rulings.explain.statements import WITH_VERBS, Statements
from rulings.explain.voice import Voice
from rulings.model import Bilingual, Line, Policy
from rulings.values import Truth


class Clauses(Statements):
    """Puts the conditions over one case into clauses for one reader."""

    def __init__(self, policy: Policy, interpreter: Interpreter, voice: Voice) -> None:
        """Start with what the policy says, how the case stands to it, and who is told."""
        super().__init__(policy, interpreter, voice)
        self.by_level = ByLevel(policy)
        self._written = ""

    @cached_property
    def records(self) -> Records:
        """Give what puts conditions over lists of records into clauses."""
        return Records(self)

    def line(self, line: Line) -> str:
        """Say how the case stands to a line of a rule. What it is compared with is named as its author named it."""
        self._written = line.text
        try:
            return self.condition(line.expr)
        finally:
            self._written = ""

    def condition(self, expr: Expr) -> str:  # noqa: PLR0911 - one case a node
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
        """Give the conditions that are worth telling: not that a level has the value that is compared with."""
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
        return self.undecided(item)

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
        has_verbs = isinstance(item, ResultRef) and not item.field and self._kind(item) in WITH_VERBS
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
        if op == "eq" and truth and isinstance(right, Const):
            return self.subject(left)  # it is just that
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
