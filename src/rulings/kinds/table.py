"""The kind `table`: any value, by rows."""

from __future__ import annotations

from rulings.algebra import NOT_APPLICABLE, Expr, Type
from rulings.algebra.types import BY_NAME, choice
from rulings.kinds.base import Effect, build, decision_schema, rule_schema
from rulings.model import Bilingual, Decision
from rulings.reader.fragments import BILINGUAL, LITERAL, SNAKE, Schema, mapping, record
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping, Scalar
from rulings.reader.scope import Scope, Signature, fitting, is_reference
from rulings.reader.texts import bilingual

DOES_NOT_APPLY = Bilingual("does not apply", "不适用")
GIVEN_TYPES = ("choice", *sorted(BY_NAME))


class _Table:
    name = "table"
    fields: tuple[str, ...] = ()

    def schema(self) -> Schema:
        options = mapping(SNAKE, BILINGUAL, "options: a name in small letters, and its text in both languages", least=2)
        given = record(
            {
                "type": {"enum": list(GIVEN_TYPES), "description": "one of " + ", ".join(GIVEN_TYPES)},
                "options": options,
            },
            ("type",),
            "what the table gives, such as {type: money}, or {type: choice, options: …}",
        )
        unwanted = {"not": {}, "description": "only for the type choice"}
        others = {"properties": {"type": {"enum": sorted(BY_NAME)}}, "required": ["type"]}
        given["allOf"] = [
            {
                "if": {"properties": {"type": {"const": "choice"}}, "required": ["type"]},
                "then": {"required": ["options"]},
            },
            {"if": others, "then": {"properties": {"options": unwanted}}},
        ]
        value = LITERAL | {"description": "a value of the type that the table gives"}
        rule = rule_schema({"value": value}, ("value",))
        return decision_schema(self.name, {"gives": given}, rule, ("gives",), otherwise=True)

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        del scope
        kind = _given(node)
        if kind is None:
            return None
        signature = Signature(kind)
        return signature.where_it_may_not_apply() if "applies_when" in node.entries else signature

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        kind = _given(node)
        if kind is None:
            return None

        def effect(rule: Mapping, scope: Scope) -> Effect | None:
            return _effect(rule, kind, scope)

        titles = _titles(node)
        if "applies_when" in node.entries:
            titles[NOT_APPLICABLE] = DOES_NOT_APPLY
        return build(name, self.name, node, signature, scope, effect, value_titles=titles)


def _given(node: Mapping) -> Type | None:
    given = node.get("gives")
    named = given.get("type") if isinstance(given, Mapping) else None
    if not isinstance(given, Mapping) or not isinstance(named, Scalar):
        return None
    options = given.get("options")
    if named.text == "choice":
        return choice(*options.entries) if isinstance(options, Mapping) else None
    return BY_NAME.get(named.text)


def _titles(node: Mapping) -> dict[str, Bilingual]:
    given = node.get("gives")
    options = given.get("options") if isinstance(given, Mapping) else None
    if not isinstance(options, Mapping):
        return {}
    read = {name: bilingual(inner) for name, _, inner in options.items()}
    return {name: title for name, title in sorted(read.items()) if title is not None}


def _effect(rule: Mapping, kind: Type, scope: Scope) -> Effect | None:
    node = rule.get("value")
    if node is None:
        return None
    if is_reference(node) and isinstance(node, Scalar):
        value = _within(fitting(scope.reference(node), kind, node, scope.faults), kind, node, scope)
    else:
        value = read_literal(node, kind, scope.faults)
    return None if value is None else Effect(value)


def _within(value: Expr | None, kind: Type, node: Scalar, scope: Scope) -> Expr | None:
    """Refuse a choice that has options which the table does not list: they would be values of no kind."""
    strange = sorted(set(value.type.options) - set(kind.options)) if value is not None else []
    if strange:
        message = f"`{node.text}` can be {', '.join(strange)}, which the table does not give"
        scope.faults.add("unknown-option", node.place, message, expected="only " + ", ".join(kind.options))
        return None
    return value


TABLE = _Table()
