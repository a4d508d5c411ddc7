"""Levels that move: up, down or not at all, by rules, and where there are reviews, only then."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace
from typing import Any

from rulings.algebra import DATETIME, Closing, Compare, Const, Expr, FactRef, If, Interval, Lookup, OneOf, Row, Type
from rulings.errors import NOTE, nearest
from rulings.kinds.base import Effect, build, cited, read_by
from rulings.kinds.levels import Parameter, current_level
from rulings.kinds.measure import unread
from rulings.kinds.period import COUNTING, read_counting, read_period
from rulings.model import Bilingual, Decision, Line, Rule
from rulings.reader.fragments import CITES, FACT, READING, Schema, record, text
from rulings.reader.nodes import Mapping, Scalar
from rulings.reader.scope import Scope, Signature

UP, DOWN, STAY = "up", "down", "stay"
MOVES = (UP, DOWN, STAY)
AT_ANY_TIME, NEXT_REVIEW, WAITING = "at_any_time", "next_review", "waiting"

REVIEW: Schema = record(
    {
        "since": text("a datetime fact: the last change of the level", FACT),
        "after": text("a span such as 30 days, or a parameter"),
        "asked_at": text("a datetime fact: when the level is looked at", FACT),
        "counting": COUNTING,
        "cites": CITES,
        "reading": READING,
    },
    ("since", "after", "asked_at", "counting", "cites"),
    "when levels are reviewed: {since: …, after: 30 days, asked_at: …, counting: …, cites: …}",
)


def read_moves(  # noqa: PLR0913 - the parts of a decision
    name: str,
    node: Mapping,
    signature: Signature,
    scope: Scope,
    *,
    levels: tuple[str, ...],
    parameters: MappingOf[str, Parameter],
    titles: dict[str, Bilingual],
) -> Decision | None:
    """Read levels that move, and lower each rule to the level that follows the current one."""
    current = current_level(node, levels, scope)
    review = _review(node, signature.value, current, parameters, scope)
    own: dict[str, Expr] = {}
    if current is not None:
        own = {f"by_level.{key}": parameter.at(current) for key, parameter in parameters.items()}
    broken = unread(node.get("by_level"), own and parameters, "by_level.")
    inner = scope.with_own(own, broken=broken)

    def effect(rule: Mapping, scope: Scope) -> Effect | None:
        follows = _follows(rule, levels, titles, scope)
        if current is None or follows is None:
            return None
        is_free = rule.get(AT_ANY_TIME) is not None
        return _effect(current, follows, parameters, signature.value, review, is_free=is_free)

    detail: dict[str, Any] = {"levels": levels, "by_level": parameters, "current": current}
    decision = build(name, "tiers", node, signature, inner, effect, value_titles=titles, detail=detail)
    if review is not None and decision is not None and WAITING in decision.rules:
        message = f'the id "{WAITING}" is that of the time until the next review'
        scope.faults.add("reserved", decision.rules[WAITING].place, message, help="take another id")
    if current is not None:
        _note_unreachable(decision, levels, scope)
    return decision if decision is None or review is None else _with_review(decision, *review)


def _follows(
    rule: Mapping, levels: tuple[str, ...], titles: dict[str, Bilingual], scope: Scope
) -> dict[str, str] | str | None:
    """Which level follows each: by a move, which ends at the highest and the lowest, or one result for all."""
    moves, to = rule.get("moves"), rule.get("to")
    if isinstance(moves, Scalar) and isinstance(to, Scalar):
        message = "a rule moves the level or names the result, and here it does both"
        scope.faults.add("not-wanted", rule.entries["to"].key.place, message, help="take one of the two away")
        return None
    if isinstance(to, Scalar):
        if to.text not in titles and to.text not in levels:
            known = tuple(dict.fromkeys((*levels, *titles)))
            message, near = f'there is no level "{to.text}"', nearest(to.text, known)
            scope.faults.add("unknown-level", to.place, message, expected="one of " + ", ".join(known), near=near)
            return None
        return to.text
    if not isinstance(moves, Scalar) or moves.text not in MOVES:
        return None
    step = {UP: 1, DOWN: -1, STAY: 0}[moves.text]
    last = len(levels) - 1
    return {level: levels[min(max(at + step, 0), last)] for at, level in enumerate(levels)}


def _note_unreachable(decision: Decision | None, levels: tuple[str, ...], scope: Scope) -> None:
    """Note levels to which no rule leads from another. The lowest is where levels begin, so it may be one."""
    if decision is None:
        return
    ways = [rule.detail["follows"] for rule in decision.rules.values()]
    named = {way for way in ways if isinstance(way, str)}
    moved = {then for way in ways if isinstance(way, dict) for level, then in way.items() if level != then}
    missing = [level for level in levels[1:] if level not in named | moved]
    if missing:
        message = f'decision "{decision.name}": no rule leads to {", ".join(missing)}'
        help_ = "add a rule that moves up, or one with `to`; or take the level away"
        scope.faults.add("unreachable-level", decision.place, message, help=help_, severity=NOTE)


_Review = tuple[Row, Rule, FactRef, Closing]


def _effect(  # noqa: PLR0913 - what the result of a rule depends on
    current: FactRef,
    follows: dict[str, str] | str,
    parameters: MappingOf[str, Parameter],
    kind: Type,
    review: _Review | None,
    *,
    is_free: bool,
) -> Effect:
    detail = {AT_ANY_TIME: is_free, "follows": follows}
    value: Expr
    fields: list[tuple[str, Expr]]
    if isinstance(follows, str):
        value = Const(follows, kind)
        fields = [(name, one.values[follows]) for name, one in parameters.items() if follows in one.values]
        return Effect(value, tuple(fields), detail=detail)
    value = Lookup(current, tuple(sorted((level, Const(then, kind)) for level, then in follows.items())), kind)
    fields = [(name, one.after(current, follows)) for name, one in parameters.items()]
    if review is not None:
        fields += _next_review(current, follows, review)
    return Effect(value, tuple(fields), detail=detail)


def _next_review(current: FactRef, follows: dict[str, str], review: _Review) -> list[tuple[str, Expr]]:
    """After a change the time to the next review begins anew; a level that stays has none."""
    _, _, asked, waits = review
    kept = tuple(Const(level, current.type) for level, then in sorted(follows.items()) if level == then)
    if len(kept) == len(follows):
        return []
    due: Expr = Closing(asked, waits.span, waits.counting)
    return [(NEXT_REVIEW, If(OneOf(current, kept), Const(None, DATETIME), due, DATETIME) if kept else due)]


def _review(
    node: Mapping, kind: Type, current: FactRef | None, parameters: MappingOf[str, Parameter], scope: Scope
) -> _Review | None:
    """Read when levels are reviewed: until then the level stays, which is a rule of its own."""
    inner = node.get("review")
    if not isinstance(inner, Mapping):
        return None
    since, asked = (scope.fact(inner.get(key), ("datetime",)) for key in ("since", "asked_at"))
    span, counting = read_period(inner, "after", scope), read_counting(inner.get("counting"), scope)
    cites, readings = cited(inner, scope), read_by(inner, scope)
    if since is None or asked is None or span is None or counting is None or current is None:
        return None
    due = Closing(since, span, counting)
    waits = Compare("lt", asked, due)
    stays = Lookup(current, tuple((level, Const(level, kind)) for level in current.type.options), kind)
    fields: list[tuple[str, Expr]] = [(name, one.at(current)) for name, one in parameters.items()]
    row = Row(WAITING, waits, stays, (), (*fields, (NEXT_REVIEW, due)), Interval(asked, due))
    entry = node.entries["review"]
    line = Line(f"{asked.path} before: {since.path} + {span}", waits, entry.key.place)
    title = Bilingual(f"until the review {span} after the last change the level stays", _WAITS.format(span.text("zh")))
    rule = Rule(WAITING, title, waits, (line,), (), cites, readings, entry.key.place, {"period": due})
    return row, rule, asked, due


_WAITS = "距上次等级变动未满{}的，等级不变"


def _with_review(decision: Decision, row: Row, rule: Rule, asked: FactRef, due: Closing) -> Decision:
    """Put the waiting time in front of the rules: those that are not free wait, those that are go before it."""
    free = {id_ for id_, one in decision.rules.items() if one.detail.get(AT_ANY_TIME)}
    gate = tuple(other.id for other in decision.choose.rows if other.id not in decision.rules)
    rows = [
        other if other.id in free or other.id not in decision.rules else replace(other, beaten_by=_more(other, WAITING))
        for other in decision.choose.rows
    ]
    waiting = replace(row, beaten_by=tuple(sorted((*gate, *(id_ for id_ in free if id_ != "otherwise")))))
    ordered = sorted((*rows, waiting), key=lambda one: (one.id in decision.rules or one.id == WAITING, one.id))
    detail = {**decision.detail, "review": (asked, due)}
    choose = replace(decision.choose, rows=tuple(ordered))
    return replace(decision, choose=choose, rules={**decision.rules, WAITING: rule}, detail=detail)


def _more(row: Row, other: str) -> tuple[str, ...]:
    return tuple(sorted((*row.beaten_by, other)))
