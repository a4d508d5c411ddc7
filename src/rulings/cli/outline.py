"""The outline of a version as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rulings.algebra import AnyOf, Const, Expr, FactRef, Not, Row, children, walk
from rulings.algebra.expressions import NODES
from rulings.cli.described import Data, both, counting, described, described_rule
from rulings.explain.duties import chains_of
from rulings.kinds.exemption import REQUIREMENT
from rulings.model import Bilingual, Decision, Line, Rule
from rulings.plain import plain_value
from rulings.values import Counting
from rulings.version import Version


def outline_of(version: Version, decisions: tuple[str, ...]) -> Data:
    """Give what a version says as plain data, with these of its decisions."""
    policy = version.policy
    return {
        "policy": policy.id,
        "version": policy.version,
        "title": both(policy.title),
        "in_force": {"from": policy.in_force.since.isoformat(), "until": version.ends and version.ends.isoformat()},
        "chosen_by": policy.in_force.chosen_by,
        "digest": policy.digest,
        "answers": list(policy.answers),
        "chains": [list(chain) for chain in chains_of(policy)],
        "decisions": {name: _decision(policy.decisions[name]) for name in decisions},
    }


def _decision(decision: Decision) -> Data:
    rows = {row.id: row for row in decision.choose.rows}
    if decision.choose.otherwise is not None:
        rows[decision.choose.otherwise.id] = decision.choose.otherwise
    return {
        "kind": decision.kind,
        "title": both(decision.title),
        "detail": _detail(decision.detail) if (said := described(decision)) is None else said,
        "applies_when": [line.text for line in decision.applies_lines],
        "rules": [_rule(decision, rule, rows.get(rule.id)) for rule in decision.rules.values()],
    }


def _rule(decision: Decision, rule: Rule, row: Row | None) -> Data:
    said = described_rule(decision, rule)
    constant = row.value if said is None and row is not None and isinstance(row.value, Const) else None
    detail = _detail(rule.detail) if said is None else said
    return {
        "id": rule.id,
        "title": both(rule.title),
        "when": conditions(_when(rule), rule.lines),
        "gives": None if constant is None else plain_value(constant.value),
        "detail": detail if constant is None else {},
        "overrides": list(rule.overrides),
        "cites": list(rule.cites),
        "readings": list(rule.readings),
    }


def _when(rule: Rule) -> Expr:
    """A requirement stands among the rules as what is not met: it is shown as its author wrote it."""
    return rule.when.item if rule.detail.get("role") == REQUIREMENT and isinstance(rule.when, Not) else rule.when


def _detail(detail: Mapping[str, Any]) -> Data:
    return {key: said for key, value in detail.items() if (said := _plain(value)) not in (None, {}, [])}


def _plain(value: object) -> object:
    """What kinds remember, as data: references by their names, settings as a mapping, other expressions not at all."""
    if isinstance(value, FactRef):
        return value.path
    if isinstance(value, NODES):
        return None
    if isinstance(value, Counting):
        return counting(value)
    if isinstance(value, Mapping):
        return _detail(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return both(value) if isinstance(value, Bilingual) else plain_value(value)


def conditions(expr: Expr, lines: tuple[Line, ...]) -> list[Any]:
    """Give conditions as the author grouped and ordered them: lines as text, groups as `{"any of": [[…], …]}`."""
    return _items(expr, {line.expr: line for line in lines})


def _items(expr: Expr, lines: Mapping[Expr, Line]) -> list[Any]:
    if expr in lines:
        return [lines[expr].text]
    if isinstance(expr, Not):
        return [{"none of": branches} for group in _items(expr.item, lines) for branches in group.values()]
    inner = sorted(children(expr), key=lambda item: _place(item, lines))
    if isinstance(expr, AnyOf):
        return [{"any of": [_items(item, lines) for item in inner]}]
    return [text for item in inner for text in _items(item, lines)]


def _place(expr: Expr, lines: Mapping[Expr, Line]) -> tuple[int, int]:
    found = (lines[inner].place for inner in walk(expr) if inner in lines)
    return min(((place.line, place.column) for place in found), default=(0, 0))
