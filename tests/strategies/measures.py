"""Writes random decisions of the kinds amount and score, and ladders of tiers: what is measured."""

from decimal import Decimal

from tests.strategies.formulas import number, unit_of
from tests.strategies.kinds import KindWriter
from tests.strategies.shop import PROVISION, both

from rulings.algebra.types import BY_NAME, DECIMAL, choice

MODES = ("half up", "half even", "down", "up")
STEPS = {
    "money": ("0.01 CNY", "0.05 CNY", "1 CNY"),
    "rate": ("0.01%", "1%", "0.000001%"),
    "decimal": (Decimal("0.01"), Decimal("0.5"), Decimal("0.000001"), 2),
    "integer": (1, 5, 3),
    "span": ("1 second", "1 minute", "1 hour"),
}
ENDS = {
    "money": (("0 CNY", "12 CNY"), ("-5 CNY", "100 CNY")),
    "rate": (("0%", "100%"), ("-100%", "0%")),
    "decimal": ((0, 2), (-2, 4)),
    "integer": ((0, 15), (-15, 30)),
    "span": (("0 hours", "48 hours"), ("1 hour", "2 hours")),
}
"""The least and the most of results: multiples of every step of their type, so that rounding keeps them."""
SCALES = ((0, 5), (-1, 100), (0, Decimal("2.255")))
RISING = {
    "integer": (0, 3, 4, 6),
    "decimal": (Decimal("0.5"), 1, Decimal("1.50"), Decimal("2.25")),
    "rate": ("0%", "50%", "99.9%", "100%"),
    "money": ("0.00 CNY", "1 CNY", "12.30 CNY", "12.31 CNY"),
    "span": ("0 seconds", "3 minutes", "48 hours"),
    "date": ("1900-01-01", "2024-02-29", "2024-03-01"),
    "datetime": ("2024-02-29T10:00:00+08:00", "2024-03-01T00:00:00+08:00", "2024-03-01T00:00:01+08:00"),
}
RUNGS = ("low", "middle", "high", "top", "outstanding")


class MeasureWriter(KindWriter):
    """Writes what gives a number, and what is a ladder over one."""

    def amount(self, name):
        given = self.one_of(STEPS)
        self.figures = {}
        figures = self.write_figures()
        ends = self.one_of(ENDS[given]) if self.chance(40) else None
        zero_gives = (lambda: ends[0]) if ends else lambda: self.value(BY_NAME[given])
        own = {"gives": given, "rounding": self.rounding(given)} | ({"figures": figures} if figures else {})
        if ends:
            own["bounds"] = dict(zip(("at_least", "at_most"), ends, strict=True))
            if self.chance(30):
                del own["bounds"][self.one_of(("at_least", "at_most"))]
            elif unit_of(BY_NAME[given]) == "number":
                self.ranges[name] = tuple(map(number, ends))

        def effect():
            formula, can_divide_by_zero = self.formula(unit_of(BY_NAME[given]))
            zero = {"divisor_zero": zero_gives()} if can_divide_by_zero else {}
            return {"formula": self.held(formula, *ends) if ends else formula} | zero

        written = own | self.rules(effect, can_end=True)
        self.figures = {}
        return written, BY_NAME[given], {}

    def rounding(self, given):
        return {"to": self.one_of(STEPS[given]), "mode": self.one_of(MODES)}

    def scored(self, scale):
        """Name what is sure to lie on a scale."""
        low, high = map(number, scale)
        known = {name: self.number_range(name) for name in (*self.facts, *self.results)}
        return [name for name, ends in known.items() if ends is not None and low <= ends[0] <= ends[1] <= high]

    def score(self, name):
        scale = self.one_of(scale for scale in SCALES if self.scored(scale))
        weights = self.one_of((("100%",), ("50%", "50%"), ("42.5%", "57.5%"), ("33.33%", "33.33%", "33.34%")))
        parts = {
            part: {"title": both(part), "weight": weight, "points": f"${self.one_of(self.scored(scale))}"}
            for part, weight in zip(("goods", "service", "speed"), weights, strict=False)
        }

        def effect():
            caps = {part: self.one_of((scale[0], 1, scale[1])) for part in self.some_of(parts)}
            return {"at_most": caps} if self.chance(30) else {}

        own = {
            "scale": dict(zip(("from", "to"), scale, strict=True)),
            "rounding": self.rounding("decimal"),
            "parts": parts,
        }
        written = own | self.rules(effect, can_end=True)
        if number(own["rounding"]["to"]) < 1:
            self.ranges[name] = tuple(map(number, scale))
        return written, DECIMAL, dict.fromkeys(parts, DECIMAL)

    def ladder(self, _name):
        known = [(name, kind) for name, kind in (self.facts | self.results).items() if kind.name in RISING]
        measured, kind = self.one_of(known)
        starts = RISING[kind.name]
        starts = starts[self.number(0, len(starts) - 1) :]
        levels = RUNGS[: len(starts) + 1]
        by_level, fields = self.write_by_level(levels)
        own = {
            "levels": list(levels),
            "measure": f"${measured}",
            "starts": dict(zip(levels[1:], starts, strict=True)),
            "titles": {level: both(level) for level in levels},
            "cites": PROVISION,
        }
        return own | by_level, choice(*levels), fields
