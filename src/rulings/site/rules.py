"""The rules of a decision as a table; on a narrow page each rule becomes a card."""

from __future__ import annotations

from collections.abc import Iterable

from rulings.algebra import OTHERWISE
from rulings.kinds.condition import HOLDS
from rulings.model import Rule
from rulings.site.addresses import rule_place
from rulings.site.kinds import DRAWN
from rulings.site.markup import NOTHING, Content, Html, code, element, separated
from rulings.site.shown import Drawn, Shown

_COLUMNS = ("head_rule", "head_when", "head_gives", "head_rests_on")
# A table that is laid out as cards would no longer be a table to a screen reader, so that every part says what it is.
_ROW, _CELL = {"role": "row"}, {"role": "cell"}


def rules_table(shown: Shown) -> Html:
    """Write the table of all rules of a decision."""
    drawn = DRAWN[shown.decision.kind]
    sheet = shown.sheet
    heads = [element("th", sheet.say(key), scope="col", role="columnheader") for key in _COLUMNS]
    head = element("thead", element("tr", heads, role="row"), role="rowgroup")
    caption = element("caption", sheet.say("rules_of", title=sheet.own(shown.decision.title)))
    return element("table", caption, head, _bodies(shown, drawn), class_="rules", role="table")


def _bodies(shown: Shown, drawn: Drawn) -> list[Html]:
    if drawn.parts is None:
        return [element("tbody", _rows(shown, drawn, shown.rules), role="rowgroup")]
    return [
        element(
            "tbody",
            element("tr", element("th", title, scope="rowgroup", colspan=len(_COLUMNS), role="rowheader"), role="row"),
            _rows(shown, drawn, rules),
            role="rowgroup",
        )
        for title, rules in drawn.parts(shown)
    ]


def _rows(shown: Shown, drawn: Drawn, rules: Iterable[Rule]) -> list[Html]:
    return [_row(shown, drawn, rule) for rule in rules]


def _row(shown: Shown, drawn: Drawn, rule: Rule) -> Html:
    cells = (
        _cell(shown, "head_when", _when(shown, rule)),
        _cell(shown, "head_gives", drawn.gives(shown, rule)),
        _cell(shown, "head_rests_on", _rests_on(shown, rule)),
    )
    return element("tr", _name(shown, rule), *cells, id=rule_place(shown.decision.name, rule.id), **_ROW)


def _cell(shown: Shown, head: str, *content: Content) -> Html:
    return element("td", *content, data_head=shown.sheet.say(head), **_CELL)


def _name(shown: Shown, rule: Rule) -> Html:
    title = shown.sheet.own(rule.title)
    said = element("p", shown.sheet.sentence(title)) if title else NOTHING
    return element("th", shown.sheet.rule(shown.decision.name, rule.id), said, scope="row", role="rowheader")


def _when(shown: Shown, rule: Rule) -> Content:
    if rule.lines:
        return shown.conditions.tree(shown.stated(rule), rule.lines)
    if rule.id != OTHERWISE:
        return element("span", shown.sheet.say("always"), class_="word")
    is_condition = HOLDS in shown.decision.rules
    return element("span", shown.sheet.say("in_other_cases" if is_condition else "otherwise"), class_="word")


def _rests_on(shown: Shown, rule: Rule) -> list[Html]:
    """Name the provisions and readings of a rule, and which rules it goes before or gives way to."""
    sheet, name = shown.sheet, shown.decision.name
    stronger = [other.id for other in shown.rules if rule.id in other.overrides]
    listed = (
        ("cites", [sheet.provision(id_) for id_ in rule.cites]),
        ("reads", [sheet.reading(id_) for id_ in rule.readings]),
        ("goes_before", [sheet.rule(name, id_) for id_ in rule.overrides]),
        ("gives_way", [sheet.rule(name, id_) for id_ in stronger]),
    )
    return [
        element("p", element("span", sheet.say(key), class_="word"), " ", separated(items, sheet.comma), class_=key)
        for key, items in listed
        if items
    ]


def codes(names: Iterable[str], comma: str) -> list[Content]:
    """List identifiers."""
    return separated([code(name) for name in names], comma)
