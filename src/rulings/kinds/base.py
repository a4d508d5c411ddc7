"""What every kind of decision shares: the form of a rule, its conditions, and how rows are put together.

A kind is one module with a `Kind` object: the keys it adds, what its decisions give, and how its rules lower to rows of
the algebra.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any, Protocol

from rulings.algebra import BOOLEAN, NOT_APPLICABLE, OTHERWISE, UNLESS_APPLICABLE, Choose, Const, Expr, Not, Row, Type
from rulings.errors import Place, nearest
from rulings.model import RESERVED_IDS, Bilingual, Decision, Line, Rule
from rulings.reader.conditions import Conditions, read_conditions
from rulings.reader.fragments import BILINGUAL, CITES, OVERRIDES, READING, RULE_ID, WHEN, Schema, record
from rulings.reader.nodes import Entry, Mapping, Node, Scalar, Sequence
from rulings.reader.scope import Scope, Signature
from rulings.reader.texts import bilingual, names


class Kind(Protocol):
    """A kind of decision. Adding one is adding a module with such an object to `rulings.kinds`."""

    name: str
    fields: tuple[str, ...]
    """The computed fields that every decision of the kind has; those that authors name are not among them."""

    def schema(self) -> Schema:
        """Give the JSON Schema of a decision of this kind."""
        ...

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        """Tell what a decision gives, before any condition is read; None where that cannot be told."""
        ...

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        """Read a decision and lower it; faults go to the scope."""
        ...


DOES_NOT_APPLY = {NOT_APPLICABLE: Bilingual("does not apply", "不适用")}
"""The title that every kind has for a decision that does not concern the case."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does, in the words of its kind: a value, computed fields and a margin."""

    value: Expr
    fields: tuple[tuple[str, Expr], ...] = ()
    margin: Expr | None = None
    detail: MappingOf[str, Any] = field(default_factory=dict)


class ReadsEffect(Protocol):
    """Reads the kind's own keys of a rule (or of `otherwise`)."""

    def __call__(self, node: Mapping, scope: Scope, /) -> Effect | None:
        """Give the effect, or None after noting a fault."""
        ...


def decision_schema(kind: str, own: Schema, rule: Schema, required: tuple[str, ...], *, otherwise: bool) -> Schema:
    """Give the schema of a decision that has rules."""
    properties: Schema = {
        "kind": {"const": kind, "description": f"the kind {kind}"},
        "title": BILINGUAL,
        "applies_when": WHEN,
        **own,
        "rules": {
            "type": "array",
            "minItems": 1,
            "items": rule,
            "description": "a list of rules, each beginning with `- id:`",
        },
    }
    if otherwise:
        free = {key: value for key, value in rule["properties"].items() if key not in ("id", "when", "overrides")}
        needed = tuple(key for key in rule["required"] if key not in ("id", "cites"))
        properties["otherwise"] = record(
            free, needed, "what holds where no rule applies, with the keys of a rule but for id and when"
        )
    return record(properties, ("kind", "title", *required, "rules"), f"a decision of the kind {kind}")


def rule_schema(own: Schema, required: tuple[str, ...]) -> Schema:
    """Give the schema of a rule with the kind's own keys."""
    shared: Schema = {"id": RULE_ID, "title": BILINGUAL, "overrides": OVERRIDES, "when": WHEN}
    sources: Schema = {"cites": CITES, "reading": READING}
    return record(
        shared | own | sources,
        ("id", "cites", *required),
        "a rule: id, when, what it gives, and the provision it cites",
    )


def rule_nodes(node: Mapping, key: str = "rules") -> list[Mapping]:
    """Give the rules of a decision that have the form of a rule."""
    rules = node.get(key)
    items = rules.items if isinstance(rules, Sequence) else ()
    return [item for item in items if isinstance(item, Mapping)]


def cited(node: Mapping, scope: Scope) -> tuple[str, ...]:
    """Read the provisions that a rule cites; each must stand in the register."""
    return tuple(dict.fromkeys(item.text for item in names(node.get("cites")) if scope.provision(item)))


