"""Exemptions: what is required in every case, the grounds of which one is enough, and the bars."""

from __future__ import annotations

from rulings.kinds.exemption import BAR, GROUND, NO_GROUND, REQUIREMENT
from rulings.model import Rule
from rulings.site.markup import Content, Html, element
from rulings.site.shown import Drawn, Shown

_ROLES = (REQUIREMENT, GROUND, BAR)


def _of(shown: Shown, role: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in shown.rules if rule.detail["role"] == role)


def _figure(shown: Shown) -> Content:
    columns = [_column(shown, role) for role in _ROLES if _of(shown, role)]
    origin = shown.sheet.own(shown.decision.detail["from"])
    result = element("li", element("p", shown.sheet.say("then_exempt", origin=origin)), class_="result")
    return element("ol", columns, result, class_="gates")


def _column(shown: Shown, role: str) -> Html:
    items = [
        element("li", _said(shown, rule), " ", shown.sheet.rule(shown.decision.name, rule.id))
        for rule in _of(shown, role)
    ]
    title = element("p", shown.sheet.say(f"exempt_{role}"), class_="label")
    return element("li", title, element("ul", items), class_=role)


def _said(shown: Shown, rule: Rule) -> str:
    """Say what a rule is about: its title, or else its condition."""
    return shown.sheet.own(rule.title) or shown.words.clause(shown.stated(rule))


def _parts(shown: Shown) -> list[tuple[Content, tuple[Rule, ...]]]:
    roles = (*_ROLES, NO_GROUND)
    return [(shown.sheet.say(f"exempt_{role}"), _of(shown, role)) for role in roles if _of(shown, role)]


def _gives(shown: Shown, rule: Rule) -> Content:
    return shown.sheet.say(f"gives_{rule.detail['role']}")


EXEMPTION = Drawn(_figure, _gives, _parts)
