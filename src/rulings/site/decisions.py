"""One decision: what it is, whom it concerns, its drawing, and its rules."""

from __future__ import annotations

from rulings.site.addresses import decision_place
from rulings.site.kinds import DRAWN
from rulings.site.markup import NOTHING, Content, Html, code, element, joined, separated
from rulings.site.rules import rules_table
from rulings.site.shown import Shown


def decision_section(shown: Shown) -> Html:
    """Write the section of a decision."""
    place = decision_place(shown.decision.name)
    drawn = DRAWN[shown.decision.kind].figure(shown)
    return element(
        "section",
        _heading(shown, place),
        _about(shown),
        _applies(shown),
        element("div", drawn, class_="drawn") if drawn else NOTHING,
        rules_table(shown),
        id=place,
        class_="decision",
        aria_labelledby=f"{place}-title",
    )


def kind_badge(shown: Shown) -> Html:
    """Write the kind of a decision."""
    kind = shown.decision.kind
    return element("span", shown.sheet.say(f"kind_{kind}"), class_=f"kind kind-{kind}")


def _heading(shown: Shown, place: str) -> Html:
    return element(
        "div",
        element("h3", shown.sheet.title(shown.decision), id=f"{place}-title"),
        kind_badge(shown),
        code(shown.decision.name),
        class_="heading",
    )


def _about(shown: Shown) -> Html:
    """Say on which decisions it rests, and which rest on it."""
    sheet, name = shown.sheet, shown.decision.name
    below = sorted(shown.decision.uses)
    above = [other.name for other in sheet.decisions if name in other.uses]
    parts: list[Content] = []
    for key, names in (("rests_on", below), ("used_by", above)):
        if names:
            said = separated([sheet.decision(other) for other in names], sheet.comma)
            parts.append(element("p", element("span", sheet.say(key), class_="word"), " ", said))
    return element("div", parts, class_="about") if parts else NOTHING


def _applies(shown: Shown) -> Html:
    expr = shown.applies_when
    if expr is None:
        return NOTHING
    tree = shown.conditions.tree(expr, shown.decision.applies_lines)
    return joined(element("p", shown.sheet.say("applies_when"), class_="label"), tree)
