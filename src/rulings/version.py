"""A version of a policy, made ready to rule: read, proved and compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rulings.algebra import Value
from rulings.cases.typed import fact_reader
from rulings.engine.compiler import Compiled, Decide, Known, compile_decisions
from rulings.engine.interpreter import Interpreter
from rulings.model import Policy
from rulings.proof.exactly_one import Proof, prove


@dataclass(frozen=True)
class Version:
    """One version with its proofs and its compiled form. `ends` is the last day in force, the next version counted in."""

    policy: Policy
    proofs: Mapping[str, Proof]
    compiled: Compiled
    read_facts: Callable[[Any], dict[str, Value]]
    ends: date | None
    answers: tuple[Decide, ...]

    @classmethod
    def make(cls, policy: Policy, ends: date | None = None) -> Version:
        """Prove and compile a policy."""
        proofs = prove(policy.decisions, policy.vocabulary)
        known = {name: Known(proof.overlapping, proof.is_complete, proof.is_exclusive) for name, proof in proofs.items()}
        compiled = compile_decisions(policy.name, policy.decisions, known)
        answers = tuple(compiled.decide[name] for name in policy.answers)
        return cls(policy, proofs, compiled, fact_reader(policy.vocabulary), ends, answers)

    @property
    def name(self) -> str:
        """Write the version as `platform/policy@date`."""
        return self.policy.name

    @property
    def complete(self) -> frozenset[str]:
        """Give the decisions that are proved to have no gap."""
        return frozenset(name for name, proof in self.proofs.items() if proof.is_complete)

    def interpreter(self, facts: Mapping[str, Value]) -> Interpreter:
        """Give the interpreter of this version on the known facts of a case, by path."""
        return Interpreter(self.policy.decisions, facts.get, self.complete)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Give the time zone in which the days in force are counted."""
        return ZoneInfo(self.policy.in_force.timezone)

    def day_of(self, moment: date | datetime) -> date:
        """Give the day on which a moment lies, for choosing a version."""
        return moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment

    def is_in_force(self, moment: date | datetime) -> bool:
        """Tell whether the version was in force on the day of a moment."""
        day = self.day_of(moment)
        return self.policy.in_force.since <= day and (self.ends is None or day <= self.ends)
