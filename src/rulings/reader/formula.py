"""Formulas: `min(30% * $order.price, $cap)`, read to the algebra with their units checked.

A formula is total: it has `+ - * /`, `min`, `max` and `round`, and nothing that repeats or branches.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NoReturn

from rulings.algebra import DATETIME, MONEY, NUMBER, SPAN, Arith, Const, Expr, Rounded, Type
from rulings.algebra.ranges import range_of
from rulings.errors import nearest
from rulings.reader.literals import exact_span
from rulings.reader.nodes import Scalar, part
from rulings.reader.scope import Scope
from rulings.values import BadValue, Money, Rate, Span, parse_decimal, parse_integer
from rulings.values.rounding import exact

FUNCTIONS = ("min", "max", "round")
EXPECTED = "a formula such as min(30% * $order.price, 500 CNY)"
_NUMBERS = ("integer", "decimal", "rate", "number")
_UNITS = {"number": "a number", "money": "money", "span": "a span of time", "datetime": "a moment"}
# Amounts, rates and numbers as they are written elsewhere are taken whole too, to be told how they are written here.
_TOKENS = re.compile(
    r"\s*(?:(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.+Z-]*)?)"
    r"|(?P<literal>(?:[¥￥]\s*|CNY\s+)?\.?[0-9][0-9._]*"
    r"(?:[eE][-+]?[0-9]+|\s*[%％元]|\s*[A-Z]{2,}\b|\s+(?!(?:x|of)\b)(?:working )?[a-z]+)?)"
    r"|(?P<name>\$?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)|(?P<sign>[-+*/(),])|(?P<other>\S))"
)
_SIGNS_MEANT = dict(zip("×÷−–（）＋，；;x", "*/--()+,,,*", strict=True)) | {"of": "*"}
MOST_TOKENS = 100
"""More values and signs than any rule needs in one formula; what reads and runs them goes as deep as they are many."""
_FUNCTIONS_MEANT = {"minimum": "min", "maximum": "max", "rounded": "round"}
_OVER_LISTS = ("sum", "avg", "average", "count")
_OPERATIONS = {"+": "add", "-": "sub", "*": "mul", "/": "div"}


class _Unreadable(Exception):
    """The formula has a fault, which has been reported."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


@dataclass(slots=True)
class Formula:
    """A formula as it was read: what it calculates, and the divisors that may be zero."""

    expr: Expr
    unit: Type
    divisors: list[Expr] = field(default_factory=list)


def unit_of(kind: Type) -> Type | None:
    """Give the unit with which formulas calculate for a type; None for a type that does not count."""
    if kind.name in _NUMBERS:
        return NUMBER
    return kind if kind in (MONEY, SPAN, DATETIME) else None


def read_formula(node: Scalar, mode: str, scope: Scope) -> Formula | None:
    """Read a formula; None after reporting its fault. `mode` is how `round` rounds in it."""
    reader = _Reader(node, mode, scope)
    try:
        expr = reader.whole()
    except _Unreadable:
        return None
    return Formula(expr, expr.type, reader.divisors)


def zero_of(unit: Type) -> Const:
    """Give nothing of a unit."""
    return Const(Money(0) if unit == MONEY else Fraction(0), unit)


