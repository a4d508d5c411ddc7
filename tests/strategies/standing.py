"""Writes random decisions of the kinds exemption, tiers that move, and obligation: how somebody stands."""

from decimal import Decimal

from hypothesis import strategies as st
from tests.strategies.kinds import SPANS
from tests.strategies.measures import MeasureWriter
from tests.strategies.shop import FACTS, PARTIES, PROVISION, both

from rulings.algebra import NOT_APPLICABLE
from rulings.algebra.types import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, MONEY, RATE, choice

BY_LEVEL = {
    "orders": (INTEGER, (1, 3, 4, 100)),
    "fee": (MONEY, ("0.01 CNY", "1 CNY", "12.30 CNY")),
    "share": (RATE, ("100%", "99.9%", "0%")),
    "points": (DECIMAL, (Decimal("0.5"), Decimal("1.5"))),
    "until": (DATE, ("2024-03-01", "2024-02-29")),
}
"""What goes by level. Money counts in fen, a rate is a number: 1, 0.01 CNY and 100% are one number on purpose."""
STATUSES = ("not_started", "pending", "met", "late", "missed")
ONWARD = choice("goes_on", "ended", "waits")
OBLIGATION_FIELDS = {"due_at": DATETIME, "settled_at": DATETIME, "onward": ONWARD}


class StandingWriter(MeasureWriter):
    """Writes decisions about what is left out, which level follows, and what must be done by when."""

    def __init__(self, draw, paths, given_types):
        super().__init__(draw, paths, given_types)
        self.obligations = []

    def exemption(self, _name):
        ids = self.ids()

        def some(least, *, always_when):
            rules = [{"id": next(ids), "cites": PROVISION} for _ in range(self.number(least, 2))]
            return [rule | ({"when": self.conditions()} if always_when or self.chance(80) else {}) for rule in rules]

        lists = {"requires": some(0, always_when=True), "bars": some(0, always_when=True)}
        kept = {key: rules for key, rules in lists.items() if rules} | {"grounds": some(1, always_when=False)}
        return {"from": both("the count")} | kept, choice("exempt", "not_exempt"), {}

    def write_by_level(self, levels):
        """Write what goes by level; gives it and the types of its names."""
        names = self.some_of(BY_LEVEL, 0)[:3]
        written, types = {}, {}
        for name in names:
            kind, values = BY_LEVEL[name]
            at = self.some_of(levels)
            values = {level: self.one_of(values) for level in at}
            written[name] = {"title": both(name), "values": values}
            types[name] = kind
        if "orders" in written and self.chance(40):
            written["all_orders"] = {"title": both("again"), "of": "orders", "share": self.one_of(("100%", "200%"))}
            types["all_orders"] = INTEGER
        return ({"by_level": written} if written else {}), types

    def moves(self, _name):
        current = self.one_of(path for path, kind in self.facts.items() if kind.name == "choice")
        levels = tuple(self.draw(st.permutations(FACTS[current]["options"])))
        by_level, types = self.write_by_level(levels)
        outside = {"gone": both("gone")} if self.chance(25) else {}
        review = self.review() if len(self.moment_facts()) > 1 and self.chance(50) else {}
        self.by_level = types

        def effect():
            to = {"to": self.one_of((*levels, *outside))} if self.chance(20) else {}
            return to or {"moves": self.one_of(("up", "down", "stay"))}

        rules = self.rules(effect, can_end=True)
        if review:
            rules["rules"] = [rule | ({"at_any_time": True} if self.chance(30) else {}) for rule in rules["rules"]]
        self.by_level = {}
        own = {"levels": list(levels), "current": current} | by_level | review
        own |= {"outside": outside} if outside else {}
        fields = types | ({"next_review": DATETIME} if review else {})
        return own | rules, choice(*levels, *outside), fields

    def review(self):
        since, asked = self.some_of(self.moment_facts(), 2)[:2]
        times = {"since": since, "after": self.one_of(SPANS), "asked_at": asked}
        return {"review": times | {"counting": self.counting(), "cites": PROVISION}}

    def obligation(self, name):
        done = [path for path, kind in self.facts.items() if kind == BOOLEAN]
        starts, done_at = self.some_of(self.moment_facts(), 2)[:2]
        follows = self.one_of(self.obligations) if self.obligations and self.chance(75) else None
        own = {
            "party": self.one_of(PARTIES),
            "duty": both("do it"),
            "done": self.one_of(done),
            "done_at": done_at,
            "counting": self.counting(),
        } | ({"follows": follows} if follows else {"starts": starts})

        def effect():
            then = self.one_of(("goes_on", "ends", "waits"))
            return {"within": self.one_of(SPANS), "if_missed": {"happens": both("it is closed"), "then": then}}

        written = own | self.rules(effect, can_end=False)
        self.obligations.append(name)
        return written, choice(*STATUSES, *([NOT_APPLICABLE] if follows else [])), OBLIGATION_FIELDS
