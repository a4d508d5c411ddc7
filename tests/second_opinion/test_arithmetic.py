"""Formulas are calculated in steps, and no step counts that the other engine does not confirm."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.second_opinion.arithmetic import calculated, rounded
from rulings.second_opinion.asking import same, sign
from rulings.second_opinion.process import Limits, Process
from rulings.second_opinion.reasons import NotCarried
from rulings.values.rounding import MODES
from rulings.values.rounding import rounded as ours

FRACTIONS = st.fractions(-(10**6), 10**6, max_denominator=10**4)
STEPS = st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 10**4), Fraction(5), Fraction(1, 3)])
OPERATIONS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "min": min,
    "max": max,
}


@pytest.fixture(scope="module")
def process(second):
    assert second is not None  # the engine is installed
    found = Process(Limits())
    yield found
    found.close()


def result(process, steps, change=lambda message: message):
    """Run steps; `change` may have the engine asked about other numbers than those that are calculated with."""
    answer = None
    try:
        while True:
            question = steps.send(answer)
            message = json.dumps(change(json.loads(question.message)))
            (answer,) = process.answers([type(question)(question.ruleset, message)])
    except StopIteration as end:
        return end.value


@given(st.sampled_from(sorted(OPERATIONS)), FRACTIONS, FRACTIONS)
def test_every_operation(process, operation, left, right):
    if operation == "div" and right == 0:
        assert result(process, calculated(operation, [left, right])) == NotCarried("not-translated")
    else:
        assert result(process, calculated(operation, [left, right])) == OPERATIONS[operation](left, right)


@given(st.lists(st.integers(-1000, 1000).map(Fraction), min_size=1, max_size=5))
def test_several_numbers(process, numbers):
    assert result(process, calculated("add", numbers)) == sum(numbers)
    assert result(process, calculated("max", numbers)) == max(numbers)


@given(st.one_of(FRACTIONS, st.integers(-2000, 2000).map(lambda n: Fraction(n, 200))), STEPS, st.sampled_from(MODES))
def test_every_way_to_round(process, value, step, mode):
    assert result(process, rounded(value, step, mode)) == ours(value, step, mode)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("value", [Fraction(5, 2), Fraction(7, 2), Fraction(-5, 2), Fraction(1, 2), Fraction(0)])
def test_ties(process, value, mode):
    assert result(process, rounded(value, Fraction(1), mode)) == ours(value, Fraction(1), mode)


@pytest.mark.parametrize("name", ["p", "q", "n", "m", "g"])
@pytest.mark.parametrize("operation", ["add", "sub", "mul", "div"])
def test_a_step_that_is_wrong_is_not_confirmed(process, operation, name):
    steps = calculated(operation, [Fraction(3, 4), Fraction(5, 6)])
    wrong = result(process, steps, lambda message: {**message, name: message[name] + 1})
    assert wrong == NotCarried("worker-garbled")


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("value", [Fraction(7, 3), Fraction(5, 2), Fraction(3, 2)])
def test_a_rounding_that_is_one_step_off_is_not_confirmed(process, value, mode, by):
    def off(message):
        if "k" not in message:
            return message
        k = message["k"] + by
        return {**message, "k": k, "t": 2 * k * message["w"], "h": k // 2}

    assert result(process, rounded(value, Fraction(1), mode), off) == NotCarried("worker-garbled")


def test_what_does_not_fit_has_no_result(process):
    large = Fraction(2**40)
    for steps in (calculated("mul", [large, large]), rounded(Fraction(2**50), Fraction(1, 10**6), "down")):
        assert result(process, steps) == NotCarried("too-large")
    assert result(process, sign(Fraction(2**61, 3), Fraction(2, 5))) == NotCarried("too-large")
    assert result(process, calculated("mul", [large, large, Fraction(0)])) == NotCarried("too-large")


def test_comparing(process):
    assert [result(process, sign(Fraction(1, 3), Fraction(n, 6))) for n in (1, 2, 3)] == [1, 0, -1]
    assert [result(process, same("质量", other)) for other in ("质量", "质", "")] == [1, 0, 0]
