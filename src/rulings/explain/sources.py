"""What a ruling rests on: the provisions in their own words, their sources, and how unclear ones are read."""

from __future__ import annotations

from rulings.algebra import results_of
from rulings.explain.explanation import Explained
from rulings.explain.matter import Matter, standing
from rulings.explain.reasons import DOES_NOT_APPLY, Reason
from rulings.kinds.exemption import BAR, EXEMPT, REQUIREMENT
from rulings.model import AMOUNT, EXEMPTION, SCORE, WINDOW, Provision, Reading


class Sources:
    """The provisions and readings of the rules that carry some decisions, and those that they rest on."""

    def __init__(self, matter: Matter, decisions: list[Explained], *, whole: bool = False) -> None:
        """Follow the decisions down to what they use. `whole`: with what is still open, however much that is.

        `followed` are the decisions that carry them.
        """
        self.matter = matter
        self.whole = whole
        self.cites: dict[str, None] = {}
        self.readings: dict[str, None] = {}
        self.followed: set[str] = set()
        waiting = [explained for explained in decisions if self._is_telling(explained)]
        for explained in waiting:
            if explained.decision not in self.followed:
                self.followed.add(explained.decision)
                waiting += self._collect(explained)

    def _collect(self, explained: Explained) -> list[Explained]:
        """Take what the rules cite that carry a decision, and give the decisions that their conditions refer to."""
        rules = self.matter.decision(explained).rules
        used: dict[str, None] = {}
        for reason in self._carrying(explained):
            self.cites |= dict.fromkeys(rules[reason.rule].cites)
            self.readings |= dict.fromkeys(rules[reason.rule].readings)
            for condition in reason.decisive:
                used |= dict.fromkeys(sorted(results_of(condition.line.expr)))
            used |= dict.fromkeys(self._calculated_from(explained, reason))
        found = [self.matter.explained(name) for name in used]
        return [item for item in found if item is not None and self._is_telling(item)]

    def _carrying(self, explained: Explained) -> tuple[Reason, ...]:
        """An exemption rests on the ground, and on every requirement that is met and every bar that does not apply."""
        is_exempt = self.matter.decision(explained).kind == EXEMPTION and explained.outcome.value == EXEMPT
        others = explained.reasons.in_state(DOES_NOT_APPLY) if is_exempt else ()
        rules = self.matter.decision(explained).rules
        return (*standing(explained), *(one for one in others if rules[one.rule].detail["role"] in (REQUIREMENT, BAR)))

    def _calculated_from(self, explained: Explained, reason: Reason) -> list[str]:
        """What is calculated from other results rests on them."""
        decision = self.matter.decision(explained)
        row = self.matter.row(decision, reason.rule) if decision.kind in (AMOUNT, SCORE) else None
        return [] if row is None else sorted(results_of(row.value))

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
