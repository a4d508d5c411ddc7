"""The kind `score`: a weighted sum of parts, each with its contribution."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rulings.algebra import DECIMAL, NUMBER, Arith, Const, Expr, Rounded
from rulings.algebra.ranges import EVERYTHING, Range, range_of
from rulings.errors import nearest
from rulings.kinds.base import Effect, build, decision_schema, rule_schema
from rulings.kinds.measure import ROUNDING, Rounding, read_range, read_rounding
from rulings.model import Bilingual, Decision
from rulings.reader.formula import unit_of
from rulings.reader.fragments import BILINGUAL, LITERAL, REFERENCE, SNAKE, Schema, mapping, record, text
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping, Node, Scalar
from rulings.reader.scope import Scope, Signature, is_reference
from rulings.reader.texts import bilingual
from rulings.values import BadValue, Rate, Span, format_decimal
from rulings.values.rounding import as_decimal, exact, rounded

WHOLE = Rate("1")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: what it is called, its weight, and where its points come from."""

    title: Bilingual
    weight: Rate
    points: Expr


class _Score:
    name = "score"
    fields: tuple[str, ...] = ()

    def schema(self) -> Schema:
        scale = record({"from": LITERAL, "to": LITERAL}, ("from", "to"), "the scale of every part: {from: 0, to: 100}")
        part = record(
            {
                "title": BILINGUAL,
                "weight": text("a weight such as 42.5%"),
                "points": text("a reference to a number, such as $shop.product_points", REFERENCE),
            },
            ("title", "weight", "points"),
            "a part: {title: …, weight: 42.5%, points: a reference}",
        )
        capped = mapping(SNAKE, LITERAL, "at_most: a part, and the most points that count of it")
        own: Schema = {
            "scale": scale,
            "rounding": ROUNDING,
            "parts": mapping(SNAKE, part, "parts: a name in small letters, and its title, weight and points"),
        }
        rule = rule_schema({"at_most": capped}, ())
        return decision_schema(self.name, own, rule, ("scale", "rounding", "parts"), otherwise=True)

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        parts = node.get("parts")
        if not isinstance(parts, Mapping):
            return None
        silent = scope.silent()
        scale = read_range(node.get("scale"), DECIMAL, ("from", "to"), silent)
        whole = _rounded(scale, read_rounding(node.get("rounding"), DECIMAL, silent))
        fields = dict.fromkeys(sorted(parts.entries), DECIMAL)
        signature = Signature(DECIMAL, fields, named=frozenset(fields), range=whole)
        return signature.where_it_may_not_apply() if "applies_when" in node.entries else signature

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        scale = read_range(node.get("scale"), DECIMAL, ("from", "to"), scope)
        rounding = read_rounding(node.get("rounding"), DECIMAL, scope)
        parts = _parts(node.get("parts"), scale, scope)

        written = node.get("parts")
        known = tuple(written.entries) if isinstance(written, Mapping) else ()

        def effect(rule: Mapping, scope: Scope) -> Effect | None:
            caps = _caps(rule.get("at_most"), known, scale, scope)
            return None if parts is None or rounding is None else _effect(parts, caps, rounding)

        detail = {"parts": parts or {}, "scale": scale, "rounding": rounding}
        return build(name, self.name, node, signature, scope, effect, detail=detail)


def _rounded(scale: Range, rounding: Rounding | None) -> Range:
    """Between which numbers a score lies: rounding may go beyond an end of the scale."""
    if rounding is None:
        return EVERYTHING
    step = exact(rounding.step.value)  # type: ignore[arg-type]  # a number by its type
    low, high = (None if end is None else rounded(end, step, rounding.mode) for end in (scale.low, scale.high))
    return Range(low, high)


def _parts(node: Node | None, scale: Range, scope: Scope) -> dict[str, Part] | None:
    found: dict[str, Part] = {}
    for name, _, inner in sorted(node.items()) if isinstance(node, Mapping) else ():
        part = _part(inner, scale, scope) if isinstance(inner, Mapping) else None
        if part is not None:
            found[name] = part
    if not isinstance(node, Mapping) or not found or found.keys() != node.entries.keys():
        return None
    total = sum((Fraction(part.weight) for part in found.values()), Fraction(0))
    if total != 1:
        message = f"the weights add up to {Rate(as_decimal(total))}"
        scope.faults.add("weights-not-whole", node.place, message, expected="weights that add up to 100%")
        return None
    return found


