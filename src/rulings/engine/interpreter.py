"""The interpreter: the definition of what the algebra means, and the record of every step.

Short and plain before fast: everything else is tested against it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rulings.algebra import (
    All,
    AnyOf,
    Arith,
    Choose,
    Closing,
    Compare,
    Const,
    Expr,
    FactRef,
    Figure,
    If,
    Interval,
    IsKnown,
    ItemRef,
    Lookup,
    Not,
    OneOf,
    Portion,
    Quantified,
    ResultRef,
    Rounded,
    Row,
    Value,
)
from rulings.engine.facts import attribute
from rulings.engine.numbers import calculated, figure, portion, rounded_to
from rulings.engine.settle import NOTHING_PROVED, Outcome, Proved, effective, gate_of, settle
from rulings.values import Distance, Money, Truth, all_of, any_of, closing, negate

if TYPE_CHECKING:
    from rulings.model import Decision

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
Facts = Callable[[str], Value]
_T = TypeVar("_T")


class Interpreter:
    """Runs the decisions of one policy on the facts of one case.

    `facts` gives a fact's value, None where it is unknown.
    """

    def __init__(
        self, decisions: Mapping[str, Decision], facts: Facts, proved: Mapping[str, Proved] | None = None
    ) -> None:
        """Prepare; nothing is computed before it is asked for. `proved` says what is proved of the decisions."""
        self.decisions = decisions
        self.facts = facts
        self.proved = proved or {}
        self.outcomes: dict[str, Outcome] = {}
        self.record: dict[Expr, Value] = {}
        self.items: dict[str, Any] = {}

    def decide(self, name: str) -> Outcome:
        """Give the outcome of a decision. Raises RuleConflict or RuleGap."""
        if name not in self.outcomes:
            choose = self.decisions[name].choose
            guards = [self.truth(row.guard) for row in choose.rows]
            proved = self.proved.get(name, NOTHING_PROVED)
            self.outcomes[name] = settle(name, choose, guards, lambda row: self.value(row.value), proved)
        return self.outcomes[name]

    def truth(self, expr: Expr) -> Truth:
        """Give the truth of a condition."""
        value = self.value(expr)
        return value if value is None else bool(value)

    def value(self, expr: Expr) -> Value:
        """Give the value of an expression, None where it is unknown, and remember it."""
        if isinstance(expr, Const):
            # Not remembered: the same moment may be written with several offsets, and counts as equal.
            return expr.value
        if expr not in self.record:
            self.record[expr] = self._value(expr)
        return self.record[expr]

    def _value(self, expr: Expr) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case a node: this is the whole meaning
        match expr:
            case Const(value=value):
                return value
            case FactRef(path=path):
                return self.facts(path)
            case ResultRef(decision=decision, field=""):
                return self.decide(decision).value
            case ResultRef(decision=decision, field=field):
                return self.field(decision, field)
            case Compare(left=left, right=Closing()) if self.value(left) is None:
                return None  # the end of the period is not asked for, which may lie beyond the holiday calendar
            case Compare(op=op, left=left, right=right):
                return self._compare(op, self.value(left), self.value(right))
            case OneOf(item=item, options=options):
                value = self.value(item)
                return None if value is None else any(value == option.value for option in options)
            case IsKnown(item=item):
                return self.value(item) is not None
            case Not(item=item):
                return negate(self.truth(item))
            case All(items=items):
                return all_of([self.truth(item) for item in items])
            case AnyOf(items=items):
                return any_of([self.truth(item) for item in items])
            case If(test=test, then=then, otherwise=otherwise):
                return self._either(self.truth(test), then, otherwise)
            case Closing(opened=opened, span=span, counting=counting):
                moment = self.value(opened)
                return closing(moment, span, counting) if isinstance(moment, datetime) else None
            case Interval(left=left, right=right):
                return self._interval(self.value(left), self.value(right))
            case Portion(amount=amount):
                total = self.value(amount)
                return portion(total, expr) if isinstance(total, Money) else None
            case Lookup(key=key, table=table):
                found = dict(table).get(str(self.value(key)))
                return None if found is None else found.value
            case Arith(items=items):
                return calculated(expr, [self.value(item) for item in items])
            case Rounded(item=item):
                return rounded_to(expr, self.value(item))  # type: ignore[arg-type]  # a number, by its type
            case ItemRef(item=item, field=field):
                return cast("Value", getattr(self.items[item], attribute(field)))
            case Quantified(quantifier=quantifier, where=where):
                truths = self.each(expr, lambda: self.truth(where))
                return None if truths is None else any_of(truths) if quantifier == "some" else all_of(truths)
            case Figure(where=where, of=of):
                counted = of is None
                parts = self.each(expr, lambda: (self.truth(where), 1 if of is None else self.value(of)))
                return None if parts is None else figure(parts, counted=counted)
            case Row(value=value):
                return self.value(value)
            case Choose():
                message = "a decision is decided by its name"
                raise TypeError(message)

    def each(self, expr: Quantified | Figure, look: Callable[[], _T]) -> list[_T] | None:
        """Look at every record of a list; None where the list is unknown. What is seen there is not remembered."""
        records: Any = self.value(expr.records)
        if records is None:
            return None
        outside = self.record, self.items
        found: list[_T] = []
        for record in records:
            self.record, self.items = {}, outside[1] | {expr.item: record}
            try:
                found.append(look())
            finally:
                self.record, self.items = outside
        return found

    @staticmethod
    def _compare(op: str, left: Value, right: Value) -> Truth:
        return None if left is None or right is None else _COMPARISONS[op](left, right)

    def _either(self, test: Truth, then: Expr, otherwise: Expr) -> Value:
        if test is None:
            one, other = self.value(then), self.value(otherwise)
            return one if one == other else None
        return self.value(then if test else otherwise)

    @staticmethod
    def _interval(left: Value, right: Value) -> Value:
        if isinstance(left, datetime) and isinstance(right, datetime):
            return Distance.between(left, right)
        return None

    def field(self, decision: str, field: str) -> Value:
        """Give a computed field of a decision: that of the rows that apply or may apply, where they agree on it.

        Where it is not known whether the decision applies at all, it is not known whether there is such a field.
        """
        if self.may_not_apply(decision):
            return None
        return self._agreed(decision, lambda row: dict(row.fields).get(field))

    def may_not_apply(self, decision: str) -> bool:
        """Tell whether an undetermined decision may turn out not to concern the case."""
        gate = gate_of(self.decisions[decision].choose)
        return gate is not None and not self.decide(decision).decided and self.truth(gate.guard) is not False

    def margin(self, decision: str) -> Value:
        """Give how far the case is from the line, where the rows that may apply agree on it."""
        return self._agreed(decision, lambda row: row.margin)

    def _agreed(self, decision: str, part: Callable[[Row], Expr | None]) -> Value:
        parts = [part(row) for row in self.applying(decision)]
        values = [None if expr is None else self.value(expr) for expr in parts]
        return values[0] if values and all(value == values[0] for value in values) else None

    def applying(self, decision: str) -> list[Row]:
        """Give the rows that stand behind a decision's outcome: those that apply, and those that may apply as well."""
        choose = self.decisions[decision].choose
        rules = self.decide(decision).behind
        rows = [*choose.rows, *([choose.otherwise] if choose.otherwise is not None else [])]
        return [row for row in rows if row.id in rules]

    def effective(self, decision: str) -> dict[str, Truth]:
        """Tell of every row whether it applies."""
        choose = self.decisions[decision].choose
        truths = effective(choose, [self.truth(row.guard) for row in choose.rows])
        return {row.id: truth for row, truth in zip(choose.rows, truths, strict=True)}
