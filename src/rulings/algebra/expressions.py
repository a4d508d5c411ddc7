"""The nodes of the algebra: frozen, hashable, and each with one meaning, which the interpreter defines.

A value is None where it is unknown. Truth is three-valued: True, False, None. Nothing here knows a kind of decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar, dataclass_transform

from rulings.algebra.types import BOOLEAN, DATETIME, INTEGER, MONEY, SPAN, Type
from rulings.values import Counting, Distance, Rate, Span

Shares = tuple[tuple[str, tuple[tuple[str, Rate], ...]], ...]
"""Of each cost, in the order of their names, which party bears which share; no party at all: as the parties agreed."""

Value = bool | int | Decimal | Fraction | str | date | datetime | Distance | Shares | None


NOT_APPLICABLE = "not_applicable"
"""The value of a decision that does not concern the case."""
UNLESS_APPLICABLE, OTHERWISE = "not-applicable", "otherwise"
"""Ids of rows that are no rules: the one that keeps a decision from applying, and the one where no rule applies."""

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def _node(cls: type[_T]) -> type[_T]:
    """Make a node: a frozen dataclass that computes its hash once, for expressions are deep and looked up often."""
    made = dataclass(frozen=True)(cls)
    structural = made.__hash__

    def cached(self: _T) -> int:
        memory = self.__dict__
        if "_hash" not in memory:
            memory["_hash"] = structural(self)
        found: int = memory["_hash"]
        return found

    def state(self: _T) -> dict[str, object]:
        # Hashes of texts differ between processes: they must not travel.
        return {key: value for key, value in self.__dict__.items() if key != "_hash"}

    made.__hash__ = cached  # type: ignore[method-assign,assignment]  # the same hash, computed once
    made.__getstate__ = state  # type: ignore[method-assign,assignment]  # for pickle and copy
    return made


@_node
class Const:
    """A value that the policy states."""

    value: Value
    type: Type


@_node
class FactRef:
    """A fact of the case, unknown where it is not given."""

    path: str
    type: Type


@_node
class ResultRef:
    """The value of another decision, or one of its computed fields; unknown where that decision is undetermined."""

    decision: str
    field: str
    type: Type


@_node
class Compare:
    """Compare two values: "eq", "ne", "lt", "le", "gt" or "ge"."""

    op: str
    left: Expr
    right: Expr
    type: Type = BOOLEAN


@_node
class OneOf:
    """Tell whether a value is among the options."""

    item: Expr
    options: tuple[Const, ...]
    type: Type = BOOLEAN


@_node
class IsKnown:
    """Tell whether a value is known. Never unknown itself: it speaks about the case as it is given."""

    item: Expr
    type: Type = BOOLEAN


@_node
class Not:
    """Negate."""

    item: Expr
    type: Type = BOOLEAN


@_node
class All:
    """Hold where every item holds; of no items, always."""

    items: tuple[Expr, ...]
    type: Type = BOOLEAN


@_node
class AnyOf:
    """Hold where at least one item holds; of no items, never."""

    items: tuple[Expr, ...]
    type: Type = BOOLEAN


@_node
class If:
    """Give one of two values; where the test is unknown, their common value if they have one."""

    test: Expr
    then: Expr
    otherwise: Expr
    type: Type


@_node
class Closing:
    """The instant at which a period ends that begins at `opened` (`rulings.values.closing`)."""

    opened: Expr
    span: Span
    counting: Counting
    type: Type = DATETIME


@_node
class Interval:
    """How far two moments lie apart, without a sign."""

    left: Expr
    right: Expr
    type: Type = SPAN


@_node
class Portion:
    """What one party bears of an amount.

    Every share is rounded down to the fen, and the fen that are left over go to `odd_to`.
    """

    amount: Expr
    shares: tuple[tuple[str, Rate], ...]
    odd_to: str
    party: str
    type: Type = MONEY


@_node
class Lookup:
    """What a table gives for a value of a choice; unknown where the table has nothing for it."""

    key: Expr
    table: tuple[tuple[str, Const], ...]
    type: Type


@_node
class Arith:
    """A number from numbers, exact: "add", "sub", "mul", "div", "min" or "max". Of unknown numbers, unknown.

    Money counts in fen, spans and moments in seconds. A divisor is never zero: the formula around it sees to that.
    """

    op: str
    items: tuple[Expr, ...]
    type: Type


@_node
class Rounded:
    """A number rounded to a multiple of `step` in the way of `mode` (`rulings.values.rounding`), as a value of a type.

    Where the type is a number's, it stays an exact number; without a step it is taken as it is.
    """

    item: Expr
    step: Const | None
    mode: str
    type: Type


@_node
class ItemRef:
    """A field of the record that is looked at; `item` is what its list calls a record.

    The value of a list is a tuple of records: structs whose attributes are the fields, None where one is unknown.
    """

    item: str
    field: str
    type: Type


@_node
class Quantified:
    """Tell whether `where` holds for "some" or for "every" record of a list; of no record, not some, but every."""

    quantifier: str
    records: FactRef
    item: str
    where: Expr
    type: Type = BOOLEAN


@_node
class Figure:
    """How many records of a list there are for which `where` holds, or with `of`, what that adds up to.

    Unknown where it is unknown whether a record counts, or what it adds.
    """

    records: FactRef
    item: str
    where: Expr
    of: Expr | None = None
    type: Type = INTEGER


@_node
class Row:
    """One rule of a decision. `beaten_by` names the rows which, where their guards hold, put this one aside.

    `fields` are what the decision computes beside its value where this row applies, `margin` how far the case is from
    its line.
    """

    id: str
    guard: Expr
    value: Expr
    beaten_by: tuple[str, ...] = ()
    fields: tuple[tuple[str, Expr], ...] = ()
    margin: Expr | None = None

    @property
    def type(self) -> Type:
        """Give the type of the row's value."""
        return self.value.type


