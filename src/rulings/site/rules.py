"""The rules of a decision as a table; on a narrow page each rule becomes a card."""

from __future__ import annotations

from rulings.algebra import OTHERWISE
from rulings.kinds.condition import HOLDS
from rulings.model import Rule
from rulings.site.addresses import rule_place
from rulings.site.kinds import DRAWN
from rulings.site.markup import NOTHING, Content, Html, element, separated
from rulings.site.shown import Drawn, Shown
from rulings.site.tables import body, card, cards, group

_COLUMNS = ("head_rule", "head_when", "head_gives", "head_rests_on")


def rules_table(shown: Shown) -> Html:
    """Write the table of all rules of a decision."""
    drawn = DRAWN[shown.decision.kind]
    sheet = shown.sheet
    named = element("span", sheet.say("colon"), sheet.own(shown.decision.title), class_="unseen")
    caption = [sheet.say("rules"), named]
    return cards(caption, [sheet.say(key) for key in _COLUMNS], _bodies(shown, drawn), _look(shown))


def _look(shown: Shown) -> str:
    """Give the columns their widths: conditions need none where there are none."""
    return "rules" if any(rule.lines for rule in shown.rules) else "rules always"


def _bodies(shown: Shown, drawn: Drawn) -> list[Html]:
    if drawn.parts is None:
        return [body(_row(shown, drawn, rule) for rule in shown.rules)]
    return [
        group(title, len(_COLUMNS), [_row(shown, drawn, rule) for rule in rules]) for title, rules in drawn.parts(shown)
    ]


def _row(shown: Shown, drawn: Drawn, rule: Rule) -> Html:
    contents = (_when(shown, rule), drawn.gives(shown, rule), _rests_on(shown, rule))
    cells = [(shown.sheet.say(key), content) for key, content in zip(_COLUMNS[1:], contents, strict=True)]
    return card(_name(shown, rule), cells, rule_place(shown.decision.name, rule.id))


def _name(shown: Shown, rule: Rule) -> Content:
    title = shown.sheet.own(rule.title)
    said = element("p", shown.sheet.sentence(title)) if title else NOTHING
    return [shown.sheet.rule(shown.decision.name, rule.id), said]


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
    if rule.id == OTHERWISE and HOLDS in shown.decision.rules:
        return []  # what a yes rests on, the no rests on
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