def _part(node: Mapping, scale: Range, scope: Scope) -> Part | None:
    weight, points = _weight(node.get("weight"), scope), _points(node.get("points"), scale, scope)
    title = bilingual(node.get("title"))
    return None if weight is None or points is None or title is None else Part(title, weight, points)


def _weight(node: Node | None, scope: Scope) -> Rate | None:
    if not isinstance(node, Scalar):
        return None
    if is_reference(node):
        message = "a weight is written out, and here stands a reference"
        scope.faults.add("not-a-rate", node.place, message, expected="a weight such as 42.5%")
        return None
    try:
        weight = Rate.parse(node.text)
    except BadValue as fault:
        scope.faults.add(fault.code, node.place, str(fault), expected=fault.expected, help=fault.help)
        return None
    if not 0 < weight <= WHOLE:
        message = f"`{node.text}` is no weight of a part"
        scope.faults.add("out-of-range", node.place, message, expected="a weight above 0% and at most 100%")
        return None
    return weight


def _points(node: Node | None, scale: Range, scope: Scope) -> Expr | None:
    """Read where the points come from: something that counts without a unit, and is sure to lie on the scale."""
    if not isinstance(node, Scalar) or not scope.refers(node):
        return None
    found = scope.reference(node)
    if found is None:
        return None
    if isinstance(found, Span) or unit_of(found.type) != NUMBER:
        what = "a span" if isinstance(found, Span) else f"of the type {found.type}"
        scope.faults.add("type-mismatch", node.place, f"`{node.text}` is {what}", expected="a decimal, integer or rate")
        return None
    if not range_of(found, scope.range_of).within(scale):
        message = f"`{node.text}` is not sure to lie on the scale of the score"
        help_ = "give the fact a minimum and a maximum, or the amount its `bounds`"
        scope.faults.add("bounds-not-kept", node.place, message, expected=_scale_said(scale), help=help_)
    return found


def _scale_said(scale: Range) -> str:
    low, high = ("?" if end is None else format_decimal(as_decimal(end)) for end in (scale.low, scale.high))
    return f"a number from {low} to {high}"


def _caps(node: Node | None, parts: tuple[str, ...], scale: Range, scope: Scope) -> dict[str, Const]:
    found: dict[str, Const] = {}
    for name, key, inner in node.items() if isinstance(node, Mapping) else ():
        if name not in parts and not parts:
            continue  # that there are no parts is the fault to mend first
        if name not in parts:
            message, near = f'there is no part "{name}"', nearest(name, parts)
            scope.faults.add("unknown-part", key.place, message, expected="one of " + ", ".join(parts), near=near)
            continue
        cap = read_literal(inner, DECIMAL, scope.faults)
        if cap is None:
            continue
        number = exact(cap.value)  # type: ignore[arg-type]  # a decimal by its type
        if not Range(number, number).within(scale):
            message = f"{cap.value} does not lie on the scale of the score"
            scope.faults.add("out-of-range", inner.place, message, expected=_scale_said(scale))
        found[name] = cap
    return found


def _effect(parts: dict[str, Part], caps: dict[str, Const], rounding: Rounding) -> Effect:
    """Lower one rule: the sum of all contributions, rounded once, and beside it each contribution as it is."""
    contributions: dict[str, Expr] = {}
    for name, part in parts.items():
        points: Expr = Arith("add", (part.points,), NUMBER)
        if name in caps:
            points = Arith("min", (part.points, caps[name]), NUMBER)
        contributions[name] = Arith("mul", (Const(Fraction(part.weight), NUMBER), points), NUMBER)
    total = Arith("add", tuple(contributions.values()), NUMBER)
    return Effect(
        value=Rounded(total, rounding.step, rounding.mode, DECIMAL),
        fields=tuple((name, Rounded(expr, None, "", DECIMAL)) for name, expr in contributions.items()),
        detail={"at_most": caps},
    )


SCORE = _Score()