class _Reader:
    """Reads one formula from left to right: sums of products of single values."""

    def __init__(self, node: Scalar, mode: str, scope: Scope) -> None:
        self.node = node
        self.mode = mode
        self.scope = scope
        self.divisors: list[Expr] = []
        self.tokens = [*self._tokens(), _Token("end", "", len(node.text))]
        self.next = 0

    def _tokens(self) -> list[_Token]:
        found: list[_Token] = []
        for match in _TOKENS.finditer(self.node.text):
            kind = match.lastgroup or "other"
            found.append(_Token(kind, match[kind], match.start(kind)))
        return found

    @property
    def token(self) -> _Token:
        return self.tokens[self.next]

    def take(self, *signs: str) -> _Token | None:
        """Take the next token if it is one of the signs."""
        token = self.token
        if token.kind != "sign" or token.text not in signs:
            return None
        self.next += 1
        return token

    def fault(  # noqa: PLR0913 - the fields of a diagnostic
        self, token: _Token, code: str, message: str, *, expected: str = EXPECTED, advice: str = "", near: str = ""
    ) -> _Unreadable:
        place = part(self.node, token.at, len(token.text))
        self.scope.faults.add(code, place, message, expected=expected, help=advice or None, near=near or None)
        return _Unreadable()

    def whole(self) -> Expr:
        if len(self.tokens) > MOST_TOKENS + 1:
            message = f"the formula has more than {MOST_TOKENS} values and signs"
            advice = "calculate a part of it as a decision of its own"
            raise self.fault(self.tokens[MOST_TOKENS], "bad-formula", message, advice=advice)
        expr = self.sum()
        if self.token.kind != "end":
            self.unexpected("an operator `+ - * /`, or the end of the formula")
        return expr

    def unexpected(self, expected: str) -> NoReturn:
        token = self.token
        if token.kind == "end":
            raise self.fault(token, "bad-formula", "the formula ends too early", expected=expected)
        meant = _SIGNS_MEANT.get(token.text, "")
        message = f"`{token.text}` is not expected here"
        advice = "the name stands right behind the dollar sign: $order.price" if token.text == "$" else ""
        raise self.fault(token, "bad-formula", message, expected=expected, near=meant, advice=advice)

    def sum(self) -> Expr:
        found = self.product()
        while token := self.take("+", "-"):
            found = self.joined(token, found, self.product())
        return found

    def joined(self, token: _Token, left: Expr, right: Expr) -> Expr:
        """Add or subtract: both must count the same; the time between two moments is a span."""
        op = _OPERATIONS[token.text]
        if left.type == right.type == DATETIME and op == "sub":
            return Arith(op, (left, right), SPAN)
        if left.type != right.type or left.type == DATETIME:
            raise self.mixed(token, left, right)
        return Arith(op, (left, right), left.type)

    def mixed(self, token: _Token, left: Expr, right: Expr) -> _Unreadable:
        one, other = _UNITS[left.type.name], _UNITS[right.type.name]
        message = f"`{token.text}` joins {one} with {other}"
        expected = _JOINED.get(token.text, "one unit in all values")
        if DATETIME in (left.type, right.type) and token.text not in FUNCTIONS:
            expected = "two moments with `-` between them, which give a span"
        return self.fault(token, "units-disagree", message, expected=expected)

    def product(self) -> Expr:
        found = self.single()
        while token := self.take("*", "/"):
            right = self.single()
            found = self.times(token, found, right) if token.text == "*" else self.divided(token, found, right)
        return found

    def times(self, token: _Token, left: Expr, right: Expr) -> Expr:
        if DATETIME in (left.type, right.type) or NUMBER not in (left.type, right.type):
            raise self.mixed(token, left, right)
        return Arith("mul", (left, right), right.type if left.type == NUMBER else left.type)

    def divided(self, token: _Token, left: Expr, right: Expr) -> Expr:
        if DATETIME in (left.type, right.type) or right.type not in (NUMBER, left.type):
            raise self.mixed(token, left, right)
        if not range_of(right, self.scope.range_of).excludes_zero:
            if isinstance(right, Const):
                raise self.fault(token, "divided-by-zero", "a formula cannot divide by zero", expected="another number")
            self.divisors.append(right)
        return Arith("div", (left, right), left.type if right.type == NUMBER else NUMBER)

    def single(self) -> Expr:
        if minus := self.take("-"):
            inner = self.single()
            if inner.type == DATETIME:
                expected = "a number, an amount or a span behind it"
                raise self.fault(minus, "units-disagree", "a minus sign stands before a moment", expected=expected)
            return Arith("mul", (Const(Fraction(-1), NUMBER), inner), inner.type)
        if self.take("("):
            inner = self.sum()
            self.close()
            return inner
        if self.token.kind == "literal":
            return self.literal()
        if self.token.kind == "date":
            advice = f"make it a parameter, such as `since: {self.token.text}`, and write $since"
            raise self.fault(self.token, "bad-formula", "no date is written out in a formula", advice=advice)
        if self.token.kind != "name":
            self.unexpected("a number, an amount, a span, a reference such as $order.price, or a bracket")
        return self.name()

    def close(self) -> None:
        if not self.take(")"):
            self.unexpected("a closing bracket `)`")

    def literal(self) -> Const:
        token = self.token
        self.next += 1
        self.refuse_thousands(token)
        try:
            return _literal(token.text)
        except BadValue as bad:
            raise self.fault(
                token, bad.code, str(bad), expected=bad.expected or EXPECTED, advice=bad.help or ""
            ) from None

    def refuse_thousands(self, token: _Token) -> None:
        """Refuse `1,500`: two values, or one with a comma between its thousands."""
        comma = self.token
        if comma.text == "," and re.match(r"\d,\d", self.node.text[comma.at - 1 :]):
            message = "it is not clear whether this comma parts two values or thousands"
            whole = token.text + self.tokens[self.next + 1].text
            advice = f"between values write a space behind it; a number has none: {whole}"
            raise self.fault(comma, "bad-formula", message, advice=advice)

    def name(self) -> Expr:
        token = self.token
        self.next += 1
        if not token.text.startswith("$"):
            return self.function(token)
        found = self.scope.reference(Scalar(token.text, token.text, part(self.node, token.at, len(token.text))))
        if found is None:
            raise _Unreadable
        if isinstance(found, Span):
            seconds = exact_span(found)
            if seconds is None:
                message = f"`{token.text}` is the span {found}, whose length depends on dates"
                raise self.fault(token, "type-mismatch", message, expected="a span of hours, minutes or seconds")
            return Const(seconds, SPAN)
        unit = unit_of(found.type)
        if unit is None:
            message = f"`{token.text}` is of the type {found.type}, with which nothing can be calculated"
            raise self.fault(token, "type-mismatch", message, expected="a number, money, a span or a moment")
        return Const(exact(found.value), NUMBER) if unit == NUMBER and isinstance(found, Const) else _as(found, unit)  # type: ignore[arg-type]  # a number by its type

    def function(self, token: _Token) -> Expr:
        if token.text not in FUNCTIONS:
            raise self.no_function(token)
        if not self.take("("):
            self.unexpected(f"`(` behind {token.text}")
        arguments = [self.sum()]
        while self.take(","):
            arguments.append(self.sum())
        self.close()
        return self.applied(token, arguments)

    def no_function(self, token: _Token) -> _Unreadable:
        """Report a word that is no function: a name without its dollar sign, or one of another language."""
        if self.scope.can_refer_to(token.text):
            message = f"`{token.text}` is a name, and a reference is written with a dollar sign"
            return self.fault(token, "dollar-missing", message, expected="a reference", near=f"${token.text}")
        word = token.text.casefold()
        near = _FUNCTIONS_MEANT.get(word) or nearest(word, FUNCTIONS) or ""
        advice = "what is counted or added up over a list is one of the `figures`" if word in _OVER_LISTS else ""
        if word == "if":
            advice = "cases are told apart by rules: write one more, with a `when`"
        expected = "one of " + ", ".join(FUNCTIONS)
        message = f"there is no function `{token.text}`"
        return self.fault(token, "unknown-function", message, expected=expected, near=near, advice=advice)

    def applied(self, token: _Token, arguments: list[Expr]) -> Expr:
        if len(arguments) < 2:  # noqa: PLR2004 - what every function needs
            message = f"`{token.text}` has one value only"
            raise self.fault(token, "bad-formula", message, expected=_ARGUMENTS[token.text])
        for other in arguments[1:]:
            if other.type != arguments[0].type:
                raise self.mixed(token, arguments[0], other)
        if token.text != "round":
            return Arith(token.text, tuple(arguments), arguments[0].type)
        return self.rounding(token, arguments)

    def rounding(self, token: _Token, arguments: list[Expr]) -> Expr:
        step = arguments[1]
        if len(arguments) > 2 or not isinstance(step, Const) or not _is_positive(step):  # noqa: PLR2004 - value and step
            message = "`round` takes one step, which is written out and above zero"
            raise self.fault(token, "bad-formula", message, expected=_ARGUMENTS["round"])
        inner = Rounded(arguments[0], Const(exact(step.value), NUMBER), self.mode, NUMBER)  # type: ignore[arg-type]  # a number by its type
        return _as(inner, arguments[0].type)


