"""The nodes of the algebra: frozen, hashable, and each with one meaning, which the interpreter defines.

A value is None where it is unknown. Truth is three-valued: True, False, None. Nothing here knows a kind of decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from rulings.algebra.types import BOOLEAN, DATETIME, MONEY, SPAN, Type
from rulings.values import Counting, Distance, Rate, Span

Shares = tuple[tuple[str, tuple[tuple[str, Rate], ...]], ...]
"""Of each cost, in the order of their names, which party bears which share; no party at all: as the parties agreed."""

Value = bool | int | Decimal | str | date | datetime | Distance | Shares | None


@dataclass(frozen=True, slots=True)
class Const:
    """A value that the policy states."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact of the case, unknown where it is not given."""

    path: str
    type: Type


@dataclass(frozen=True, slots=True)
class ResultRef:
    """The value of another decision, or one of its computed fields; unknown where that decision is undetermined."""

    decision: str
    field: str
    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """Compare two values: "eq", "ne", "lt", "le", "gt" or "ge"."""

    op: str
    left: Expr
    right: Expr
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class OneOf:
    """Tell whether a value is among the options."""

    item: Expr
    options: tuple[Const, ...]
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class IsKnown:
    """Tell whether a value is known. Never unknown itself: it speaks about the case as it is given."""

    item: Expr
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Not:
    """Negate."""

    item: Expr
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class All:
    """Hold where every item holds; of no items, always."""

    items: tuple[Expr, ...]
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Hold where at least one item holds; of no items, never."""

    items: tuple[Expr, ...]
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class If:
    """Give one of two values; where the test is unknown, their common value if they have one."""

    test: Expr
    then: Expr
    otherwise: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Closing:
    """The instant at which a period ends that begins at `opened` (`rulings.values.closing`)."""

    opened: Expr
    span: Span
    counting: Counting
    type: Type = DATETIME


@dataclass(frozen=True, slots=True)
class Interval:
    """How far two moments lie apart, without a sign."""

    left: Expr
    right: Expr
    type: Type = SPAN


@dataclass(frozen=True, slots=True)
class Portion:
    """What one party bears of an amount: each share rounded down to the fen, and the fen that are left over to `odd_to`."""

    amount: Expr
    shares: tuple[tuple[str, Rate], ...]
    odd_to: str
    party: str
    type: Type = MONEY


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of a decision. `beaten_by` names the rows which, where their guards hold, put this one aside.

    `fields` are what the decision computes beside its value where this row applies, `margin` how far the case is from its line.
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


@dataclass(frozen=True, slots=True)
class Choose:
    """Give the value of the one row that applies, or of `otherwise` where none does.

    Two applying rows with different values are a conflict, none without an `otherwise` is a gap: both are errors, never a pick.
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
    Row,
    Choose,
)


def children(expr: Expr) -> Iterator[Expr]:
    """Give the expressions directly inside one, in order."""
    for field in fields(expr):
        yield from _inside(getattr(expr, field.name))


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
