"""Pieces of Python source for expressions of the algebra, for the compiler."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import Any

from rulings.algebra import (
    AT,
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
    walk,
)
from rulings.algebra.types import NUMBER
from rulings.engine.facts import attribute
from rulings.engine.numbers import figure, portion, rounded_to
from rulings.engine.periods import closer, distance, in_time, surely
from rulings.values import Truth, all_of, any_of, is_inclusive
from rulings.values.rounding import exact

INDENT = "    "
ARITHMETIC = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def identifier(text: str) -> str:
    """Make a Python name of an id."""
    return re.sub(r"\W", "_", text)


@dataclass(slots=True)
class Names:
    """The values that generated code refers to by name: its globals."""

    globals: dict[str, object] = field(default_factory=dict)
    _known: dict[tuple[str, object], str] = field(default_factory=dict)

    def bind(self, wanted: str, value: object, key: object = None) -> str:
        """Give a value a name; equal values of one wanted name share it, or with `key` those of equal keys."""
        key = (wanted, value if key is None else key)
        if key not in self._known:
            name = identifier(wanted)
            number = 2
            while name in self.globals:
                name = f"{identifier(wanted)}_{number}"
                number += 1
            self._known[key] = name
            self.globals[name] = value
        return self._known[key]

    def const(self, value: object) -> str:
        """Give the source of a constant: written out where that reads well, else a name for it."""
        if value is None or isinstance(value, str | bool) or type(value) is int:
            return repr(value)
        return self.bind(f"{type(value).__name__}_{value}", value)

    def period(self, expr: Closing) -> str:
        """Give the name of the test whether a moment lies within a period."""
        return self.bind(f"within_{expr.span}", in_time(expr.span, expr.counting))


def fact_source(path: str) -> str:
    """Give the source that reads a fact from the typed case; the moment of evaluation lies last in its memory."""
    if path == AT.path:
        return "m[-1]"
    return "f." + ".".join(map(attribute, path.split(".")))


def local_name(path: str) -> str:
    """Give the local variable that holds a fact.

    Names hold no double underscore, so that no two paths share a variable.
    """
    return path.replace(".", "__")


def result_name(decision: str) -> str:
    """Give the local variable that holds another decision's value. No name of the language ends with an underscore."""
    return f"{decision}_"


def value_name(decision: str, row: str) -> str:
    """Give the function that computes the value of a decision's row, where that is no constant."""
    return f"value_{identifier(decision)}__{identifier(row)}"


def period_test(expr: Compare) -> Closing | None:
    """Recognise "a moment is within a period", which has a faster form than building the period's end."""
    right = expr.right
    if isinstance(right, Closing) and expr.op == ("le" if is_inclusive(right.span, right.counting) else "lt"):
        return right
    return None


