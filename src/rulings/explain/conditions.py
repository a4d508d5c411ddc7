"""The conditions of rules for an auditor: as their author wrote them, whether they hold, and what the case says."""

from __future__ import annotations

from collections.abc import Iterable

from rulings.algebra import All, AnyOf, Expr, Not
from rulings.explain.clauses import Clauses
from rulings.explain.reasons import Condition, Reason
from rulings.explain.story import Code, Item, Line
from rulings.explain.voice import Voice
from rulings.model import Line as LineOfRule
from rulings.model import Rule
from rulings.values import Truth

Lines = dict[Expr, LineOfRule]
TRUTHS: dict[Truth, str] = {True: "holds", False: "fails", None: "open"}


class Conditions:
    """Writes conditions as lines and trees."""

    def __init__(self, clauses: Clauses, voice: Voice) -> None:
        """Start with what puts conditions into clauses."""
        self.clauses = clauses
        self.voice = voice

    def line(self, condition: LineOfRule) -> Line:
        """Write one condition."""
        truth = self.voice.say(TRUTHS[self.clauses.interpreter.truth(condition.expr)])
        return (Code(condition.text), self.voice.say("condition", truth=truth, clause=self.clauses.line(condition)))

    def flat(self, conditions: Iterable[Condition]) -> tuple[Item, ...]:
        """Write conditions one below the other, each once."""
        unique = {condition.text: condition.line for condition in conditions}
        return tuple(Item(self.line(line)) for line in unique.values())

    def tree(self, rule: Rule) -> tuple[Item, ...]:
        """Write the conditions of a rule as they are nested."""
        return self._items(rule.when, {line.expr: line for line in rule.lines})

    def _items(self, expr: Expr, texts: Lines) -> tuple[Item, ...]:
        if expr in texts:
            return (Item(self.line(texts[expr])),)
        if isinstance(expr, All):
            return tuple(item for inner in expr.items for item in self._items(inner, texts))
        if isinstance(expr, AnyOf):
            return (Item((self.voice.say("any_of"),), self._alternatives(expr.items, texts)),)
        if isinstance(expr, Not) and isinstance(expr.item, AnyOf):
            return (Item((self.voice.say("none_of"),), self._alternatives(expr.item.items, texts)),)
        return self._items(expr.item, texts) if isinstance(expr, Not) else ()

    def _alternatives(self, items: Iterable[Expr], texts: Lines) -> tuple[Item, ...]:
        found: list[Item] = []
        for inner in items:
            below = self._items(inner, texts)
            found += below if len(below) == 1 else (Item((self.voice.say("all_of"),), below),)
        return tuple(found)

    def obstacles(self, reasons: Iterable[Reason]) -> tuple[Item, ...]:
        """Write what stood in the way of rules, rules with the same obstacle together."""
        groups: dict[tuple[str, ...], list[Reason]] = {}
        for reason in reasons:
            texts = dict.fromkeys(condition.text for condition in reason.decisive)
            groups.setdefault(tuple(texts), []).append(reason)
        return tuple(self._group(group) for _, group in sorted(groups.items()))

    def _group(self, reasons: list[Reason]) -> Item:
        rules = self._rules(reason.rule for reason in reasons)
        return Item(rules, self.flat(reasons[0].decisive))

    def _rules(self, rules: Iterable[str]) -> Line:
        return codes(rules, self.voice.language)


def codes(names: Iterable[str], language: str) -> Line:
    """List identifiers."""
    found: list[str] = []
    for name in names:
        found += ["、" if language == "zh" else ", "] if found else []
        found.append(Code(name))
    return tuple(found)
