"""Searching boxes of cells gives no wrong answer: tried against every single combination of cells."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulings.algebra.boxes import BudgetSpent, Every, Lit, Some, every, find, narrowed, negated, reduced, some

MANY = settings(max_examples=5 * settings().max_examples)
SIZES = (2, 3, 4, 2)


@st.composite
def lits(draw):
    """A condition on one variable; a cell that is neither true nor false is that of the unknown fact."""
    variable = draw(st.integers(0, len(SIZES) - 1))
    truths = draw(
        st.lists(st.sampled_from((True, False, True, False, None)), min_size=SIZES[variable], max_size=SIZES[variable])
    )
    bits = [sum(1 << bit for bit, truth in enumerate(truths) if truth is wanted) for wanted in (True, False)]
    return Lit(variable, *bits)


def parts(inner):
    return st.lists(inner, min_size=1, max_size=4).map(tuple)


forms = st.recursive(lits(), lambda inner: st.one_of(parts(inner).map(Every), parts(inner).map(Some)), max_leaves=12)
boxes = st.tuples(*(st.integers(1, (1 << size) - 1) for size in SIZES))
WHOLE = tuple((1 << size) - 1 for size in SIZES)


def holds(form, case):
    if isinstance(form, bool):
        return form
    if isinstance(form, Lit):
        return bool(form.true & case[form.variable])
    return (all if isinstance(form, Every) else any)(holds(item, case) for item in form.items)


def cases_in(box):
    return list(product(*([1 << bit for bit in range(cells.bit_length()) if cells >> bit & 1] for cells in box)))


@MANY
@given(forms, boxes)
def test_find_shows_only_cases_in_which_the_form_holds_and_misses_none(form, box):
    found = find(form, box)
    if found is None:
        assert not any(holds(form, case) for case in cases_in(box))
    else:
        assert all(cells for cells in found)
        assert all(inner & ~outer == 0 for inner, outer in zip(found, box, strict=True))
        assert all(holds(form, case) for case in cases_in(found))


@MANY
@given(forms)
def test_the_opposite_never_holds_together_with_the_form(form):
    opposite = negated(form)
    for case in cases_in(WHOLE):
        assert not (holds(form, case) and holds(opposite, case))
        assert holds(negated(opposite), case) == holds(form, case)
    assert find(every([form, opposite]), WHOLE) is None


@MANY
@given(forms, boxes)
def test_what_is_left_inside_a_box_means_the_same_there(form, box):
    left = reduced(form, box)
    assert all(holds(left, case) == holds(form, case) for case in cases_in(box))


@given(st.lists(forms, max_size=4))
def test_joined_forms(items):
    for case in cases_in(WHOLE):
        assert holds(every(items), case) == all(holds(item, case) for item in items)
        assert holds(some(items), case) == any(holds(item, case) for item in items)


def test_constants_are_forms():
    assert find(every([]), WHOLE) == WHOLE
    assert find(some([]), WHOLE) is None
    assert every([True, False]) is False
    assert some([False, True]) is True


def test_narrowing_cuts_one_variable():
    assert narrowed(WHOLE, 2, 0b101) == (3, 7, 5, 3)


def test_a_search_that_takes_too_long_says_so():
    hard = Every(tuple(Some((Lit(at, 1, 2), Lit((at + 1) % 4, 1, 2))) for at in range(4)))
    with pytest.raises(BudgetSpent):
        find(hard, WHOLE, budget=1)
