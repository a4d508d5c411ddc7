"""Between which numbers an expression lies: never narrower than its values, and as narrow as a proof needs."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rulings.algebra import DECIMAL, INTEGER, MONEY, NUMBER, Arith, FactRef
from rulings.algebra.ranges import EVERYTHING, Range, range_of
from rulings.engine.numbers import OPERATIONS, calculated

COUNT, WEIGHT, PRICE = FactRef("a.count", INTEGER), FactRef("a.weight", DECIMAL), FactRef("a.price", MONEY)
ENDS = st.one_of(st.none(), st.integers(-3, 3))


def span(low, high):
    return Range(*(None if end is None else Fraction(end) for end in (low, high)))


def divided(dividend, divisor, by):
    ranges = {COUNT: dividend, by: divisor} if by is not COUNT else {PRICE: dividend, by: divisor}
    return range_of(Arith("div", tuple(ranges), NUMBER), ranges.__getitem__)


@pytest.mark.parametrize(
    ("by", "divisor", "quotient"),
    [
        (COUNT, span(0, None), span(0, 6)),
        (PRICE, span(0, 4), span(0, 6)),
        (COUNT, span(2, 3), span(0, 3)),
        (COUNT, span(0, 0), span(0, 6)),
        (WEIGHT, span(0, None), span(0, None)),
        (WEIGHT, span(0, 3), span(0, None)),
        (WEIGHT, span(None, 0), span(None, 0)),
        (WEIGHT, span(0, 0), EVERYTHING),
        (WEIGHT, span(-1, 1), EVERYTHING),
        (WEIGHT, EVERYTHING, EVERYTHING),
    ],
)
def test_nothing_is_divided_by_zero(by, divisor, quotient):
    """What can be zero has a result of its own then, so a divisor counts from its first step on."""
    assert divided(span(0, 6), divisor, by) == quotient


def test_what_counts_may_stand_alone_in_a_sum():
    one = Arith("add", (COUNT,), NUMBER)
    quotient = Arith("div", (WEIGHT, one), NUMBER)
    assert range_of(quotient, {COUNT: span(0, None), WEIGHT: span(0, 6)}.__getitem__) == span(0, 6)


@given(st.data(), st.sampled_from(OPERATIONS), st.sampled_from([COUNT, WEIGHT]))
def test_every_value_lies_in_the_range(data, op, second):
    ranges, values = {}, []
    for leaf in (PRICE, second):
        low, high = data.draw(ENDS), data.draw(ENDS)
        assume(low is None or high is None or low <= high)
        ranges[leaf] = span(low, high)
        steps = st.integers(-40, 40) if leaf is WEIGHT else st.integers(-4, 4).map(lambda number: number * 10)
        values.append(data.draw(steps.map(lambda number: Fraction(number, 10))))
        assume(span(values[-1], values[-1]).within(ranges[leaf]))
    assume(op != "div" or values[1] != 0)
    expr = Arith(op, tuple(ranges), NUMBER)
    found = calculated(expr, values)
    assert span(found, found).within(range_of(expr, ranges.__getitem__))