def read_by(node: Mapping, scope: Scope) -> tuple[str, ...]:
    """Read the readings that a rule relies on; each must stand in the policy."""
    found: list[str] = []
    for item in names(node.get("reading")):
        if item.text not in scope.readings:
            message = f'there is no reading "{item.text}"'
            near = nearest(item.text, scope.readings)
            scope.faults.add("unknown-reading", item.place, message, expected="a reading of this policy", near=near)
        else:
            found.append(item.text)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class ReadRule:
    """A rule that has been read, before it is known who overrides it."""

    rule: Rule
    effect: Effect


def read_rules(node: Mapping, scope: Scope, read_effect: ReadsEffect, key: str = "rules") -> list[ReadRule]:
    """Read the rules of a decision in the order of their ids, so that their order in the file changes nothing."""
    found: dict[str, ReadRule] = {}
    places: dict[str, Place] = {}
    nodes = rule_nodes(node, key)
    for item in nodes:
        id_node = item.get("id")
        conditions = read_conditions(item.get("when"), scope)
        cites, readings, effect = cited(item, scope), read_by(item, scope), read_effect(item, scope)
        if not isinstance(id_node, Scalar):
            continue
        if id_node.text in RESERVED_IDS:
            message = f'the id "{id_node.text}" has a meaning of its own'
            scope.faults.add("reserved", id_node.place, message, help="take another id")
        if id_node.text in places:
            message = (
                f'the id "{id_node.text}" stands here a second time; the first is in line {places[id_node.text].line}'
            )
            scope.faults.add("duplicate-id", id_node.place, message, help="give each rule an id of its own")
            continue
        places[id_node.text] = id_node.place
        if effect is None:
            continue
        rule = Rule(
            id=id_node.text,
            title=bilingual(item.get("title")),
            when=conditions.expr,
            lines=conditions.lines,
            overrides=(),
            cites=cites,
            readings=readings,
            place=id_node.place,
            detail=effect.detail,
        )
        found[rule.id] = ReadRule(rule, effect)
    return _with_overrides(nodes, found, scope, frozenset(places))


def check_common_parts(node: Node, scope: Scope) -> None:
    """Check what every decision has, in one that cannot be read as its kind: its faults are all wanted in one pass."""
    if isinstance(node, Mapping):
        read_rules(node, scope, lambda _node, _scope: None)
        read_conditions(node.get("applies_when"), scope)
        read_conditions(node.get("when"), scope)
        cited(node, scope)
        read_by(node, scope)


def _with_overrides(
    nodes: list[Mapping], found: dict[str, ReadRule], scope: Scope, known: frozenset[str]
) -> list[ReadRule]:
    overrides = {id_: _overridden(item, id_, known, scope) for item in nodes if (id_ := _id_of(item)) is not None}
    _refuse_circles(overrides, {_id_of(item) or "": _key_place(item, "overrides") for item in nodes}, scope)
    whole = {
        id_: ReadRule(_set_overrides(read.rule, overrides.get(id_, ())), read.effect) for id_, read in found.items()
    }
    return [whole[id_] for id_ in sorted(whole)]


def _id_of(node: Mapping) -> str | None:
    id_node = node.get("id")
    return id_node.text if isinstance(id_node, Scalar) else None


def _set_overrides(rule: Rule, overrides: tuple[str, ...]) -> Rule:
    return Rule(
        rule.id, rule.title, rule.when, rule.lines, overrides, rule.cites, rule.readings, rule.place, rule.detail
    )


def _overridden(node: Mapping, own: str, known: frozenset[str], scope: Scope) -> tuple[str, ...]:
    found: list[str] = []
    for item in names(node.get("overrides")):
        if item.text == "all":
            found += sorted(known - {own})
        elif item.text == own:
            scope.faults.add("overrides-itself", item.place, f'the rule "{own}" overrides itself', help="take it away")
        elif item.text not in known:
            message = f'"{own}" overrides the rule "{item.text}", which this decision does not have'
            near = nearest(item.text, known)
            scope.faults.add(
                "unknown-rule", item.place, message, expected="the id of a rule of this decision, or all", near=near
            )
        else:
            found.append(item.text)
    return tuple(sorted(set(found)))


