"""Collects what the examples of a version reach, from the interpreter's record of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rulings.algebra import OTHERWISE, Figure, Quantified, Value, walk
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
            self._add_line(line, interpreter)

    def _add_line(self, line: Line, interpreter: Interpreter) -> None:
        truth = interpreter.truth(line.expr)
        if truth is not None:
            self.truths.add((line.place, truth))
        for records in _looking_at_records(line):
            interpreter.each(records, lambda: self._add_inside(line, interpreter))

    def _add_inside(self, line: Line, interpreter: Interpreter) -> None:
        for inner in line.inside:
            self._add_line(inner, interpreter)

    def _add_points(self, example: str, boundary: Boundary, interpreter: Interpreter) -> None:
        if boundary.rules and not _applying(interpreter, boundary.decision) & set(boundary.rules):
            return
        for value, line in _met(boundary, interpreter):
            if line is not None:
                self.lines.setdefault(boundary, (example, line))
                self.points.update(
                    (boundary, where) for where in POSITIONS if value is not None and value == moved(line, where)
                )


def _met(boundary: Boundary, interpreter: Interpreter) -> list[tuple[Value, Value]]:
    """Give what meets at a line: once, or once a record of the list for whose records it is drawn."""

    def met() -> tuple[Value, Value]:
        return interpreter.value(boundary.left), interpreter.value(boundary.right)

    return [met()] if boundary.records is None else interpreter.each(boundary.records, met) or []


def _looking_at_records(line: Line) -> list[Quantified | Figure]:
    found = (node for node in walk(line.expr) if isinstance(node, Quantified | Figure))
    return list(dict.fromkeys(found))[:1] if line.inside else []


def _applying(interpreter: Interpreter, decision: str) -> set[str]:
    """Give the rules that certainly apply, `otherwise` among them where nothing else can."""
    applying = {rule for rule, truth in interpreter.effective(decision).items() if truth is True}
    outcome = interpreter.decide(decision)
    return applying | ({OTHERWISE} if outcome.decided and outcome.rules == (OTHERWISE,) else set())


def lines_of(decision: Decision) -> tuple[Line, ...]:
    """Give all lines of a decision: of its `applies_when`, and of each rule's `when`."""
    return (*decision.applies_lines, *(line for rule in decision.rules.values() for line in rule.lines))


def with_inner(line: Line) -> Iterator[Line]:
    """Give a line, and those that it has about the records of a list."""
    yield line
    for inner in line.inside:
        yield from with_inner(inner)
