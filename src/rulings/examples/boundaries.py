"""The lines that a policy draws, each of which wants an example just before it, exactly on it, and just behind it.

A condition draws a line where it orders a fact (or a result) against a value: a literal, a parameter, or another fact.
The line is that value: for `order.amount at least: 500 CNY` the three examples have 499.99, 500 and 500.01 CNY.

A window draws lines in time. The line of `opens` and of `opens_after` is the moment of opening, which is already open.
The line of `lasts` is the moment at which the period ends. An exact period (hours, minutes, seconds) includes that
moment: one second before it, at it, and the first second out. A period that ends at 24:00 of its last day does not: its
line is 00:00:00 of the day after, so the three examples are the last second in (23:59:59), the first second out, and
one second further out. Only examples to which the rule of the line applies count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rulings.algebra import (
    Closing,
    Compare,
    Const,
    Expr,
    FactRef,
    Figure,
    ItemRef,
    Lookup,
    Quantified,
    ResultRef,
    Row,
    children,
)
from rulings.errors import Place
from rulings.model import Decision, Line, Policy
from rulings.plain import plain_value

BEFORE, ON, BEHIND = -1, 0, 1
POSITIONS = (BEFORE, ON, BEHIND)
ORDERED = frozenset({"lt", "le", "gt", "ge"})


@dataclass(frozen=True, slots=True)
class Boundary:
    """One line: where `left` meets `right`. Only cases count to which one of `rules` applies (of none: all cases)."""

    decision: str
    rules: tuple[str, ...]
    left: Expr
    right: Expr
    place: Place
    text: str
    records: Quantified | Figure | None = None
    """Where the line is drawn for the records of a list: the condition that looks at them."""

    def position(self, where: int) -> str:
        """Say a position in words, such as "order.amount just below 500 CNY"."""
        time = self.left.type.is_time
        words = {
            BEFORE: "just before" if time else "just below",
            ON: "exactly at",
            BEHIND: "just after" if time else "just above",
        }
        return f"{named(self.left)} {words[where]} {named(self.right)}"


def boundaries(policy: Policy) -> tuple[Boundary, ...]:
    """Give all lines that a version draws, in the order of its decisions."""
    decisions = sorted(policy.decisions.items())
    return tuple(boundary for _, decision in decisions for boundary in (*_of_conditions(decision), *_of_rows(decision)))


def _of_conditions(decision: Decision) -> Iterator[Boundary]:
    for line in decision.applies_lines:
        yield from _of_line(decision, decision.name, line)
    for rule in decision.rules.values():
        for line in rule.lines:
            yield from _of_line(decision, _words(decision, rule.id), line)


def _of_line(decision: Decision, text: str, line: Line) -> Iterator[Boundary]:
    for expr in _outside_records(line.expr):
        if isinstance(expr, Compare) and expr.op in ORDERED and not isinstance(expr.left, Const):
            yield Boundary(decision.name, (), expr.left, expr.right, line.place, text)
        if isinstance(expr, Quantified | Figure):
            yield from _of_records(decision, text, line, expr)


def _of_records(decision: Decision, text: str, line: Line, records: Quantified | Figure) -> Iterator[Boundary]:
    """The lines that are drawn for one record of a list; not those of lists within lists."""
    for inner in line.inside:
        drawn = (found for found in _of_line(decision, text, inner) if found.records is None)
        yield from (replace(found, records=records) for found in drawn)


def _outside_records(expr: Expr) -> Iterator[Expr]:
    """Give an expression and all inside it, but for what it says of the records of a list."""
    yield expr
    if not isinstance(expr, Quantified | Figure):
        for child in children(expr):
            yield from _outside_records(child)


def _of_rows(decision: Decision) -> Iterator[Boundary]:
    """The lines inside what rules give. Rules that compare the same two facts share one line, that of the decision."""
    last = decision.choose.otherwise
    shared: dict[tuple[Expr, FactRef], list[str]] = {}
    for row in decision.choose.rows if last is None else (*decision.choose.rows, last):
        for expr in _comparisons(row):
            if isinstance(expr.right, FactRef):
                shared.setdefault((expr.left, expr.right), []).append(row.id)
            else:
                place = decision.rules[row.id].place
                yield Boundary(decision.name, (row.id,), expr.left, expr.right, place, _words(decision, row.id))
    for (left, right), rules in shared.items():
        yield Boundary(decision.name, tuple(rules), left, right, decision.place, decision.name)
    for name, figure in sorted(decision.detail.get("figures", {}).items()):
        for line in figure.lines:
            drawn = (found for found in _of_line(decision, f"{decision.name}, {name}", line) if found.records is None)
            yield from (replace(found, records=figure.figure) for found in drawn)


def _words(decision: Decision, rule: str) -> str:
    """Say where a line is drawn; the rule of a condition has no name that an author has ever seen."""
    return decision.name if decision.kind == "condition" else f"{decision.name}, {rule}"


def _comparisons(row: Row) -> list[Compare]:
    found = (expr for expr in _outside_records(row.value) if isinstance(expr, Compare) and expr.op in ORDERED)
    return list(dict.fromkeys(found))


def named(expr: Expr) -> str:  # noqa: PLR0911 - one a node
    """Write one side of a line as an author would name it."""
    match expr:
        case FactRef(path=path):
            return path
        case ResultRef(decision=decision, field=field):
            return f"{decision}.{field}" if field else decision
        case ItemRef(item=item, field=field):
            return f"{item}.{field}"
        case Figure(records=records, of=of):
            return f"the count of {records.path}" if of is None else f"the sum of {named(of)}"
        case Lookup(key=key):
            return f"what goes by {named(key)}"
        case Closing(opened=opened, span=span):
            return f"the end of {span} from {named(opened)}"
        case Const(value=value):
            return str(plain_value(value))
    return str(expr)
