"""Expressions of the algebra as columns: what each comes to in every row, and where it must be asked of a single case.

Whatever is flagged counts for nothing here; that row is ruled on singly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Final, TypeAlias

import numpy as np

from rulings.algebra import (
    All,
    AnyOf,
    Arith,
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
)
from rulings.algebra.types import BOOLEAN, NUMBER, Type
from rulings.engine.columns.batch import Column, Numbers, Records, Truths
from rulings.engine.columns.clocks import Ends, OnClocks
from rulings.engine.columns.quantity import (
    COMBINED,
    LIMIT,
    Quantity,
    added,
    aligned,
    in_units,
    multiplied,
    rounded,
)
from rulings.engine.columns.units import PARTS, column_of, constant_of, is_whole, number_of, quantity_of
from rulings.values import Counting, Span
from rulings.values.rounding import exact

NO, YES, UNKNOWN = 0, 1, 2
"""How truths stand in a column."""
Answers: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]
_MOST_BY_TYPE: Final = {"decimal", "rate"}


@dataclass(frozen=True, slots=True)
class Truth:
    """Truths a row, NO, YES or UNKNOWN, and where they could not be told."""

    answers: Answers
    flagged: Truths


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

    # Truths

    def truth(self, expr: Expr) -> Truth:
        """Give the truth of a condition."""
        if expr not in self._truths:
            self._truths[expr] = self._truth(expr)
        return self._truths[expr]

    def _truth(self, expr: Expr) -> Truth:  # noqa: PLR0911, C901 - one case a node
        match expr:
            case Const(value=value):
                return Truth(np.full(self.size, UNKNOWN if value is None else int(bool(value)), np.int8), self.never())
            case FactRef() | ItemRef() if expr.type == BOOLEAN:
                column = self.column(expr)
                return Truth(np.where(column.known, column.values, UNKNOWN).astype(np.int8), self.never())
            case Compare():
                return self._compare(expr)
            case OneOf(item=item, options=options):
                return self._any([self._compare(Compare("eq", item, option)) for option in options])
            case IsKnown(item=item):
                known, flagged = self.known(item)
                return Truth(known.astype(np.int8), flagged)
            case Not(item=item):
                inner = self.truth(item)
                return Truth(_NEGATED[inner.answers], inner.flagged)
            case All(items=items):
                return self._all([self.truth(item) for item in items])
            case AnyOf(items=items):
                return self._any([self.truth(item) for item in items])
            case If(test=test, then=then, otherwise=otherwise):
                return self._either(self.truth(test), self.truth(then), self.truth(otherwise))
            case Quantified():
                return self._quantified(expr)
            case ResultRef() if expr.type == BOOLEAN:
                found = self.results(expr)
                values = found.top if isinstance(found, Quantity) else found.values
                flagged = found.flagged if isinstance(found, Quantity) else self.never()
                return Truth(np.where(found.known, values, UNKNOWN).astype(np.int8), flagged)
        return self._unsaid()

    def _unsaid(self) -> Truth:
        """What has no form in columns is asked of single cases."""
        return Truth(np.full(self.size, UNKNOWN, np.int8), ~self.never())

    def _all(self, truths: list[Truth]) -> Truth:
        """NO where one is, else UNKNOWN where one is, else YES."""
        answers, flagged = np.full(self.size, YES, np.int8), self.never()
        for one in truths:
            answers = _BOTH[answers, one.answers]
            flagged = flagged | one.flagged
        return Truth(answers, flagged)

    def _any(self, truths: list[Truth]) -> Truth:
        turned = self._all([Truth(_NEGATED[one.answers], one.flagged) for one in truths])
        return Truth(_NEGATED[turned.answers], turned.flagged)

    @staticmethod
    def _either(test: Truth, one: Truth, other: Truth) -> Truth:
        both = np.where(one.answers == other.answers, one.answers, UNKNOWN)
        answers = np.where(test.answers == YES, one.answers, np.where(test.answers == NO, other.answers, both))
        return Truth(
            answers.astype(np.int8),
            test.flagged | (one.flagged & (test.answers != NO)) | (other.flagged & (test.answers != YES)),
        )

    def _compare(self, expr: Compare) -> Truth:
        left, right = expr.left, expr.right
        if left.type.name in ("choice", "text", "boolean"):
            return self._same(expr)
        if isinstance(right, Const) and isinstance(left, FactRef | ItemRef):
            return self._against(expr.op, self.column(left), right, left.type)
        one, other = self.quantity(left), self.quantity(right)
        flagged = one.flagged | other.flagged
        if isinstance(right, Closing):
            flagged = one.flagged | (other.flagged & one.known)
        known = one.known & other.known
        first, second, _, apart = aligned(one, other)
        return Truth(_told(_COMPARISONS[expr.op](first, second), known), flagged | (apart & known))

    def _against(self, op: str, column: Column, const: Const, type_: Type) -> Truth:
        """Compare a column with a constant in the column's own whole numbers."""
        number = constant_of(const.value, type_)
        if number is None:
            return self._unsaid()
        low, high = number.numerator // number.denominator, -(-number.numerator // number.denominator)
        bound = {"lt": high, "ge": high, "le": low, "gt": low}.get(op, low)
        if op in ("eq", "ne") and low != high:
            return Truth(_told(np.full(self.size, op == "ne"), column.known), self.never())
        if not -(2**63) <= bound < 2**63:
            return self._unsaid()
        return Truth(_told(_COMPARISONS[op](column.values, bound), column.known), self.never())

    def _same(self, expr: Compare) -> Truth:
        """Compare texts, options and yes-or-no, which are the same or not."""
        left, right = expr.left, expr.right
        if left.type.name == "boolean":
            one, other = self.truth(left), self.truth(right)
            known = (one.answers != UNKNOWN) & (other.answers != UNKNOWN)
            same, flagged = one.answers == other.answers, one.flagged | other.flagged
        elif (column := self._of_few(left)) is not None and isinstance(right, Const):
            names = column.texts if left.type.name == "text" else left.type.options
            place = names.index(str(right.value)) if right.value in names else -1
            same, known, flagged = column.values == place, column.known, self.never()
        elif column is not None and (beside := self._of_few(right)) is not None:
            same, known, flagged = self._same_columns((column, left.type), (beside, right.type))
        else:
            return self._unsaid()
        if expr.op not in ("eq", "ne"):
            return self._unsaid()
        return Truth(_told(same if expr.op == "eq" else ~same, known), flagged)

    def _of_few(self, expr: Expr) -> Column | None:
        """Give the column of a choice or a text: of a fact, a field of records, or another decision's result."""
        if isinstance(expr, FactRef | ItemRef):
            return self.column(expr)
        found = self.results(expr) if isinstance(expr, ResultRef) else None
        return found if isinstance(found, Column) else None

    def _same_columns(self, left: tuple[Column, Type], right: tuple[Column, Type]) -> tuple[Truths, Truths, Truths]:
        one, other = left[0], right[0]
        names = one.texts if left[1].name == "text" else left[1].options
        others = other.texts if right[1].name == "text" else right[1].options
        places = {name: place for place, name in enumerate(names)}
        table = np.array([*(places.get(name, -1) for name in others), -1], dtype=np.int64)
        there = table[np.where(other.known, other.values, len(others))]
        return one.values == there, one.known & other.known, self.never()

    # Numbers

    def quantity(self, expr: Expr) -> Quantity:
        """Give the number that an expression comes to: in fen, seconds, days or microseconds by its type."""
        if expr not in self._quantities:
            self._quantities[expr] = self._quantity(expr)
        return self._quantities[expr]

    def _quantity(self, expr: Expr) -> Quantity:  # noqa: PLR0911, PLR0912, C901 - one case a node
        match expr:
            case Const(value=None):
                return Quantity(np.zeros(self.size, np.int64), 1, self.never(), self.never())
            case Const(value=value, type=type_):
                number = number_of(value, type_)
                return self._lost() if number is None else Quantity.constant(number, self.size)
            case FactRef(type=type_) | ItemRef(type=type_) if type_.name in PARTS:
                return quantity_of(self.column(expr), type_)
            case ResultRef():
                found = self.results(expr)
                if isinstance(found, Quantity):
                    return found
                return quantity_of(found, expr.type)
            case If(test=test, then=then, otherwise=otherwise):
                return self._one_of(self.truth(test), self.quantity(then), self.quantity(otherwise))
            case Closing(opened=opened):
                begin = self.quantity(opened)
                moments, lost = column_of(begin, opened.type)
                ends, uncounted = self._ends(expr, moments.values, moments.known & ~lost)
                flagged = lost | uncounted
                return quantity_of(Column(np.where(flagged, 0, ends), begin.known), expr.type).also(flagged)
            case Interval(left=left, right=right):
                apart = added(self.quantity(left), self.quantity(right), -1)
                return Quantity(np.abs(apart.top), apart.bottom, apart.known, apart.flagged)
            case Portion():
                return self._portion(expr)
            case Lookup(key=key, table=table):
                return self._looked_up(key, dict(table), expr.type)
            case Arith(op=op, items=items):
                return reduce(COMBINED[op], [self.quantity(item) for item in items])
            case Rounded():
                return self._rounded(expr)
            case Figure():
                return self._figure(expr)
        return self._lost()

    def _ends(self, expr: Closing, opened: Numbers, known: Truths) -> tuple[Numbers, Truths]:
        """Clocks are read once for all periods that begin at the same moment."""
        key = expr.opened, expr.counting.timezone
        if not expr.span.is_exact and key not in self._clocks:
            self._clocks[key] = OnClocks.of(opened, known, expr.counting.timezone)
        return self.calendars.ends(expr).of(opened, known, self._clocks.get(key))

    def _lost(self) -> Quantity:
        return Quantity(np.zeros(self.size, np.int64), 1, self.never(), ~self.never())

    def _one_of(self, test: Truth, one: Quantity, other: Quantity) -> Quantity:
        left, right, bottom, apart = aligned(one.unflagged(), other.unflagged())
        yes, no = test.answers == YES, test.answers == NO
        same = one.known & other.known & (left == right)
        known = np.where(yes, one.known, np.where(no, other.known, same))
        flagged = test.flagged | (one.flagged & ~no) | (other.flagged & ~yes) | (apart & known)
        return Quantity(np.where(no, right, left), bottom, known, flagged)

    def _rounded(self, expr: Rounded) -> Quantity:
        found = self.quantity(expr.item)
        if expr.step is not None:
            step: Any = expr.step.value
            found = rounded(found, exact(step), expr.mode)
        if expr.type == NUMBER or expr.type.name in _MOST_BY_TYPE:
            return found
        return in_units(found, 1, cut=True)

    def _portion(self, expr: Portion) -> Quantity:
        total = self.quantity(expr.amount)
        left, mine = total, Quantity.constant(exact(0), self.size)
        for party, share in expr.shares:
            part = multiplied(total, Quantity.constant(exact(share), self.size))
            whole = Quantity(part.top // part.bottom, 1, part.known, part.flagged)
            left = added(left, whole, -1)
            mine = whole if party == expr.party else mine
        found = added(mine, left) if expr.party == expr.odd_to else mine
        return Quantity(found.top, 1, total.known, found.flagged | total.flagged)

    def _looked_up(self, key: Expr, table: Mapping[str, Const], type_: Type) -> Quantity:
        column = self._of_few(key)
        if column is None:
            return self._lost()
        names = column.texts if key.type.name == "text" else key.type.options
        numbers = [number_of(table[name].value, type_) if name in table else None for name in names]
        bottom = max([1, *(number.denominator for number in numbers if number is not None)])
        tops = [None if number is None else number * bottom for number in numbers]
        if any(top is not None and (top.denominator != 1 or abs(top) >= LIMIT) for top in tops):
            return self._lost()
        places = np.where(column.known, column.values, len(names))
        values = np.array([*(0 if top is None else int(top) for top in tops), 0], dtype=np.int64)
        given = np.array([*(top is not None for top in tops), False])
        return Quantity(values[places], bottom, given[places], self.never())

    # Lists of records

    def _inside(self, expr: Quantified | Figure) -> tuple[Frame, Records] | None:
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

    def _quantified(self, expr: Quantified) -> Truth:
        found = self._inside(expr)
        if found is None:
            return Truth(np.full(self.size, UNKNOWN, np.int8), self.never())
        inside, records = found
        truth = inside.truth(expr.where)
        decisive = YES if expr.quantifier == "some" else NO
        some = _counts(truth.answers == decisive, records) > 0
        unknown = _counts(truth.answers == UNKNOWN, records) > 0
        answers = np.where(some, decisive, np.where(unknown, UNKNOWN, 1 - decisive))
        answers = np.where(records.known, answers, UNKNOWN).astype(np.int8)
        return Truth(answers, _counts(truth.flagged, records) > 0)

    def _figure(self, expr: Figure) -> Quantity:
        found = self._inside(expr)
        if found is None:
            return Quantity(np.zeros(self.size, np.int64), 1, self.never(), self.never())
        inside, records = found
        truth = inside.truth(expr.where)
        counts, open_ = truth.answers == YES, truth.answers == UNKNOWN
        flagged = truth.flagged
        if expr.of is None:
            total, bottom = _counts(counts, records), 1
        else:
            of = inside.quantity(expr.of)
            if not isinstance(of.bottom, int):
                return self._lost()
            open_ = open_ | (counts & ~of.known)
            values = np.where(counts & of.known, of.top, 0)
            longest = int(np.diff(records.starts).max(initial=0))
            too_large = np.abs(values) > LIMIT // max(1, longest)
            flagged = flagged | (of.flagged & counts) | too_large
            total, bottom = _sums(np.where(too_large, 0, values), records), of.bottom
        unknown = _counts(open_, records) > 0
        return Quantity(total, bottom, records.known & ~unknown, _counts(flagged, records) > 0)


def lacking(records: Records, fields: frozenset[str]) -> Truths:
    """Tell where a list is unknown, or one of its records lacks one of some fields."""
    missing = np.zeros(int(records.starts[-1]), np.bool_)
    for name in fields:
        column = records.fields.get(name)
        missing = ~missing | True if column is None else missing | ~column.known
    return ~records.known | (_counts(missing, records) > 0)


def _sums(values: Numbers, records: Records) -> Numbers:
    """Add up the numbers of each row's records."""
    below = np.concatenate(([0], np.cumsum(values)))
    found: Numbers = below[records.starts[1:]] - below[records.starts[:-1]]
    return found


def _counts(wanted: Truths, records: Records) -> Numbers:
    return _sums(wanted.astype(np.int64), records)


def _told(truth: Truths, known: Truths) -> Answers:
    # In bytes throughout: with the number itself NumPy would make eight bytes of each.
    return np.where(known, truth.astype(np.int8), np.int8(UNKNOWN))


_NEGATED: Final = np.array([YES, NO, UNKNOWN], dtype=np.int8)
_BOTH: Final = np.array([[NO, NO, NO], [NO, YES, UNKNOWN], [NO, UNKNOWN, UNKNOWN]], dtype=np.int8)
_COMPARISONS: Final[dict[str, Callable[[Any, Any], Truths]]] = {
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}
