"""Random cases of the packaged policies: a fifth of the facts unknown, a third of the others on a line or beside it."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from rulings import CaseFaults, PolicyBook
from rulings.algebra import Closing, Compare, Const, FactRef, ItemRef, OneOf, walk
from rulings.packaged import policies_folder
from rulings.plain import plain_value
from rulings.values import BadValue, Money, Rate, Seconds, closing

MICROSECOND, SECOND, DAY = timedelta(microseconds=1), timedelta(seconds=1), timedelta(days=1)
BESIDE = (timedelta(), MICROSECOND, -MICROSECOND, SECOND, -SECOND, DAY, -DAY)
STEPS = {"integer": 1, "money": 1, "span": 1, "rate": Decimal("0.0001"), "decimal": Decimal("0.01")}
MAKE = {"integer": int, "money": Money, "span": Seconds, "rate": Rate, "decimal": Decimal}
# Ends of months, a leap day, a turn of the year, long holidays, and the last clocks that China put back.
STARTS = (
    "2024-01-31T23:59:59+08:00",
    "2024-02-29T00:00:00+08:00",
    "2023-12-31T15:59:59Z",
    "2024-08-31T12:00:00.5+08:00",
    "2024-09-30T17:30:00+08:00",
    "2025-01-27T09:00:00+08:00",
    "2022-07-01T00:00:00+08:00",
    "1991-09-14T23:30:00+08:00",
)


@cache
def packaged():
    return PolicyBook.load(policies_folder())


@cache
def versions():
    return tuple(version for policy in packaged().policies for version in packaged().versions(policy))


def all_rows(decision):
    return [*decision.choose.rows, *filter(None, [decision.choose.otherwise])]


class Drawn:
    """What a version uses: its facts, its periods, and the lines that it draws."""

    def __init__(self, version):
        rows = [row for decision in version.policy.decisions.values() for row in all_rows(decision)]
        nodes = [node for row in rows for part in (row.guard, row.value) for node in walk(part)]
        self.version = version
        self.facts = sorted({node.path for node in nodes if isinstance(node, FactRef)})
        self.periods = list({(node.span, node.counting): None for node in nodes if isinstance(node, Closing)})
        self.lines = lines_of(nodes)


def lines_of(nodes):
    """The values with which facts, and fields of records, are compared."""
    found = {}
    for node in nodes:
        sides = (node.left, node.right) if isinstance(node, Compare) else ()
        if isinstance(node, OneOf):
            sides = (node.item, *node.options)
        for side in sides:
            if isinstance(side, FactRef | ItemRef):
                constants = [other.value for other in sides if isinstance(other, Const) and other.value is not None]
                found.setdefault(name_of(side), []).extend(constants)
    return found


def name_of(side):
    return side.path if isinstance(side, FactRef) else f"{side.item}.{side.field}"


@cache
def drawn():
    return tuple(map(Drawn, versions()))


class Maker:
    """Makes cases of one version, from one source of chance."""

    def __init__(self, drawn, chance):
        self.drawn = drawn
        self.policy = drawn.version.policy
        self.chance = chance
        self.start = datetime.fromisoformat(chance.choice(STARTS))
        self.moments = [self.start]

    def case(self):
        groups = {}
        for path in self.drawn.facts:
            if path != "at" and self.chance.random() >= 0.2:
                group, _, name = path.partition(".")
                groups.setdefault(group, {})[name] = self.value(self.policy.vocabulary.facts[path], path)
        return {"id": "random", "policy": self.policy.id, "facts": groups}

    def at(self):
        return plain_value(self.moment()) if self.chance.random() >= 0.2 else None

    def value(self, fact, path):  # noqa: PLR0911 - one a type
        kind = fact.type.name
        if kind == "list":
            return [self.record(fact) for _ in range(self.chance.randrange(4))]
        if kind == "boolean":
            return self.chance.random() < 0.5
        if kind == "choice":
            return self.chance.choice(fact.type.options)
        if kind == "datetime":
            return plain_value(self.moment())
        known = self.drawn.lines.get(path, [])
        if kind == "text":
            return self.chance.choice([*known, "质量问题", 'a "b" \\n %41'])
        if kind == "date":
            return plain_value(self.start.date() + self.chance.choice(BESIDE))
        return plain_value(MAKE[kind](self.number(kind, known, fact)))

    def record(self, fact):
        fields = {name: self.value(field, f"{fact.of}.{name}") for name, field in fact.fields.items()}
        return {name: value for name, value in fields.items() if self.chance.random() >= 0.1}

    def number(self, kind, known, fact):
        """A number on a line or one step beside it, or one that is just allowed."""
        low, high = (default if end is None else end for end, default in ((fact.minimum, 0), (fact.maximum, None)))
        high = max([*known, low, *([] if high is None else [high])]) if high is None else high
        wide = self.chance.randrange(0, 10**4) * STEPS[kind]
        beside = [STEPS[kind] * self.chance.choice((-1, 0, 1)) + value for value in (*known, low)]
        found = self.chance.choice([*beside, low + wide])
        return min(max(found, low), high) if fact.maximum is not None else max(found, low)

    def moment(self):
        """A moment soon after another, or at the end of a period of the policy that another begins, or beside it."""
        before = self.chance.choice(self.moments)
        found = before + self.chance.choice(BESIDE) * self.chance.choice((1, 1, 3))
        if self.drawn.periods and self.chance.random() < 0.5:
            span, counting = self.chance.choice(self.drawn.periods)
            try:
                found = closing(before, span, counting) + self.chance.choice(BESIDE)
            except BadValue:
                found = before
        if found.year > 2090:
            found = before
        self.moments.append(found)
        return found


def random_ruling(chance):
    """A ruling on a random case, or None where the vocabulary does not allow the case."""
    maker = Maker(chance.choice(drawn()), chance)
    case, at = maker.case(), maker.at()
    try:
        return packaged().evaluate(case, version=maker.policy.version, at=at)
    except (CaseFaults, BadValue):
        return None
