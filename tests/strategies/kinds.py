"""Writes random decisions of the kinds condition, table, window and allocation."""

from tests.strategies.formulas import FormulaWriter
from tests.strategies.shop import PARTIES, PROVISION, both

from rulings.algebra.types import BOOLEAN, BY_NAME, DATETIME, SHARES, choice

OPTIONS = (
    ("accepted", "refused"),
    ("full", "half", "none"),
    ("red", "green", "blue"),
    ("open", "expired", "not_yet_open"),
)
SPANS = (
    "15 days",
    "1 month",
    "6 months",
    "48 hours",
    "2 weeks",
    "1 year",
    "30 years",
    "3 days",
    "90 minutes",
    "$term",
    "7 working days",
    "1 working day",
    "$weekdays",
)
WINDOW_VALUES = choice("open", "expired", "not_yet_open")


class KindWriter(FormulaWriter):
    """Writes what a decision of a kind has beside its title; gives it, its type, and those of its computed fields."""

    def __init__(self, draw, paths, given_types):
        super().__init__(draw, paths)
        self.given_types = given_types

    def moment_facts(self):
        return [path for path, kind in self.facts.items() if kind == DATETIME]

    def condition(self, _name):
        texts = {"if_true": both("it holds"), "if_false": both("it does not hold")}
        return texts | {"when": self.conditions(), "cites": PROVISION}, BOOLEAN, {}

    def table(self, _name):
        if self.chance(70):
            kind = choice(*self.one_of(OPTIONS))
            gives = {"type": "choice", "options": {option: both(option) for option in kind.options}}
        else:
            kind = self.one_of(kind for name, kind in BY_NAME.items() if name in self.given_types)
            gives = {"type": kind.name}
        return {"gives": gives} | self.rules(lambda: {"value": self.value(kind)}, can_end=True), kind, {}

    def value(self, kind):
        references = self.references(kind, within=True)
        return self.one_of(references) if references and self.chance(12) else self.one_of(self.literals(kind))

    def counting(self):
        settings = {"timezone": "Asia/Shanghai"}
        if self.chance(15):
            settings = {"timezone": self.one_of(("UTC", "Asia/Tokyo", "America/New_York"))}
        if self.chance(40):
            settings |= {
                "first_day": self.one_of(("the day after", "the same day")),
                "last_day": self.one_of(("to its end", "same time of day")),
                "month_end": self.one_of(("last day", "next day")),
            }
        return settings | ({"rest_day": "runs on"} if self.chance(8) else {})

    def window(self, _name):
        opens, asked = self.some_of(self.moment_facts(), 2)[:2]
        own = {"opens": opens, "asked_at": asked, "counting": self.counting()}
        fields = {"opens_at": DATETIME, "last_moment": DATETIME}
        return own | self.rules(self.window_effect, can_end=False), WINDOW_VALUES, fields

    def window_effect(self):
        if self.chance(25):
            after = {"opens_after": self.one_of(("1 hour", "1 day", "10 seconds"))}
            return after | ({"lasts": self.one_of(("48 hours", "3 days", "1 month"))} if self.chance(70) else {})
        return {"lasts": self.one_of(SPANS)}

    def allocation(self, _name):
        money = [path for path, kind in self.facts.items() if kind.name == "money"]
        costs = {}
        for cost in ("freight", "goods_value")[: self.number(1, 2)]:
            amount = {"amount": self.one_of(money)} if money and self.chance(70) else {}
            costs[cost] = {"title": both(cost)} | amount
        own = {"parties": list(PARTIES), "costs": costs, "odd_fen_to": "merchant"}
        return own | self.rules(lambda: {"shares": {cost: self.shares() for cost in costs}}, can_end=True), SHARES, {}

    def shares(self):
        splits = ({"merchant": "60%", "buyer": "40%"}, {"buyer": "33.33%", "merchant": "33.33%", "platform": "33.34%"})
        return self.one_of(("merchant", "buyer", "as agreed", *splits))
