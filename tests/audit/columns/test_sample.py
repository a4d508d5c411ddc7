"""Which rows are ruled on singly as well."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.audit.columns.sample import Sample


def chosen(share, first, size):
    rows = np.arange(first, first + size)
    return rows[Sample(Fraction(share)).places(rows)].tolist()


@pytest.mark.parametrize(
    ("share", "rows"),
    [("0", []), ("1", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), ("1/5", [5, 10]), ("2/5", [3, 5, 8, 10]), ("1/100", [])],
)
def test_a_share_is_spread_evenly(share, rows):
    assert chosen(share, 1, 10) == rows


@given(
    share=st.fractions(0, 1, max_denominator=10**8),
    first=st.integers(1, 10**10),
    cut=st.integers(0, 300),
)
def test_the_sample_does_not_depend_on_how_rows_are_cut(share, first, cut):
    whole = chosen(share, first, 300)
    assert whole == chosen(share, first, cut) + chosen(share, first + cut, 300 - cut)
    assert len(whole) == int((first + 299) * share) - int((first - 1) * share)
