"""What the logic of a decision rests on: conditions and choices that a column tells, each with few possible digits.

Whatever is above them, how conditions hang together and which rules put others aside, the interpreter decides, once for
every combination of digits that occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from rulings.algebra import (
    NOT_APPLICABLE,
    All,
    AnyOf,
    Compare,
    Const,
    Expr,
    FactRef,
    If,
    IsKnown,
    Lookup,
    Not,
    OneOf,
    ResultRef,
    Value,
)
from rulings.engine.interpreter import Interpreter

Subject: TypeAlias = FactRef | ResultRef
_OF_FEW = frozenset({"choice", "boolean"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that the columns tell as a whole; its digits are no, yes and unknown."""

    expr: Expr

    @property
    def base(self) -> int:
        """Count the digits."""
        return 3

    def meaning(self, digit: int) -> Mapping[Expr, Value]:
        """Say what a digit means."""
        return {self.expr: (False, True, None)[digit]}


@dataclass(frozen=True, slots=True, eq=False)
class Switch:
    """A fact or a result of few values, which several conditions may ask for.

    Values between which no condition tells a difference share a digit, unless the value itself is asked for.
    """

    subject: Subject
    digits: Mapping[Value, int]
    meanings: tuple[Mapping[Expr, Value], ...]
    of_options: np.ndarray[Any, np.dtype[np.int64]]
    """The digit of each option of a fact in the order of its column, and last that of an unknown one."""

    @property
    def base(self) -> int:
        """Count the digits."""
        return len(self.meanings)

    def meaning(self, digit: int) -> Mapping[Expr, Value]:
        """Say what a digit means."""
        return self.meanings[digit]


Atom: TypeAlias = Condition | Switch


def values_of(subject: Subject) -> tuple[Value, ...]:
    """Give all values that a fact or result of few values can have, None for an unknown one last."""
    options: tuple[Value, ...] = (False, True) if subject.type.name == "boolean" else subject.type.options
    if isinstance(subject, ResultRef) and NOT_APPLICABLE not in options:
        options = (*options, NOT_APPLICABLE)
    return (*options, None)


@dataclass(slots=True)
class _Search:
    conditions: dict[Expr, None] = field(default_factory=dict)
    asked: dict[Subject, dict[Expr, None]] = field(default_factory=dict)

    def add(self, expr: Expr) -> None:  # noqa: C901, PLR0912 - one case a node
        match expr:
            case Const():
                pass
            case All(items=items) | AnyOf(items=items):
                for item in items:
                    self.add(item)
            case Not(item=item):
                self.add(item)
            case If(test=test, then=then, otherwise=otherwise):
                for part in (test, then, otherwise):
                    self.add(part)
            case FactRef() | ResultRef() if _is_of_few(expr):
                self.ask(expr, expr)
            case Compare(left=(FactRef() | ResultRef()) as subject, right=Const()) if _is_of_few(subject):
                self.ask(subject, expr)
            case OneOf(item=(FactRef() | ResultRef()) as subject) if _is_of_few(subject):
                self.ask(subject, expr)
            case IsKnown(item=(FactRef() | ResultRef()) as subject) if _is_of_few(subject):
                self.ask(subject, expr)
            case Compare(left=left, right=right) if _is_of_few(left) and _is_of_few(right):
                self.add(left)
                self.add(right)
            case Lookup(key=FactRef() as key) if _is_of_few(key) and expr.type.name in _OF_FEW:
                self.add(key)
            case _:
                self.conditions.setdefault(expr)

    def ask(self, subject: Subject, expr: Expr) -> None:
        self.asked.setdefault(subject, {}).setdefault(expr)


def _is_of_few(expr: Expr) -> bool:
    return isinstance(expr, FactRef | ResultRef) and expr.type.name in _OF_FEW


def atoms_of(exprs: Iterable[Expr]) -> tuple[Atom, ...]:
    """Give the atoms on which conditions, and values of few possibilities, rest."""
    search = _Search()
    for expr in exprs:
        search.add(expr)
    switches = [_switch(subject, tuple(asked)) for subject, asked in search.asked.items()]
    return (*switches, *map(Condition, search.conditions))


def _switch(subject: Subject, asked: tuple[Expr, ...]) -> Switch:
    digits: dict[Value, int] = {}
    meanings: list[Mapping[Expr, Value]] = []
    places: dict[tuple[Value, ...], int] = {}
    for value in values_of(subject):
        truths = tuple(_given(subject, value, expr) for expr in asked)
        if truths not in places:
            places[truths] = len(meanings)
            meanings.append(dict(zip(asked, truths, strict=True)))
        digits[value] = places[truths]
    of_options = np.array([digits[value] for value in values_of(subject)], dtype=np.int64)
    return Switch(subject, digits, tuple(meanings), of_options)


def _given(subject: Subject, value: Value, expr: Expr) -> Value:
    """Give what the interpreter says of an expression where its subject has a value."""
    interpreter = Interpreter({}, lambda _: None)
    interpreter.record[subject] = value
    return interpreter.value(expr)
