"""The variables of some conditions: facts with their cells, and questions that have none.

Within one cell of every fact no condition changes its truth, so what holds for all combinations of cells holds for all
cases. A comparison of two facts has cells too: the one is less, equal or more. How several such comparisons hang
together is not looked at, and of a condition of any other form just its answer counts; both are sound for proofs: what
holds for all answers holds for the right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rulings.algebra.boxes import Box, Form, Lit, every, some
from rulings.algebra.cells import cells_of
from rulings.algebra.expressions import (
    All,
    AnyOf,
    Choose,
    Compare,
    Const,
    Expr,
    FactRef,
    Figure,
    If,
    IsKnown,
    Lookup,
    Not,
    OneOf,
    ResultRef,
    Row,
    Value,
    facts_of,
    results_of,
    walk,
)
from rulings.algebra.types import BOOLEAN, SPAN, Type
from rulings.values import Seconds


@dataclass(slots=True)
class Variable:
    """A fact with its cells, or a question without any (`expr`), whose cells are yes and no."""

    key: Expr
    type: Type
    cells: list[Value] = field(default_factory=list)

    @property
    def all_cells(self) -> int:
        """Give all cells as bits."""
        return (1 << len(self.cells)) - 1

    @property
    def is_fact(self) -> bool:
        """Tell whether the variable is a fact of its own."""
        return isinstance(self.key, FactRef)


Bounds = Mapping[str, tuple[Value, Value]]
"""The least and the most of facts by path, and of results by the decision's name, or `decision.field`."""


