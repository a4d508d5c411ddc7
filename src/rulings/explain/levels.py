"""Levels: where a shop stood and stands, what the level brings, what held it back, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Mapping

from rulings.algebra import NOT_APPLICABLE, Closing, Expr, FactRef, Value
from rulings.explain.because import Because
from rulings.explain.counted import derivation
from rulings.explain.explanation import Explained
from rulings.explain.held_back import HeldBack
from rulings.explain.matter import Matter, concerns
from rulings.explain.nearest import distance_of
from rulings.explain.reasons import DOES_NOT_APPLY
from rulings.explain.spoken import value as in_words
from rulings.explain.story import Item
from rulings.explain.voice import Voice
from rulings.kinds.levels import Parameter
from rulings.kinds.moves import NEXT_REVIEW, WAITING
from rulings.model import Decision


class Levels:
    """Tells the levels of one ruling."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling and its reader."""
        self.matter = matter
        self.voice = voice
        self.because = Because(matter, voice)
        self.clauses = self.because.clauses

    def result(self, explained: Explained) -> str:
        """Say which level it is, and whether that is a change."""
        decision, after = self.matter.decision(explained), explained.outcome.value
        named = self._named(decision, after)
        before = self._before(decision)
        if before is None or after == NOT_APPLICABLE:
            return named
        return self.voice.say(
            f"level_{_move(decision, before, after)}", level=named, before=self._named(decision, before)
        )

    def _named(self, decision: Decision, level: Value) -> str:
        return in_words(level, self.voice, decision.value_titles)

    def _before(self, decision: Decision) -> Value:
        current = decision.detail.get("current")
        return self.matter.interpreter.value(current) if isinstance(current, FactRef) else None

    def items(self, explained: Explained) -> list[Item]:
        """Tell what else there is to a decided level."""
        if not explained.outcome.decided or not concerns(explained):
            return []
        decision, after = self.matter.decision(explained), explained.outcome.value
        above = _above(decision, self._before(decision), after)
        found = [*self._place(decision, after), *self._brings(decision, after)]
        if above is not None:
            found += HeldBack(self.matter, self.clauses).items(decision, above)
        return [*found, *self._review(explained)]

    def kept_by(self, explained: Explained) -> list[str]:
        """Say why a level stayed: what kept the rules from applying that would have moved it."""
        rules, value = self.matter.decision(explained).rules, explained.outcome.value
        moving = [
            reason
            for reason in explained.reasons.in_state(DOES_NOT_APPLY)
            if isinstance(rules[reason.rule].detail.get("follows"), Mapping) and reason.value != value
        ]
        return self.because.clauses_of([one for reason in moving for one in reason.decisive if one.holds is not None])

    # The place on a ladder

    def _place(self, decision: Decision, level: Value) -> list[Item]:
        """Say between which starts the measure lies, and how far it is to the next."""
        measure = decision.detail.get("measure")
        if measure is None or self.matter.interpreter.value(measure) is None:
            return []
        levels, starts = decision.detail["levels"], decision.detail["starts"]
        at = levels.index(level)
        low = starts[levels[at]][0] if at else None
        high = starts[levels[at + 1]][0] if at + 1 < len(levels) else None
        key = "place_top" if high is None else "place_bottom" if low is None else "place_between"
        ends = {"low": "" if low is None else in_words(low.value, self.voice)}
        ends["high"] = "" if high is None else in_words(high.value, self.voice)
        following = "" if high is None else self._named(decision, levels[at + 1])
        stated = self.clauses.subject(measure)
        told = self.voice.say(key, clause=stated, level=self._named(decision, level), next=following, **ends)
        return [Item((self.voice.sentence(told),)), *self._to_next(measure, high, following)]

    def _to_next(self, measure: Expr, high: Expr | None, following: str) -> list[Item]:
        apart = None if high is None else distance_of(self.matter.interpreter, measure, high)
        if apart is None:
            return []
        told = self.voice.say("to_next_level", distance=in_words(apart, self.voice), next=following)
        return [Item((self.voice.sentence(told),))]

    # What goes by level

    def _brings(self, decision: Decision, after: Value) -> list[Item]:
        """List what goes by level, at the level that is reached, and before where that differs."""
        parameters: dict[str, Parameter] = decision.detail["by_level"]
        if not parameters or after not in decision.detail["levels"]:
            return []
        before = self._before(decision)
        lines = tuple(Item((self._parameter(one, before, after),)) for one in parameters.values())
        return [Item((self.voice.say("level_brings", level=self._named(decision, after)),), lines)]

    def _parameter(self, parameter: Parameter, before: Value, after: Value) -> str:
        now = self._at(parameter, after)
        earlier = now if before is None else self._at(parameter, before)
        told = self.voice.labelled(self.voice.told(parameter.title), now)
        return told if earlier == now else told + self.voice.bracketed(self.voice.say("before_it", value=earlier))

    def _at(self, parameter: Parameter, level: Value) -> str:
        const = parameter.values.get(str(level))
        return self.voice.say("none_by_level") if const is None else in_words(const.value, self.voice)

    # The review

    def _review(self, explained: Explained) -> list[Item]:
        """Say when the level is looked at next."""
        decision, rules = self.matter.decision(explained), explained.outcome.rules
        row = self.matter.row(decision, rules[0]) if rules else None
        period = None if row is None else self._period(dict(row.fields).get(NEXT_REVIEW))
        start = None if period is None else self.matter.start(period)
        if period is None or start is None or row is None or NEXT_REVIEW not in explained.computed:
            return []
        key = "review_waiting" if row.id == WAITING else "review_anew"
        return [Item((self.voice.say(key, how=self.voice.sentence(derivation(period, start, self.voice, "reviews"))),))]

    @staticmethod
    def _period(expr: Expr | None) -> Closing | None:
        inner = getattr(expr, "otherwise", expr)
        return inner if isinstance(inner, Closing) else None


def _move(decision: Decision, before: Value, after: Value) -> str:
    levels = decision.detail["levels"]
    if after not in levels or before not in levels:
        return "outside"
    change = levels.index(after) - levels.index(before)
    return "up" if change > 0 else "down" if change < 0 else "stays"


def _above(decision: Decision, before: Value, after: Value) -> str | None:
    """The level that could have been reached instead: one above the level that stayed, or above that on a ladder."""
    levels: tuple[str, ...] = decision.detail["levels"]
    if before != after or after not in levels or after == levels[-1]:
        return None
    return levels[levels.index(after) + 1]
