"""Tables: every value that there can be, with the rules that give it."""

from __future__ import annotations

from rulings.algebra import NOT_APPLICABLE, Const
from rulings.model import Rule
from rulings.site.markup import NOTHING, Content, Html, separated
from rulings.site.shown import Drawn, Shown
from rulings.site.tables import row, scrolling


def _figure(shown: Shown) -> Content:
    """Turn the table of a choice round: by what it comes to, which is what a reader looks for first."""
    names = [name for name in shown.options if name != NOT_APPLICABLE]
    if not names:
        return NOTHING
    rows = [_row(shown, name) for name in names]
    heads = [shown.sheet.say(key) for key in ("head_result", "head_by")]
    return scrolling(shown.sheet.say("can_come_to"), heads, rows, "outcomes")


def _row(shown: Shown, name: str) -> Html:
    given = [rule for rule in shown.rules if _given(shown, rule) == name]
    rules = separated([shown.sheet.rule(shown.decision.name, rule.id) for rule in given], shown.sheet.comma)
    title = shown.sheet.named(shown.decision.value_titles[name], name)
    return row(title, [rules or shown.sheet.say("by_no_rule")])


def _given(shown: Shown, rule: Rule) -> object:
    value = shown.rows[rule.id].value
    return value.value if isinstance(value, Const) else None


def _gives(shown: Shown, rule: Rule) -> Content:
    return shown.term(shown.rows[rule.id].value)


TABLE = Drawn(_figure, _gives)
