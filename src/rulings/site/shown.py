"""One decision while it is written, with all that its kind needs to describe and to draw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rulings.algebra import (
    NOT_APPLICABLE,
    OTHERWISE,
    UNLESS_APPLICABLE,
    Closing,
    Const,
    Expr,
    FactRef,
    Not,
    Row,
    Value,
    walk,
)
from rulings.explain.spoken import value as in_words
from rulings.kinds.exemption import REQUIREMENT
from rulings.model import Decision, Rule
from rulings.site.conditions import Conditions
from rulings.site.markup import Content, Html, code, element
from rulings.site.sheet import PolicySheet
from rulings.site.words import Words
from rulings.values import Counting


@dataclass(frozen=True)
class Shown:
    """A decision of the version that a page is about."""

    sheet: PolicySheet
    decision: Decision

    @cached_property
    def words(self) -> Words:
        """Give what puts its conditions into words."""
        return Words(self.sheet, self.decision.detail.get("by_level"))

    @cached_property
    def conditions(self) -> Conditions:
        """Give what writes its conditions."""
        return Conditions(self.words)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Give the rules as they stand in the file, what holds otherwise at the end."""
        return tuple(sorted(self.decision.rules.values(), key=_place))

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Give what each rule does, in the algebra."""
        choose = self.decision.choose
        every = [*choose.rows, *([choose.otherwise] if choose.otherwise is not None else [])]
        return {row.id: row for row in every}

    def stated(self, rule: Rule) -> Expr:
        """Give the condition of a rule as its author wrote it: a requirement stands among the reasons negated."""
        if rule.detail.get("role") == REQUIREMENT and isinstance(rule.when, Not):
            return rule.when.item
        return rule.when

    @property
    def applies_when(self) -> Expr | None:
        """Give the condition on which the decision concerns a case, None where it always does."""
        row = self.rows.get(UNLESS_APPLICABLE)
        guard = None if row is None else row.guard
        return guard.item if isinstance(guard, Not) else guard

    @cached_property
    def options(self) -> tuple[str, ...]:
        """Give what a choice can come to: levels from below, what a table gives in the order of its rules."""
        titles = [name for name in self.decision.value_titles if name in self.decision.type.options]
        order: list[object] = [*self.decision.detail.get("levels", ())]
        if self.decision.kind == "table":
            order += [row.value.value for rule in self.rules if isinstance((row := self.rows[rule.id]).value, Const)]
        ranks = {name: at for at, name in reversed([*enumerate(order)])}
        last = len(order)
        return tuple(sorted(titles, key=lambda name: (name == NOT_APPLICABLE, ranks.get(name, last))))

    @cached_property
    def counting(self) -> Counting | None:
        """Give the settings by which the decision counts time, None where it counts none."""
        found = (node.counting for node in walk(self.decision.choose) if isinstance(node, Closing))
        return next(found, self.decision.detail.get("counting"))

    def value(self, value: Value) -> Html:
        """Write a value that the decision can come to, with its name where it is an option."""
        if isinstance(value, str):
            title = self.decision.value_titles.get(value)
            said = in_words(value, self.sheet.voice, self.decision.value_titles)
            return element("span", said, " ", code(value), class_="value") if title is not None else code(value)
        return element("span", self.sheet.results.value(self.decision, value), class_="value")

    def term(self, expr: Expr) -> Content:
        """Name an expression, and link what it names."""
        if isinstance(expr, Const):
            return self.value(expr.value)
        if isinstance(expr, FactRef):
            return [self.words.term(expr), " ", self.sheet.fact(expr.path)]
        return self.words.term(expr)


def _place(rule: Rule) -> tuple[bool, int, int]:
    return (rule.id == OTHERWISE, rule.place.line, rule.place.column)


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a kind of decision is shown: its drawing, and what a rule of it gives.

    `parts` groups the rules of its table under headings; without it they stand in one list.
    """

    figure: Callable[[Shown], Content]
    gives: Callable[[Shown, Rule], Content]
    parts: Callable[[Shown], list[tuple[Content, tuple[Rule, ...]]]] | None = None
