"""Conditions of the algebra as alternatives, each a set of comparisons of one fact with a constant.

The other engine finds a comparison false where the fact is missing. So each condition is translated twice: into what
makes it surely true, and into what makes it surely false. Where neither holds, it is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeAlias

from rulings.algebra import All, AnyOf, Compare, Const, Expr, IsKnown, Not, OneOf, Quantified
from rulings.algebra.types import BOOLEAN
from rulings.second_opinion.encoding import code, number, text
from rulings.second_opinion.reasons import NOT_TRANSLATED, Untranslatable

NUMBER, TEXT, FLAG, KNOWN, SIGN, SAME, TRUTH = "number", "text", "flag", "known", "sign", "same", "truth"
_NEGATED: Final = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
_TURNED: Final = {"eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
_TEXTS: Final = frozenset({"choice", "text"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a property of a message stands for.

    A "number" (scaled), a "text" or a "flag" is the value of a term; "known" tells whether it has one. "sign" tells
    which of two numbers is the larger, "same" whether two texts are alike, and "truth" whether a condition holds that
    has been found out before.
    """

    kind: str
    terms: tuple[Expr, ...]
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison with a constant: "eq", "ne", "lt", "le", "gt" or "ge"."""

    subject: Subject
    op: str
    value: int | str


Branch: TypeAlias = frozenset[Atom]
Branches: TypeAlias = tuple[Branch, ...]


def branches(expr: Expr, wanted: bool) -> Branches:  # noqa: FBT001, PLR0911 - one of two translations; a case a node
    """Give the alternatives that make a condition surely true, or surely false. Raises Untranslatable."""
    match expr:
        case Const(value=None):
            return ()
        case Const(value=value):
            return (frozenset(),) if bool(value) is wanted else ()
        case Not(item=item):
            return branches(item, not wanted)
        case All(items=items):
            return _together(items, wanted) if wanted else _either(items, wanted)
        case AnyOf(items=items):
            return _either(items, wanted) if wanted else _together(items, wanted)
        case IsKnown(item=item):
            return _one(Atom(Subject(KNOWN, (item,)), "eq", int(wanted)))
        case OneOf(item=item, options=options):
            compared = tuple(Compare("eq", item, option) for option in options)
            return branches(AnyOf(compared), wanted)
        case Compare():
            return _compared(expr, expr.op if wanted else _NEGATED[expr.op])
    if expr.type != BOOLEAN:
        raise Untranslatable(NOT_TRANSLATED)
    kind = TRUTH if isinstance(expr, Quantified) else FLAG
    return _one(Atom(Subject(kind, (expr,)), "eq", int(wanted)))


def _one(atom: Atom) -> Branches:
    return (frozenset({atom}),)


def _either(items: tuple[Expr, ...], wanted: bool) -> Branches:  # noqa: FBT001 - as in `branches`
    return tuple(dict.fromkeys(chain.from_iterable(branches(item, wanted) for item in items)))


def _together(items: tuple[Expr, ...], wanted: bool) -> Branches:  # noqa: FBT001 - as in `branches`
    """Join what must hold together; an item with alternatives of its own is found out before, and stands as a truth."""
    atoms: set[Atom] = set()
    for item in items:
        ways = branches(item, wanted)
        if not ways:
            return ()
        atoms |= ways[0] if len(ways) == 1 else {Atom(Subject(TRUTH, (item,)), "eq", int(wanted))}
    return (frozenset(atoms),)


def _compared(expr: Compare, op: str) -> Branches:
    left, right = expr.left, expr.right
    if isinstance(left, Const) and not isinstance(right, Const):
        left, right, op = right, left, _TURNED[op]
    if Const in {type(left), type(right)} and None in {getattr(side, "value", 0) for side in (left, right)}:
        return ()
    name = left.type.name
    if isinstance(right, Const) and not isinstance(left, Const):
        return _one(_with_constant(left, op, right, name))
    if name in _TEXTS or name == BOOLEAN.name:
        return _one(Atom(Subject(SAME, (left, right)), "eq", int(op == "eq")))
    return _one(Atom(Subject(SIGN, (left, right)), op, 0))


def _with_constant(term: Expr, op: str, constant: Const, name: str) -> Atom:
    if name in _TEXTS:
        return Atom(Subject(TEXT, (term,)), op, text(constant.value))
    if name == BOOLEAN.name:
        return Atom(Subject(FLAG, (term,)), op, int(bool(constant.value)))
    scale = number(constant.value).denominator
    return Atom(Subject(NUMBER, (term,), scale), op, code(constant.value, scale))
