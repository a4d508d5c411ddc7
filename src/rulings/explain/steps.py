"""The steps of a formula, with the values of the case: `min`, `max` and `round` are steps of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from rulings.algebra import Arith, Const, Expr, FactRef, Figure, Lookup, ResultRef, Rounded, Value
from rulings.algebra.types import DATETIME, Type
from rulings.explain.clauses import Clauses
from rulings.explain.quantities import moment_of, number_of, of_unit, percent
from rulings.explain.spoken import moment
from rulings.explain.spoken import value as in_words
from rulings.explain.voice import Voice

_SIGNS = {"add": " + ", "sub": " − ", "mul": " × ", "div": " ÷ "}
_RANK = {"add": 1, "sub": 1, "mul": 2, "div": 2}
_WHOLE = 3
_LIMITS = {"min": "at_most", "max": "at_least"}


def quantity(number: Fraction, unit: Type, voice: Voice) -> str:
    """Write a number of any unit that a formula calculates with."""
    return moment(moment_of(number), voice) if unit == DATETIME else of_unit(number, unit, voice)


class Steps:
    """Writes one formula. What `min`, `max` and `round` choose is a step of its own; what is left is written in one."""

    def __init__(self, clauses: Clauses, rates: frozenset[Fraction], *, gives_rate: bool) -> None:
        """Start with what names facts. `rates` are the numbers that are written in per cent, and results may be."""
        self.clauses = clauses
        self.voice = clauses.voice
        self.interpreter = clauses.interpreter
        self.rates = rates
        self.gives_rate = gives_rate
        self.results: frozenset[Expr] = frozenset()
        self.steps: list[str] = []

    def of(self, expr: Expr) -> list[str]:
        """Give the steps of a formula."""
        inner = unwrapped(expr)
        if _is_leaf(inner):
            # What a party is told to have been counted is not told again.
            return [] if isinstance(inner, Figure) and self.voice.is_plain else [self.clauses.subject(inner)]
        self.results = frozenset(_results(expr))
        written, _ = self._written(expr)
        return self.steps if _is_choice(inner) else [*self.steps, self._equation(written, self._result(expr))]

    def _result(self, expr: Expr) -> str:
        """Write what an expression comes to: where the whole gives a rate, in per cent."""
        number = number_of(self.interpreter.value(expr))
        inner = unwrapped(expr)
        if self.gives_rate and inner in self.results:
            return percent(number, self.voice)
        return quantity(number, expr.type, self.voice)

    def formula(self, expr: Expr) -> str:
        """Write an expression with the values of the case."""
        return self._written(expr)[0]

    def _equation(self, written: str, value: str) -> str:
        return self.voice.say("calc_equation", formula=written, value=value)

    def _written(self, expr: Expr) -> tuple[str, int]:
        """Write an expression with the values of the case, and how tightly its outermost sign binds."""
        expr = unwrapped(expr)
        if isinstance(expr, Rounded):
            return self._rounded(expr), _WHOLE
        if not isinstance(expr, Arith):
            return self.titled(expr), _WHOLE
        if expr.op in _LIMITS:
            return self._chosen(expr), _WHOLE
        if _is_minus(expr):
            return "−" + self._bracketed(expr.items[1], _WHOLE), 1
        rank = _RANK[expr.op]
        left, right = expr.items
        above = rank + (expr.op in ("sub", "div"))
        return self._bracketed(left, rank) + _SIGNS[expr.op] + self._bracketed(right, above), rank

    def _bracketed(self, expr: Expr, least: int) -> str:
        written, rank = self._written(expr)
        return written if rank >= least else f"({written})"

    def titled(self, expr: Expr) -> str:
        """Write an operand: its value, with its name before it where it has one."""
        expr = unwrapped(expr)
        if isinstance(expr, Const):
            return self._constant(expr)
        title = None if isinstance(expr, Figure) else self.clauses.operand_title(expr)
        value = self._value(expr)
        return value if title is None else self.voice.say("operand_with_value", title=title, value=value)

    def _constant(self, expr: Const) -> str:
        number = number_of(expr.value)
        return percent(number, self.voice) if number in self.rates else self._value(expr)

    def _value(self, expr: Expr) -> str:
        value = self.interpreter.value(expr)
        if value is None or isinstance(expr, FactRef | ResultRef | Lookup | Figure):
            return self._of_its_type(expr, value)
        return quantity(number_of(value), expr.type, self.voice)

    def _of_its_type(self, expr: Expr, value: Value) -> str:
        """A sum over spans or money is a number to the algebra: it is written in its unit."""
        if isinstance(value, Fraction):
            return quantity(value, expr.type, self.voice)
        return moment(value, self.voice) if isinstance(value, dt.datetime) else in_words(value, self.voice)

    # What is chosen

    def _chosen(self, expr: Arith) -> str:
        """Tell what `min` or `max` chose; where but one of its values is calculated, as a limit to that."""
        value = self._result(expr)
        fixed = [item for item in expr.items if isinstance(unwrapped(item), Const)]
        others = [item for item in expr.items if item not in fixed]
        if len(others) == 1 and len(fixed) == 1:
            start = self._first(others[0])
            step = self.voice.say(f"calc_{_LIMITS[expr.op]}", limit=self.titled(fixed[0]), value=value)
            self.steps.append(start + step if start else step)
        else:
            options = [self._bracketed(item, 0) for item in expr.items]
            joined = ("、" if self.voice.language == "zh" else "; ").join(options)
            self.steps.append(self.voice.say(f"calc_{expr.op}", options=joined, value=value))
        return value

    def _first(self, expr: Expr) -> str:
        """Tell what is limited: a step of its own where it is calculated, else the beginning of the step."""
        written, _ = self._written(expr)
        inner = unwrapped(expr)
        if _is_choice(inner):
            return ""
        if _is_leaf(expr):
            return written + ("，" if self.voice.language == "zh" else ", ")
        value = self._result(expr)
        self.steps.append(self._equation(written, value))
        return ""

    def _rounded(self, expr: Rounded) -> str:
        """Tell a rounding inside the formula."""
        written, _ = self._written(expr.item)
        unit = expr.item.type
        value = quantity(number_of(self.interpreter.value(expr)), unit, self.voice)
        step = "" if expr.step is None else quantity(number_of(expr.step.value), unit, self.voice)
        mode = self.voice.say("mode_" + expr.mode.replace(" ", "_")) if expr.mode else ""
        how = self.voice.say("calc_how_rounded", step=step, mode=mode)
        self.steps.append(self.voice.say("calc_rounded_within", formula=written, how=how, value=value))
        return value


def _results(expr: Expr) -> Iterator[Expr]:
    """What counts as the whole result: it itself, and what it may be limited to."""
    inner = unwrapped(expr)
    yield inner
    if isinstance(inner, Arith) and inner.op in _LIMITS:
        for item in inner.items:
            yield from _results(item)


def unwrapped(expr: Expr) -> Expr:
    """Give what is only taken as a number of another unit."""
    while isinstance(expr, Arith) and len(expr.items) == 1:
        expr = expr.items[0]
    return expr


def _is_choice(expr: Expr) -> bool:
    return isinstance(expr, Rounded) or (isinstance(expr, Arith) and expr.op in _LIMITS)


def _is_leaf(expr: Expr) -> bool:
    return not isinstance(unwrapped(expr), Arith | Rounded)


def _is_minus(expr: Arith) -> bool:
    first = expr.items[0]
    return expr.op == "mul" and isinstance(first, Const) and first.value == -1
