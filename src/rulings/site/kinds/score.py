"""Scores: every part with its weight, as a share of the whole."""

from __future__ import annotations

from fractions import Fraction

from rulings.model import Rule
from rulings.site.drawing import Bar, Lane, figure, lanes
from rulings.site.kinds.amount import number, rounding
from rulings.site.markup import Content, element, joined, separated
from rulings.site.shown import Drawn, Shown


def _figure(shown: Shown) -> Content:
    detail, sheet = shown.decision.detail, shown.sheet
    rows: list[Lane] = []
    done = Fraction(0)
    for part in detail["parts"].values():
        begins, done = done, done + Fraction(part.weight)
        title = sheet.own(part.title)
        rows.append(
            Lane(
                title,
                (Bar("weight", begins, done),),
                str(part.weight),
                f"{title}: {part.weight}",
                shown.term(part.points),
            )
        )
    low, high = (number(end, "decimal", sheet) for end in (detail["scale"].low, detail["scale"].high))
    caption = sheet.say("weights", low=low, high=high)
    note = element("ul", element("li", rounding(detail["rounding"], "decimal", sheet)), class_="notes")
    return joined(figure(caption, lanes(rows, ends=("0%", "100%"))), note)


def _gives(shown: Shown, rule: Rule) -> Content:
    capped = rule.detail["at_most"]
    if not capped:
        return shown.sheet.say("as_weighted")
    parts = shown.decision.detail["parts"]
    said = [
        shown.sheet.say(
            "capped",
            part=shown.sheet.own(parts[name].title),
            most=shown.sheet.results.value(shown.decision, most.value),
        )
        for name, most in capped.items()
    ]
    return separated(said, shown.sheet.comma)


SCORE = Drawn(_figure, _gives)
