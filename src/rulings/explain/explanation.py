"""The explanation of one ruling as data: the answers, what they rest on, and the facts that they cite."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from msgspec import Struct

from rulings.algebra import Value
from rulings.engine.facts import Memory, TypedCase, TypedFacts
from rulings.engine.interpreter import Interpreter
from rulings.engine.settle import Outcome
from rulings.explain.lenient import lenient
from rulings.explain.reasons import Condition, DecisionReasons, Reason, reasons_of
from rulings.plain import plain_value
from rulings.values import BeyondCalendar, BeyondRange
from rulings.version import Version

MOST_REMEMBERED = 20_000


class Explained(Struct, frozen=True):
    """One decision explained: what it came to, its margin and computed fields, and its reasons."""

    decision: str
    outcome: Outcome
    margin: Value
    computed: dict[str, Value]
    reasons: DecisionReasons


class Explanation(Struct, frozen=True):
    """A ruling explained. `decisions` has the policy's answers first, then the decisions that these rest on."""

    version: Version
    decisions: tuple[Explained, ...]
    facts: dict[str, Value]
    answers: tuple[str, ...]
    chosen: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Give the explanation as plain data."""
        policy = self.version.policy
        return {
            "policy": policy.id,
            "version": policy.version if self.chosen else None,
            "digest": policy.digest if self.chosen else None,
            "facts": {path: plain_value(value) for path, value in sorted(self.facts.items())},
            "answers": list(self.answers),
            "decisions": {explained.decision: self._explained(explained) for explained in self.decisions},
        }

    def _explained(self, explained: Explained) -> dict[str, Any]:
        decision = self.version.policy.decisions[explained.decision]
        reasons = explained.reasons
        return {
            "status": explained.outcome.status,
            "value": plain_value(explained.outcome.value),
            "rules": list(explained.outcome.rules),
            "margin": plain_value(explained.margin),
            "computed": {name: plain_value(value) for name, value in sorted(explained.computed.items())},
            "applicable": reasons.applicable,
            "conditions": [_condition(condition) for condition in reasons.applies_conditions],
            "reasons": [
                self._reason(decision.rules[reason.rule].cites, decision.rules[reason.rule].readings, reason)
                for reason in reasons.reasons
            ],
            "facts": list(reasons.facts),
            "uses": list(reasons.uses),
        }

    @staticmethod
    def _reason(cites: tuple[str, ...], readings: tuple[str, ...], reason: Reason) -> dict[str, Any]:
        return {
            "rule": reason.rule,
            "state": reason.state,
            "value": plain_value(reason.value),
            "conditions": [_condition(condition) for condition in reason.conditions],
            "overridden_by": list(reason.overridden_by),
            "cites": list(cites),
            "readings": list(readings),
        }


def _condition(condition: Condition) -> dict[str, Any]:
    return {"line": condition.text, "holds": condition.holds, "decisive": condition.decisive}


Read = Callable[[Any], tuple[Value, ...]]
Remembered = tuple[DecisionReasons, Read]
"""Reasons, and the function that reads the facts which they cite from a typed case."""


class Explainer:
    """Explains the rulings of one version. Equal standings of cases share their reasons, so most cost little."""

    def __init__(self, version: Version) -> None:
        """Start with nothing remembered."""
        self.version = version
        self._remembered: dict[str, dict[tuple[Value, ...], Remembered]] = {
            name: {} for name in version.policy.decisions
        }

    @cached_property
    def answer(self) -> Callable[[TypedFacts, Memory], bool]:
        """Give the function that decides every answer of the policy, and tells whether all are decided."""
        return self.version.compiled.answer

    @cached_property
    def memory_size(self) -> int:
        """Give the length of the memory that a case needs."""
        return self.version.compiled.memory_size

    def explain(self, case: TypedCase, memory: list[Any], interpreter: Callable[[], Interpreter]) -> Explanation:
        """Explain the ruling on a typed case. `interpreter` is called where the reasons are not yet known."""
        version, compiled = self.version, self.version.compiled
        facts = case.facts
        done: dict[str, Explained] = {}
        waiting = list(version.policy.answers)
        known: dict[str, Value] = {}
        for name in waiting:
            if name in done:
                continue
            outcome = memory[compiled.place[name]] or compiled.decide[name](facts, memory)
            try:
                reasons, read = self._reasons(name, compiled.traits[name](facts, memory), interpreter)
                margin, computed = version.around(name, facts, memory)
            except (BeyondCalendar, BeyondRange):
                reasons, read, margin, computed = self._beyond(name, interpreter())
            done[name] = Explained(name, outcome, margin, computed, reasons)
            known.update(zip(reasons.facts, read(facts), strict=True))
            waiting += reasons.uses
        cited: dict[str, Value] = {path: value for path, value in known.items() if value is not None}
        return Explanation(version, tuple(done.values()), cited, version.policy.answers)

    def _beyond(self, name: str, interpreter: Interpreter) -> tuple[DecisionReasons, Read, Value, dict[str, Value]]:
        """Explain where a rule, though not one that the ruling needed, ends beyond the holiday calendar."""
        gentle = lenient(interpreter)
        reasons = reasons_of(gentle, name)
        names = self.version.policy.decisions[name].fields
        computed = {field: gentle.field(name, field) for field in names}
        known: dict[str, Value] = {field: value for field, value in computed.items() if value is not None}
        return reasons, self.version.reader(reasons.facts), gentle.margin(name), known

    def _reasons(self, name: str, traits: tuple[Value, ...], interpreter: Callable[[], Interpreter]) -> Remembered:
        remembered = self._remembered[name]
        found = remembered.get(traits)
        if found is None:
            reasons = reasons_of(lenient(interpreter()), name)
            found = (reasons, self.version.reader(reasons.facts))
            if len(remembered) < MOST_REMEMBERED:
                remembered[traits] = found
        return found