class Space:
    """The variables of some conditions, and the conditions as forms over them."""

    def __init__(self, exprs: Iterable[Expr], decisions: Mapping[str, Choose], bounds: Bounds | None = None) -> None:
        """Collect the variables of the expressions.

        References to the given decisions are replaced by what these say; others count as variables of their own. So do
        those which rest on a fact that is asked to be known: without it they may come to a value all the same.
        """
        wanted = tuple(exprs)
        self.decisions = _expandable(wanted, decisions)
        self.variables: list[Variable] = []
        self._index: dict[Expr, int] = {}
        self._expanded: dict[Expr, Expr] = {}
        self._forms: dict[tuple[Expr, bool], Form] = {}
        self._seen: set[Expr] = set()
        self.origin: dict[Lit, tuple[Expr, bool]] = {}
        """For every condition over cells the expression that it came from, and whether it holds where that does."""
        self.has_constants = False
        """Whether some condition is the same in all cells, and yet unknown where the fact is."""
        literals: dict[Expr, list[Value]] = {}
        knowing: set[Expr] = set()
        for expr in wanted:
            self._collect(self.expand(expr), literals, knowing)
        for key in sorted(literals, key=repr):
            self._add(key, literals[key], knowing, _bounds_of(key, bounds or {}))

    def _add(self, key: Expr, literals: list[Value], knowing: set[Expr], bounds: tuple[Value, Value]) -> None:
        cells: list[Value] = [True, False]
        if isinstance(key, _WITH_CELLS):
            cells = cells_of(key.type, literals, bounds)
        if isinstance(key, Compare):
            cells = list(_SIGNS if key.left.type.is_ordered else _SIGNS[1:])
        if key in knowing:
            cells = [*cells, None]
        self._index[key] = len(self.variables)
        self.variables.append(Variable(key, key.type, cells))

    def whole(self) -> Box:
        """Give the box of all cases."""
        return tuple(variable.all_cells for variable in self.variables)

    def expand(self, expr: Expr) -> Expr:
        """Replace what a condition says of decisions by what the decisions say of facts."""
        if expr not in self._expanded:
            self._expanded[expr] = self._expand(expr)
        return self._expanded[expr]

    def _expand(self, expr: Expr) -> Expr:  # noqa: PLR0911 - one case a node
        match expr:
            case All(items=items):
                return All(tuple(self.expand(item) for item in items))
            case AnyOf(items=items):
                return AnyOf(tuple(self.expand(item) for item in items))
            case Not(item=item):
                return Not(self.expand(item))
            case Compare(op="eq" | "ne" as op, left=ResultRef(decision=name, field=""), right=Const() as const) if (
                name in self.decisions
            ):
                same = self._chosen(self.decisions[name], (const,))
                return same if op == "eq" else Not(same)
            case OneOf(item=ResultRef(decision=name, field=""), options=options) if name in self.decisions:
                return self._chosen(self.decisions[name], options)
            case Compare(op=op, left=left, right=Lookup(key=key, table=table)):
                return AnyOf(tuple(All((_is_option(key, name), Compare(op, left, const))) for name, const in table))
            case _:
                return expr

    def _chosen(self, choose: Choose, options: tuple[Const, ...]) -> Expr:
        """The condition under which a decision gives one of the values."""
        ways = [All((self.expand(guard), self._gives(row.value, options))) for row, guard in applying(choose)]
        return AnyOf(tuple(ways))

    def _gives(self, value: Expr, options: tuple[Const, ...]) -> Expr:
        if isinstance(value, Const):
            return Const(value=any(value.value == option.value for option in options), type=BOOLEAN)
        if isinstance(value, If):
            yes = All((self.expand(value.test), self._gives(value.then, options)))
            no = All((Not(self.expand(value.test)), self._gives(value.otherwise, options)))
            return AnyOf((yes, no))
        if isinstance(value, Lookup):
            fits = [(name, any(const.value == option.value for option in options)) for name, const in value.table]
            return AnyOf(tuple(self.expand(_is_option(value.key, name)) for name, is_one in fits if is_one))
        return self.expand(OneOf(value, options))

    def _collect(self, expr: Expr, literals: dict[Expr, list[Value]], knowing: set[Expr]) -> None:
        if expr in self._seen:
            return
        self._seen.add(expr)
        match expr:
            case All(items=items) | AnyOf(items=items):
                for item in items:
                    self._collect(item, literals, knowing)
            case Not(item=item):
                self._collect(item, literals, knowing)
            case Compare(left=(FactRef() | ResultRef() | Figure()) as fact, right=Const(value=value)):
                literals.setdefault(fact, []).append(value)
            case OneOf(item=(FactRef() | ResultRef() | Figure()) as fact, options=options):
                literals.setdefault(fact, []).extend(option.value for option in options)
            case IsKnown(item=FactRef() as fact):
                literals.setdefault(fact, [])
                knowing.add(fact)
            case Const():
                pass
            case Compare():
                literals.setdefault(_pair(expr)[0], [])
            case _:
                literals.setdefault(expr, [])

    def form(self, expr: Expr, *, holds: bool = True) -> Form:
        """Give a condition (or its negation) over the cells.

        It must be among the expressions that the space was made of.
        """
        return self._form(self.expand(expr), holds=holds)

    def _form(self, expr: Expr, *, holds: bool) -> Form:
        key = (expr, holds)
        if key not in self._forms:
            self._forms[key] = self._made(expr, holds=holds)
        return self._forms[key]

    def _made(self, expr: Expr, *, holds: bool) -> Form:
        match expr:
            case Const(value=value):
                return bool(value) is holds
            case Not(item=item):
                return self._form(item, holds=not holds)
            case All(items=items) | AnyOf(items=items):
                inner = tuple(self._form(item, holds=holds) for item in items)
                return every(inner) if isinstance(expr, All) is holds else some(inner)
            case (
                Compare(left=(FactRef() | ResultRef() | Figure()) as ref, right=Const())
                | OneOf(item=(FactRef() | ResultRef() | Figure()) as ref)
                | IsKnown(item=FactRef() as ref)
            ):
                return self._literal(ref, expr, holds=holds)
            case Compare():
                return self._compared(expr, holds=holds)
            case _:
                return self._question(expr, holds=holds)

    def _question(self, expr: Expr, *, holds: bool) -> Form:
        lit = Lit(self._index[expr], 1, 2) if holds else Lit(self._index[expr], 2, 1)
        self.origin.setdefault(lit, (expr, holds))
        return lit

    def _compared(self, expr: Compare, *, holds: bool) -> Form:
        """A comparison of two facts or results: a condition on which of them is less, or whether they are equal."""
        key, op = _pair(expr)
        at = self._index[key]
        cells = self.variables[at].cells
        true = sum(1 << bit for bit, sign in enumerate(cells) if (sign in _SIGNS_OF[op]) is holds)
        lit = Lit(at, true, self.variables[at].all_cells ^ true)
        self.origin.setdefault(lit, (expr, holds))
        return lit

    def _literal(self, fact: Expr, expr: Expr, *, holds: bool) -> Form:
        at = self._index[fact]
        true = false = 0
        for bit, cell in enumerate(self.variables[at].cells):
            truth = _truth(expr, cell)
            if truth is not None:
                true, false = (true | 1 << bit, false) if truth is holds else (true, false | 1 << bit)
        everything = self.variables[at].all_cells
        if everything in (true, false):
            self.has_constants = True
            return true == everything
        lit = Lit(at, true, false)
        self.origin.setdefault(lit, (expr, holds))
        return lit


