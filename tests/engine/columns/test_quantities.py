"""Numbers in columns are exact fractions, or flagged: never anything between."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rulings.engine.columns.quantity import COMBINED, Quantity, aligned, in_units, rounded
from rulings.engine.numbers import OPERATIONS
from rulings.values import rounding

tops = st.one_of(st.integers(-(2**61), 2**61), st.integers(-50, 50), st.sampled_from([2**62 - 1, 1 - 2**62, 10**18]))
bottoms = st.one_of(st.integers(1, 60), st.sampled_from([10**8, 10**9, 2**40, 2**61]))
fractions = st.tuples(tops, bottoms)
by_hand = {
    "add": lambda one, other: one + other,
    "sub": lambda one, other: one - other,
    "mul": lambda one, other: one * other,
    "div": lambda one, other: one / other,
    "min": min,
    "max": max,
}


def quantity(pairs, *, same_bottom=None):
    top = np.array([pair[0] for pair in pairs], dtype=np.int64)
    bottom = same_bottom or np.array([pair[1] for pair in pairs], dtype=np.int64)
    never = np.zeros(len(pairs), bool)
    return Quantity(top, bottom, ~never, never)


def value(one, row):
    bottom = one.bottom if isinstance(one.bottom, int) else int(one.bottom[row])
    return Fraction(int(one.top[row]), bottom)


def test_every_operation_of_the_algebra_has_a_form_in_columns():
    assert set(COMBINED) == set(OPERATIONS) == set(by_hand)


@given(
    st.sampled_from(sorted(by_hand)),
    st.lists(st.tuples(fractions, fractions), min_size=1, max_size=8),
    st.booleans(),
    bottoms,
)
def test_what_is_not_flagged_is_exact(name, pairs, shared, bottom):
    one = quantity([pair[0] for pair in pairs], same_bottom=bottom if shared else None)
    other = quantity([pair[1] for pair in pairs])
    found = COMBINED[name](one, other)
    for row in range(len(pairs)):
        if name == "div" and other.top[row] == 0:
            assert found.flagged[row]
        elif not found.flagged[row]:
            assert value(found, row) == by_hand[name](value(one, row), value(other, row))


@given(st.lists(st.tuples(fractions, fractions), min_size=1, max_size=8))
def test_aligned_numbers_compare_as_they_are(pairs):
    one, other = quantity([pair[0] for pair in pairs]), quantity([pair[1] for pair in pairs])
    left, right, _, flagged = aligned(one, other)
    for row in np.flatnonzero(~flagged):
        assert (left[row] < right[row]) == (value(one, row) < value(other, row))
        assert (left[row] == right[row]) == (value(one, row) == value(other, row))


@given(
    st.lists(st.tuples(st.integers(-(10**12), 10**12), st.integers(1, 10**5)), min_size=1, max_size=8),
    st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 2), Fraction(60), Fraction(3, 7)]),
    st.sampled_from(rounding.MODES),
)
def test_rounding_is_that_of_values_and_small_numbers_are_never_flagged(pairs, step, mode):
    one = quantity(pairs)
    found = rounded(one, step, mode)
    assert not found.flagged.any()
    for row in range(len(pairs)):
        assert value(found, row) == rounding.rounded(value(one, row), step, mode)


@given(st.lists(fractions, min_size=1, max_size=8), st.sampled_from([1, 10**8, 10**9]))
def test_whole_units_are_exact_or_flagged(pairs, parts):
    one = quantity(pairs)
    exact, cut = in_units(one, parts, cut=False), in_units(one, parts, cut=True)
    for row in range(len(pairs)):
        if not exact.flagged[row]:
            assert Fraction(int(exact.top[row]), parts) == value(one, row)
        if not cut.flagged[row]:
            assert int(cut.top[row]) == int(value(one, row) * parts)
