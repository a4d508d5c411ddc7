"""Which missing facts can matter to an undetermined decision, those to ask first in front."""

from __future__ import annotations

from collections import Counter

from rulings.algebra import Choose, Expr, FactRef, If, IsKnown, ResultRef, Row, children
from rulings.engine.interpreter import Interpreter


def needs_of(interpreter: Interpreter, decisions: tuple[str, ...]) -> tuple[str, ...]:
    """Give the missing facts that can matter to the decisions: first those on which most rules wait, then by name."""
    asked: Counter[str] = Counter()
    for decision in decisions:
        asked += _needs(interpreter, decision)
    return tuple(sorted(asked, key=lambda path: (-asked[path], path)))


def _needs(interpreter: Interpreter, decision: str) -> Counter[str]:
    if interpreter.decide(decision).decided:
        return Counter()
    choose = interpreter.decisions[decision].choose
    truths = interpreter.effective(decision)
    asked: Counter[str] = Counter()
    for row in _that_matter(interpreter, choose, truths):
        found = _missing(interpreter, row.value)
        if truths[row.id] is None:
            guards = {other.id: other.guard for other in choose.rows}
            for guard in (row.guard, *(guards[id_] for id_ in row.beaten_by)):
                found |= _missing(interpreter, guard)
        asked.update(found)
    if choose.otherwise is not None:
        asked.update(_missing(interpreter, choose.otherwise.value) - asked.keys())
    return asked


def _that_matter(interpreter: Interpreter, choose: Choose, truths: dict[str, bool | None]) -> list[Row]:
    """The rows that may apply and change the result; not those that would only confirm one which surely applies."""
    possible = [row for row in choose.rows if truths[row.id] is not False]
    sure = [interpreter.value(row.value) for row in possible if truths[row.id]]
    settled = sure[0] if sure and all(value is not None and value == sure[0] for value in sure) else None
    return [row for row in possible if settled is None or interpreter.value(row.value) != settled]


def _missing(interpreter: Interpreter, expr: Expr) -> set[str]:
    """The missing facts that keep an expression unknown."""
    if isinstance(expr, IsKnown) or interpreter.value(expr) is not None:
        return set()
    if isinstance(expr, FactRef):
        return {expr.path}
    if isinstance(expr, ResultRef):
        return _missing_of_result(interpreter, expr)
    if isinstance(expr, If) and interpreter.truth(expr.test) is not None:
        return _missing(interpreter, expr.then if interpreter.truth(expr.test) else expr.otherwise)
    return {path for child in children(expr) for path in _missing(interpreter, child)}


def _missing_of_result(interpreter: Interpreter, expr: ResultRef) -> set[str]:
    found = set(_needs(interpreter, expr.decision))
    if expr.field:
        rows = interpreter.applying(expr.decision)
        parts = [part for row in rows if (part := dict(row.fields).get(expr.field)) is not None]
        # Rules may agree on the value and not on the field: then it matters which of them applies.
        parts += [guard for guard in _guards(interpreter, expr.decision, rows) if len(rows) > 1]
        found |= {path for part in parts for path in _missing(interpreter, part)}
    return found


def _guards(interpreter: Interpreter, decision: str, rows: list[Row]) -> list[Expr]:
    guards = {row.id: row.guard for row in interpreter.decisions[decision].choose.rows}
    return [guards[id_] for row in rows for id_ in (row.id, *row.beaten_by) if id_ in guards]
