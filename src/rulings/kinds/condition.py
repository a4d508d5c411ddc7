"""The kind `condition`: a named yes or no, for reuse."""

from __future__ import annotations

from rulings.algebra import BOOLEAN, OTHERWISE, Choose, Const, Row
from rulings.kinds.base import cited, read_by
from rulings.model import Decision, Rule
from rulings.reader.conditions import read_conditions
from rulings.reader.fragments import BILINGUAL, CITES, READING, WHEN, Schema, record
from rulings.reader.nodes import Mapping
from rulings.reader.scope import Scope, Signature
from rulings.reader.texts import bilingual

HOLDS = "holds"


class _Condition:
    name = "condition"
    fields: tuple[str, ...] = ()

    def schema(self) -> Schema:
        properties: Schema = {
            "kind": {"const": self.name, "description": "the kind condition"},
            "title": BILINGUAL,
            "if_true": BILINGUAL,
            "if_false": BILINGUAL,
            "when": WHEN,
            "cites": CITES,
            "reading": READING,
        }
        required = ("kind", "title", "if_true", "if_false", "when", "cites")
        return record(properties, required, "a decision of the kind condition")

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        del node, scope
        return Signature(BOOLEAN)

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        conditions = read_conditions(node.get("when"), scope)
        title, if_true, if_false = (bilingual(node.get(key)) for key in ("title", "if_true", "if_false"))
        cites, readings = cited(node, scope), read_by(node, scope)
        if title is None or if_true is None or if_false is None:
            return None
        place = scope.places.get(name, node.place)
        rule = Rule(HOLDS, if_true, conditions.expr, conditions.lines, (), cites, readings, place)
        always = Const(value=True, type=BOOLEAN)
        last = Rule(OTHERWISE, if_false, always, (), (), cites, readings, place)
        rows = (Row(HOLDS, conditions.expr, always),)
        otherwise = Row(OTHERWISE, always, Const(value=False, type=BOOLEAN))
        return Decision(
            name=name,
            kind=self.name,
            title=title,
            type=BOOLEAN,
            fields={},
            choose=Choose(rows, otherwise, signature.value),
            rules={HOLDS: rule, OTHERWISE: last},
            place=place,
            if_true=if_true,
            if_false=if_false,
        )


CONDITION = _Condition()
