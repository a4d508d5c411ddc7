"""A version of a policy, made ready to rule: read, proved and compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from rulings.algebra import AT, Value, facts_of
from rulings.engine.compiled import Compiled
from rulings.engine.compiler import compile_decisions
from rulings.engine.facts import Memory, TypedFacts, attribute
from rulings.engine.interpreter import Interpreter
from rulings.engine.settle import Proved
from rulings.proof.verdict import Proof
from rulings.validity import Period

if TYPE_CHECKING:
    from rulings.model import Policy


@dataclass(frozen=True)
class Version:
    """One version with its proofs; it is compiled when it rules for the first time.

    `periods` are those in which it is in force as known now; none where a correction has taken its place.
    """

    policy: Policy
    proofs: Mapping[str, Proof]
    proved: Mapping[str, Proved]
    periods: tuple[Period, ...]

    @property
    def name(self) -> str:
        """Write the version as `platform/policy@date`."""
        return self.policy.name

    @cached_property
    def compiled(self) -> Compiled:
        """Give the compiled decisions. Of many versions few rule: checking, and most commands, need none of them."""
        policy = self.policy
        return compile_decisions(policy.name, policy.decisions, self.proved, policy.answers)

    @cached_property
    def _fact_paths(self) -> dict[str, tuple[str, str]]:
        paths = self.policy.vocabulary.facts
        return {path: (attribute(path.partition(".")[0]), attribute(path.partition(".")[2])) for path in paths}

    def fact(self, facts: TypedFacts, path: str) -> Value:
        """Give one fact of a typed case, None where it is unknown."""
        group, name = self._fact_paths[path]
        value: Value = getattr(getattr(facts, group), name)
        return value

    def known_facts(self, facts: TypedFacts) -> dict[str, Value]:
        """List the known facts of a typed case by path, in alphabetical order."""
        values = ((path, self.fact(facts, path)) for path in sorted(self._fact_paths))
        return {path: value for path, value in values if value is not None}

    def reader(self, paths: tuple[str, ...]) -> Callable[[TypedFacts], tuple[Value, ...]]:
        """Give the function that reads several facts of a typed case at once."""
        if not paths:
            return lambda _facts: ()
        names = [".".join(self._fact_paths[path]) for path in paths]
        read = attrgetter(*names)
        return read if len(names) > 1 else lambda facts: (read(facts),)

    @cached_property
    def _fields(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Of each decision and rule the names of the computed fields."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for name, decision in self.policy.decisions.items():
            rows = [
                *decision.choose.rows,
                *([decision.choose.otherwise] if decision.choose.otherwise is not None else []),
            ]
            found[name] = {row.id: tuple(field for field, _ in row.fields) for row in rows}
        return found

    def around(self, name: str, facts: TypedFacts, memory: Memory) -> tuple[Value, dict[str, Value]]:
        """Give the margin and the known computed fields of a decision that has been decided.

        Where several rules stand behind the result, or may, only what they agree on is known.
        """
        functions = self.compiled.around[name]
        rules: tuple[str, ...] = memory[self.compiled.place[name]].behind
        if not functions or not rules:
            return None, {}
        fields = self._fields[name]
        if len(rules) == 1:
            if rules[0] not in functions:
                return None, {}
            margin, *values = functions[rules[0]](facts, memory)
            return margin, {
                field: value for field, value in zip(fields[rules[0]], values, strict=True) if value is not None
            }
        return self._agreed(
            [(fields[rule], functions[rule](facts, memory) if rule in functions else (None,)) for rule in rules]
        )

    @staticmethod
    def _agreed(parts: list[tuple[tuple[str, ...], tuple[Value, ...]]]) -> tuple[Value, dict[str, Value]]:
        margins = [values[0] for _, values in parts]
        margin = margins[0] if all(other == margins[0] for other in margins) else None
        known = [dict(zip(names, values[1:], strict=True)) for names, values in parts]
        shared = {
            field: value for field, value in known[0].items() if all(other.get(field) == value for other in known)
        }
        return margin, {field: value for field, value in shared.items() if value is not None}

    def interpreter(self, facts: Mapping[str, Value], at: datetime | None = None) -> Interpreter:
        """Give the interpreter of this version on the known facts of a case, by path, at a moment of evaluation."""
        known = facts if at is None else {**facts, AT.path: at}
        return Interpreter(self.policy.decisions, known.get, self.proved)

    @property
    def ends(self) -> date | None:
        """Give the last day in force, the next version counted in; None without end."""
        return self.periods[-1].last if self.periods else self.policy.in_force.until

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """Give the paths of the dates and moments that the decisions go by, in alphabetical order."""
        facts = self.policy.vocabulary.facts
        used = {path for decision in self.policy.decisions.values() for path in facts_of(decision.choose)}
        return tuple(path for path in sorted(used & facts.keys()) if facts[path].type.name in ("date", "datetime"))
