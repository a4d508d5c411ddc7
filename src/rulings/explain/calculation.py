"""How an amount came about: its formula with the values of the case, step by step, and how the result was rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from rulings.algebra import (
    AnyOf,
    Compare,
    Const,
    Expr,
    Figure,
    If,
    Rounded,
    Value,
    walk,
)
from rulings.algebra.types import BY_NAME, Type
from rulings.explain.clauses import Clauses
from rulings.explain.quantities import number_of
from rulings.explain.spoken import value as in_words
from rulings.explain.steps import Steps, unwrapped
from rulings.kinds.measure import Rounding
from rulings.model import Decision, Policy, Rule
from rulings.values import Rate
from rulings.values.rounding import as_type

_RATES = re.compile(r"[0-9][0-9.]*[%％]|\$[a-z][a-z0-9_]*")


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
        return isinstance(unwrapped(self.expr), Const)

    def steps(self) -> list[str]:
        """Tell the steps in their order, each a sentence without its stop; none where something is not known."""
        if self.is_fixed:
            return [self.voice.say("calc_fixed", value=in_words(self.value, self.voice))]
        zero = self._zero_divisor()
        if zero is not None:
            return [zero]
        if self.interpreter.value(self.expr) is None:
            return []
        return [*self._counted(), *self._steps().of(self.expr), *self._rounded()]

    def _counted(self) -> list[str]:
        """Tell a party first what was counted; an auditor reads that below the formula."""
        if not self.voice.is_plain:
            return []
        named = self.decision.detail["figures"].values()
        used = figures_in(self.expr)
        return [self.clauses.subject(one.figure) for one in named if one.figure in used]

    def _steps(self) -> Steps:
        return Steps(self.clauses, self.rates, gives_rate=self.kind.name == "rate")

    def exact_result(self) -> Fraction | None:
        """Give what the formula comes to before it is rounded."""
        found = self.interpreter.value(self.expr)
        return None if found is None else number_of(found)

    def _zero_divisor(self) -> str | None:
        """Where a divisor is zero, the result is what the rule says of that."""
        zeros = [test for test in self._tests() if self.interpreter.truth(test) is True]
        if not zeros:
            return None
        value = in_words(self.interpreter.value(self.rule.detail["zero"]), self.voice)
        return self.voice.say("calc_zero", divisor=self._named(zeros[0].left), value=value)

    def _named(self, divisor: Expr) -> str:
        """Name what is zero."""
        title = self.clauses.operand_title(unwrapped(divisor))
        return self._steps().formula(divisor) if title is None else title

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


def _rates_in(formula: str, policy: Policy) -> Iterator[Fraction]:
    """The rates that a formula states: to the algebra they are numbers like others, to a reader they are per cent."""
    for text in _RATES.findall(formula):
        const = policy.parameters.get(text[1:])
        if text.startswith("$"):
            value = const.value if isinstance(const, Const) else None
            if isinstance(value, Rate):
                yield Fraction(value)
        else:
            yield Fraction(Rate.parse(text))


def figures_in(expr: Expr) -> frozenset[Figure]:
    """Give the figures that a formula uses."""
    return frozenset(node for node in walk(expr) if isinstance(node, Figure))