def _refuse_circles(overrides: dict[str, tuple[str, ...]], places: dict[str, Place], scope: Scope) -> None:
    """Rules that override each other would all be put aside. A circle is reported once, at its first rule by name."""
    reported: set[str] = set()
    for id_ in sorted(overrides):
        circle = _circle_from(id_, overrides)
        if circle is not None and not reported & set(circle):
            reported |= set(circle)
            way = " → ".join((*circle, id_))
            message = f"rules override each other: {way}"
            scope.faults.add("circular-overrides", places[id_], message, help="take one of the `overrides` away")


def _circle_from(start: str, overrides: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """Give a shortest way from a rule back to itself."""
    came_from: dict[str, str] = {}
    ahead = [start]
    for rule in ahead:
        for other in overrides.get(rule, ()):
            if other == start:
                way = [rule]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if other not in came_from:
                came_from[other] = rule
                ahead.append(other)
    return None


def build(  # noqa: PLR0913, PLR0917 - the parts of a decision
    name: str,
    kind: str,
    node: Mapping,
    signature: Signature,
    scope: Scope,
    read_effect: ReadsEffect,
    *,
    value_titles: MappingOf[str, Bilingual] | None = None,
    detail: MappingOf[str, Any] | None = None,
) -> Decision | None:
    """Read rules, `otherwise` and `applies_when`, and put the rows together."""
    read = read_rules(node, scope, read_effect)
    applies = read_conditions(node.get("applies_when"), scope) if "applies_when" in node.entries else None
    otherwise = _otherwise(node, scope, read_effect)
    title = bilingual(node.get("title"))
    if title is None:
        return None
    rules = {item.rule.id: item.rule for item in read}
    rows = [_row(item, read, applies) for item in read]
    if applies is not None:
        rows.insert(0, Row(UNLESS_APPLICABLE, Not(applies.expr), Const(NOT_APPLICABLE, signature.value)))
    last = None
    if otherwise is not None:
        rules[OTHERWISE] = otherwise.rule
        last = Row(
            OTHERWISE, otherwise.rule.when, otherwise.effect.value, (), otherwise.effect.fields, otherwise.effect.margin
        )
    return Decision(
        name=name,
        kind=kind,
        title=title,
        type=signature.value,
        fields=dict(signature.fields),
        choose=Choose(tuple(rows), last, signature.value),
        rules=rules,
        place=scope.places.get(name, node.place),
        value_titles={**(value_titles or {}), **(DOES_NOT_APPLY if applies is not None else {})},
        applies_lines=applies.lines if applies is not None else (),
        detail=detail or {},
    )


def _key_place(node: Mapping, key: str) -> Place:
    entry: Entry | None = node.entries.get(key)
    return entry.key.place if entry is not None else node.place


def _row(item: ReadRule, every: list[ReadRule], applies: Conditions | None) -> Row:
    beaten_by = [other.rule.id for other in every if item.rule.id in other.rule.overrides]
    if applies is not None:
        beaten_by.append(UNLESS_APPLICABLE)
    effect = item.effect
    return Row(item.rule.id, item.rule.when, effect.value, tuple(sorted(beaten_by)), effect.fields, effect.margin)


def _otherwise(node: Mapping, scope: Scope, read_effect: ReadsEffect) -> ReadRule | None:
    inner = node.get("otherwise")
    if not isinstance(inner, Mapping):
        return None
    effect = read_effect(inner, scope)
    if effect is None:
        return None
    entry = node.entries["otherwise"]
    rule = Rule(
        id=OTHERWISE,
        title=bilingual(inner.get("title")),
        when=Const(value=True, type=BOOLEAN),
        lines=(),
        overrides=(),
        cites=cited(inner, scope),
        readings=read_by(inner, scope),
        place=entry.key.place,
        detail=effect.detail,
    )
    return ReadRule(rule, effect)


def lines_of(*many: tuple[Line, ...]) -> tuple[Line, ...]:
    """Join lines."""
    return tuple(line for lines in many for line in lines)


def result_type(node: Mapping, value: Type) -> Type:
    """Give the type of a decision's value, with the value that stands for "does not apply" where it may not apply."""
    signature = Signature(value)
    return (signature.where_it_may_not_apply() if "applies_when" in node.entries else signature).value
