"""Which missing facts can matter to an undetermined decision, those to ask first in front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rulings.algebra import (
    LIST,
    OTHERWISE,
    Choose,
    Expr,
    FactRef,
    Figure,
    If,
    IsKnown,
    ItemRef,
    Quantified,
    ResultRef,
    Row,
    Value,
    children,
)
from rulings.engine.facts import attribute
from rulings.engine.interpreter import Interpreter
from rulings.engine.settle import gate_of
from rulings.values import BadValue


def needs_of(interpreter: Interpreter, decisions: tuple[str, ...]) -> tuple[str, ...]:
    """Give the missing facts that can matter to the decisions: first those on which most rules wait, then by name."""
    search = _Search(interpreter)
    asked: Counter[str] = Counter()
    for decision in decisions:
        asked += search.needs(decision)
    return tuple(sorted(asked, key=lambda path: (-asked[path], path)))


class _Search:
    """One search; what is found of a decision or an expression is kept, for many rules ask the same."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self._needs: dict[str, Counter[str]] = {}
        self._missing: dict[Expr, frozenset[str]] = {}

    def needs(self, decision: str) -> Counter[str]:
        """Count for each missing fact the rules that wait for it."""
        if decision not in self._needs:
            decided = self.interpreter.decide(decision).decided
            self._needs[decision] = Counter() if decided else self._waiting(decision)
        return self._needs[decision]

    def _waiting(self, decision: str) -> Counter[str]:
        choose = self.interpreter.decisions[decision].choose
        truths = self.interpreter.effective(decision)
        asked: Counter[str] = Counter()
        for row in self._that_matter(choose, truths):
            parts = [row.value, *(_guards(choose, [row]) if truths[row.id] is None else [])]
            asked.update({path for part in parts for path in self.missing(part)})
        if choose.otherwise is not None and OTHERWISE in self.interpreter.decide(decision).rules:
            asked.update(self.missing(choose.otherwise.value) - asked.keys())
        return asked

    def _value(self, expr: Expr) -> Value:
        """Give a value as far as it is known: what nobody can count, such as beyond the holiday calendar, is not."""
        try:
            return self.interpreter.value(expr)
        except BadValue:
            return None

    def _that_matter(self, choose: Choose, truths: dict[str, bool | None]) -> list[Row]:
        """The rows that may apply and change the result; not those that would only confirm one which surely applies."""
        value = self._value
        possible = [row for row in choose.rows if truths[row.id] is not False]
        sure = [value(row.value) for row in possible if truths[row.id]]
        settled = sure[0] if sure and all(other is not None and other == sure[0] for other in sure) else None
        return [row for row in possible if settled is None or value(row.value) != settled]

    def missing(self, expr: Expr) -> frozenset[str]:
        """Give the missing facts that keep an expression unknown."""
        if expr not in self._missing:
            self._missing[expr] = self._found(expr)
        return self._missing[expr]

    def _found(self, expr: Expr) -> frozenset[str]:
        if isinstance(expr, IsKnown) or self._value(expr) is not None:
            return frozenset()
        if isinstance(expr, FactRef):
            return frozenset({expr.path})
        if isinstance(expr, ResultRef):
            return self._of_result(expr)
        if isinstance(expr, Quantified | Figure):
            return self._of_records(expr)
        if isinstance(expr, If) and self._value(expr.test) is not None:
            return self.missing(expr.then if self._value(expr.test) else expr.otherwise)
        return frozenset[str]().union(*map(self.missing, children(expr)))

    def _of_records(self, expr: Quantified | Figure) -> frozenset[str]:
        """Of records the list is needed, unknown or with fields unknown; and what their conditions ask beside them."""
        found: set[str] = set()
        for node in _asked(expr):
            if isinstance(node, Quantified | Figure):
                found |= {node.records.path} if self._lacks(node) else set()
            elif isinstance(node, ResultRef) or (isinstance(node, FactRef) and node.type != LIST):
                found |= self.missing(node)
        return frozenset(found)

    def _lacks(self, expr: Quantified | Figure) -> bool:
        """Tell whether a list is unknown, or in one of its records a field that is asked for."""
        records: Any = self.interpreter.value(expr.records)
        fields = {node.field for node in _asked(expr) if isinstance(node, ItemRef) and node.item == expr.item}
        return records is None or any(getattr(one, attribute(name)) is None for one in records for name in fields)

    def _of_result(self, expr: ResultRef) -> frozenset[str]:
        found = frozenset(self.needs(expr.decision))
        if not expr.field:
            return found
        rows = self.interpreter.applying(expr.decision)
        parts = [part for row in rows if (part := dict(row.fields).get(expr.field)) is not None]
        choose = self.interpreter.decisions[expr.decision].choose
        gate = gate_of(choose)
        if gate is not None and self.interpreter.may_not_apply(expr.decision):
            parts.append(gate.guard)
        if len(rows) > 1:
            # Rules may agree on the value and not on the field: then it matters which of them applies.
            parts += _guards(choose, rows)
        return found.union(*map(self.missing, parts))


def _asked(expr: Expr) -> Iterator[Expr]:
    """Walk through an expression, but not into questions whether something is known."""
    yield expr
    if not isinstance(expr, IsKnown):
        for child in children(expr):
            yield from _asked(child)


def _guards(choose: Choose, rows: list[Row]) -> list[Expr]:
    """The conditions of rows, and of those that put them aside."""
    guards = {row.id: row.guard for row in choose.rows}
    return [guards[id_] for row in rows for id_ in (row.id, *row.beaten_by) if id_ in guards]
