"""The least and the most of facts and results, as far as they can be told: cells beyond them need no proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rulings.algebra import UNLESS_APPLICABLE, Choose, Expr, FactRef, ItemRef, ResultRef, Value
from rulings.algebra.ranges import EVERYTHING, Range, bounds, either, range_of
from rulings.algebra.space import Bounds
from rulings.model import Decision, Fact, Vocabulary
from rulings.values import BadValue
from rulings.values.rounding import ROUNDED_TYPES, as_type


def bounds_of(decisions: Iterable[Decision], vocabulary: Vocabulary) -> Bounds:
    """Give the bounds of all facts, and of the results of decisions, each of which comes behind those that it uses."""
    found: dict[str, tuple[Value, Value]] = {
        path: (fact.minimum, fact.maximum) for path, fact in vocabulary.facts.items()
    }
    ranges = {fact.path: bounds(fact.minimum, fact.maximum) for fact in _counting(vocabulary)}
    for decision in decisions:
        for name, exprs in _results(decision.choose).items():
            kind = decision.type if not name else decision.fields.get(name)
            if kind is not None and kind.name in ROUNDED_TYPES:
                full = f"{decision.name}.{name}" if name else decision.name
                ranges[full] = either([range_of(expr, lambda leaf: _of_leaf(leaf, ranges)) for expr in exprs])
                found[full] = (_value(ranges[full].low, kind.name), _value(ranges[full].high, kind.name))
    return found


def _counting(vocabulary: Vocabulary) -> Iterable[Fact]:
    """The facts and the fields of records that count something."""
    fields = [field for fact in vocabulary.facts.values() for field in fact.fields.values()]
    return [fact for fact in (*vocabulary.facts.values(), *fields) if fact.type.name in ROUNDED_TYPES]


def _results(choose: Choose) -> dict[str, list[Expr]]:
    """What a decision can give: for its value, under no name, and for each field, the expressions of its rows."""
    rows = [*choose.rows, *([choose.otherwise] if choose.otherwise is not None else [])]
    found: dict[str, list[Expr]] = {"": [row.value for row in rows if row.id != UNLESS_APPLICABLE]}
    for row in rows:
        for name, expr in row.fields:
            found.setdefault(name, []).append(expr)
    return found


def _of_leaf(leaf: Expr, ranges: Mapping[str, Range]) -> Range:
    if isinstance(leaf, FactRef):
        return ranges.get(leaf.path, EVERYTHING)
    if isinstance(leaf, ItemRef):
        return ranges.get(f"{leaf.item}.{leaf.field}", EVERYTHING)
    if isinstance(leaf, ResultRef):
        return ranges.get(f"{leaf.decision}.{leaf.field}" if leaf.field else leaf.decision, EVERYTHING)
    return EVERYTHING


def _value(end: object, kind: str) -> Value:
    """Give an end of a range as a value of the type; None where there is none, or where the type cannot hold it."""
    try:
        return None if end is None else as_type(end, kind)  # type: ignore[arg-type]  # the end of a range, a fraction
    except (BadValue, ValueError):
        return None
