"""Tiers: the levels as a ladder, what goes by level as a table, and what moves a level up and down, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rulings.algebra import NOT_APPLICABLE, Compare, Const, Expr, Figure, Not, OneOf, Quantified, Row, Value, walk
from rulings.explain.grammar import listed
from rulings.explain.spoken import value as in_words
from rulings.kinds.moves import AT_ANY_TIME, DOWN, STAY, UP, WAITING
from rulings.model import Line, Rule
from rulings.site.counting import counted
from rulings.site.drawing import Bar, Lane, figure, lanes
from rulings.site.markup import NOTHING, Content, Html, code, element, joined, separated
from rulings.site.shown import Drawn, Shown
from rulings.site.tables import body, card, cards, row, scrolling


def _figure(shown: Shown) -> Content:
    detail = shown.decision.detail
    drawn = _ladder(shown) if "starts" in detail else _steps(shown)
    return joined(drawn, _by_level(shown), _metrics(shown) if "current" in detail else NOTHING, _review(shown))


def _title(shown: Shown, level: str) -> Content:
    title = shown.decision.value_titles.get(level)
    return code(level) if title is None else shown.sheet.named(title, level)


# A ladder on which something is measured


def _ladder(shown: Shown) -> Content:
    detail, sheet = shown.decision.detail, shown.sheet
    levels = detail["levels"]
    rungs = [_rung(shown, at) for at in range(len(levels))]
    caption = sheet.labelled("measured", shown.term(detail["measure"]))
    return figure(caption, lanes(reversed(rungs)))


def _rung(shown: Shown, at: int) -> Lane:
    """Draw one level: as high as it stands among the others, for the starts say themselves how far apart they are."""
    detail = shown.decision.detail
    levels, starts = detail["levels"], detail["starts"]
    level, following = levels[at], levels[at + 1] if at + 1 < len(levels) else None
    rule = shown.decision.rules[level.replace("_", "-")]
    said = separated([shown.words.clause(line.expr) for line in rule.lines], shown.sheet.comma)
    low = in_words(starts[level][0].value, shown.sheet.voice) if level in starts else None
    high = in_words(starts[following][0].value, shown.sheet.voice) if following is not None else None
    value = _between(shown, low, high)
    bar = Bar("level", Fraction(at, len(levels)), Fraction(at + 1, len(levels)))
    return Lane(_title(shown, level), (bar,), value, joined(said))


def _between(shown: Shown, low: str | None, high: str | None) -> str:
    if low is None:
        return shown.sheet.say("below", high=high)
    return shown.sheet.say("from_on", low=low) if high is None else shown.sheet.say("from_below", low=low, high=high)


# Levels that move


def _steps(shown: Shown) -> Content:
    levels = shown.decision.detail["levels"]
    rungs = [
        Lane(_title(shown, level), (Bar("level", Fraction(0), Fraction(at + 1, len(levels))),), "", level)
        for at, level in enumerate(levels)
    ]
    outside = [name for name in shown.options if name not in levels and name != NOT_APPLICABLE]
    titles = separated([_title(shown, name) for name in outside], shown.sheet.comma)
    said = shown.sheet.labelled("outside", titles)
    note = element("p", said, class_="note") if outside else NOTHING
    caption = shown.sheet.labelled("current_level", shown.term(shown.decision.detail["current"]))
    return joined(figure(caption, lanes(reversed(rungs))), note)


def _move(shown: Shown, rule: Rule) -> str:
    """Tell which way a rule moves: "up", "down", "stay", or the name of the result to which it leads."""
    follows = rule.detail.get("follows")
    if follows is None or isinstance(follows, str):
        return follows or STAY
    levels: tuple[str, ...] = shown.decision.detail["levels"]
    if follows[levels[0]] != levels[0]:
        return UP
    return DOWN if follows[levels[-1]] != levels[-1] else STAY


def _metrics(shown: Shown) -> Content:
    """Put what is asked of a metric on the way up beside what is asked of it on the way down."""
    found: dict[Expr, dict[str, list[Content]]] = {}
    for rule in shown.rules:
        move = _move(shown, rule)
        if move in (UP, DOWN):
            for line in _flat(rule.lines):
                subject, relation = _asked(shown, line)
                found.setdefault(subject, {}).setdefault(move, []).append(
                    element("li", relation, " ", shown.sheet.rule(shown.decision.name, rule.id))
                )
    if not found:
        return NOTHING
    heads = [shown.sheet.say(key) for key in ("head_metric", "up", "down")]
    rows = [_metric(shown, subject, cells) for subject, cells in found.items()]
    return cards(shown.sheet.say("metrics"), heads, [body(rows)], "metrics")


def _metric(shown: Shown, subject: Expr, cells: dict[str, list[Content]]) -> Html:
    name = shown.sheet.begun(shown.words.term(subject))
    return card(name, [(shown.sheet.say(way), element("ul", cells[way]) if way in cells else "") for way in (UP, DOWN)])


def _flat(lines: Iterable[Line]) -> Iterable[Line]:
    return [line for line in lines if any(isinstance(node, Compare | OneOf) for node in walk(line.expr))]


def _asked(shown: Shown, line: Line) -> tuple[Expr, str]:
    """Give what a line is about, and what it asks of it."""
    if line.inside:
        records = next(node.records for node in walk(line.expr) if isinstance(node, Figure | Quantified))
        return records, shown.words.clause(line.expr)
    expr = line.expr.item if isinstance(line.expr, Not) else line.expr
    if isinstance(expr, OneOf):
        return expr.item, _among(shown, expr.item, [option.value for option in expr.options], holds=expr is line.expr)
    compared = next(node for node in walk(expr) if isinstance(node, Compare))
    left, right = compared.left, compared.right
    if left.type.name not in ("boolean", "choice", "text") or not isinstance(right, Const):
        return left, shown.words.relation(compared.op, left, right)
    holds = compared.op == "eq"
    if isinstance(right.value, bool):
        return left, shown.sheet.voice.say("yes" if right.value is holds else "no")
    return left, _among(shown, left, [right.value], holds=holds)


def _among(shown: Shown, item: Expr, options: list[Value], *, holds: bool) -> str:
    """Name the options that a line asks for, or those that it excludes."""
    named = listed([shown.words.option(item, option) for option in options], shown.sheet.language, "or")
    return named if holds else shown.sheet.voice.say("ne", operand=named)


# What goes by level


def _by_level(shown: Shown) -> Content:
    parameters, levels = shown.decision.detail["by_level"], shown.decision.detail["levels"]
    if not parameters:
        return NOTHING
    sheet = shown.sheet
    heads: list[Content] = [sheet.say("head_level")]
    heads += [[sheet.begun(sheet.own(one.title)), " ", code(name)] for name, one in parameters.items()]
    rows = [
        row(_title(shown, level), [_cell(shown, one.values.get(level)) for one in parameters.values()])
        for level in reversed(levels)
    ]
    return scrolling(sheet.say("by_level"), heads, rows, "by-level")


def _cell(shown: Shown, value: Const | None) -> Content:
    if value is None:
        return element("span", shown.sheet.say("no_value"), class_="word")
    return in_words(value.value, shown.sheet.voice)


def _review(shown: Shown) -> Content:
    waiting = shown.decision.rules.get(WAITING)
    if waiting is None:
        return NOTHING
    return counted(shown.counting, [waiting.detail["period"].span], shown.sheet)


def _gives(shown: Shown, rule: Rule) -> Content:
    if "starts" in shown.decision.detail:
        level: Row = shown.rows[rule.id]
        return shown.term(level.value)
    move = _move(shown, rule)
    way: Content = shown.sheet.say(f"moves_{move}") if move in (UP, DOWN, STAY) else _title(shown, move)
    free = element("p", shown.sheet.say("at_any_time"), class_="note") if rule.detail.get(AT_ANY_TIME) else NOTHING
    return [way, free]


TIERS = Drawn(_figure, _gives)