@_node
class Choose:
    """Give the value of the one row that applies, or of `otherwise` where none does.

    Two applying rows with different values are a conflict, none without an `otherwise` is a gap: both are errors, never
    a pick.
    """

    rows: tuple[Row, ...]
    otherwise: Row | None
    type: Type


Expr = (
    Const
    | FactRef
    | ResultRef
    | Compare
    | OneOf
    | IsKnown
    | Not
    | All
    | AnyOf
    | If
    | Closing
    | Interval
    | Portion
    | Lookup
    | Arith
    | Rounded
    | ItemRef
    | Quantified
    | Figure
    | Row
    | Choose
)
NODES: tuple[type[Expr], ...] = (
    Const,
    FactRef,
    ResultRef,
    Compare,
    OneOf,
    IsKnown,
    Not,
    All,
    AnyOf,
    If,
    Closing,
    Interval,
    Portion,
    Lookup,
    Arith,
    Rounded,
    ItemRef,
    Quantified,
    Figure,
    Row,
    Choose,
)


AT = FactRef("at", DATETIME)
"""The moment of evaluation: not a fact of the case, but given beside it, and like a fact unknown where it is not."""


def children(expr: Expr) -> Iterator[Expr]:
    """Give the expressions directly inside one, in order."""
    for name in _names_of(type(expr)):
        yield from _inside(getattr(expr, name))


def _names_of(kind: type) -> tuple[str, ...]:
    if kind not in _FIELD_NAMES:
        _FIELD_NAMES[kind] = tuple(field.name for field in fields(kind))
    return _FIELD_NAMES[kind]


_FIELD_NAMES: dict[type, tuple[str, ...]] = {}


def _inside(part: object) -> Iterator[Expr]:
    if isinstance(part, NODES):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _inside(item)


def walk(expr: Expr) -> Iterator[Expr]:
    """Give an expression and all inside it, outer ones first."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def facts_of(expr: Expr) -> frozenset[str]:
    """Give the paths of all facts that an expression names itself (not those of the decisions it refers to)."""
    return frozenset(node.path for node in walk(expr) if isinstance(node, FactRef))


def results_of(expr: Expr) -> frozenset[str]:
    """Give the names of all decisions that an expression refers to."""
    return frozenset(node.decision for node in walk(expr) if isinstance(node, ResultRef))


def speaks_of_knowing(expr: Expr) -> bool:
    """Tell whether an expression asks what is known: it then speaks of the case as given, not of the facts alone."""
    return any(isinstance(node, IsKnown) for node in walk(expr))
