"""A ladder of tiers: each level begins where the one below ends, so that no gap can be written."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from itertools import pairwise
from typing import Any

from rulings.algebra import UNLESS_APPLICABLE, All, Choose, Compare, Const, Expr, Lookup, Not, Row, Type
from rulings.algebra.expressions import NOT_APPLICABLE
from rulings.kinds.base import cited, read_by
from rulings.kinds.levels import Parameter, unknown_level
from rulings.model import Bilingual, Decision, Line, Rule
from rulings.reader.conditions import read_conditions
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping, Node, Scalar
from rulings.reader.scope import Scope, Signature
from rulings.reader.texts import bilingual
from rulings.values import Span

Start = tuple[Const, Scalar]


def read_ladder(  # noqa: PLR0913 - the parts of a decision
    name: str,
    node: Mapping,
    signature: Signature,
    scope: Scope,
    *,
    levels: tuple[str, ...],
    parameters: MappingOf[str, Parameter],
    titles: dict[str, Bilingual],
) -> Decision | None:
    """Read a ladder, and lower every level to a row: from its start on, and below the start of the next."""
    measured = _measure(node.get("measure"), scope)
    starts = None if measured is None else _starts(node.get("starts"), levels, measured.type, scope)
    cites, readings = cited(node, scope), read_by(node, scope)
    applies = read_conditions(node.get("applies_when"), scope) if "applies_when" in node.entries else None
    title, named = bilingual(node.get("title")), node.get("measure")
    if measured is None or starts is None or title is None or not isinstance(named, Scalar):
        return None
    gate = () if applies is None else (UNLESS_APPLICABLE,)
    rows: list[Row] = []
    if applies is not None:
        rows.append(Row(UNLESS_APPLICABLE, Not(applies.expr), Const(NOT_APPLICABLE, signature.value)))
    rules: dict[str, Rule] = {}
    for level, following in zip(levels, (*levels[1:], None), strict=True):
        lines = _lines(named.text[1:], measured, starts.get(level), starts.get(following or ""))
        when = All(tuple(line.expr for line in lines)) if len(lines) > 1 else lines[0].expr
        id_ = level.replace("_", "-")
        fields = _at(level, parameters)
        rows.append(Row(id_, when, Const(level, signature.value), gate, fields, None))
        place = starts[level][1].place if level in starts else node.place
        rules[id_] = Rule(id_, titles.get(level), when, lines, (), cites, readings, place)
    detail: dict[str, Any] = {"levels": levels, "by_level": parameters, "measure": measured, "starts": starts}
    return Decision(
        name=name,
        kind="tiers",
        title=title,
        type=signature.value,
        fields=dict(signature.fields),
        choose=Choose(
            tuple(sorted(rows, key=lambda row: (row.id != UNLESS_APPLICABLE, row.id))), None, signature.value
        ),
        rules=rules,
        place=scope.places.get(name, node.place),
        value_titles=titles,
        applies_lines=applies.lines if applies is not None else (),
        detail=detail,
    )


def _at(level: str, parameters: MappingOf[str, Parameter]) -> tuple[tuple[str, Expr], ...]:
    """What goes by level, at a level that is reached."""
    return tuple((name, one.values[level]) for name, one in sorted(parameters.items()) if level in one.values)


def _measure(node: Node | None, scope: Scope) -> Expr | None:
    if not isinstance(node, Scalar) or not scope.refers(node):
        return None
    found = scope.reference(node)
    if found is None:
        return None
    if isinstance(found, Span | Const | Lookup) or not found.type.is_ordered:
        what = "no fact and no decision" if isinstance(found, Span | Const) else f"of the type {found.type}"
        expected = "a fact or a decision whose values are more or less"
        scope.faults.add("type-mismatch", node.place, f"`{node.text}` is {what}", expected=expected)
        return None
    return found


def _starts(node: Node | None, levels: tuple[str, ...], kind: Type, scope: Scope) -> dict[str, Start] | None:
    """Read where every level but the lowest begins: each above the one below it."""
    if not isinstance(node, Mapping):
        return None
    found: dict[str, Start] = {}
    for name, key, inner in node.items():
        if name not in levels:
            unknown_level(key, levels, scope)
        elif name == levels[0]:
            message = f'the lowest level "{name}" has no start: it holds everything below the next'
            scope.faults.add("not-wanted", key.place, message, help="take it away, or put it higher in `levels`")
        elif (const := read_literal(inner, kind, scope.faults)) is not None and isinstance(inner, Scalar):
            found[name] = (const, inner)
    missing = [level for level in levels[1:] if level not in node.entries]
    if missing and node.entries.keys() <= set(levels):  # a misspelt level is not missing as well
        message = "no start is given for " + ", ".join(missing)
        scope.faults.add("missing-key", node.place, message, expected="a start for every level but the lowest")
    if missing or len(found) < len(levels) - 1:
        return None
    return found if _rises(found, levels, scope) else None


def _rises(starts: dict[str, Start], levels: tuple[str, ...], scope: Scope) -> bool:
    rises = True
    for level, following in pairwise(levels[1:]):
        low: Any = starts[level][0].value
        high: Any = starts[following][0].value
        if low >= high:
            message = f'the level "{following}" begins at {high}, and the level below it at {low}'
            scope.faults.add("steps-not-rising", starts[following][1].place, message, expected="starts that rise")
            rises = False
    return rises


def _lines(name: str, measured: Expr, start: Start | None, following: Start | None) -> tuple[Line, ...]:
    words = ("no earlier than", "before") if measured.type.is_time else ("at least", "less than")
    found: list[Line] = []
    for word, op, end in ((words[0], "ge", start), (words[1], "lt", following)):
        if end is not None:
            found.append(Line(f"{name} {word}: {end[1].text}", Compare(op, measured, end[0]), end[1].place))
    return tuple(found)
