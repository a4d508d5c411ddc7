import itertools

import pytest

from rulings.values import all_of, any_of, negate

VALUES = (True, None, False)
TRIPLES = list(itertools.product(VALUES, repeat=3))
AND = {
    (True, True): True,
    (True, None): None,
    (True, False): False,
    (None, True): None,
    (None, None): None,
    (None, False): False,
    (False, True): False,
    (False, None): False,
    (False, False): False,
}
OR = {
    (True, True): True,
    (True, None): True,
    (True, False): True,
    (None, True): True,
    (None, None): None,
    (None, False): None,
    (False, True): True,
    (False, None): None,
    (False, False): False,
}


@pytest.mark.parametrize("pair", AND)
def test_and_is_kleenes(pair):
    assert all_of(pair) is AND[pair]


@pytest.mark.parametrize("pair", OR)
def test_or_is_kleenes(pair):
    assert any_of(pair) is OR[pair]


def test_negation():
    assert [negate(truth) for truth in VALUES] == [False, None, True]


def test_of_nothing():
    assert all_of([]) is True
    assert any_of([]) is False


@pytest.mark.parametrize("triple", TRIPLES)
def test_an_unknown_result_is_one_that_the_unknown_parts_can_change(triple):
    completions = list(itertools.product(*[(True, False) if truth is None else (truth,) for truth in triple]))
    for kleene, classic in ((all_of, all), (any_of, any)):
        outcomes = {classic(completion) for completion in completions}
        assert kleene(triple) is (outcomes.pop() if len(outcomes) == 1 else None)


@pytest.mark.parametrize("triple", TRIPLES)
def test_de_morgan(triple):
    assert negate(all_of(triple)) is any_of(map(negate, triple))


def test_lazy_input_is_read_once():
    assert all_of(truth for truth in (True, None)) is None
    assert any_of(truth for truth in (False, None)) is None
