"""Tables: every value that there can be, with the rules that give it."""

from __future__ import annotations

from rulings.algebra import NOT_APPLICABLE, Const
from rulings.model import Rule
from rulings.site.markup import NOTHING, Content, code, element, separated
from rulings.site.shown import Drawn, Shown


def _figure(shown: Shown) -> Content:
    """Turn the table of a choice round: by what it comes to, which is what a reader looks for first."""
    titles = {name: title for name, title in shown.decision.value_titles.items() if name != NOT_APPLICABLE}
    if not titles:
        return NOTHING
    rows = [_row(shown, name) for name in titles]
    head = element("tr", *(element("th", shown.sheet.say(key), scope="col") for key in ("head_result", "head_by")))
    caption = element("caption", shown.sheet.say("can_come_to"))
    table = element("table", caption, element("thead", head), element("tbody", rows), class_="options")
    return element("div", table, class_="scroll", tabindex=0)


def _row(shown: Shown, name: str) -> Content:
    given = [rule for rule in shown.rules if _given(shown, rule) == name]
    rules = separated([shown.sheet.rule(shown.decision.name, rule.id) for rule in given], shown.sheet.comma)
    title = element("th", shown.sheet.own(shown.decision.value_titles[name]), " ", code(name), scope="row")
    return element("tr", title, element("td", rules or shown.sheet.say("by_no_rule")))


def _given(shown: Shown, rule: Rule) -> object:
    value = shown.rows[rule.id].value
    return value.value if isinstance(value, Const) else None


def _gives(shown: Shown, rule: Rule) -> Content:
    return shown.term(shown.rows[rule.id].value)


TABLE = Drawn(_figure, _gives)
