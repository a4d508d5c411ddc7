"""Conditions: a yes and a no, with what makes it a yes."""

from __future__ import annotations

from rulings.kinds.condition import HOLDS
from rulings.model import Rule
from rulings.site.markup import NOTHING, Content, element
from rulings.site.shown import Drawn, Shown


def _figure(shown: Shown) -> Content:
    del shown
    return NOTHING


def _gives(shown: Shown, rule: Rule) -> Content:
    return element("strong", shown.sheet.voice.say("yes" if rule.id == HOLDS else "no"))


CONDITION = Drawn(_figure, _gives)
