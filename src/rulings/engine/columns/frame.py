"""Expressions of the algebra as columns: what each comes to in every row, and where it must be asked of a single case.

Whatever is flagged counts for nothing here; that row is ruled on singly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from rulings.algebra import Closing, Expr, FactRef, Figure, ItemRef, Quantified, ResultRef
from rulings.algebra.types import NUMBER
from rulings.engine.columns.batch import Column, Numbers, Records, Truths
from rulings.engine.columns.clocks import Ends, OnClocks
from rulings.engine.columns.conditions import truth_of
from rulings.engine.columns.formulas import number_in
from rulings.engine.columns.quantity import Quantity
from rulings.engine.columns.truths import UNKNOWN, Truth
from rulings.engine.columns.units import is_whole
from rulings.values import Counting, Span


@dataclass(slots=True)
class Calendars:
    """The tables of period ends that have been filled so far, by span and counting."""

    tables: dict[tuple[Span, Counting], Ends] = field(default_factory=dict)

    def ends(self, expr: Closing) -> Ends:
        """Give the table for an expression."""
        key = expr.span, expr.counting
        if key not in self.tables:
            self.tables[key] = Ends(*key)
        return self.tables[key]


@dataclass(slots=True)
class Frame:
    """Rows in which expressions are looked at: cases, or inside a question about lists the records of cases.

    `results` gives columns of other decisions. What an expression came to is remembered.
    """

    size: int
    facts: Mapping[str, Column | Records]
    results: Callable[[ResultRef], Quantity | Column]
    calendars: Calendars
    at: int | None = None
    items: Mapping[str, tuple[Records, Numbers]] = field(default_factory=dict)
    """The lists whose records are looked at, by what a record is called, with the place of each row's record."""
    cases: Numbers | None = None
    """The case of each row, None where the rows are cases."""
    _quantities: dict[Expr, Quantity] = field(default_factory=dict)
    _truths: dict[Expr, Truth] = field(default_factory=dict)
    _columns: dict[Expr, Column] = field(default_factory=dict)
    _clocks: dict[tuple[Expr, str], OnClocks] = field(default_factory=dict)

    def never(self) -> Truths:
        """Give no row."""
        return np.zeros(self.size, np.bool_)

    def column(self, expr: FactRef | ItemRef) -> Column:
        """Give the column of a fact, or of a field of the records that are looked at."""
        if expr not in self._columns:
            self._columns[expr] = self._fetched(expr)
        return self._columns[expr]

    def _fetched(self, expr: FactRef | ItemRef) -> Column:
        if isinstance(expr, ItemRef):
            records, places = self.items[expr.item]
            found = records.fields.get(expr.field)
            return self._nothing() if found is None else found.take(places)
        if expr.path == "at":
            known = np.full(self.size, self.at is not None)
            return Column(np.full(self.size, self.at or 0, dtype=np.int64), known)
        given = self.facts.get(expr.path)
        if not isinstance(given, Column):
            return self._nothing()
        return given if self.cases is None else given.take(self.cases)

    def _nothing(self) -> Column:
        return Column(np.zeros(self.size, np.int64), self.never())

    def known(self, expr: Expr) -> tuple[Truths, Truths]:
        """Tell where the value of an expression is known, and where that could not be told."""
        if isinstance(expr, FactRef) and expr.type.name == "list":
            records = self.facts.get(expr.path)
            if not isinstance(records, Records):
                return self.never(), self.never()
            return (records.known if self.cases is None else records.known[self.cases]), self.never()
        if isinstance(expr, FactRef | ItemRef):
            return self.column(expr).known, self.never()
        if expr.type.name == "boolean":
            truth = self.truth(expr)
            return truth.answers != UNKNOWN, truth.flagged
        if is_whole(expr.type) or expr.type == NUMBER:
            quantity = self.quantity(expr)
            return quantity.known, quantity.flagged
        found = self.results(expr) if isinstance(expr, ResultRef) else None
        return (found.known, self.never()) if found is not None else (self.never(), ~self.never())

    def tell(self, expr: Expr, truth: Truth) -> None:
        """Say what a condition comes to, so that nobody looks at what it is made of."""
        self._truths[expr] = truth

    def tell_column(self, expr: Expr, column: Column) -> None:
        """Say what a fact is in every row."""
        self._columns[expr] = column

    def truth(self, expr: Expr) -> Truth:
        """Give the truth of a condition."""
        if expr not in self._truths:
            self._truths[expr] = truth_of(self, expr)
        return self._truths[expr]

    def quantity(self, expr: Expr) -> Quantity:
        """Give the number that an expression comes to: in fen, seconds, days or microseconds by its type."""
        if expr not in self._quantities:
            self._quantities[expr] = number_in(self, expr)
        return self._quantities[expr]

    def of_few(self, expr: Expr) -> Column | None:
        """Give the column of a choice or a text: of a fact, a field of records, or another decision's result."""
        if isinstance(expr, FactRef | ItemRef):
            return self.column(expr)
        found = self.results(expr) if isinstance(expr, ResultRef) else None
        return found if isinstance(found, Column) else None

    def ends(self, expr: Closing, opened: Numbers, known: Truths) -> tuple[Numbers, Truths]:
        """Give where periods end. Clocks are read once for all that begin at the same moment."""
        key = expr.opened, expr.counting.timezone
        if not expr.span.is_exact and key not in self._clocks:
            self._clocks[key] = OnClocks.of(opened, known, expr.counting.timezone)
        return self.calendars.ends(expr).of(opened, known, self._clocks.get(key))

    def inside(self, expr: Quantified | Figure) -> tuple[Frame, Records] | None:
        """Give the frame of all records of the rows' lists."""
        records = self.facts.get(expr.records.path)
        if not isinstance(records, Records):
            return None
        here = records if self.cases is None else records.take(self.cases)
        owners = here.owners
        places = np.arange(len(owners), dtype=np.int64)
        items = {name: (inner, at[owners]) for name, (inner, at) in self.items.items()}
        cases = owners if self.cases is None else self.cases[owners]
        results = self.results

        def of_owner(ref: ResultRef) -> Quantity | Column:
            found = results(ref)
            if isinstance(found, Column):
                return found.take(owners)
            bottom = found.bottom if isinstance(found.bottom, int) else found.bottom[owners]
            return Quantity(found.top[owners], bottom, found.known[owners], found.flagged[owners])

        inside = Frame(
            len(owners), self.facts, of_owner, self.calendars, self.at, {**items, expr.item: (here, places)}, cases
        )
        return inside, here
