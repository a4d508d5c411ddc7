"""How an amount came about: its formula with the values of the case, step by step, and how the result was rounded."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction

from rulings.algebra import (
    AnyOf,
    Arith,
    Compare,
    Const,
    Expr,
    FactRef,
    Figure,
    If,
    Lookup,
    ResultRef,
    Rounded,
    Value,
    walk,
)
from rulings.algebra.types import BY_NAME, DATETIME, Type
from rulings.explain.clauses import Clauses
from rulings.explain.quantities import moment_of, number_of, of_unit, percent
from rulings.explain.spoken import moment
from rulings.explain.spoken import value as in_words
from rulings.kinds.measure import Rounding
from rulings.model import Decision, Policy, Rule
from rulings.values import Rate
from rulings.values.rounding import as_type

_SIGNS = {"add": " + ", "sub": " − ", "mul": " × ", "div": " ÷ "}
_RANK = {"add": 1, "sub": 1, "mul": 2, "div": 2}
_WHOLE = 3
_RATES = re.compile(r"[0-9][0-9.]*[%％]|\$[a-z][a-z0-9_]*")
_LIMITS = {"min": "at_most", "max": "at_least"}


class Calculation:
    """Tells how the formula of one rule comes to its result on the case."""

    def __init__(self, clauses: Clauses, decision: Decision, rule: Rule) -> None:
        """Start with the rule."""
        self.clauses = clauses
        self.voice = clauses.voice
        self.interpreter = clauses.interpreter
        self.decision = decision
        self.rule = rule
        self.expr: Expr = rule.detail["expr"]
        self.rates = frozenset(_rates_in(rule.detail["formula"], clauses.policy))

    @property
    def rounding(self) -> Rounding:
        """Give how results of the decision are rounded."""
        found: Rounding = self.decision.detail["rounding"]
        return found

    @property
    def is_fixed(self) -> bool:
        """Tell whether there is nothing to calculate."""
        return isinstance(_unwrapped(self.expr), Const)

    def steps(self) -> list[str]:
        """Tell the steps in their order, each a sentence without its stop; none where something is not known."""
        if self.is_fixed:
            return [self.voice.say("calc_fixed", value=self.result(self.exact_result()))]
        zero = self._zero_divisor()
        if zero is not None:
            return [zero]
        if self.interpreter.value(self.expr) is None:
            return []
        return [*self._counted(), *_Steps(self).of(self.expr), *self._rounded()]

    def _counted(self) -> list[str]:
        """Tell a party first what was counted; an auditor reads that below the formula."""
        if not self.voice.is_plain:
            return []
        named = self.decision.detail["figures"].values()
        used = figures_in(self.expr)
        return [self.clauses.subject(one.figure) for one in named if one.figure in used]

    def exact_result(self) -> Fraction | None:
        """Give what the formula comes to before it is rounded."""
        found = self.interpreter.value(self.expr)
        return None if found is None else number_of(found)

    def _zero_divisor(self) -> str | None:
        """Where a divisor is zero, the result is what the rule says of that."""
        fallback = self.rule.detail["zero"]
        if not isinstance(fallback, Const):
            return None
        zeros = [test for test in self._tests() if self.interpreter.truth(test) is True]
        if not zeros:
            return None
        value = in_words(fallback.value, self.voice)
        return self.voice.say("calc_zero", divisor=self._named(zeros[0].left), value=value)

    def _named(self, divisor: Expr) -> str:
        """Name what is zero."""
        title = self.clauses.operand_title(_unwrapped(divisor))
        return _Steps(self).formula(divisor) if title is None else title

    def _tests(self) -> Iterator[Compare]:
        """The conditions that a divisor is zero."""
        rows = [row for row in self.decision.choose.rows if row.id == self.rule.id]
        last = self.decision.choose.otherwise
        rows += [last] if last is not None and last.id == self.rule.id else []
        for row in rows:
            test = row.value.test if isinstance(row.value, If) else None
            parts = test.items if isinstance(test, AnyOf) else (test,)
            yield from (part for part in parts if isinstance(part, Compare))

    def _rounded(self) -> list[str]:
        """Say how the result was rounded, where that changed it."""
        raw = self.exact_result()
        value = self.value
        if raw is None or value is None or number_of(value) == raw:
            return []
        return [self.voice.say("calc_rounded", how=self.how_rounded(), value=in_words(value, self.voice))]

    @property
    def value(self) -> Value:
        """Give the result, rounded, as the rule gives it."""
        wrapped = Rounded(self.expr, self.rounding.step, self.rounding.mode, BY_NAME[self.kind.name])
        return self.interpreter.value(wrapped)

    @property
    def kind(self) -> Type:
        """Give the type of the result."""
        return self.decision.type

    def how_rounded(self) -> str:
        """Say to which step and in which way results are rounded."""
        mode = self.voice.say("mode_" + self.rounding.mode.replace(" ", "_"))
        step = in_words(as_type(number_of(self.rounding.step.value), self.kind.name), self.voice)
        return self.voice.say("calc_how_rounded", step=step, mode=mode)

    def result(self, number: Fraction | None) -> str:
        """Write what the whole formula comes to, before it is rounded: a rate in per cent, an amount in money."""
        if number is None:
            return self.voice.say("nothing_known")
        if self.kind.name == "rate":
            return percent(number, self.voice)
        return self.quantity(number, self.expr.type)

    def quantity(self, number: Fraction, unit: Type) -> str:
        """Write a number of a unit."""
        return moment(moment_of(number), self.voice) if unit == DATETIME else of_unit(number, unit, self.voice)


class _Steps:
    """Writes one formula. What `min`, `max` and `round` choose is a step of its own; what is left is written in one."""

    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self.voice = calculation.voice
        self.interpreter = calculation.interpreter
        self.steps: list[str] = []

    def of(self, expr: Expr) -> list[str]:
        """Give the steps of a formula."""
        written, _ = self._written(expr)
        if not _is_choice(_unwrapped(expr)):
            value = self.calculation.result(number_of(self.interpreter.value(expr)))
            self.steps.append(written if _is_leaf(expr) else self._equation(written, value))
        return self.steps

    def formula(self, expr: Expr) -> str:
        """Write an expression with the values of the case."""
        return self._written(expr)[0]

    def _equation(self, written: str, value: str) -> str:
        return self.voice.say("calc_equation", formula=written, value=value)

    def _written(self, expr: Expr) -> tuple[str, int]:
        """Write an expression with the values of the case, and how tightly its outermost sign binds."""
        expr = _unwrapped(expr)
        if isinstance(expr, Rounded):
            return self._rounded(expr), _WHOLE
        if not isinstance(expr, Arith):
            return self.titled(expr), _WHOLE
        if expr.op in _LIMITS:
            return self._chosen(expr), _WHOLE
        if _is_minus(expr):
            return "−" + self._bracketed(expr.items[1], _WHOLE), 2
        rank = _RANK[expr.op]
        left, right = expr.items
        above = rank + (expr.op in ("sub", "div"))
        return self._bracketed(left, rank) + _SIGNS[expr.op] + self._bracketed(right, above), rank

    def _bracketed(self, expr: Expr, least: int) -> str:
        written, rank = self._written(expr)
        return written if rank >= least else f"({written})"

    def titled(self, expr: Expr) -> str:
        """Write an operand: its value, with its name before it where it has one."""
        expr = _unwrapped(expr)
        if isinstance(expr, Const):
            return self._constant(expr)
        title = None if isinstance(expr, Figure) else self.calculation.clauses.operand_title(expr)
        value = self._value(expr)
        return value if title is None else self.voice.say("operand_with_value", title=title, value=value)

    def _constant(self, expr: Const) -> str:
        number = number_of(expr.value)
        return percent(number, self.voice) if number in self.calculation.rates else self._value(expr)

    def _value(self, expr: Expr) -> str:
        value = self.interpreter.value(expr)
        if value is None or isinstance(expr, FactRef | ResultRef | Lookup | Figure):
            return self._of_its_type(expr, value)
        return self.calculation.quantity(number_of(value), expr.type)

    def _of_its_type(self, expr: Expr, value: Value) -> str:
        """A sum over spans or money is a number to the algebra: it is written in its unit."""
        if isinstance(value, Fraction):
            return self.calculation.quantity(value, expr.type)
        return moment(value, self.voice) if isinstance(value, dt.datetime) else in_words(value, self.voice)

    # What is chosen

    def _chosen(self, expr: Arith) -> str:
        """Tell what `min` or `max` chose; where but one of its values is calculated, as a limit to that."""
        value = self.calculation.quantity(number_of(self.interpreter.value(expr)), expr.type)
        fixed = [item for item in expr.items if isinstance(_unwrapped(item), Const)]
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
        inner = _unwrapped(expr)
        if _is_choice(inner):
            return ""
        if _is_leaf(expr):
            return written + ("，" if self.voice.language == "zh" else ", ")
        value = self.calculation.quantity(number_of(self.interpreter.value(expr)), expr.type)
        self.steps.append(self._equation(written, value))
        return ""

    def _rounded(self, expr: Rounded) -> str:
        """Tell a rounding inside the formula."""
        written, _ = self._written(expr.item)
        unit = expr.item.type
        number = number_of(self.interpreter.value(expr))
        value = self.calculation.quantity(number, unit)
        step = "" if expr.step is None else self.calculation.quantity(number_of(expr.step.value), unit)
        mode = self.voice.say("mode_" + expr.mode.replace(" ", "_")) if expr.mode else ""
        how = self.voice.say("calc_how_rounded", step=step, mode=mode)
        self.steps.append(self.voice.say("calc_rounded_within", formula=written, how=how, value=value))
        return value


def _unwrapped(expr: Expr) -> Expr:
    """What is only taken as a number of another unit."""
    while isinstance(expr, Arith) and len(expr.items) == 1:
        expr = expr.items[0]
    return expr


def _is_choice(expr: Expr) -> bool:
    return isinstance(expr, Rounded) or (isinstance(expr, Arith) and expr.op in _LIMITS)


def _is_leaf(expr: Expr) -> bool:
    return not isinstance(_unwrapped(expr), Arith | Rounded)


def _is_minus(expr: Arith) -> bool:
    first = expr.items[0]
    return expr.op == "mul" and isinstance(first, Const) and first.value == -1


def _rates_in(formula: str, policy: Policy) -> Iterator[Fraction]:
    """The rates that a formula states: to the algebra they are numbers like others, to a reader they are per cent."""
    for text in _RATES.findall(formula):
        const = policy.parameters.get(text[1:])
        if text.startswith("$"):
            if const is not None and isinstance(const.value, Rate):
                yield Fraction(const.value)
        else:
            yield Fraction(Rate.parse(text))


def figures_in(expr: Expr) -> frozenset[Figure]:
    """Give the figures that a formula uses."""
    return frozenset(node for node in walk(expr) if isinstance(node, Figure))
