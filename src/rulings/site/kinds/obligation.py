"""Obligations, drawn as chains: who must do what by when, what happens otherwise, and what follows."""

from __future__ import annotations

from fractions import Fraction

from rulings.kinds.obligation import ENDS, WAITS
from rulings.model import OBLIGATION as KIND
from rulings.model import Decision, Rule
from rulings.site.addresses import decision_place
from rulings.site.counting import counted, nominal
from rulings.site.drawing import Bar, Lane, figure, lanes
from rulings.site.markup import Content, Html, element, joined
from rulings.site.shown import Drawn, Shown
from rulings.values import Span


def _figure(shown: Shown) -> Content:
    """Draw the chain once, with its first link; the others lead to it."""
    spans = [rule.detail["within"] for rule in shown.rules]
    how = counted(shown.counting, spans, shown.sheet)
    before = shown.decision.detail["follows"]
    if before is not None:
        told = [shown.sheet.say("follows"), " ", shown.sheet.decision(before), shown.sheet.voice.stop]
        return joined(element("p", told, class_="note"), how)
    return joined(_chain(shown), how)


def _chain(shown: Shown) -> Html:
    steps = _steps(shown, shown.decision, 0)
    most = max((step[1] + step[2] for step in steps), default=1)
    drawn = [_lane(shown, decision, Fraction(begins, most), Fraction(takes, most)) for decision, begins, takes in steps]
    caption = [shown.sheet.labelled("chain", shown.term(shown.decision.detail["start"])), shown.sheet.voice.stop]
    ends = (shown.sheet.say("the_event"), shown.sheet.say("at_the_latest"))
    return figure(caption, lanes(drawn, ends=ends, ordered=True))


def _steps(shown: Shown, decision: Decision, begins: int) -> list[tuple[Decision, int, int]]:
    """Give a chain in its order, each link with when it begins at the latest and how long it takes at most."""
    takes = max((nominal(rule.detail["within"]) for rule in decision.rules.values()), default=0)
    found = [(decision, begins, takes)]
    for other in _after(shown, decision):
        found += _steps(shown, other, begins + takes)
    return found


def _after(shown: Shown, decision: Decision) -> list[Decision]:
    every = (one for one in shown.sheet.policy.decisions.values() if one.kind == KIND)
    return sorted((one for one in every if one.detail["follows"] == decision.name), key=lambda one: one.place.line)


def _lane(shown: Shown, decision: Decision, begins: Fraction, takes: Fraction) -> Lane:
    sheet, detail = shown.sheet, decision.detail
    party, duty = sheet.own(sheet.policy.vocabulary.parties[detail["party"]]), sheet.own(detail["duty"])
    rules = sorted(decision.rules.values(), key=lambda rule: rule.place.line)
    waits = any(rule.detail["then"] == WAITS for rule in rules)
    spans = list(dict.fromkeys(rule.detail["within"].text(sheet.language) for rule in rules))
    within = sheet.say("within", span=sheet.say("or").join(spans))
    said = sheet.say("must", party=party, duty=duty, within=within)
    name = [
        element("span", party, class_="party"),
        " ",
        sheet.here(decision_place(decision.name), duty),
    ]
    bar = Bar("due waits" if waits else "due", begins, begins + takes)
    missed = element("ul", [element("li", _missed(shown, rule)) for rule in rules])
    return Lane(name, (bar,), within, said, missed)


def _missed(shown: Shown, rule: Rule) -> Content:
    """Say what happens where it is not done in time, and whether the chain goes on."""
    then = rule.detail["then"]
    look = {ENDS: "ends", WAITS: "waits"}.get(then, "goes-on")
    return [
        element("span", shown.sheet.say("otherwise_missed"), class_="word"),
        " ",
        shown.sheet.own(rule.detail["happens"]),
        " ",
        element("span", shown.sheet.say(f"then_{then}"), class_=f"then {look}"),
    ]


def _gives(shown: Shown, rule: Rule) -> Content:
    within: Span = rule.detail["within"]
    duty = shown.sheet.say(
        "must",
        party=shown.sheet.own(shown.sheet.policy.vocabulary.parties[shown.decision.detail["party"]]),
        duty=shown.sheet.own(shown.decision.detail["duty"]),
        within=shown.sheet.say("within", span=within.text(shown.sheet.language)),
    )
    return [element("p", shown.sheet.sentence(duty)), element("p", _missed(shown, rule))]


OBLIGATION = Drawn(_figure, _gives)
