"""Random policies as plain data: all kinds and types, conditions and decisions nested several levels deep."""

from decimal import Decimal

from hypothesis import strategies as st
from tests.strategies.shop import CHOSEN_BY, DOCUMENT, LITERALS, PARTIES, POLICY, PROVISION, SMALL, TYPES, both

from rulings.algebra import NOT_APPLICABLE
from rulings.algebra.types import BOOLEAN, BY_NAME, DATETIME, SHARES, choice
from rulings.reader.conditions import operators_of

# The order in which decisions use each other must not be that of the alphabet, in which they are read.
DECISIONS = ("alpha", "omega", "beta", "psi", "gamma", "chi", "delta", "f", "m", "settle")
RULES = ("general", "b-2", "a-1", "48-hours", "c", "late")
OPTIONS = (
    ("accepted", "refused"),
    ("full", "half", "none"),
    ("red", "green", "blue"),
    ("open", "expired", "not_yet_open"),
)
SPANS = ("15 days", "1 month", "6 months", "48 hours", "2 weeks", "1 year", "30 years", "3 days", "90 minutes", "$term")
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
}
GROUPS = ("any of", "all of", "none of")
WINDOW_VALUES = choice("open", "expired", "not_yet_open")


class Author:
    """Writes one policy, each choice drawn."""

    def __init__(self, draw, paths, kinds):
        self.draw = draw
        self.kinds = kinds
        self.facts = {path: TYPES[path] for path in paths}
        self.results = {}
        self.uncertain = set()

    def chance(self, percent):
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def number(self, least, most):
        return self.draw(st.integers(least, most))

    def one_of(self, items):
        return self.draw(st.sampled_from(list(items)))

    def some_of(self, items, least=1):
        return self.draw(st.lists(st.sampled_from(list(items)), min_size=least, max_size=len(items), unique=True))

    # conditions

    def conditions(self, depth=0):
        lines = {}
        for _ in range(self.number(1, 2 if depth else 3)):
            if depth < 3 and self.chance(25):
                lines[self.one_of(GROUPS)] = [self.conditions(depth + 1) for _ in range(self.number(1, 3))]
            else:
                lines |= self.line()
        return lines

    def line(self):
        subject, kind = self.subject()
        operators = operators_of(kind)
        operator = self.one_of(operators[-2:] if kind == SHARES or self.chance(6) else operators[:-2])
        return {f"{subject} {operator}": self.operand(kind, operator)}

    def subject(self):
        known = self.results if self.results and self.chance(45) else self.facts
        return self.one_of(known.items())

    def operand(self, kind, operator):
        if operator in ("is known", "is unknown"):
            return True
        if operator in ("is one of", "is none of"):
            return self.some_of(self.literals(kind))
        references = self.references(kind)
        return self.one_of(references) if references and self.chance(20) else self.one_of(self.literals(kind))

    @staticmethod
    def literals(kind):
        return kind.options if kind.name == "choice" else LITERALS[kind.name]

    def references(self, kind, *, within=False):
        """Name what has the type of an operand; of choices, what shares an option, or has no others (`within`)."""
        known = (
            *self.facts.items(),
            *self.results.items(),
            *((name, BY_NAME[name[6:]]) for name in PARAMETERS if name != "term"),
        )
        own = set(kind.options)
        fits = own.issuperset if within else own.intersection
        return [f"${name}" for name, other in known if other.name == kind.name and (not own or fits(other.options))]

    # rules

    def rules(self, effect, *, can_end):
        style = self.one_of(("split", "base", "free"))
        ids = self.draw(st.permutations(RULES))
        whens = getattr(self, style)()
        rules = []
        for id_, when in zip(ids, whens, strict=False):
            rule = {"id": id_, "cites": PROVISION} | effect()
            rules.append(rule | ({"when": when} if when else {}))
        self.override(rules, style)
        ending = can_end and (self.chance(70) if style == "free" else self.chance(10))
        return {"rules": rules} | ({"otherwise": effect()} if ending else {})

    def split(self):
        """Rules that leave no gap and do not overlap, but for what is added to their conditions."""
        subject, kind = self.subject()
        if kind == BOOLEAN:
            parts = [{f"{subject} is": True}, {f"{subject} is": False}]
        elif kind.name == "choice":
            cut = self.number(1, len(kind.options) - 1)
            first, rest = list(kind.options[:cut]), list(kind.options[cut:])
            parts = [
                {f"{subject} is one of": first},
                {f"{subject} is none of": first} if self.chance(50) else {f"{subject} is one of": rest},
            ]
        elif kind.is_ordered:
            words = ("before", "no earlier than") if kind.is_time else ("less than", "at least")
            line = self.operand(kind, words[0])
            parts = [{f"{subject} {word}": line} for word in words]
        else:
            parts = [self.conditions(), self.conditions()]
        if self.chance(30):
            parts.append(self.conditions())
        if self.chance(20):
            parts[0] = parts[0] | self.line()
        return parts[1:] if self.chance(15) else parts

    def base(self):
        return [None, *(self.conditions() for _ in range(self.number(0, 3)))]

    def free(self):
        return [self.conditions() for _ in range(self.number(1, 4))]

    def override(self, rules, style):
        if style == "base":
            for rule in rules[1:]:
                if self.chance(85):
                    rule["overrides"] = rules[0]["id"]
        for at, rule in enumerate(rules):
            if at and self.chance(25):
                rule["overrides"] = self.some_of([other["id"] for other in rules[:at]])
        if len(rules) > 1 and self.chance(8):
            rules[-1]["overrides"] = "all"

    # kinds

    def condition(self, _name):
        texts = {"if_true": both("it holds"), "if_false": both("it does not hold")}
        return texts | {"when": self.conditions(), "cites": PROVISION}, BOOLEAN, {}

    def table(self, _name):
        if self.chance(70):
            kind = choice(*self.one_of(OPTIONS))
            gives = {"type": "choice", "options": {option: both(option) for option in kind.options}}
        else:
            kind = self.one_of(kind for name, kind in BY_NAME.items() if name in self.kinds)
            gives = {"type": kind.name}
        return {"gives": gives} | self.rules(lambda: {"value": self.value(kind)}, can_end=True), kind, {}

    def value(self, kind):
        references = self.references(kind, within=True)
        return self.one_of(references) if references and self.chance(12) else self.one_of(self.literals(kind))

    def window(self, _name):
        moments = [path for path, kind in self.facts.items() if kind == DATETIME]
        settings = {
            "timezone": "Asia/Shanghai"
            if not self.chance(15)
            else self.one_of(("UTC", "Asia/Tokyo", "America/New_York"))
        }
        if self.chance(40):
            settings |= {
                "first_day": self.one_of(("the day after", "the same day")),
                "last_day": self.one_of(("to its end", "same time of day")),
                "month_end": self.one_of(("last day", "next day")),
            }
        if self.chance(8):
            settings["rest_day"] = "runs on"
        opens, asked = self.draw(st.permutations(moments))[:2]
        own = {"opens": opens, "asked_at": asked, "counting": settings}
        return (
            own | self.rules(self.window_effect, can_end=False),
            WINDOW_VALUES,
            {"opens_at": DATETIME, "last_moment": DATETIME},
        )

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

    def decision(self, name):
        kind = self.one_of(self.kinds_of_decision())
        own, gives, fields = getattr(self, kind)(name)
        decision = {"kind": kind, "title": both(f"decision {name}")} | own
        results = {name: gives} | {f"{name}.{field}": kind for field, kind in fields.items()}
        if kind != "condition" and self.chance(20):
            decision["applies_when"] = self.conditions()
            results = self.where_it_may_not_apply(name, results)
        return decision, results

    @staticmethod
    def where_it_may_not_apply(name, results):
        """A choice gets one more option; what has an order can then not be compared any more."""
        gives = results[name]
        if gives.name == "choice":
            return results | {name: choice(*gives.options, NOT_APPLICABLE)}
        return results if gives == SHARES else {}

    def kinds_of_decision(self):
        moments = sum(kind == DATETIME for kind in self.facts.values())
        return ("condition", "table", "table", *(("window", "window") if moments > 1 else ()), "allocation")

    def policy(self, most):
        names = self.draw(st.permutations(DECISIONS))[: self.number(1, most)]
        decisions = {}
        for name in names:
            decisions[name], results = self.decision(name)
            self.results |= results
        answers = {"answers": self.some_of(names)} if self.chance(30) else {}
        return {
            "policy": POLICY,
            "version": "2024-01-01",
            "title": both("rules"),
            "published": "2024-01-01",
            "in_force": {"from": "1900-01-01", "chosen_by": CHOSEN_BY},
            "sources": {"S1": {"document": DOCUMENT, "about": "shops"}},
            "parameters": PARAMETERS,
            "decisions": decisions,
            **answers,
        }


@st.composite
def policies(draw, paths=tuple(TYPES), most=5):
    """Policies over the facts of the small shop."""
    return Author(draw, paths, tuple(BY_NAME)).policy(most)


@st.composite
def small_policies(draw, most=4):
    """Policies over facts of which every combination can be tried."""
    return Author(draw, SMALL, ("boolean", "integer")).policy(most)