class ThreeValued:
    """Writes straight-line code for expressions whose facts may be unknown (None).

    Equal expressions are computed once.
    """

    def __init__(self, names: Names, decisions: dict[str, int]) -> None:
        """Start an empty function body; `decisions` gives each decision's place in the case's memory."""
        self.names = names
        self.decisions = decisions
        self.lines: list[str] = []
        self._done: dict[Expr, str] = {}
        self._numbers = count()

    def value(self, expr: Expr) -> str:
        """Write the code for an expression and give the source that holds its value."""
        if isinstance(expr, Const):
            return self.names.const(expr.value)
        if expr not in self._done:
            self._done[expr] = self._if(expr) if isinstance(expr, If) else self._assigned(self._source(expr))
        return self._done[expr]

    def _assigned(self, source: str) -> str:
        name = f"v{next(self._numbers)}"
        self.lines.append(f"{name} = {source}")
        return name

    def _if(self, expr: If) -> str:
        """Compute only the branch that counts; both where the test is unknown. Each stands in the code once."""
        truth = self.value(expr.test)
        name, one, other = (f"v{next(self._numbers)}" for _ in range(3))
        self.lines.append(f"{one} = {other} = None")
        for branch, part, head in ((one, expr.then, "is not False"), (other, expr.otherwise, "is not True")):
            inside = self._branch()
            source = inside.value(part)
            lines = (*inside.lines, f"{branch} = {source}")
            self.lines += [f"if {truth} {head}:", *(INDENT + line for line in lines)]
        same = f"{one} if {one} == {other} else None"
        self.lines.append(f"{name} = {one} if {truth} is True else {other} if {truth} is False else {same}")
        return name

    def _branch(self) -> ThreeValued:
        branch = ThreeValued(self.names, self.decisions)
        branch._done = dict(self._done)
        branch._numbers = self._numbers
        return branch

    def _source(self, expr: Expr) -> str:  # noqa: PLR0911, PLR0912, C901 - one case a node
        match expr:
            case FactRef(path=path):
                return fact_source(path)
            case ResultRef(decision=decision, field=""):
                at, name = self.decisions[decision], identifier(decision)
                return f"(m[{at}] or decide_{name}(f, m)).value"
            case ResultRef(decision=decision, field=field):
                return f"field_of({decision!r}, {field!r}, f, m)"
            case Compare():
                return self._compare(expr)
            case OneOf(item=item, options=options):
                value = self.value(item)
                listed = ", ".join(self.names.const(option.value) for option in options)
                return f"None if {value} is None else {value} in ({listed},)"
            case IsKnown(item=item):
                return f"{self.value(item)} is not None"
            case Not(item=item):
                value = self.value(item)
                return f"None if {value} is None else not {value}"
            case All(items=items):
                return self._joined([self.value(item) for item in items], decisive="False", neutral="True")
            case AnyOf(items=items):
                return self._joined([self.value(item) for item in items], decisive="True", neutral="False")
            case Closing(opened=opened, span=span, counting=counting):
                value = self.value(opened)
                return (
                    f"None if {value} is None else {self.names.bind(f'end_of_{span}', closer(span, counting))}({value})"
                )
            case Interval(left=left, right=right):
                one, other = self.value(left), self.value(right)
                between = self.names.bind("distance", distance)
                return f"None if {one} is None or {other} is None else {between}({one}, {other})"
            case Portion(amount=amount):
                value, share = self.value(amount), self.names.bind("share", expr)
                return f"None if {value} is None else {self.names.bind('portion', portion)}({value}, {share})"
            case Lookup(key=key, table=table):
                # By the expression: 1, 0.01 CNY and 100% are equal, and yet written differently.
                found = self.names.bind("table", {name: const.value for name, const in table}, expr)
                return f"{found}.get({self.value(key)})"
            case Arith():
                return self._calculated(expr)
            case Rounded(item=item):
                value = self.value(item)
                return f"{self.names.bind('rounded_to', rounded_to)}({self.names.bind('rounding', expr)}, {value})"
            case ItemRef(item=item, field=field):
                return f"{_item_name(item)}.{attribute(field)}"
            case Quantified(quantifier=quantifier, where=where):
                joined = self.names.bind(*(("any_of", any_of) if quantifier == "some" else ("all_of", all_of)))
                return self._over(expr, [where], joined)
            case Figure(where=where, of=of):
                counted = self.names.bind("counted", _counted) if of is None else self.names.bind("summed", _summed)
                return self._over(expr, [where] if of is None else [where, of], counted)
        message = f"no code for {expr!r}"
        raise TypeError(message)

    def _calculated(self, expr: Arith) -> str:
        """Calculate in place, on exact numbers; where one is unknown, so is the result."""
        values = [self.value(item) for item in expr.items]
        numbers = [self._number(item, value) for item, value in zip(expr.items, values, strict=True)]
        unknown = " or ".join(
            f"{value} is None" for item, value in zip(expr.items, values, strict=True) if not isinstance(item, Const)
        )
        sign = ARITHMETIC.get(expr.op)
        calculated = f"{expr.op}({', '.join(numbers)})" if sign is None else f" {sign} ".join(numbers)
        return f"None if {unknown} else {calculated}" if unknown else calculated

    def _number(self, item: Expr, value: str) -> str:
        """Give the source of a value as an exact number."""
        if isinstance(item, Const):
            number: Any = item.value
            return self.names.bind(f"number_{item.value}", exact(number))
        if isinstance(item, Arith) or (isinstance(item, Rounded) and item.type == NUMBER):
            return value
        return f"{self.names.bind('exact', exact)}({value})"

    def _over(self, expr: Quantified | Figure, looked_at: list[Expr], joined: str) -> str:
        """Write a function that looks at one record, and give the source that joins what it sees in all of them."""
        records = self.value(expr.records)
        inside = self._branch()
        seen = ", ".join(inside.value(part) for part in looked_at)
        name = f"look{next(self._numbers)}"
        self.lines.append(f"def {name}({_item_name(expr.item)}):")
        self.lines += [INDENT + line for line in (*inside.lines, f"return {seen}")]
        return f"None if {records} is None else {joined}(map({name}, {records}))"

    def _compare(self, expr: Compare) -> str:
        period = period_test(expr)
        if period is not None:
            asked, opened = self.value(expr.left), self.value(period.opened)
            return f"None if {asked} is None or {opened} is None else {self.names.period(period)}({asked}, {opened})"
        left, right = self.value(expr.left), self.value(expr.right)
        unknown = " or ".join(
            f"{side} is None" for side, part in ((left, expr.left), (right, expr.right)) if not isinstance(part, Const)
        )
        return f"None if {unknown or 'False'} else {left} {SIGNS[expr.op]} {right}"

    @staticmethod
    def _joined(values: list[str], *, decisive: str, neutral: str) -> str:
        if not values:
            return neutral
        any_decisive = " or ".join(f"{value} is {decisive}" for value in values)
        any_unknown = " or ".join(f"{value} is None" for value in values)
        return f"{decisive} if {any_decisive} else None if {any_unknown} else {neutral}"