_WITH_CELLS = (FactRef, ResultRef, Figure)
"""What a condition can compare with constants, so that it has cells; of anything else just the truth counts."""


_SIGNS: tuple[Value, ...] = (-1, 0, 1)
_SIGNS_OF: dict[str, tuple[Value, ...]] = {
    "lt": (-1,),
    "le": (-1, 0),
    "gt": (1,),
    "ge": (0, 1),
    "eq": (0,),
    "ne": (-1, 1),
}
_TURNED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}


def _pair(expr: Compare) -> tuple[Compare, str]:
    """Give the one form of all comparisons of two sides, and the operator by which this one compares them."""
    if repr(expr.left) <= repr(expr.right):
        return Compare("lt", expr.left, expr.right), expr.op
    return Compare("lt", expr.right, expr.left), _TURNED[expr.op]


def _bounds_of(key: Expr, bounds: Bounds) -> tuple[Value, Value]:
    """Give the least and the most of a variable: a count of records, or a span that is a fact, is not below zero."""
    match key:
        case FactRef(path=path, type=kind):
            low, high = bounds.get(path, (None, None))
            return (Seconds(0) if low is None and kind == SPAN else low), high
        case ResultRef(decision=decision, field=field):
            return bounds.get(f"{decision}.{field}" if field else decision, (None, None))
        case Figure(of=None):
            return 0, None
    return None, None


def _is_option(key: Expr, option: str) -> Compare:
    return Compare("eq", key, Const(option, key.type))


def _expandable(exprs: tuple[Expr, ...], decisions: Mapping[str, Choose]) -> Mapping[str, Choose]:
    asked = frozenset[str]().union(*map(_asked, (*exprs, *decisions.values())))
    if not asked:
        return decisions
    below: dict[str, frozenset[str]] = {}

    def facts_below(name: str) -> frozenset[str]:
        if name not in below:
            used = [facts_below(other) for other in results_of(decisions[name]) if other in decisions]
            below[name] = facts_of(decisions[name]).union(*used)
        return below[name]

    return {name: choose for name, choose in decisions.items() if not asked & facts_below(name)}


@lru_cache(maxsize=4096)
def _asked(expr: Expr) -> frozenset[str]:
    """The facts of which an expression asks whether they are known."""
    return frozenset(
        node.item.path for node in walk(expr) if isinstance(node, IsKnown) and isinstance(node.item, FactRef)
    )


def applying(choose: Choose) -> list[tuple[Row, Expr]]:
    """Give each row with the condition under which it applies, overrides and `otherwise` counted in."""
    guards = {row.id: row.guard for row in choose.rows}
    rows: list[tuple[Row, Expr]] = [
        (row, All((row.guard, *(Not(guards[other]) for other in row.beaten_by)))) for row in choose.rows
    ]
    if choose.otherwise is not None:
        rows.append((choose.otherwise, Not(AnyOf(tuple(guards.values())))))
    return rows


def _truth(expr: Expr, cell: Value) -> bool | None:
    """The truth of a condition where the fact lies in the cell; a cell of None is the unknown fact."""
    if isinstance(expr, IsKnown):
        return cell is not None
    if cell is None:
        return None
    if isinstance(expr, OneOf):
        return any(cell == option.value for option in expr.options)
    if isinstance(expr, Compare) and isinstance(expr.right, Const):
        return _sign(cell, expr.right.value, expr.op) in _SIGNS_OF[expr.op]
    message = f"not a condition on one fact: {expr!r}"
    raise TypeError(message)


def _sign(cell: Value, value: Value, op: str) -> int:
    if op in ("eq", "ne"):
        return 0 if cell == value else 1
    return (cell > value) - (cell < value)  # type: ignore[operator]  # both of one ordered type
