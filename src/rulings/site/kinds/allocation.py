"""Allocations, as a table of costs and parties."""

from __future__ import annotations

from rulings.explain.grammar import sequence
from rulings.model import Rule
from rulings.site.markup import Content, element, joined
from rulings.site.shown import Drawn, Shown
from rulings.site.tables import boxed
from rulings.values import Rate


def _figure(shown: Shown) -> Content:
    detail, sheet = shown.decision.detail, shown.sheet
    costs, parties = detail["costs"], detail["parties"]
    over = [element("th", sheet.say("head_rule"), scope="col", rowspan=2)]
    over += [element("th", _cost(shown, cost), scope="colgroup", colspan=len(parties)) for cost in costs]
    under = [element("th", _party(shown, party), scope="col") for _ in costs for party in parties]
    head = element("thead", element("tr", over), element("tr", under))
    rows = [element("tr", _name(shown, rule), [_shares(shown, rule, cost) for cost in costs]) for rule in shown.rules]
    caption = sheet.say("who_bears")
    table = element("table", element("caption", caption), head, element("tbody", rows), class_="matrix")
    odd = detail["odd_fen_to"]
    note = element("p", sheet.say("odd_fen", party=_party(shown, odd)), class_="note") if odd else None
    return joined(boxed(table, caption), note)


def _name(shown: Shown, rule: Rule) -> Content:
    return element("th", shown.sheet.rule(shown.decision.name, rule.id), scope="row")


def _party(shown: Shown, party: str) -> str:
    return shown.sheet.own(shown.sheet.policy.vocabulary.parties[party])


def _cost(shown: Shown, cost: str) -> Content:
    amount = shown.decision.detail["amounts"].get(cost)
    title = shown.sheet.own(shown.decision.detail["costs"][cost])
    return title if amount is None else [title, " ", shown.sheet.fact(amount.path)]


def _shares(shown: Shown, rule: Rule, cost: str) -> Content:
    """Write a cell for each party, or one for all of them where the parties decide themselves."""
    parties = shown.decision.detail["parties"]
    shares: dict[str, Rate] = dict(rule.detail["shares"][cost])
    if not shares:
        return element("td", shown.sheet.say("as_agreed"), colspan=len(parties), class_="agreed")
    return [_share(shares.get(party)) for party in parties]


def _share(rate: Rate | None) -> Content:
    if rate is None:
        return element("td", "–", class_="none")
    return element("td", str(rate), class_="all" if rate == 1 else "some")


def _gives(shown: Shown, rule: Rule) -> Content:
    split = tuple(rule.detail["shares"].items())
    said = shown.sheet.results.shares(shown.decision, split, {})
    return shown.sheet.sentence(sequence(said, shown.sheet.language))


ALLOCATION = Drawn(_figure, _gives)
