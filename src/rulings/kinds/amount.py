"""The kind `amount`: a number by a formula, exact, and rounded once in a stated way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rulings.algebra import (
    INTEGER,
    MONEY,
    SPAN,
    Arith,
    Compare,
    Const,
    Expr,
    If,
    Rounded,
    Type,
    Value,
)
from rulings.algebra.ranges import Range, range_of
from rulings.algebra.types import BY_NAME
from rulings.kinds.base import Effect, build, decision_schema, rule_schema
from rulings.kinds.measure import (
    FIGURES,
    ROUNDING,
    Rounding,
    own_names,
    read_figures,
    read_range,
    read_rounding,
    unread,
)
from rulings.model import Decision
from rulings.reader.formula import Formula, read_formula, unit_of
from rulings.reader.fragments import LITERAL, Schema, record
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping, Node, Scalar, behind_comma, part
from rulings.reader.scope import Scope, Signature, fitting, is_reference
from rulings.values import BeyondRange, Money, Rate, Seconds
from rulings.values.rounding import ROUNDED_TYPES, as_type

AT_LEAST, AT_MOST = "at_least", "at_most"
_FORMULA: Schema = {
    "type": ["string", "number"],
    "minLength": 1,
    "description": "a formula such as min(30% * $order.price, 500 CNY)",
}


class _Amount:
    name = "amount"
    fields: tuple[str, ...] = ()

    def schema(self) -> Schema:
        gives = {"enum": list(ROUNDED_TYPES), "description": "one of " + ", ".join(ROUNDED_TYPES)}
        limits = record({AT_LEAST: LITERAL, AT_MOST: LITERAL}, (), "what every result keeps: {at_least: …, at_most: …}")
        own: Schema = {"gives": gives, "rounding": ROUNDING, "bounds": limits, "figures": FIGURES}
        zero = LITERAL | {"description": "the result where a divisor is zero"}
        rule = rule_schema({"formula": _FORMULA, "divisor_zero": zero}, ("formula",))
        return decision_schema(self.name, own, rule, ("gives", "rounding"), otherwise=True)

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        kind = _given(node)
        if kind is None:
            return None
        # Faults of the bounds are reported when the decision is read.
        low_high = read_range(node.get("bounds"), kind, (AT_LEAST, AT_MOST), scope.silent())
        signature = Signature(kind, range=low_high)
        return signature.where_it_may_not_apply() if "applies_when" in node.entries else signature

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        kind = signature.value
        rounding = read_rounding(node.get("rounding"), kind, scope)
        limits = read_range(node.get("bounds"), kind, (AT_LEAST, AT_MOST), scope)
        figures = read_figures(node.get("figures"), scope)
        inner = scope.with_own(own_names(figures), broken=unread(node.get("figures"), figures))

        def effect(rule: Mapping, scope: Scope) -> Effect | None:
            del scope
            return None if rounding is None else _effect(rule, kind, rounding, limits, inner)

        detail = {"rounding": rounding, "figures": figures, "bounds": limits}
        return build(name, self.name, node, signature, scope, effect, detail=detail)


def _given(node: Mapping) -> Type | None:
    named = node.get("gives")
    return BY_NAME.get(named.text) if isinstance(named, Scalar) and named.text in ROUNDED_TYPES else None


def _effect(rule: Mapping, kind: Type, rounding: Rounding, limits: Range, scope: Scope) -> Effect | None:
    node, zero = rule.get("formula"), rule.get("divisor_zero")
    if not isinstance(node, Scalar) or node.value in (None, "") or isinstance(node.value, bool):
        return None
    if rest := behind_comma(rule, "formula"):
        whole = ", ".join((node.text, *rest))
        place = part(node, len(node.text), 1)
        message = "in braces a comma ends the formula"
        scope.faults.add("bad-formula", place, message, help=f'put the formula in quotes: "{whole}"')
        return None
    formula = read_formula(node, rounding.mode, scope)
    fallback = None if zero is None else _fallback(zero, kind, scope)
    if formula is None or (zero is not None and fallback is None):
        return None
    if formula.unit != unit_of(kind):
        message = f"the formula gives {_said(formula.unit)}, and the decision gives {_said(kind)}"
        scope.faults.add("units-disagree", node.place, message, expected=f"a formula that gives {_said(kind)}")
        return None
    value: Expr = Rounded(formula.expr, rounding.step, rounding.mode, kind)
    if not _is_guarded(rule, formula, scope):
        return None
    if fallback is not None:
        # The divisors stand in the order in which they are needed: one may hold another in itself.
        for divisor in reversed(list(dict.fromkeys(formula.divisors))):
            value = If(_is_zero(divisor), fallback, value, kind)
    _require_bounds(node, value, kind, limits, scope)
    return Effect(value, detail={"formula": node.text, "expr": formula.expr, "zero": fallback})


def _said(kind: Type) -> str:
    return {"money": "money", "span": "a span", "datetime": "a moment"}.get(kind.name, "a number")


def _fallback(node: Node, kind: Type, scope: Scope) -> Expr | None:
    if isinstance(node, Scalar) and is_reference(node):
        return fitting(scope.reference(node), kind, node, scope.faults)
    return read_literal(node, kind, scope.faults)


def _is_guarded(rule: Mapping, formula: Formula, scope: Scope) -> bool:
    """Require a result for divisors of zero just where there can be one."""
    entry = rule.entries.get("divisor_zero")
    if formula.divisors and entry is None:
        message = "a divisor of this formula can be zero, and it is not said what holds then"
        help_ = "add `divisor_zero: <the result>`, or give the divisor's fact a minimum above zero"
        scope.faults.add("divided-by-zero", rule.entries["formula"].value.place, message, help=help_)
    elif not formula.divisors and entry is not None:
        message = "no divisor of this formula can be zero, so this is never used"
        scope.faults.add("needless-key", entry.key.place, message, help="take it away")
    return bool(formula.divisors) is (entry is not None)


def _is_zero(divisor: Expr) -> Expr:
    """The condition that a divisor is zero; of a fact alone, as a line of a rule would compare it."""
    while isinstance(divisor, Arith) and len(divisor.items) == 1:
        divisor = divisor.items[0]
    return Compare("eq", divisor, Const(_ZEROS.get(divisor.type.name, Fraction(0)), divisor.type))


_ZEROS: dict[str, Value] = {
    INTEGER.name: 0,
    "decimal": Decimal(0),
    "rate": Rate("0"),
    MONEY.name: Money(0),
    SPAN.name: Seconds(0),
}


def _require_bounds(node: Scalar, value: Expr, kind: Type, limits: Range, scope: Scope) -> None:
    found = range_of(value, scope.range_of)
    if found.within(limits):
        return
    message = f"the formula is not sure to keep the bounds of the decision: {_reach(found, kind)}"
    help_ = "hold it with min(…) and max(…), or give its facts a minimum and a maximum"
    scope.faults.add("bounds-not-kept", node.place, message, expected=_bounds_said(limits, kind), help=help_)


def _reach(found: Range, kind: Type) -> str:
    """Say how far a formula goes, for a message."""
    try:
        low, high = (None if end is None else as_type(end, kind.name) for end in (found.low, found.high))
    except BeyondRange:
        return f"it can go further than the type {kind.name} can hold"
    if low is None:
        return "it can go anywhere" if high is None else f"it can go up to {high}"
    if high is None:
        return f"it can go from {low} upwards without end"
    return f"it is always {low}" if low == high else f"it can go from {low} to {high}"


def _bounds_said(limits: Range, kind: Type) -> str:
    named = (("at least", limits.low), ("at most", limits.high))
    return "a result of " + " and ".join(f"{word} {as_type(end, kind.name)}" for word, end in named if end is not None)


AMOUNT = _Amount()