def _item_name(item: str) -> str:
    """Give the variable of the record that is looked at. No name of a fact or of a value begins like it."""
    return f"one_{identifier(item)}"


def _counted(truths: Iterable[Truth]) -> int | Fraction | None:
    return figure(((truth, 1) for truth in truths), counted=True)


def _summed(parts: Iterable[tuple[Truth, object]]) -> int | Fraction | None:
    return figure(parts, counted=False)


_DIRECT = (Const, FactRef, ResultRef, Compare, OneOf, Closing)


def is_direct(expr: Expr) -> bool:
    """Tell whether a condition has a form of one line of Python (`known_source`)."""
    return all(isinstance(node, _DIRECT) and not (isinstance(node, ResultRef) and node.field) for node in walk(expr))


def within_source(period: Closing, asked: str, opened: str, names: Names, *, days_known: bool = False) -> str:
    """Give the test whether a moment lies within a period; the calendar is asked only near the line.

    With `days_known` the local `days` holds the whole days between the two.
    """
    exact = f"{names.period(period)}({asked}, {opened})"
    bounds = surely(period.span, period.counting)
    if bounds is None:
        return exact
    days = "days" if days_known else f"(days := ({asked} - {opened}).days)"
    return f"{days} < {bounds[0]} or days < {bounds[1]} and {exact}"


def known_source(expr: Expr, names: Names, decisions: dict[str, int]) -> str:  # noqa: PLR0911 - one case a node
    """Give one Python expression for a condition whose facts are all known and held in locals."""
    match expr:
        case Const(value=value):
            return names.const(value)
        case FactRef(path=path):
            return local_name(path)
        case ResultRef(decision=decision, field=""):
            return result_name(decision)
        case Compare(op=op, left=left, right=right):
            period = period_test(expr)
            if period is not None:
                asked, opened = (known_source(part, names, decisions) for part in (left, period.opened))
                return within_source(period, asked, opened, names)
            return f"{known_source(left, names, decisions)} {SIGNS[op]} {known_source(right, names, decisions)}"
        case OneOf(item=item, options=options):
            listed = ", ".join(names.const(option.value) for option in options)
            return f"{known_source(item, names, decisions)} in ({listed},)"
        case Closing(opened=opened, span=span, counting=counting):
            return f"{names.bind(f'end_of_{span}', closer(span, counting))}({known_source(opened, names, decisions)})"
    message = f"no direct code for {expr!r}"
    raise TypeError(message)
