"""Writes random conditions: lines over facts, results, records of lists and the moment of evaluation, nested."""

from decimal import Decimal

from hypothesis import strategies as st
from tests.strategies.shop import AT, FIELDS, LISTS, LITERALS, TYPES

from rulings.algebra.types import BY_NAME, DATETIME, INTEGER, LIST, SHARES
from rulings.reader.conditions import operators_of

PARAMETERS = {
    "limit_integer": 3,
    "limit_decimal": Decimal("1.5"),
    "limit_rate": "99.9%",
    "limit_money": "12.30 CNY",
    "limit_span": "3 minutes",
    "limit_date": "2024-03-01",
    "limit_datetime": "2024-03-01T00:00:00+08:00",
    "limit_boolean": True,
    "term": "15 days",
    "weekdays": "3 working days",
}
LIMITS = {name: BY_NAME[name.removeprefix("limit_")] for name in PARAMETERS if name.startswith("limit_")}
"""The parameters that can be compared with something, and their types."""
GROUPS = ("any of", "all of", "none of")
DEEPEST = 3


class ConditionWriter:
    """Draws every choice, and writes conditions. What can be spoken of grows while a policy is written."""

    def __init__(self, draw, paths):
        self.draw = draw
        self.facts = {path: TYPES[path] for path in paths}
        self.results = {}
        self.behind_dollar = set()  # of the results those whose names the author gave: no condition begins with them
        self.records = {}
        self.by_level = {}

    def chance(self, percent):
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def number(self, least, most):
        return self.draw(st.integers(least, most))

    def one_of(self, items):
        return self.draw(st.sampled_from(list(items)))

    def some_of(self, items, least=1):
        return self.draw(st.lists(st.sampled_from(list(items)), min_size=least, max_size=len(items), unique=True))

    def conditions(self, depth=0):
        lines = {}
        for _ in range(self.number(1, 2 if depth else 3)):
            if depth < DEEPEST and self.chance(20):
                lines[self.one_of(GROUPS)] = [self.conditions(depth + 1) for _ in range(self.number(1, 3))]
            elif depth < DEEPEST and self.lists() and self.chance(20):
                lines |= self.over_records(depth)
            else:
                lines |= self.line()
        return lines

    def lists(self):
        """Give the lists whose records can be looked at here, by what a record is called: each only once."""
        return [of for of, path in LISTS.items() if path in self.facts and f"{of} is open" not in self.records]

    def inside(self, of, write):
        """Write something about one record of a list."""
        before = self.records
        self.records = before | FIELDS[of] | {f"{of} is open": LIST}
        written = write()
        self.records = before
        return written

    def over_records(self, depth):
        of = self.one_of(self.lists())
        word = self.one_of(("some", "every", "count of"))
        if word != "count of":
            return {f"{word} {LISTS[of]}": self.inside(of, lambda: self.conditions(depth + 1))}
        where = {"where": self.inside(of, lambda: self.conditions(depth + 1))} if self.chance(70) else {}
        operators = self.some_of(operators_of(INTEGER)[:-2])[:2]
        return {f"count of {LISTS[of]}": where | {operator: self.count_operand() for operator in operators}}

    def count_operand(self):
        references = self.references(INTEGER)
        return self.one_of(references) if references and self.chance(15) else self.number(0, 3)

    def line(self):
        subject, kind = self.subject()
        operators = operators_of(kind)
        operator = self.one_of(operators[-2:] if kind in (SHARES, LIST) or self.chance(6) else operators[:-2])
        return {f"{subject} {operator}": self.operand(kind, operator)}

    def fields(self):
        """Give the fields of the records that are looked at."""
        return {name: kind for name, kind in self.records.items() if "." in name}

    def subject(self):
        if self.fields() and self.chance(70):
            return self.one_of(self.fields().items())
        if self.chance(3):
            return AT, DATETIME
        results = {name: kind for name, kind in self.results.items() if name not in self.behind_dollar}
        known = results if results and self.chance(45) else self.facts
        return self.one_of(known.items())

    def operand(self, kind, operator):
        if operator in ("is known", "is unknown"):
            return True
        if operator in ("is one of", "is none of"):
            return self.some_of(self.literals(kind))
        references = self.references(kind)
        if self.by_level_of(kind) and self.chance(40):
            return self.one_of(self.by_level_of(kind))
        return self.one_of(references) if references and self.chance(20) else self.one_of(self.literals(kind))

    @staticmethod
    def literals(kind):
        return kind.options if kind.name == "choice" else LITERALS[kind.name]

    def by_level_of(self, kind):
        return [f"$by_level.{name}" for name, other in self.by_level.items() if other == kind]

    def references(self, kind, *, within=False):
        """Name what has the type of an operand; of choices, what shares an option, or has no others (`within`)."""
        known = (*self.facts.items(), *self.results.items(), *self.fields().items(), *LIMITS.items(), (AT, DATETIME))
        own = set(kind.options)
        fits = own.issuperset if within else own.intersection
        return [f"${name}" for name, other in known if other.name == kind.name and (not own or fits(other.options))]
