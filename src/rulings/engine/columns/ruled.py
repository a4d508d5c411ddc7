"""Rules on many cases at once by one version: the same outcomes as the interpreter, or the word that a case is slow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from rulings.algebra import UNLESS_APPLICABLE, Expr, ResultRef, Row, Value, facts_of, walk
from rulings.engine.columns.asking import Asking
from rulings.engine.columns.atoms import Switch
from rulings.engine.columns.batch import Batch, Column, Numbers, Truths
from rulings.engine.columns.clocks import microseconds
from rulings.engine.columns.deciding import IN_COLUMN, Decider, Outcomes, digits_of_conditions
from rulings.engine.columns.frame import Calendars, Frame
from rulings.engine.columns.quantity import Quantity
from rulings.engine.columns.truths import NO
from rulings.engine.columns.units import PARTS, column_of, plain_of
from rulings.engine.settle import NOTHING_PROVED, Proved, gate_of
from rulings.model import Decision

__all__ = ["IN_COLUMN", "ColumnsRuler", "Outcomes", "RuledBatch", "plain_of"]


class ColumnsRuler:
    """Rules by the decisions of one version. It learns from batch to batch; any number of threads may share it."""

    def __init__(self, decisions: Mapping[str, Decision], proved: Mapping[str, Proved]) -> None:
        """Prepare every decision."""
        self.decisions = decisions
        self.proved = proved
        asked = _fields_of_few(decisions)
        self.deciders = {
            name: Decider(one, proved.get(name, NOTHING_PROVED), asked.get(name, ())) for name, one in decisions.items()
        }
        self.calendars = Calendars()
        self.asking = Asking(decisions, proved, self.deciders)
        self.facts = frozenset[str]().union(*(facts_of(one.choose) for one in decisions.values())) - {"at"}

    def rule(self, batch: Batch, at: datetime | None = None) -> RuledBatch:
        """Rule on a batch, at a moment of evaluation or at none. Nothing is computed before it is asked for."""
        return RuledBatch(self, batch, at)


class RuledBatch:
    """What a batch came to. Decisions are decided when they are first asked for.

    Every question may find more rows `slow`: of those nothing that is said here counts. Ask that last.
    """

    def __init__(self, ruler: ColumnsRuler, batch: Batch, at: datetime | None) -> None:
        """Made by the ruler."""
        self._ruler = ruler
        self.batch = batch
        self.at = at
        moment = None if at is None else microseconds(at)
        self.frame = Frame(batch.size, batch.facts, self._result, ruler.calendars, moment)
        self._outcomes: dict[str, Outcomes] = {}
        self._fields: dict[tuple[str, str, bool], Column] = {}
        self._slow = np.zeros(batch.size, np.bool_)

    @property
    def slow(self) -> Truths:
        """Tell in which rows something that was asked for could not be told here: they are to be ruled on singly."""
        return self._slow

    def decide_all(self) -> None:
        """Decide all decisions, so that `slow` tells whatever a ruling on the case could meet."""
        for name in self._ruler.decisions:
            self.outcomes(name)

    def outcomes(self, decision: str) -> Outcomes:
        """Give what a decision came to. Raises KeyError for one that the version does not have."""
        if decision not in self._outcomes:
            decider = self._ruler.deciders[decision]
            told, flagged = digits_of_conditions(decider.atoms, self.frame)
            digits = [
                self._digits(atom) if isinstance(atom, Switch) else told[place]
                for place, atom in enumerate(decider.atoms)
            ]
            self._outcomes[decision], flagged = decider.decide(self.frame, digits, flagged)
            self._slow = self._slow | flagged
        return self._outcomes[decision]

    def _digits(self, switch: Switch) -> Numbers:
        subject = switch.subject
        if isinstance(subject, ResultRef):
            found = self.outcomes(subject.decision)
            unknown = switch.digits[None]
            values = self._few(subject, found)
            digits = [switch.digits.get(value, unknown) for value in values]
            return np.array([*digits, unknown], dtype=np.int64).take(found.codes)
        column = self.frame.column(subject)
        options = column.values if column.known.all() else np.where(column.known, column.values, -1)
        return switch.of_options.take(options)

    def _few(self, ref: ResultRef, found: Outcomes) -> list[Value]:
        """Give by code what another decision's result, or a field of few values, is; None where it is open."""
        if not ref.field:
            return [one.value if one.decided else None for one in found.table]
        decider = self._ruler.deciders[ref.decision]
        return [decider.field_of_few(code, ref.field) for code in range(len(found.table))]

    def _result(self, ref: ResultRef) -> Quantity | Column:
        """Give another decision's result, or a field of it, for conditions and formulas."""
        if ref.field and ref.type.name not in _OF_FEW:
            return self._computed(ref.decision, ref.field, gated=True)
        found = self.outcomes(ref.decision)
        if ref.type.name in PARTS and ref.type.name != "boolean":
            return self._ruler.deciders[ref.decision].numbers(found)
        options: tuple[Value, ...] = ref.type.options if ref.type.name == "choice" else (False, True)
        places = {option: place for place, option in enumerate(options)}
        given = self._few(ref, found)
        values = [places.get(value, -1) for value in given]
        known = [value is not None for value in given]
        return Column(np.array([*values, -1], dtype=np.int64)[found.codes], np.array([*known, False])[found.codes])

    def field(self, decision: str, field: str) -> Column:
        """Give a computed field of a decision, known where the rows that apply or may apply agree on it.

        The field is a number with a unit, a date or a moment: others have no column.
        """
        return self._computed(decision, field, gated=False)

    def _computed(self, decision: str, field: str, *, gated: bool) -> Column:
        key = decision, field, gated
        if key not in self._fields:
            found = self._agreed(decision, field)
            if gated:
                found = Column(found.values, found.known & ~self._may_not_apply(decision))
            self._fields[key] = found
        return self._fields[key]

    def _may_not_apply(self, decision: str) -> Truths:
        gate = gate_of(self._ruler.decisions[decision].choose)
        if gate is None:
            return self.frame.never()
        outcomes = self.outcomes(decision)
        decided = np.array([*(one.decided for one in outcomes.table), True])[outcomes.codes]
        truth = self.frame.truth(gate.guard)
        self._slow = self._slow | truth.flagged
        may_not: Truths = ~decided & (truth.answers != NO)
        return may_not

    def _agreed(self, decision: str, field: str) -> Column:
        outcomes = self.outcomes(decision)
        rows = {row.id: row for row in self._ruler.deciders[decision].rows}
        values, known = np.zeros(self.batch.size, np.int64), self.frame.never()
        behind = [
            tuple(_part(rows[rule], field) for rule in one.behind if rule != UNLESS_APPLICABLE)
            for one in outcomes.table
        ]
        for parts in dict.fromkeys(behind):
            if parts and all(part is not None for part in parts):
                here = np.array([*(one == parts for one in behind), False])[outcomes.codes]
                if here.any():
                    value, certain = self._common([part for part in parts if part is not None], here)
                    values, known = np.where(here, value, values), known | (here & certain)
        return Column(values, known)

    def _common(self, parts: list[Expr], here: Truths) -> tuple[Numbers, Truths]:
        """Give the value on which several expressions agree, and where they do."""
        value, certain = self._whole(parts[0], here)
        for part in parts[1:]:
            other, known = self._whole(part, here)
            certain = certain & known & (value == other)
        return value, certain

    def _whole(self, expr: Expr, here: Truths) -> tuple[Numbers, Truths]:
        """Give the numbers of an expression in the units of a column."""
        if expr.type.name not in PARTS:
            self._slow = self._slow | here
            return np.zeros(self.batch.size, np.int64), self.frame.never()
        found, flagged = column_of(self.frame.quantity(expr), expr.type)
        self._slow = self._slow | (here & flagged)
        return found.values, found.known

    def needs(self, answers: tuple[str, ...]) -> tuple[Numbers, list[tuple[str, ...]]]:
        """Give what the answers need where one of them is undetermined: a row's place in the list, the first of ()."""
        return self._ruler.asking.needs(self, answers)


_OF_FEW = frozenset({"choice", "boolean"})


def _fields_of_few(decisions: Mapping[str, Decision]) -> dict[str, set[str]]:
    """Give by decision the fields of few values that conditions ask for."""
    found: dict[str, set[str]] = {}
    for one in decisions.values():
        for node in walk(one.choose):
            if isinstance(node, ResultRef) and node.field and node.type.name in _OF_FEW:
                found.setdefault(node.decision, set()).add(node.field)
    return found


def _part(row: Row, field: str) -> Expr | None:
    return dict(row.fields).get(field)
