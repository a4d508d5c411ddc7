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
from rulings.engine.code import attribute
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

    @cached_property
    def _fact_paths(self) -> dict[str, tuple[str, str]]:
        paths = self.policy.vocabulary.facts
        return {path: (attribute(path.partition(".")[0]), attribute(path.partition(".")[2])) for path in paths}

    def fact(self, facts: Any, path: str) -> Value:
        """Give one fact of a typed case, None where it is unknown."""
        group, name = self._fact_paths[path]
        value: Value = getattr(getattr(facts, group), name)
        return value

    @cached_property
    def _fields(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Of each decision and rule the names of the computed fields."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for name, decision in self.policy.decisions.items():
            rows = [*decision.choose.rows, *([decision.choose.otherwise] if decision.choose.otherwise is not None else [])]
            found[name] = {row.id: tuple(sorted(field for field, _ in row.fields)) for row in rows if row.fields}
        return found

    def computed(self, name: str, facts: Any, memory: list[Any]) -> dict[str, Value]:
        """Give the computed fields of a decision that has been decided: those that are known."""
        fields = self._fields[name]
        if not fields:
            return {}
        rules = memory[self.compiled.place[name]].rules
        names = dict.fromkeys(field for rule in rules for field in fields.get(rule, ()))
        values = ((field, self.compiled.field_of(name, field, facts, memory)) for field in names)
        return {field: value for field, value in values if value is not None}

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
