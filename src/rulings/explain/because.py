"""Why a decision came out as it did, in clauses about the case: the conditions that carry it, and what they rest on."""

from __future__ import annotations

from rulings.algebra import OTHERWISE, Expr, ResultRef, results_of, walk
from rulings.explain.clauses import Clauses
from rulings.explain.explanation import Explained
from rulings.explain.grammar import sequence
from rulings.explain.matter import Matter, standing
from rulings.explain.reasons import APPLIES, DOES_NOT_APPLY, Condition, Reason
from rulings.explain.voice import Voice
from rulings.kinds.condition import HOLDS
from rulings.model import WINDOW, Line


class Because:
    """Collects the clauses that a party is given as reasons."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling and its reader."""
        self.matter = matter
        self.voice = voice
        self.clauses = Clauses(matter.policy, matter.interpreter, voice)

    def of(self, explained: Explained) -> list[str]:
        """Give the clauses that carry a decision: the rule's own conditions, or else what excludes the other rules."""
        carrying = standing(explained)
        if not carrying or any(reason.state != APPLIES for reason in carrying):
            return self.known(explained)
        conditions = [condition for reason in carrying for condition in self._carrying(reason)]
        own = self.clauses_of(sorted(conditions, key=self._is_about_time))
        return own or self.exclusions(explained)

    def _is_about_time(self, condition: Condition) -> bool:
        """Times are told apart from the rest, and behind it."""
        return any(self.matter.policy.decisions[name].kind == WINDOW for name in results_of(condition.line.expr))

    def _carrying(self, reason: Reason) -> list[Condition]:
        return [condition for condition in reason.decisive if condition.holds is not None]

    def exclusions(self, explained: Explained) -> list[str]:
        """Give the clauses that keep the other rules from applying."""
        others = explained.reasons.in_state(DOES_NOT_APPLY)
        return self.clauses_of([condition for reason in others for condition in self._carrying(reason)])

    def scope(self, explained: Explained) -> list[str]:
        """Give the clauses for which the decision concerns the case at all."""
        return self.clauses_of([condition for condition in explained.reasons.applies_conditions if condition.decisive])

    def known(self, explained: Explained) -> list[str]:
        """State every known fact on which a decision rests."""
        facts = self.matter.explanation.facts
        return [self.clauses.fact(path, facts[path]) for path in explained.reasons.facts if path in facts]

    def clauses_of(self, conditions: list[Condition]) -> list[str]:
        """Put conditions into clauses, each once."""
        return list(dict.fromkeys(self._clause(condition.line) for condition in conditions))

    def _clause(self, line: Line) -> str:
        stated = self.clauses.line(line)
        below = [reason for name in _named_conditions(self.matter, line.expr) for reason in self._below(name)]
        if not below:
            return stated
        return self.voice.say("because", clause=stated, reasons=sequence(below, self.voice.language))

    def _below(self, name: str) -> list[str]:
        """The reasons of a named condition: the lines that make it hold, or those that keep it from holding."""
        explained = self.matter.explained(name)
        if explained is None or not explained.outcome.decided:
            return []
        holds = next((reason for reason in explained.reasons.reasons if reason.rule == HOLDS), None)
        return [] if holds is None else self.clauses_of(self._carrying(holds))

    def is_silent(self, explained: Explained) -> bool:
        """Tell whether no rule applies, so that the decision falls to its `otherwise`."""
        return explained.outcome.rules == (OTHERWISE,)


def _named_conditions(matter: Matter, expr: Expr) -> list[str]:
    named = [node.decision for node in walk(expr) if isinstance(node, ResultRef)]
    return [name for name in named if matter.policy.decisions[name].if_true is not None]
