"""Between which numbers an expression that calculates lies: intervals, as narrow as its parts let them be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rulings.algebra.expressions import Arith, Const, Expr, Figure, If, Lookup, Rounded
from rulings.values.rounding import exact, rounded


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from `low` to `high`, both included; None where there is no end on that side."""

    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def excludes_zero(self) -> bool:
        """Tell whether zero is none of the numbers."""
        return (self.low is not None and self.low > 0) or (self.high is not None and self.high < 0)

    def within(self, other: Range) -> bool:
        """Tell whether all of the numbers are among those of another range."""
        keeps_low = other.low is None or (self.low is not None and self.low >= other.low)
        return keeps_low and (other.high is None or (self.high is not None and self.high <= other.high))

    @property
    def is_positive(self) -> bool:
        """Tell whether none of the numbers is negative."""
        return self.low is not None and self.low >= 0


EVERYTHING = Range()
OfLeaf = Callable[[Expr], Range]
"""Gives the range of a fact, a field of a record or a result."""


def bounds(low: Any, high: Any) -> Range:  # noqa: ANN401 - values of any type that counts something; others have no range
    """Give the range between two values of one type, as numbers; None where there is no such bound."""
    return Range(None if low is None else exact(low), None if high is None else exact(high))


def range_of(expr: Expr, of_leaf: OfLeaf) -> Range:  # noqa: PLR0911 - one case a node
    """Give the range of an expression from those of its leaves."""
    match expr:
        case Const(value=value):
            return bounds(value, value)
        case Arith(op=op, items=items):
            return _OF_OPERATION[op]([range_of(item, of_leaf) for item in items])
        case Rounded(item=item, step=step, mode=mode):
            inner = range_of(item, of_leaf)
            return inner if step is None else _each_end(inner, lambda end: rounded(end, _number(step), mode))
        case If(then=then, otherwise=otherwise):
            return either([range_of(then, of_leaf), range_of(otherwise, of_leaf)])
        case Lookup(table=table):
            return either([range_of(const, of_leaf) for _, const in table])
        case Figure(of=None):
            return Range(Fraction(0))
        case Figure(of=of) if of is not None:
            return Range(Fraction(0)) if range_of(of, of_leaf).is_positive else EVERYTHING
    return of_leaf(expr)


def _number(const: Const) -> Fraction:
    value: Any = const.value
    return exact(value)


def _each_end(inner: Range, change: Callable[[Fraction], Fraction]) -> Range:
    low, high = (None if end is None else change(end) for end in (inner.low, inner.high))
    return Range(low, high)


def _least(ends: Iterable[Fraction | None]) -> Fraction | None:
    """The lowest of some ends; without end where one of them is."""
    known = list(ends)
    return None if None in known else min(end for end in known if end is not None)


def _most(ends: Iterable[Fraction | None]) -> Fraction | None:
    known = list(ends)
    return None if None in known else max(end for end in known if end is not None)


def either(parts: Sequence[Range]) -> Range:
    """Give the range of what lies in one of some ranges; of none, nothing can be told."""
    if not parts:
        return EVERYTHING
    return Range(_least(part.low for part in parts), _most(part.high for part in parts))


def _add(parts: Sequence[Range]) -> Range:
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    low = None if None in lows else sum((end for end in lows if end is not None), Fraction(0))
    high = None if None in highs else sum((end for end in highs if end is not None), Fraction(0))
    return Range(low, high)


def _opposite(part: Range) -> Range:
    return Range(None if part.high is None else -part.high, None if part.low is None else -part.low)


def _sub(parts: Sequence[Range]) -> Range:
    return _add([parts[0], _opposite(parts[1])])


def _mul(parts: Sequence[Range]) -> Range:
    found = parts[0]
    for part in parts[1:]:
        found = _times(found, part)
    return found


def _times(one: Range, other: Range) -> Range:
    if one.low is not None and one.low == one.high:
        return _scaled(other, one.low)
    if other.low is not None and other.low == other.high:
        return _scaled(one, other.low)
    if one.is_positive and other.is_positive:
        low = Fraction(0) if one.low is None or other.low is None else one.low * other.low
        return Range(low, None if one.high is None or other.high is None else one.high * other.high)
    ends = (one.low, one.high, other.low, other.high)
    if None in ends:
        return EVERYTHING
    products = [a * b for a in ends[:2] for b in ends[2:] if a is not None and b is not None]
    return Range(min(products), max(products))


def _scaled(part: Range, factor: Fraction) -> Range:
    if factor < 0:
        return _scaled(_opposite(part), -factor)
    return _each_end(part, lambda end: end * factor) if factor else Range(Fraction(0), Fraction(0))


def _div(parts: Sequence[Range]) -> Range:
    dividend, divisor = parts
    if divisor.high is not None and divisor.high < 0:
        return _div([_opposite(dividend), _opposite(divisor)])
    if divisor.low is None or divisor.low < 0 or divisor.high == 0:
        return EVERYTHING
    # Nothing is divided by zero, for which a rule says the result; by next to nothing, it can be anything above.
    inverse = Range(Fraction(0) if divisor.high is None else 1 / divisor.high, 1 / divisor.low if divisor.low else None)
    return _times(dividend, inverse)


def _smallest(parts: Sequence[Range]) -> Range:
    highs = [part.high for part in parts if part.high is not None]
    return Range(_least(part.low for part in parts), min(highs, default=None))


def _largest(parts: Sequence[Range]) -> Range:
    lows = [part.low for part in parts if part.low is not None]
    return Range(max(lows, default=None), _most(part.high for part in parts))


_OF_OPERATION: dict[str, Callable[[Sequence[Range]], Range]] = {
    "add": _add,
    "sub": _sub,
    "mul": _mul,
    "div": _div,
    "min": _smallest,
    "max": _largest,
}
