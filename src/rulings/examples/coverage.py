"""Measures what the examples of a version leave out, and says what to add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from rulings.algebra import OTHERWISE, Const, FactRef, ItemRef, Value, walk
from rulings.engine.interpreter import Interpreter
from rulings.errors import NOTE, Faults, Place
from rulings.examples.boundaries import POSITIONS, Boundary, named
from rulings.examples.observing import Observed, lines_of, with_inner
from rulings.examples.report import Measure, PolicyCoverage
from rulings.examples.steps import moved
from rulings.model import Decision, Line
from rulings.plain import plain_value

UNCOVERED = "uncovered"
SAMPLE = datetime.fromisoformat("2024-03-01T10:00:00+08:00")

_Gap = tuple[Place, str, str]
"""Something that no example reaches: its place, what is missing, and what to add."""


def coverage_of(observed: Observed, source: str) -> PolicyCoverage:
    """Measure what the examples of a version have reached. `source` is the text of the version's file."""
    policy = observed.policy
    rules = sum(len(decision.rules) for decision in policy.decisions.values())
    lines = sum(1 for decision in policy.decisions.values() for _ in _every_line(decision))
    points = sum(len(_positions(observed, boundary)) for boundary in observed.boundaries)
    file = policy.place.file
    return PolicyCoverage(
        policy=policy.id,
        version=policy.version,
        rules=_measure(rules, _rules(observed), file, source),
        conditions=_measure(2 * lines, _conditions(observed), file, source),
        boundaries=_measure(points, _boundaries(observed), file, source),
        readings=_measure(len(policy.readings), _readings(observed), file, source),
    )


def _measure(total: int, gaps: Iterable[_Gap], file: str, source: str) -> Measure:
    notes = Faults()
    notes.know_source(file, source)
    for place, message, help_ in gaps:
        notes.add(UNCOVERED, place, message, help=help_, severity=NOTE)
    return Measure(total, tuple(sorted(notes.found, key=lambda note: note.sort_key[:3])))


def _rules(observed: Observed) -> Iterator[_Gap]:
    for name, decision in observed.policy.decisions.items():
        for id_, rule in decision.rules.items():
            if (name, id_) in observed.rules:
                continue
            what = f'the rule "{id_}" applies'
            if decision.kind == "condition":
                what = f"it is {'false' if id_ == OTHERWISE else 'true'}"
            yield rule.place, f"{name}: in no example {what}", f"add an example in which {what}"


def _conditions(observed: Observed) -> Iterator[_Gap]:
    for name, decision in observed.policy.decisions.items():
        for line in _every_line(decision):
            for truth, word in ((True, "true"), (False, "false")):
                if (line.place, truth) not in observed.truths:
                    message = f"{name}: in no example `{line.text}` is {word}"
                    yield line.place, message, f"add an example in which it is {word}"


def _every_line(decision: Decision) -> Iterator[Line]:
    return (inner for line in lines_of(decision) for inner in with_inner(line))


def _boundaries(observed: Observed) -> Iterator[_Gap]:
    for boundary in observed.boundaries:
        for where in _positions(observed, boundary):
            if (boundary, where) not in observed.points:
                message = f"{boundary.text}: no example has {boundary.position(where)}"
                yield boundary.place, message, _advice(observed, boundary, where)


def _positions(observed: Observed, boundary: Boundary) -> list[int]:
    """The positions that can be: a value that the vocabulary does not allow, no example can have."""
    left, right = boundary.left, boundary.right
    if not isinstance(left, FactRef | ItemRef) or not isinstance(right, Const):
        return list(POSITIONS)
    path = left.path if isinstance(left, FactRef) else f"{left.item}.{left.field}"
    fact = observed.policy.vocabulary.fact(path)
    return [where for where in POSITIONS if _is_within(moved(right.value, where), fact.minimum, fact.maximum)]


def _is_within(value: Value, least: Value, most: Value) -> bool:
    above = least is None or value >= least  # type: ignore[operator]  # values of one ordered type
    return above and (most is None or value <= most)  # type: ignore[operator]  # the same


def _advice(observed: Observed, boundary: Boundary, where: int) -> str:
    """Give the value to try, on the facts of an example that has the line, or else on a sample."""
    if boundary in observed.lines:
        example, line = observed.lines[boundary]
        return f'{_attempt(boundary, line, where)} on the facts of "{example}"'
    sample: dict[str, Value] = {node.path: SAMPLE for node in walk(boundary.right) if isinstance(node, FactRef)}
    interpreter = Interpreter(observed.policy.decisions, sample.get)
    line = None if boundary.records is not None else interpreter.value(boundary.right)
    if line is None:
        return f"let an example reach this line, {boundary.position(where)}"
    given = "".join(f"`{path}: {plain_value(value)}` and " for path, value in sample.items())
    return f"let the decision reach this line: {given}{_attempt(boundary, line, where)}"


def _attempt(boundary: Boundary, line: Value, where: int) -> str:
    verb = "try" if isinstance(boundary.left, FactRef) else "let it come to"
    return f"{verb} `{named(boundary.left)}: {plain_value(moved(line, where))}`"


def _readings(observed: Observed) -> Iterator[_Gap]:
    policy = observed.policy
    for name in sorted(set(policy.readings) - observed.readings):
        help_ = f"add `pins: {name}` to an example that would come out otherwise under another reading"
        yield policy.place, f'no example pins the reading "{name}"', help_
