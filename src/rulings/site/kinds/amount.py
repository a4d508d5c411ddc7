"""Amounts: formulas in words, the figures in them, how the result is rounded, and between which bounds it lies."""

from __future__ import annotations

import re
from fractions import Fraction

from rulings.algebra import All, Const
from rulings.explain.spoken import value as in_words
from rulings.kinds.measure import Named, Rounding
from rulings.model import Rule
from rulings.site.addresses import decision_place, fact_place, parameter_place
from rulings.site.markup import NOTHING, Content, Html, code, element, joined
from rulings.site.sheet import PolicySheet
from rulings.site.shown import Drawn, Shown
from rulings.values import Span
from rulings.values.rounding import as_type

_REFERENCE = re.compile(r"(\$[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)")
_SIGNS = str.maketrans({"*": "×", "/": "÷", "-": "−"})


def _figure(shown: Shown) -> Content:
    detail = shown.decision.detail
    counted = [_counted(shown, name, named) for name, named in detail["figures"].items()]
    title = element("p", shown.sheet.say("figures"), class_="label") if counted else NOTHING
    figures = element("dl", counted, class_="figures") if counted else NOTHING
    return joined(title, figures, element("ul", _notes(shown), class_="notes"))


def _counted(shown: Shown, name: str, named: Named) -> Html:
    """Say what a figure counts, with its conditions."""
    head = shown.words.figure_head(named.figure)
    where = named.figure.where
    below = NOTHING if where == All(()) else shown.conditions.tree(where, named.lines)
    told = head if below is NOTHING else shown.sheet.say("for_which_list", figure=head)
    return joined(element("dt", code(f"${name}")), element("dd", told, below))


def _notes(shown: Shown) -> list[Html]:
    detail, sheet = shown.decision.detail, shown.sheet
    kind = shown.decision.type.name
    notes = [rounding(detail["rounding"], kind, sheet)]
    ends = (("bound_least", detail["bounds"].low), ("bound_most", detail["bounds"].high))
    kept = [sheet.say(key, value=number(end, kind, sheet)) for key, end in ends if end is not None]
    if kept:
        notes.append(sheet.say("bounds", bounds=sheet.say("and").join(kept)))
    return [element("li", note) for note in notes]


def rounding(how: Rounding, kind: str, sheet: PolicySheet) -> str:
    """Say how a result is rounded."""
    step = how.step.value
    mode = sheet.say(f"rounded_{how.mode.replace(' ', '_')}")
    return sheet.say("rounded", step=number(step if isinstance(step, Fraction) else None, kind, sheet), mode=mode)


def number(exact: Fraction | None, kind: str, sheet: PolicySheet) -> str:
    """Write an exact number as a value of a type."""
    return "" if exact is None else in_words(as_type(exact, kind), sheet.voice)


def formula(shown: Shown, text: str) -> Html:
    """Write a formula with names for what it refers to and the values of parameters."""
    pieces = [
        _named(shown, piece[1:]) if piece.startswith("$") else piece.translate(_SIGNS)
        for piece in _REFERENCE.split(text)
    ]
    return element("span", pieces, class_="formula")


def _named(shown: Shown, name: str) -> Content:
    policy, sheet = shown.sheet.policy, shown.sheet
    decision = name.partition(".")[0]
    if name in policy.parameters:
        return sheet.here(parameter_place(name), parameter(policy.parameters[name], sheet))
    if name in policy.vocabulary.facts:
        return sheet.here(fact_place(name), sheet.own(policy.vocabulary.facts[name].title), class_="named")
    if decision in policy.decisions:
        return sheet.here(decision_place(decision), sheet.own(policy.decisions[decision].title), class_="named")
    return code(f"${name}")


def parameter(value: Const | Span, sheet: PolicySheet) -> str:
    """Write what a parameter says."""
    return value.text(sheet.language) if isinstance(value, Span) else in_words(value.value, sheet.voice)


def _gives(shown: Shown, rule: Rule) -> Content:
    text, zero = rule.detail["formula"], rule.detail["zero"]
    found: list[Content] = [formula(shown, text), " ", shown.conditions.written(f"formula: {text}")]
    if zero is not None:
        found.append(element("p", shown.sheet.say("divisor_zero"), " ", shown.term(zero), class_="note"))
    return found


AMOUNT = Drawn(_figure, _gives)
