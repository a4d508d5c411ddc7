"""The kind `tiers`: which level. Levels move up, down or stay, or form a ladder on which something is measured."""

from __future__ import annotations

from rulings.algebra import NOT_APPLICABLE, choice
from rulings.algebra.types import DATETIME
from rulings.kinds.base import decision_schema, rule_schema
from rulings.kinds.ladder import read_ladder
from rulings.kinds.levels import BY_LEVEL, check_outside, level_names, read_by_level, titles_of, type_of_parameter
from rulings.kinds.moves import AT_ANY_TIME, MOVES, NEXT_REVIEW, REVIEW, read_moves
from rulings.model import Bilingual, Decision
from rulings.reader.fragments import BILINGUAL, CITES, FACT, LITERAL, READING, REFERENCE, SNAKE, Schema, mapping, text
from rulings.reader.nodes import Mapping, Node
from rulings.reader.scope import Scope, Signature

_MOVED, _LADDER = ("current", "rules"), ("measure", "starts", "titles", "cites")


class _Tiers:
    name = "tiers"
    fields: tuple[str, ...] = (NEXT_REVIEW,)

    def schema(self) -> Schema:
        rule = rule_schema(
            {
                "moves": {"enum": list(MOVES), "description": "one of " + ", ".join(MOVES)},
                "to": text("a level, or a result of `outside`", SNAKE),
                AT_ANY_TIME: {"const": True, "description": "true, for a rule that waits for no review"},
            },
            (),
        )
        rule["anyOf"] = [{"required": ["moves"]}, {"required": ["to"]}]
        own: Schema = {
            "levels": {
                "type": "array",
                "items": text("a level, in small letters", SNAKE),
                "minItems": 2,
                "uniqueItems": True,
                "description": "a list of levels, the lowest first",
            },
            "by_level": BY_LEVEL,
            "outside": mapping(SNAKE, BILINGUAL, "outside: a result that is no level, and its text"),
            "current": text("a choice fact with just these levels", FACT),
            "review": REVIEW,
            "measure": text("a reference to what is measured, such as $shop.points", REFERENCE),
            "starts": mapping(SNAKE, LITERAL, "starts: a level, and from which value on it is reached"),
            "titles": mapping(SNAKE, BILINGUAL, "titles: a level, and its text"),
            "cites": CITES,
            "reading": READING,
        }
        schema = decision_schema(self.name, own, rule, ("levels",), otherwise=True)
        schema["required"] = ["kind", "title", "levels"]
        unwanted = {"not": {}, "description": "only for a ladder, which has `measure`"}
        other = {"not": {}, "description": "only for levels that move, which have `current`"}
        schema["if"] = {"required": ["measure"]}
        schema["then"] = {
            "required": list(_LADDER),
            "properties": dict.fromkeys(("current", "rules", "otherwise", "review", "outside"), other),
        }
        schema["else"] = {
            "required": list(_MOVED),
            "properties": dict.fromkeys(("measure", "starts", "titles", "cites", "reading"), unwanted),
        }
        return schema

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        levels, outside = level_names(node), node.get("outside")
        if len(levels) < 2:  # noqa: PLR2004 - what the schema has already reported
            return None
        others = sorted(outside.entries) if isinstance(outside, Mapping) else []
        fields = {
            name: kind
            for name, inner in _parameters(node)
            if (kind := type_of_parameter(inner, node, scope)) is not None
        }
        if node.get("review") is not None:
            fields[NEXT_REVIEW] = DATETIME
        signature = Signature(choice(*levels, *others), fields, named=frozenset(fields) - {NEXT_REVIEW})
        return signature.where_it_may_not_apply() if "applies_when" in node.entries else signature

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        levels = level_names(node)
        check_outside(node, levels, scope)
        parameters = read_by_level(node.get("by_level"), levels, scope)
        titles = titles_of(node, levels, scope)
        if "applies_when" in node.entries:
            titles[NOT_APPLICABLE] = Bilingual("does not apply", "不适用")
        read = read_ladder if node.get("measure") is not None else read_moves
        return read(name, node, signature, scope, levels=levels, parameters=parameters, titles=titles)


def _parameters(node: Mapping) -> list[tuple[str, Node]]:
    inner = node.get("by_level")
    return [(name, value) for name, _, value in sorted(inner.items())] if isinstance(inner, Mapping) else []


TIERS = _Tiers()
