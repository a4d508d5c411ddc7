"""Reasons as data: which rules apply and by which facts, which do not and what stood in the way.

Reasons are derived from the interpreter's record, never written by hand. They depend only on how the case stands to
the decision (`rulings.engine.compiler.traits_of`), so that equal standings share one set of reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from rulings.algebra import (
    AT,
    OTHERWISE,
    UNLESS_APPLICABLE,
    All,
    AnyOf,
    Arith,
    Choose,
    Const,
    Expr,
    If,
    IsKnown,
    Lookup,
    Not,
    Rounded,
    Row,
    Value,
    children,
    facts_of,
    results_of,
    walk,
)
from rulings.engine.interpreter import Interpreter
from rulings.values import Truth

if TYPE_CHECKING:
    from rulings.model import Decision, Line

APPLIES = "applies"
DOES_NOT_APPLY = "does_not_apply"
OVERRIDDEN = "overridden"
MAY_APPLY = "may_apply"


class Condition(Struct, frozen=True):
    """One line of a rule: what it says, whether it holds (None: unknown), and whether the rule's state rests on it."""

    line: Line
    holds: Truth
    decisive: bool

    @property
    def text(self) -> str:
        """Give the line as the author wrote it."""
        return self.line.text


class Reason(Struct, frozen=True):
    """Why one rule applies, does not, is overridden, or may still apply. `value` is what it gives."""

    rule: str
    state: str
    value: Value
    conditions: tuple[Condition, ...]
    overridden_by: tuple[str, ...]

    @property
    def decisive(self) -> tuple[Condition, ...]:
        """Give the conditions on which the state rests."""
        return tuple(condition for condition in self.conditions if condition.decisive)


class DecisionReasons(Struct, frozen=True):
    """The reasons of one decision, with the facts and the other decisions that they rest on."""

    decision: str
    applicable: Truth
    applies_conditions: tuple[Condition, ...]
    reasons: tuple[Reason, ...]
    facts: tuple[str, ...]
    uses: tuple[str, ...]

    def in_state(self, *states: str) -> tuple[Reason, ...]:
        """Give the reasons of rules in one of the states."""
        return tuple(reason for reason in self.reasons if reason.state in states)


def reasons_of(interpreter: Interpreter, name: str) -> DecisionReasons:
    """Derive the reasons of a decision on a case."""
    return _Deriver(interpreter, interpreter.decisions[name]).derive()


class _Deriver:
    def __init__(self, interpreter: Interpreter, decision: Decision) -> None:
        self.interpreter = interpreter
        self.decision = decision
        self.choose: Choose = decision.choose
        self.outcome = interpreter.decide(decision.name)
        self.effective = interpreter.effective(decision.name)
        self.basis: set[Expr] = set()

    def derive(self) -> DecisionReasons:
        rows = {row.id: row for row in self.choose.rows}
        gate = rows.pop(UNLESS_APPLICABLE, None)
        applicable: Truth = True
        conditions: tuple[Condition, ...] = ()
        if gate is not None:
            not_applicable = self.interpreter.truth(gate.guard)
            applicable = None if not_applicable is None else not not_applicable
            basis = set(support(self.interpreter, gate.guard))
            self.basis |= basis
            conditions = self._conditions(self.decision.applies_lines, basis)
        reasons = [] if applicable is False else [self._reason(row) for row in rows.values()]
        if self.choose.otherwise is not None and applicable is not False:
            reasons.append(self._otherwise(self.choose.otherwise))
        facts = {path for expr in self.basis for path in facts_of(expr)} - {AT.path}
        uses = {other for expr in self.basis for other in results_of(expr)}
        return DecisionReasons(
            self.decision.name, applicable, conditions, tuple(reasons), tuple(sorted(facts)), tuple(sorted(uses))
        )

    def _reason(self, row: Row) -> Reason:
        rule = self.decision.rules[row.id]
        guard = self.interpreter.truth(row.guard)
        beaten_by = tuple(other for other in row.beaten_by if other != UNLESS_APPLICABLE and self._holds(other))
        state = self._state(row, guard, beaten_by)
        basis = self._basis_of(row, guard, state, beaten_by)
        self.basis |= basis
        return Reason(row.id, state, self.interpreter.value(row.value), self._conditions(rule.lines, basis), beaten_by)

    def _holds(self, other: str) -> bool:
        return any(row.id == other and self.interpreter.truth(row.guard) is True for row in self.choose.rows)

    def _state(self, row: Row, guard: Truth, beaten_by: tuple[str, ...]) -> str:
        if guard is False:
            return DOES_NOT_APPLY
        if beaten_by:
            return OVERRIDDEN
        return APPLIES if self.effective[row.id] is True else MAY_APPLY

    def _basis_of(self, row: Row, guard: Truth, state: str, beaten_by: tuple[str, ...]) -> set[Expr]:
        """The leaf conditions that put the row into its state, and what its value rests on if the value counts."""
        basis: set[Expr] = set()
        if state == OVERRIDDEN:
            guards = {other.id: other.guard for other in self.choose.rows}
            basis |= set(support(self.interpreter, guards[beaten_by[0]]))
        else:
            basis |= set(support(self.interpreter, row.guard))
            if guard is not False:
                basis |= {
                    leaf
                    for other in self.choose.rows
                    if other.id in row.beaten_by
                    for leaf in support(self.interpreter, other.guard)
                }
        if state in (APPLIES, MAY_APPLY):
            basis |= self._given_by(row)
        return basis

    def _given_by(self, row: Row) -> set[Expr]:
        """What the value of a row rests on, and what it computes beside it."""
        given = (row.value, *(expr for _, expr in row.fields))
        return {leaf for expr in given for leaf in support(self.interpreter, expr)}

    def _otherwise(self, row: Row) -> Reason:
        rules = self.outcome.rules
        decided = self.outcome.decided
        state = (APPLIES if decided and rules == (OTHERWISE,) else MAY_APPLY) if OTHERWISE in rules else DOES_NOT_APPLY
        if state != DOES_NOT_APPLY:
            self.basis |= self._given_by(row)
        return Reason(OTHERWISE, state, self.interpreter.value(row.value), (), ())

    def _conditions(self, lines: Iterable[Line], basis: set[Expr]) -> tuple[Condition, ...]:
        return tuple(Condition(line, self.interpreter.truth(line.expr), rests_on(line.expr, basis)) for line in lines)


