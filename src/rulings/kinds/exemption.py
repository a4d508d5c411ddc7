"""The kind `exemption`: whether a case is left out of something, with the reasons for and against.

A case is left out where a ground for it applies, every requirement is met, and no bar stands in the way.
"""

from __future__ import annotations

from dataclasses import replace

from rulings.algebra import BOOLEAN, NOT_APPLICABLE, OTHERWISE, UNLESS_APPLICABLE, Choose, Const, Not, Row, choice
from rulings.errors import Place
from rulings.kinds.base import Effect, ReadRule, read_rules, rule_schema
from rulings.model import Bilingual, Decision, Rule
from rulings.reader.conditions import ALWAYS, Conditions, read_conditions
from rulings.reader.fragments import BILINGUAL, WHEN, Schema, record
from rulings.reader.nodes import Mapping
from rulings.reader.scope import Scope, Signature
from rulings.reader.texts import bilingual

EXEMPT, NOT_EXEMPT = "exempt", "not_exempt"
VALUES = choice(EXEMPT, NOT_EXEMPT)
REQUIREMENT, GROUND, BAR, NO_GROUND = "requirement", "ground", "bar", "no_ground"
LISTS = {"requires": REQUIREMENT, "grounds": GROUND, "bars": BAR}


class _Exemption:
    name = "exemption"
    fields: tuple[str, ...] = ()

    def schema(self) -> Schema:
        rule = rule_schema({}, ("when",))
        ground = rule_schema({}, ())
        for one in (rule, ground):
            one["properties"] = {key: value for key, value in one["properties"].items() if key != "overrides"}
        rules = {
            "requires": _list(rule, "a list of requirements, all of which must be met"),
            "grounds": _list(ground, "a list of grounds, of which one must apply"),
            "bars": _list(rule, "a list of bars, none of which may apply"),
        }
        properties: Schema = {
            "kind": {"const": self.name, "description": "the kind exemption"},
            "title": BILINGUAL,
            "applies_when": WHEN,
            "from": BILINGUAL | {"description": "what the case is left out of, in both languages: {en: …, zh: …}"},
            **rules,
        }
        return record(properties, ("kind", "title", "from", "grounds"), "a decision of the kind exemption")

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        del scope
        signature = Signature(VALUES)
        return signature.where_it_may_not_apply() if "applies_when" in node.entries else signature

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        read = {key: read_rules(node, scope, _no_effect, key) for key in LISTS}
        _refuse_twice(read, scope)
        applies = read_conditions(node.get("applies_when"), scope) if "applies_when" in node.entries else None
        title, origin = bilingual(node.get("title")), bilingual(node.get("from"))
        if title is None or origin is None:
            return None
        place = scope.places.get(name, node.place)
        rules = {item.rule.id: _rule(item, key) for key, items in read.items() for item in items}
        choose = _choose(read, applies, signature)
        last = {} if choose.otherwise is None else {OTHERWISE: _last(rules, place)}
        return Decision(
            name=name,
            kind=self.name,
            title=title,
            type=signature.value,
            fields={},
            choose=choose,
            rules=rules | last,
            place=place,
            value_titles=_titles(origin),
            applies_lines=applies.lines if applies is not None else (),
            detail={"from": origin},
        )


def _list(rule: Schema, description: str) -> Schema:
    return {"type": "array", "minItems": 1, "items": rule, "description": description}


def _no_effect(node: Mapping, scope: Scope) -> Effect:
    """What a rule of an exemption does follows from the list in which it stands."""
    del node, scope
    return Effect(Const(EXEMPT, VALUES))


def _refuse_twice(read: dict[str, list[ReadRule]], scope: Scope) -> None:
    """Ids are those of the decision: two lists share none."""
    seen: dict[str, Place] = {}
    for items in read.values():
        for item in items:
            if item.rule.id in seen:
                message = f'the id "{item.rule.id}" stands here a second time'
                first = f"the first is in line {seen[item.rule.id].line}: give each an id of its own"
                scope.faults.add("duplicate-id", item.rule.place, message, help=first)
            seen[item.rule.id] = item.rule.place


def _rule(item: ReadRule, key: str) -> Rule:
    """A requirement stands among the reasons against, where it is not met."""
    when = Not(item.rule.when) if LISTS[key] == REQUIREMENT else item.rule.when
    return replace(item.rule, when=when, detail={"role": LISTS[key]})


def _choose(read: dict[str, list[ReadRule]], applies: Conditions | None, signature: Signature) -> Choose:
    gate = () if applies is None else (UNLESS_APPLICABLE,)
    against = Const(NOT_EXEMPT, signature.value)
    rows: list[Row] = []
    if applies is not None:
        rows.append(Row(UNLESS_APPLICABLE, Not(applies.expr), Const(NOT_APPLICABLE, signature.value)))
    rows += [Row(item.rule.id, Not(item.rule.when), against, gate) for item in read["requires"]]
    rows += [Row(item.rule.id, item.rule.when, against, gate) for item in read["bars"]]
    stronger = tuple(sorted((*gate, *(item.rule.id for key in ("requires", "bars") for item in read[key]))))
    rows += [Row(item.rule.id, item.rule.when, Const(EXEMPT, signature.value), stronger) for item in read["grounds"]]
    # Where a ground always applies there is no case without one, and nobody could take such a dead rule away.
    always = any(item.rule.when == ALWAYS.expr for item in read["grounds"])
    last = None if always else Row(OTHERWISE, Const(value=True, type=BOOLEAN), against)
    return Choose(tuple(rows), last, signature.value)


def _last(rules: dict[str, Rule], place: Place) -> Rule:
    """Where no ground applies, the case counts: that follows from all the grounds together."""
    grounds = [rule for rule in rules.values() if rule.detail["role"] == GROUND]
    cites = tuple(dict.fromkeys(provision for rule in grounds for provision in rule.cites))
    title = Bilingual("no ground for an exemption applies", "不具备任何豁免理由")
    return Rule(OTHERWISE, title, Const(value=True, type=BOOLEAN), (), (), cites, (), place, detail={"role": NO_GROUND})


def _titles(origin: Bilingual) -> dict[str, Bilingual]:
    return {
        EXEMPT: Bilingual(f"left out of {origin.en}", f"豁免，不计入{origin.zh}"),
        NOT_EXEMPT: Bilingual(f"counted in {origin.en}", f"不予豁免，计入{origin.zh}"),
        NOT_APPLICABLE: Bilingual("does not apply", "不适用"),
    }


EXEMPTION = _Exemption()
