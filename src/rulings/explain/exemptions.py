"""Exemptions: what speaks for leaving a case out, and what against it: requirements, grounds and bars."""

from __future__ import annotations

from collections.abc import Callable

from rulings.explain.because import Because
from rulings.explain.conditions import TRUTHS, Conditions, codes
from rulings.explain.explanation import Explained
from rulings.explain.grammar import in_a_sentence, sequence
from rulings.explain.matter import Matter
from rulings.explain.reasons import Reason, rests_on, support
from rulings.explain.story import Code, Item
from rulings.explain.voice import Voice
from rulings.kinds.exemption import BAR, EXEMPT, GROUND, REQUIREMENT
from rulings.model import Decision, Rule
from rulings.values import Truth, negate

ROLES = (REQUIREMENT, GROUND, BAR)


class Exemptions:
    """Tells the exemptions of one ruling."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling and its reader."""
        self.matter = matter
        self.voice = voice
        self.because = Because(matter, voice)
        self.conditions = Conditions(self.because.clauses, voice)

    # For a party

    def items(self, explained: Explained) -> list[Item]:
        """Say why a case is left out, or is not, and what speaks for the other side."""
        decision = self.matter.decision(explained)
        if not explained.outcome.decided:
            return self._undecided(explained)
        is_exempt = explained.outcome.value == EXEMPT
        told = self.because.clauses.result(decision, explained.outcome.value)
        reasons = self._for(explained) if is_exempt else self._against(explained)
        said = (
            self.voice.say("because", clause=told, reasons=sequence(reasons, self.voice.language)) if reasons else told
        )
        others = self._met(explained) if is_exempt else self._for(explained)
        key = "requirements_met" if is_exempt else "speaks_for"
        return [Item((self.voice.sentence(said),)), *self._group(key, others)]

    def _undecided(self, explained: Explained) -> list[Item]:
        open_ = self._of_roles(explained, lambda rule: rule.detail["role"] in ROLES, holds=None)
        sides = (("speaks_for", self._for(explained)), ("speaks_against", self._against(explained)))
        return [item for key, clauses in (*sides, ("not_clear", open_)) for item in self._group(key, clauses)]

    def _group(self, key: str, clauses: list[str]) -> list[Item]:
        lines = tuple(Item((self.voice.sentence(clause),)) for clause in dict.fromkeys(clauses))
        return [Item((self.voice.say(key),), lines)] if lines else []

    def _for(self, explained: Explained) -> list[str]:
        """The grounds that apply, as the case has them."""
        return self._of_roles(explained, lambda rule: rule.detail["role"] == GROUND, holds=True)

    def _against(self, explained: Explained) -> list[str]:
        """Requirements that are not met and bars that apply; where there are none, the grounds that are missing."""
        found = self._of_roles(explained, lambda rule: rule.detail["role"] in (REQUIREMENT, BAR), holds=True)
        return found or self._of_roles(explained, lambda rule: rule.detail["role"] == GROUND, holds=False)

    def _met(self, explained: Explained) -> list[str]:
        """The requirements that are met, and the bars that do not apply."""
        return self._of_roles(explained, lambda rule: rule.detail["role"] in (REQUIREMENT, BAR), holds=False)

    def _of_roles(self, explained: Explained, wanted: Callable[[Rule], bool], *, holds: Truth) -> list[str]:
        rules = self.matter.decision(explained).rules
        asked = [(reason, rules[reason.rule]) for reason in explained.reasons.reasons if wanted(rules[reason.rule])]
        truth = self.matter.interpreter.truth
        return [clause for reason, rule in asked if truth(rule.when) is holds for clause in self._clauses(reason, rule)]

    def _clauses(self, reason: Reason, rule: Rule) -> list[str]:
        """The conditions that make a rule what it is; of a rule without any, its title."""
        basis = set(support(self.matter.interpreter, rule.when))
        found = self.because.clauses_of([one for one in reason.conditions if rests_on(one.line.expr, basis)])
        return found or ([] if rule.title is None else [in_a_sentence(self.voice.told(rule.title))])

    # For an auditor

    def rule_items(self, decision: Decision) -> list[Item]:
        """List requirements, grounds and bars, each with how the case stands to it."""
        found: list[Item] = []
        for role in ROLES:
            rules = [rule for rule in decision.rules.values() if rule.detail["role"] == role]
            if rules:
                found.append(Item((self.voice.say(f"{role}s"),), tuple(self._rule(rule, role) for rule in rules)))
        return found

    def _rule(self, rule: Rule, role: str) -> Item:
        # A requirement stands among the rules as what is not met.
        truth = self.matter.interpreter.truth(rule.when)
        state = self.voice.say(f"{role}_{TRUTHS[negate(truth) if role == REQUIREMENT else truth]}")
        title = "" if rule.title is None else self.voice.labelled("", in_a_sentence(self.voice.own(rule.title)))
        below = list(self.conditions.tree(rule)) or [Item((self.voice.say("no_conditions"),))]
        for key, names in (("cites", rule.cites), ("reads", rule.readings)):
            if names:
                below.append(Item((self.voice.say(key), *codes(names, self.voice.language))))
        return Item((Code(rule.id), self.voice.bracketed(state), title), tuple(below))