def support(interpreter: Interpreter, expr: Expr) -> list[Expr]:  # noqa: PLR0911 - one case a node
    """Give the leaf conditions and operands that make an expression what it is on the case: enough of them, not all."""
    match expr:
        case Const():
            return []
        case Not(item=item):
            return support(interpreter, item)
        case All(items=items) | AnyOf(items=items):
            return _of_many(interpreter, expr, items)
        case If(test=test, then=then, otherwise=otherwise):
            truth = interpreter.truth(test)
            if truth is None:
                return [leaf for part in (test, then, otherwise) for leaf in support(interpreter, part)]
            return support(interpreter, test) + support(interpreter, then if truth else otherwise)
        case Arith() | Rounded() | Lookup():
            return [leaf for part in children(expr) for leaf in support(interpreter, part)]
        case _:
            return [expr]


def _of_many(interpreter: Interpreter, expr: All | AnyOf, items: tuple[Expr, ...]) -> list[Expr]:
    decisive = isinstance(expr, AnyOf)
    truth = interpreter.truth(expr)
    if truth is decisive:
        found = [support(interpreter, item) for item in items if interpreter.truth(item) is decisive]
        return min(found, key=_plainest)
    kept = [item for item in items if truth is not None or _may_turn(interpreter, item)]
    return [leaf for item in kept for leaf in support(interpreter, item)]


def _may_turn(interpreter: Interpreter, item: Expr) -> bool:
    """Whether a part of something unknown must be named: it is unknown itself, or would not just become so."""
    return interpreter.truth(item) is None or _speaks_of_knowing(interpreter, item)


def _speaks_of_knowing(interpreter: Interpreter, expr: Expr) -> bool:
    """Whether it may turn where facts are taken away; all else only becomes unknown, which changes nothing.

    Other decisions count with what they say: one that turns on a fact being known turns with it.
    """
    chooses = [interpreter.decisions[name].choose for name in sorted(results_of(expr))]
    direct = any(isinstance(node, IsKnown) for node in walk(expr))
    return direct or any(_speaks_of_knowing(interpreter, choose) for choose in chooses)


def _plainest(leaves: list[Expr]) -> tuple[int, int, str]:
    """Of several ways to say why, take the one with fewest conditions, and facts before other decisions."""
    return (len(leaves), sum(bool(results_of(leaf)) for leaf in leaves), repr(leaves))


def rests_on(expr: Expr, basis: set[Expr]) -> bool:
    """Tell whether a line, or one of the several conditions that it stands for, is among those that count."""
    parts = expr.items if isinstance(expr, All) else (expr,)
    return any(core(part) in basis for part in parts)


def core(expr: Expr) -> Expr:
    """Give the condition that a negated line negates."""
    return expr.item if isinstance(expr, Not) else expr
