"""Conditions over finitely many cells, and the search for cases in which they hold: exact, by splitting cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DEFAULT_BUDGET = 400_000
HEAVY = 20_000
"""Forms of more conditions are searched in a way that costs more for small ones."""


class BudgetSpent(Exception):
    """The search took more steps than it was allowed."""


@dataclass(frozen=True, slots=True)
class Lit:
    """One condition on one variable: the cells where it is true and those where it is false (as bits)."""

    variable: int
    true: int
    false: int


@dataclass(frozen=True, slots=True)
class Every:
    """A conjunction."""

    items: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """A disjunction."""

    items: tuple[Form, ...]


Form = Lit | Every | Some | bool
"""A condition in negation normal form over cells."""
Box = tuple[int, ...]
"""For every variable the cells that are still possible, as bits."""


def every(items: Iterable[Form]) -> Form:
    """Join forms that must all hold."""
    kept = tuple(item for item in items if item is not True)
    if False in kept:
        return False
    return True if not kept else kept[0] if len(kept) == 1 else Every(kept)


def some(items: Iterable[Form]) -> Form:
    """Join forms of which one must hold."""
    kept = tuple(item for item in items if item is not False)
    if True in kept:
        return True
    return False if not kept else kept[0] if len(kept) == 1 else Some(kept)


def negated(form: Form) -> Form:
    """Give the opposite of a form; where a fact is unknown, it stays undecided."""
    if isinstance(form, bool):
        return not form
    if isinstance(form, Lit):
        return Lit(form.variable, form.false, form.true)
    return some(map(negated, form.items)) if isinstance(form, Every) else every(map(negated, form.items))


def reduced(form: Form, box: Box) -> Form:
    """Give what is left of a form inside a box."""
    kind = type(form)
    if kind is Lit:
        return _reduced_lit(form, box)  # type: ignore[arg-type]  # just tested, in the cheapest way: this is the inner loop
    if kind is bool:
        return form
    # Every ends at the first that fails, Some at the first that holds; the rest of their work is the same.
    decisive = kind is Some
    left: list[Form] = []
    for item in form.items:  # type: ignore[union-attr]  # Every or Some
        inner = _reduced_lit(item, box) if type(item) is Lit else reduced(item, box)
        if inner is decisive:
            return decisive
        if inner is not (not decisive):
            left.append(inner)
    if not left:
        return not decisive
    return left[0] if len(left) == 1 else Some(tuple(left)) if decisive else Every(tuple(left))


def _reduced_once(form: Form, box: Box, known: dict[int, Form]) -> Form:
    """Do what `reduced` does, but look once only at parts that stand in a form many times over.

    Decisions that build on each other share such parts; one by one there may be more of them than can be counted.
    """
    if isinstance(form, bool | Lit):
        return reduced(form, box)
    if id(form) not in known:
        inner = tuple(_reduced_once(item, box, known) for item in form.items)
        known[id(form)] = every(inner) if isinstance(form, Every) else some(inner)
    return known[id(form)]


def _weight(form: Form, known: dict[int, int]) -> int:
    """Count the conditions of a form, each as often as it stands there."""
    if isinstance(form, bool | Lit):
        return 1
    if id(form) not in known:
        known[id(form)] = sum(_weight(item, known) for item in form.items)
    return known[id(form)]


def _reduced_lit(lit: Lit, box: Box) -> Form:
    cells = box[lit.variable]
    if not cells & ~lit.true:
        return True
    # Where the fact stays unknown the condition is undecided for good: it cannot make anything hold.
    return lit if cells & lit.true else False


def narrowed(box: Box, variable: int, cells: int) -> Box:
    """Give the box with a variable's cells cut down."""
    return (*box[:variable], box[variable] & cells, *box[variable + 1 :])


def first_lit(form: Form) -> Lit:
    """Give a condition on which the form still depends, conjunctions first: they decide soonest."""
    while not isinstance(form, Lit):
        if isinstance(form, bool):
            message = "a decided form depends on nothing"
            raise TypeError(message)
        form = next((item for item in form.items if isinstance(item, Lit)), form.items[0])
    return form


def find(form: Form, box: Box, budget: int = DEFAULT_BUDGET) -> Box | None:
    """Find a box of cases in which the form holds, or None where there is none: an exact answer, by splitting cells.

    Raises BudgetSpent after `budget` steps.
    """
    is_heavy = _weight(form, {}) > HEAVY
    waiting = [(form, box)]
    while waiting:
        budget -= 1
        if budget < 0:
            raise BudgetSpent
        inner, here = waiting.pop()
        left = _reduced_once(inner, here, {}) if is_heavy else reduced(inner, here)
        if left is True:
            return here
        if left is False:
            continue
        lit = first_lit(left)
        cells = here[lit.variable]
        parts = (cells & ~lit.true, cells & lit.true)
        waiting += [(left, narrowed(here, lit.variable, part)) for part in parts if part]
    return None
