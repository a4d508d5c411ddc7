"""Writes random formulas: sums of products of single values, their units right by construction."""

from fractions import Fraction

from tests.strategies.rules import RuleWriter
from tests.strategies.shop import FACTS, FIELDS, LISTS

from rulings.algebra.types import INTEGER

NUMBERS = ("integer", "decimal", "rate")
FIGURES = ("figure_a", "figure_b", "figure_c")
DEEPEST = 3
LITERALS = {
    "number": ("3", "1.5", "50%", "0", "0.01", "7", "33.33%"),
    "money": ("12.30 CNY", "1 CNY", "0.05 CNY", "0 CNY"),
    "span": ("3 minutes", "48 hours", "90 seconds", "1 hour"),
}
MORE_THAN_ZERO = {
    unit: tuple(text for text in texts if text[0] != "0" or "1" in text) for unit, texts in LITERALS.items()
}
STEPS = {
    "number": ("1", "0.5", "0.01", "3"),
    "money": ("0.01 CNY", "1 CNY", "0.03 CNY"),
    "span": ("1 minute", "1 hour"),
}


def unit_of(kind):
    """Give what a type counts in formulas, None where it counts nothing."""
    return "number" if kind.name in NUMBERS else kind.name if kind.name in ("money", "span", "datetime") else None


class FormulaWriter(RuleWriter):
    """Writes formulas, and knows of each whether one of its divisors can be zero."""

    def __init__(self, draw, paths):
        super().__init__(draw, paths)
        self.figures = {}
        self.ranges = {}
        self.can_divide_by_zero = False

    def formula(self, unit):
        """Give a formula, and whether it must be said what holds where a divisor is zero."""
        self.can_divide_by_zero = False
        written = self.sum(unit, 0)
        return written, self.can_divide_by_zero

    def sum(self, unit, depth):
        first = self.product(unit, depth)
        if depth < DEEPEST and self.chance(30):
            return f"{first} {self.one_of('+-')} {self.product(unit, depth + 1)}"
        return first

    def product(self, unit, depth):
        if depth >= DEEPEST or self.chance(45):
            return self.single(unit, depth)
        if self.chance(55):
            one, other = self.single(unit, depth + 1), self.single("number", depth + 1)
            return f"{one} * {other}" if self.chance(50) else f"{other} * {one}"
        if unit == "number" and self.chance(40):
            unit = self.one_of(("money", "span"))
            return f"{self.single(unit, depth + 1)} / {self.divisor(unit, depth + 1)}"
        return f"{self.single(unit, depth + 1)} / {self.divisor('number', depth + 1)}"

    def single(self, unit, depth):
        if unit == "span" and self.moments() and self.chance(30):
            return f"({self.one_of(self.moments())} - {self.moment(depth)})"
        if depth < DEEPEST and self.chance(40):
            return self.composed(unit, depth + 1)
        known = self.countable(unit)
        return self.one_of(known) if known and self.chance(75) else self.one_of(LITERALS[unit])

    def composed(self, unit, depth):
        form = self.one_of(("()", "-", "min", "max", "round"))
        if form == "()":
            return f"({self.sum(unit, depth)})"
        if form == "-":
            return f"-{self.single(unit, depth)}"
        if form == "round":
            return f"round({self.sum(unit, depth)}, {self.one_of(STEPS[unit])})"
        return f"{form}({', '.join(self.sum(unit, depth) for _ in range(self.number(2, 3)))})"

    def divisor(self, unit, depth):
        """A divisor that cannot be zero, or one that can."""
        positive = self.positive(unit)
        form = self.one_of(("literal", "positive", "held", "zero", "zero"))
        if form == "literal" or (form == "positive" and not positive):
            return self.one_of(MORE_THAN_ZERO[unit])
        if form == "positive":
            return self.one_of(positive)
        if form == "held":
            return f"max({self.sum(unit, depth)}, {self.one_of(MORE_THAN_ZERO[unit])})"
        return self.maybe_zero(unit, depth)

    def maybe_zero(self, unit, depth):
        self.can_divide_by_zero = True
        figures = [f"${name}" for name, kind in self.figures.items() if unit_of(kind) == unit]
        if figures and self.chance(60):
            return self.one_of(figures)
        known = self.boundless(unit)
        if not known:
            return f"({self.one_of(MORE_THAN_ZERO[unit])} * {self.number_around_zero()})"
        one = self.one_of(known)
        forms = ["{0}", "({0} - {1})", "({1} + {0})", *(["({0} / {2})"] if depth < DEEPEST else [])]
        form = self.one_of(forms)
        other = self.single(unit, depth) if "{1}" in form else ""
        return form.format(one, other, self.divisor("number", depth + 1) if "{2}" in form else "")

    def number_around_zero(self):
        return "($goods.count - 3)" if "goods.count" in self.facts else "(1 - 1)"

    def countable(self, unit):
        """Name what counts in a unit: facts, results, parameters and figures."""
        known = [*self.facts.items(), *self.results.items(), *self.figures.items()]
        own = ("limit_integer", "limit_decimal", "limit_rate") if unit == "number" else (f"limit_{unit}",)
        return [f"${name}" for name, kind in known if unit_of(kind) == unit] + [f"${name}" for name in own]

    def positive(self, unit):
        """Name what is more than zero by the vocabulary."""
        given = [(path, FACTS[path]) for path, kind in self.facts.items() if unit_of(kind) == unit]
        return [f"${path}" for path, fact in given if number(str(fact.get("minimum", 0)).split(" ", maxsplit=1)[0]) > 0]

    def boundless(self, unit):
        """Name what has no least and no most, so that no sum with it has."""
        facts = [path for path, kind in self.facts.items() if unit_of(kind) == unit and "minimum" not in FACTS[path]]
        return [f"${path}" for path in facts]

    def moments(self):
        return [f"${name}" for name, kind in (self.facts | self.results).items() if kind.name == "datetime"]

    def moment(self, depth):
        if depth < DEEPEST and self.chance(20):
            return f"{self.one_of(('min', 'max'))}({self.one_of(self.moments())}, {self.one_of(self.moments())})"
        return self.one_of(self.moments())

    def write_figures(self):
        """Write the figures of a decision, which its formulas can then use."""
        written = {}
        for name in FIGURES[: self.number(0, 3) if self.lists() else 0]:
            of = self.one_of(self.lists())
            adds = [field for field, kind in FIELDS[of].items() if unit_of(kind) not in (None, "datetime")]
            kind, figure = INTEGER, {"count of": LISTS[of]}
            if self.chance(60):
                field = self.one_of(adds)
                kind, figure = FIELDS[of][field], {"sum of": field}
            where = {"where": self.inside(of, lambda: self.conditions(1))} if self.chance(60) else {}
            written[name] = figure | where
            self.figures[name] = kind
        return written

    def held(self, formula, low, high):
        """Hold a formula between two literals."""
        return f"min(max({formula}, {low}), {high})" if self.chance(50) else f"max({low}, min({high}, {formula}))"

    def number_range(self, path):
        """Between which numbers a fact or a decision lies, None where it is not bounded."""
        if path in self.ranges:
            return self.ranges[path]
        fact = FACTS.get(path, {})
        if "minimum" not in fact or "maximum" not in fact or fact["type"] not in NUMBERS:
            return None
        return tuple(number(fact[key]) for key in ("minimum", "maximum"))


def number(text):
    """Give the number that a literal states."""
    text = str(text)
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
