"""Amounts: how each was calculated, for a party in sentences, and for an auditor with the formula as it is written."""

from __future__ import annotations

from rulings.explain.calculation import Calculation, figures_in
from rulings.explain.clauses import Clauses
from rulings.explain.explanation import Explained
from rulings.explain.matter import Matter, standing
from rulings.explain.nearest import records_of
from rulings.explain.reasons import APPLIES, Reason
from rulings.explain.spoken import value as in_words
from rulings.explain.story import Code, Item
from rulings.explain.voice import Voice
from rulings.kinds.measure import Named
from rulings.model import Decision
from rulings.values.rounding import as_type


class Amounts:
    """Tells the amounts of one ruling."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling and its reader."""
        self.matter = matter
        self.voice = voice
        self.clauses = Clauses(matter.policy, matter.interpreter, voice)

    def steps(self, explained: Explained) -> list[str]:
        """Tell how a decided amount was calculated."""
        carrying = [reason for reason in standing(explained) if reason.state == APPLIES]
        if not explained.outcome.decided or not carrying:
            return []
        calculation = self._calculation(self.matter.decision(explained), carrying[0])
        return [] if calculation.is_fixed else calculation.steps()

    def _calculation(self, decision: Decision, reason: Reason) -> Calculation:
        return Calculation(self.clauses, decision, decision.rules[reason.rule])

    def rule_items(self, explained: Explained, reason: Reason) -> list[Item]:
        """Give what an auditor reads of one rule: the formula, the same with values, its figures and the rounding."""
        decision = self.matter.decision(explained)
        calculation = self._calculation(decision, reason)
        zero = calculation.rule.detail["zero"]
        items = [
            Item((self.voice.say("formula"), Code(calculation.rule.detail["formula"])), self._figures(calculation))
        ]
        steps = tuple(Item((step,)) for step in calculation.steps())
        if steps:
            items.append(Item((self.voice.say("with_values"),), steps))
        if zero is not None:
            items.append(Item((self.voice.say("divisor_zero", value=self.clauses.operand(zero)),)))
        return [*items, Item((self.voice.say("rounding", how=calculation.how_rounded()),)), *self._bounds(decision)]

    def _bounds(self, decision: Decision) -> list[Item]:
        limits, name = decision.detail["bounds"], decision.type.name
        ends = [(key, end) for key, end in (("least", limits.low), ("most", limits.high)) if end is not None]
        values = [(key, in_words(as_type(end, name), self.voice)) for key, end in ends]
        return [Item((self.voice.say(f"bound_{key}", value=value),)) for key, value in values]

    def _figures(self, calculation: Calculation) -> tuple[Item, ...]:
        """Say of each figure in a formula what it counts, and what it comes to."""
        used = figures_in(calculation.expr)
        named: dict[str, Named] = calculation.decision.detail["figures"]
        return tuple(self._figure(name, one) for name, one in sorted(named.items()) if one.figure in used)

    def _figure(self, name: str, named: Named) -> Item:
        if self.matter.interpreter.value(named.figure) is None:
            return Item((Code(name), self.voice.labelled("", self.clauses.records.unknown_figure(named.figure))))
        count = len(records_of(self.matter.interpreter, named.figure.records))
        told = self.voice.labelled("", self.clauses.subject(named.figure))
        return Item((Code(name), told + self.voice.bracketed(self.voice.say("out_of", count=count))))
