"""The outline of a version: as data, and as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rulings.algebra import AnyOf, Const, Expr, FactRef, Not, Row, children, walk
from rulings.algebra.expressions import NODES
from rulings.model import Bilingual, Decision, Line, Rule
from rulings.plain import plain_value
from rulings.values import Counting
from rulings.version import Version

Data = dict[str, Any]
_INDENT = "  "


def outline_of(version: Version, decisions: tuple[str, ...]) -> Data:
    """Give what a version says as plain data, with these of its decisions."""
    policy = version.policy
    return {
        "policy": policy.id,
        "version": policy.version,
        "title": _both(policy.title),
        "in_force": {"from": policy.in_force.since.isoformat(), "until": version.ends and version.ends.isoformat()},
        "chosen_by": policy.in_force.chosen_by,
        "digest": policy.digest,
        "answers": list(policy.answers),
        "decisions": {name: _decision(policy.decisions[name]) for name in decisions},
    }


def _both(text: Bilingual | None) -> Data | None:
    return None if text is None else {"en": text.en, "zh": text.zh}


def _decision(decision: Decision) -> Data:
    rows = {row.id: row for row in decision.choose.rows}
    if decision.choose.otherwise is not None:
        rows[decision.choose.otherwise.id] = decision.choose.otherwise
    return {
        "kind": decision.kind,
        "title": _both(decision.title),
        "detail": _detail(decision.detail),
        "applies_when": [line.text for line in decision.applies_lines],
        "rules": [_rule(rule, rows.get(rule.id)) for rule in decision.rules.values()],
    }


def _rule(rule: Rule, row: Row | None) -> Data:
    constant = row.value if row is not None and isinstance(row.value, Const) else None
    return {
        "id": rule.id,
        "title": _both(rule.title),
        "when": conditions(rule.when, rule.lines),
        "gives": None if constant is None else plain_value(constant.value),
        "detail": _detail(rule.detail) if constant is None else {},
        "overrides": list(rule.overrides),
        "cites": list(rule.cites),
        "readings": list(rule.readings),
    }


def _detail(detail: Mapping[str, Any]) -> Data:
    return {key: said for key, value in detail.items() if (said := _plain(value)) not in (None, {}, [])}


def _plain(value: object) -> object:
    """What kinds remember, as data: references by their names, settings as a mapping, other expressions not at all."""
    if isinstance(value, FactRef):
        return value.path
    if isinstance(value, NODES):
        return None
    if isinstance(value, Counting):
        return {name: getattr(value, name) for name in Counting.__dataclass_fields__}
    if isinstance(value, Mapping):
        return _detail(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return _both(value) if isinstance(value, Bilingual) else plain_value(value)


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


def outline_text(data: Data, language: str) -> str:
    """Write an outline for people, with the texts of one language."""
    return "\n".join(_lines(data, language)) + "\n"


def _lines(data: Data, language: str) -> Iterator[str]:
    until = data["in_force"]["until"]
    yield f"{data['policy']}@{data['version']}: {data['title'][language]}"
    yield f"in force from {data['in_force']['from']}{f' until {until}' if until else ''}, chosen by {data['chosen_by']}"
    yield f"answers: {', '.join(data['answers'])}"
    yield f"digest: {data['digest']}"
    for name, decision in data["decisions"].items():
        yield f"\n{name} ({decision['kind']}): {decision['title'][language]}"
        yield from _indented(_of_decision(decision, language))


def _of_decision(decision: Data, language: str) -> Iterator[str]:
    for key, value in decision["detail"].items():
        yield f"{key.replace('_', ' ')}: {_inline(value, language)}"
    if decision["applies_when"]:
        yield "applies when:"
        yield from _indented(iter(decision["applies_when"]))
    for rule in decision["rules"]:
        yield f"- {rule['id']}" + (f": {rule['title'][language]}" if rule["title"] else "")
        yield from _indented(_of_rule(rule, language))


def _of_rule(rule: Data, language: str) -> Iterator[str]:
    if rule["gives"] is not None:
        yield f"gives {_inline(rule['gives'], language)}"
    for key, value in rule["detail"].items():
        yield f"{key.replace('_', ' ')} {_inline(value, language)}"
    if rule["when"]:
        yield "when:"
        yield from _indented(_conditions(rule["when"]))
    for key in ("overrides", "cites", "readings"):
        if rule[key]:
            yield f"{key}: {', '.join(rule[key])}"


def _conditions(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
            continue
        for name, branches in item.items():
            yield f"{name}:"
            for branch in branches:
                first, *rest = _conditions(branch)
                yield f"{_INDENT}- {first}"
                yield from (f"{_INDENT * 2}{line}" for line in rest)


def _inline(value: object, language: str) -> str:
    if isinstance(value, dict):
        if set(value) == {"en", "zh"}:
            return str(value[language])
        return "; ".join(f"{key} {_inline(inner, language)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_inline(item, language) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (_INDENT + line for line in lines)
