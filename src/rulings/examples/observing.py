"""Collects what the examples of a version reach, from the interpreter's record of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rulings.algebra import OTHERWISE, Value
from rulings.engine.interpreter import Interpreter
from rulings.errors import Place
from rulings.examples.boundaries import POSITIONS, Boundary, boundaries
from rulings.examples.steps import moved
from rulings.model import Decision, Line, Policy


@dataclass(slots=True)
class Observed:
    """What the examples of one version have reached so far.

    `rules` are pairs of decision and rule, `truths` the places of conditions with the truths seen there, `points` the
    lines that the policy draws with the positions seen at them. `lines` has, for such a line, the first example in
    which it is known, and where it lies there: from that the missing examples can be written.
    """

    policy: Policy
    boundaries: tuple[Boundary, ...]
    rules: set[tuple[str, str]] = field(default_factory=set)
    truths: set[tuple[Place, bool]] = field(default_factory=set)
    points: set[tuple[Boundary, int]] = field(default_factory=set)
    readings: set[str] = field(default_factory=set)
    lines: dict[Boundary, tuple[str, Value]] = field(default_factory=dict)

    @classmethod
    def of(cls, policy: Policy) -> Observed:
        """Begin with nothing reached."""
        return cls(policy, boundaries(policy))

    def add(self, example: str, pins: Iterable[str], interpreter: Interpreter) -> None:
        """Add what one example reached in all decisions that its interpreter has decided."""
        self.readings.update(pins)
        for name in sorted(interpreter.outcomes):
            self._add_decision(self.policy.decisions[name], interpreter)
        for boundary in self.boundaries:
            if boundary.decision in interpreter.outcomes:
                self._add_points(example, boundary, interpreter)

    def _add_decision(self, decision: Decision, interpreter: Interpreter) -> None:
        if interpreter.decide(decision.name).decided:
            self.rules.update((decision.name, rule) for rule in _applying(interpreter, decision.name))
        for line in lines_of(decision):
            truth = interpreter.truth(line.expr)
            if truth is not None:
                self.truths.add((line.place, truth))

    def _add_points(self, example: str, boundary: Boundary, interpreter: Interpreter) -> None:
        if boundary.rules and not _applying(interpreter, boundary.decision) & set(boundary.rules):
            return
        value, line = interpreter.value(boundary.left), interpreter.value(boundary.right)
        if line is None:
            return
        self.lines.setdefault(boundary, (example, line))
        self.points.update(
            (boundary, where) for where in POSITIONS if value is not None and value == moved(line, where)
        )


def _applying(interpreter: Interpreter, decision: str) -> set[str]:
    """Give the rules that certainly apply, `otherwise` among them where nothing else can."""
    applying = {rule for rule, truth in interpreter.effective(decision).items() if truth is True}
    outcome = interpreter.decide(decision)
    return applying | ({OTHERWISE} if outcome.decided and outcome.rules == (OTHERWISE,) else set())


def lines_of(decision: Decision) -> tuple[Line, ...]:
    """Give all lines of a decision: of its `applies_when`, and of each rule's `when`."""
    return (*decision.applies_lines, *(line for rule in decision.rules.values() for line in rule.lines))