_JOINED = {
    "+": "the same unit on both sides",
    "-": "the same unit on both sides",
    "*": "a number on one side",
    "/": "a number behind it, or the same unit on both sides",
}
_ARGUMENTS = {
    "min": "two values or more: min($a, $b)",
    "max": "two values or more: max($a, $b)",
    "round": "a value and a step: round($a, 0.01 CNY)",
}


def _as(expr: Expr, unit: Type) -> Expr:
    """Let an expression count in a unit: what has another type is taken as a sum of itself alone."""
    return expr if expr.type == unit else Arith("add", (expr,), unit)


def _is_positive(step: Const) -> bool:
    return exact(step.value) > 0  # type: ignore[arg-type]  # a number by its type


_LITERALS: tuple[tuple[re.Pattern[str], Callable[[str], Const]], ...] = (
    (re.compile(r".*(?:[%％]| percent)"), lambda text: Const(Fraction(Rate.parse(text)), NUMBER)),
    (re.compile(r"[¥￥C].*|.*(?:元|[A-Z]{2,}|\s(?:cny|rmb|yuan))"), lambda text: Const(Money.parse(text), MONEY)),
    (re.compile(r"[0-9]+"), lambda text: Const(Fraction(parse_integer(text)), NUMBER)),
    (re.compile(r"[0-9._]+(?:[eE].*)?"), lambda text: Const(Fraction(parse_decimal(text)), NUMBER)),
)


def _literal(text: str) -> Const:
    for form, read in _LITERALS:
        if form.fullmatch(text):
            return read(text)
    span = Span.parse(text)
    seconds = exact_span(span)
    if seconds is None:
        message = f"{span} has no length of its own: it is counted on a calendar"
        raise BadValue(message, code="not-a-span", expected="a span of hours, minutes or seconds")
    return Const(seconds, SPAN)
