"""Cells: of every fact one value for each stretch on which no line of a policy changes its truth."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rulings.algebra.cells import cells_of
from rulings.algebra.types import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, MONEY, RATE, SPAN, TEXT, choice
from rulings.values import Money, Rate, Seconds

MANY = settings(max_examples=3 * settings().max_examples)
START = datetime.fromisoformat("2024-03-01T00:00:00+08:00")
small = st.integers(-6, 9)
VALUES = {
    INTEGER: small,
    MONEY: small.map(Money),
    SPAN: st.integers(0, 9).map(Seconds),
    DECIMAL: small.map(lambda number: Decimal(number) / 4),
    RATE: small.map(lambda number: Rate(Decimal(number) / 400)),
    DATE: small.map(lambda days: date(2024, 3, 1) + timedelta(days=days)),
    DATETIME: small.map(lambda half: START + timedelta(milliseconds=500 * half)),
}
kinds = st.sampled_from(list(VALUES))


def signs(value, lines):
    return tuple((value > line) - (value < line) for line in lines)


@MANY
@given(kinds, st.data())
def test_every_value_within_the_bounds_has_a_cell_of_its_kind(kind, data):
    values = VALUES[kind]
    lines = data.draw(st.lists(values, max_size=4))
    low, high = data.draw(st.one_of(st.none(), values)), data.draw(st.one_of(st.none(), values))
    assume(low is None or high is None or low <= high)
    value = data.draw(values)
    assume((low is None or value >= low) and (high is None or value <= high))
    cells = cells_of(kind, lines, (low, high))
    assert signs(value, lines) in {signs(cell, lines) for cell in cells}


@MANY
@given(kinds, st.data())
def test_cells_lie_within_the_bounds_and_differ(kind, data):
    values = VALUES[kind]
    lines = data.draw(st.lists(values, max_size=4))
    low, high = data.draw(st.one_of(st.none(), values)), data.draw(st.one_of(st.none(), values))
    assume(low is None or high is None or low <= high)
    cells = cells_of(kind, lines, (low, high))
    assert len(set(cells)) == len(cells) > 0
    assert all((low is None or cell >= low) and (high is None or cell <= high) for cell in cells)
    assert {type(cell) for cell in cells} <= {type(data.draw(values)), Decimal}


@pytest.mark.parametrize("lines", [[], ["x"], ["…"], ["…", "……", "x", "x"]])
def test_some_text_is_always_none_of_those_named(lines):
    cells = cells_of(TEXT, lines, (None, None))
    assert len(cells) == len(set(cells)) == len(set(lines)) + 1


def test_choices_and_booleans_are_their_own_cells():
    assert cells_of(choice("b", "a"), ["a"], (None, None)) == ["a", "b"]
    assert cells_of(BOOLEAN, [True], (None, None)) == [True, False]


def test_below_a_span_of_nothing_lies_what_a_formula_can_give():
    assert min(cells_of(SPAN, [Seconds(0)], (None, None))) < 0
    assert min(cells_of(SPAN, [Seconds(0)], (Seconds(0), None))) == 0


def test_between_two_rates_that_touch_there_is_nothing():
    touching = [Rate.parse("50%"), Rate.parse("50.000001%")]
    assert [cell for cell in cells_of(RATE, touching, (None, None)) if touching[0] < cell < touching[1]] == []
