"""What a ruling rests on: the provisions in their own words, their sources, and how unclear ones are read."""

from __future__ import annotations

from rulings.algebra import results_of
from rulings.explain.explanation import Explained
from rulings.explain.matter import Matter, standing
from rulings.model import WINDOW, Provision, Reading


class Sources:
    """The provisions and readings of the rules that carry some decisions, and those that they rest on."""

    def __init__(self, matter: Matter, decisions: list[Explained], *, whole: bool = False) -> None:
        """Follow the decisions down to what they use. `whole`: with what is still open, however much that is."""
        self.matter = matter
        self.whole = whole
        self.cites: dict[str, None] = {}
        self.readings: dict[str, None] = {}
        done: set[str] = set()
        waiting = [explained for explained in decisions if self._is_telling(explained)]
        for explained in waiting:
            if explained.decision not in done:
                done.add(explained.decision)
                waiting += self._collect(explained)

    def _collect(self, explained: Explained) -> list[Explained]:
        """Take what the rules cite that carry a decision, and give the decisions that their conditions refer to."""
        rules = self.matter.decision(explained).rules
        used: dict[str, None] = {}
        for reason in standing(explained):
            self.cites |= dict.fromkeys(rules[reason.rule].cites)
            self.readings |= dict.fromkeys(rules[reason.rule].readings)
            for condition in reason.decisive:
                used |= dict.fromkeys(sorted(results_of(condition.line.expr)))
        found = [self.matter.explained(name) for name in used]
        return [item for item in found if item is not None and self._is_telling(item)]

    def _is_telling(self, explained: Explained) -> bool:
        """Of what is still open only the times tell a reader something: each of them can be counted already."""
        is_window = self.matter.decision(explained).kind == WINDOW
        return self.whole or explained.outcome.decided or (is_window and explained.reasons.applicable is True)

    def provisions(self) -> list[Provision]:
        """Give the provisions in the order of their numbers."""
        return [self.matter.policy.register.provisions[id_] for id_ in sorted(self.cites)]

    def read(self) -> list[Reading]:
        """Give the readings in the order in which the policy lists them."""
        return [reading for id_, reading in self.matter.policy.readings.items() if id_ in self.readings]
