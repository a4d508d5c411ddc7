"""Writes random rules: with conditions that leave no gap, that build on a base rule, or anyhow."""

from hypothesis import strategies as st
from tests.strategies.conditions import ConditionWriter
from tests.strategies.shop import PROVISION

from rulings.algebra.types import BOOLEAN

RULES = ("general", "b-2", "a-1", "48-hours", "c", "late", "d-4", "e")


class RuleWriter(ConditionWriter):
    """Writes the rules of one decision; what a rule does, its kind writes."""

    def ids(self):
        return iter(self.draw(st.permutations(RULES)))

    def rules(self, effect, *, can_end):
        style = self.one_of(("split", "base", "free"))
        whens = getattr(self, style)()
        rules = []
        for id_, when in zip(self.ids(), whens, strict=False):
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
            parts = self.split_options(subject, kind)
        elif kind.is_ordered:
            words = ("before", "no earlier than") if kind.is_time else ("less than", "at least")
            line = self.operand(kind, words[0])
            parts = [{f"{subject} {word}": line} for word in words]
        elif self.lists() and self.chance(50):
            parts = self.split_records()
        else:
            parts = [self.conditions(), self.conditions()]
        if self.chance(30):
            parts.append(self.conditions())
        if self.chance(20):
            parts[0] = parts[0] | self.line()
        return parts[1:] if self.chance(15) else parts

    def split_options(self, subject, kind):
        cut = self.number(1, len(kind.options) - 1)
        first, rest = list(kind.options[:cut]), list(kind.options[cut:])
        return [
            {f"{subject} is one of": first},
            {f"{subject} is none of": first} if self.chance(50) else {f"{subject} is one of": rest},
        ]

    def split_records(self):
        """There are some records or there are none; there are so many or fewer."""
        over = self.over_records(1)
        (line, value) = next(iter(over.items()))
        if line.startswith("count of"):
            where = {key: inner for key, inner in value.items() if key == "where"}
            least = self.count_operand()
            return [{line: where | {"less than": least}}, {line: where | {"at least": least}}]
        return [over, {"none of": [over]}]

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
