"""How conditions and values are written for the other engine, and that it reads them as they are meant."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.algebra import BOOLEAN, DATETIME, INTEGER, All, AnyOf, Compare, Const, FactRef, IsKnown, Not, OneOf, choice
from rulings.algebra.types import TEXT
from rulings.second_opinion.conditions import branches
from rulings.second_opinion.deriving import Derivation
from rulings.second_opinion.encoding import MOST, alike, code, fitting, number, text
from rulings.second_opinion.process import Limits, Process
from rulings.second_opinion.reasons import NotCarried, Untranslatable
from rulings.second_opinion.rulesets import MOST_RULES, grouped
from rulings.second_opinion.translation import Translation
from rulings.values import Money, Rate, Seconds, all_of, any_of, negate

A, B, C = (FactRef(f"x.{name}", BOOLEAN) for name in "abc")
N, M = FactRef("x.n", INTEGER), FactRef("x.m", INTEGER)
WORD = FactRef("x.word", TEXT)
COLOUR = FactRef("x.colour", choice("红色", "green"))
TRUTHS = (True, False, None)
INTERESTING = (-3, 0, 1, 2, 3, 2**40, -(2**40))


def is_true(fact):
    return Compare("eq", fact, Const(value=True, type=BOOLEAN))


def integer(value):
    return Const(value, INTEGER)


@pytest.fixture(scope="module")
def process(second):
    assert second is not None  # the engine is installed
    found = Process(Limits())
    yield found
    found.close()


@pytest.fixture(scope="module")
def truth_of(process):
    """Ask the other engine about one condition on some facts."""
    translation = Translation({}, {})

    def ask(condition, **facts):
        known = {f"x.{name}": value for name, value in facts.items() if value is not None}
        return result(process, Derivation(translation, known).truth(condition))

    return ask


def result(process, steps):
    answer = None
    try:
        while True:
            (answer,) = process.answers([steps.send(answer)])
    except StopIteration as end:
        return end.value


@pytest.mark.parametrize("op", ["eq", "ne", "lt", "le", "gt", "ge"])
@pytest.mark.parametrize("turned", [False, True])
def test_comparisons_with_a_constant(truth_of, op, turned):
    compared = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}[op]
    for value in (1, 2, 3, None):
        condition = Compare(op, integer(2), N) if turned else Compare(op, N, integer(2))
        expected = None if value is None else eval(f"2 {compared} {value}" if turned else f"{value} {compared} 2")  # noqa: S307 - numbers
        assert truth_of(condition, n=value) is expected


@pytest.mark.parametrize("op", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_comparisons_of_two_facts(truth_of, op):
    compared = {
        "eq": int.__eq__,
        "ne": int.__ne__,
        "lt": int.__lt__,
        "le": int.__le__,
        "gt": int.__gt__,
        "ge": int.__ge__,
    }
    for left, right in product((*INTERESTING, None), repeat=2):
        expected = None if None in {left, right} else compared[op](left, right)
        assert truth_of(Compare(op, N, M), n=left, m=right) is expected


def test_logic_with_unknown_facts_is_kleenes(truth_of):
    for a, b, c in product(TRUTHS, repeat=3):
        both = truth_of(All((is_true(A), Not(AnyOf((is_true(B), All((is_true(C), is_true(A)))))))), a=a, b=b, c=c)
        assert both is all_of((a, negate(any_of((b, all_of((c, a)))))))


def test_knowing_is_told_even_beside_its_opposite(truth_of):
    """`$ex` and `$nex` of one property in one ruleset fire both; so they are not used."""
    for a, b in product(TRUTHS, repeat=2):
        known = AnyOf((All((IsKnown(A), Not(IsKnown(B)))), All((Not(IsKnown(A)), IsKnown(B)))))
        assert truth_of(known, a=a, b=b) is ((a is None) is not (b is None))


@pytest.mark.parametrize(
    "written",
    [
        "x",
        "质量问题",
        "",
        'a "b"',
        "a\\",
        "%22",
        '"',
        "a\nb",
        "x" * 300,
        "é",
        "😀",
        "质量",
        "x ",
        "}{,:",
        "\ud800",
        "&#55296;",
    ],
)
def test_texts_are_alike_only_where_they_are_the_same(truth_of, written):
    same = Compare("eq", WORD, Const(written, TEXT))
    among = OneOf(WORD, (Const("none of these", TEXT), Const(written, TEXT)))
    others = ["x", "质量问题", "", 'a "b"', "a\\", "%22", '"', "质量", "&#55296;", written + "x", written[:-1]]
    for other in (written, *others, None):
        expected = None if other is None else other == written
        assert truth_of(same, word=other) is expected, other
        assert truth_of(Not(among), word=other) is negate(expected), other


def test_options_in_chinese(truth_of):
    red = Compare("eq", COLOUR, Const("红色", COLOUR.type))
    assert [truth_of(red, colour=colour) for colour in ("红色", "green", None)] == [True, False, None]
    assert "红色" in grouped([red]).rulesets[0].text


def test_names_are_none_of_those_that_the_engine_takes_for_itself():
    rulesets = grouped(
        [Compare("eq", FactRef(f"{name}.{name}", INTEGER), integer(1)) for name in ("id", "sid")]
    ).rulesets
    names = {name for ruleset in rulesets for _, name in ruleset.properties}
    assert names == {"p0", "p1"}


def fnv(name):
    """The hash by which the engine knows names, of 32 bits."""
    found = 2166136261
    for byte in name.encode():
        found = found * 16777619 % 2**32 ^ byte
    return found


def test_no_two_names_that_are_used_have_the_same_hash():
    names = [f"p{place}" for place in range(400)] + [f"r{place}" for place in range(400)]
    names += ["on", "m", "s", "id", "sid", "always", "event", "state", *"abcdghklmnpqrtuvw"]
    assert len(set(map(fnv, names))) == len(set(names))


def test_large_groups_are_split_within_what_the_engine_survives(process):
    conditions = [Compare("eq", N, integer(value)) for value in range(300)]
    group = grouped(conditions)
    assert len(group.rulesets) >= 300 * 2 / MOST_RULES
    assert max(len(json.loads(ruleset.text)) for ruleset in group.rulesets) <= MOST_RULES + 1
    truths = Derivation(Translation({}, {}), {"x.n": 123}).truths(tuple(conditions))
    assert result(process, truths) == [value == 123 for value in range(300)]


def test_every_rule_of_a_full_ruleset_may_fire(truth_of):
    """All at once is what fills the engine's stack; over 64 it refuses."""
    conditions = [Compare("ge", FactRef(f"x.n{place}", INTEGER), integer(0)) for place in range(200)]
    facts = {f"n{place}": place for place in range(200)}
    assert truth_of(All(tuple(conditions)), **facts) is True
    assert truth_of(AnyOf(tuple(conditions)), **facts) is True
    assert truth_of(AnyOf(tuple(conditions)), **dict.fromkeys(facts, -1)) is False


def test_a_rule_about_more_than_a_message_holds_has_no_translation():
    conditions = All(tuple(Compare("ge", FactRef(f"x.n{place}", INTEGER), integer(0)) for place in range(201)))
    assert grouped([conditions]).refused == ((0, "too-many-conditions"),)


def test_equal_conditions_share_a_rule():
    one, other = is_true(A), All((is_true(A), is_true(A)))
    [ruleset] = grouped([one, other]).rulesets
    assert [outcomes for _, outcomes in ruleset.outcomes] == [((0, True), (1, True)), ((0, False), (1, False))]


def test_constants_need_no_facts():
    assert branches(Const(value=True, type=BOOLEAN), wanted=True) == (frozenset(),)
    assert branches(Const(value=True, type=BOOLEAN), wanted=False) == ()
    assert branches(Const(None, BOOLEAN), wanted=True) == branches(Const(None, BOOLEAN), wanted=False) == ()


@given(
    st.fractions(-(10**12), 10**12, max_denominator=10**6),
    st.fractions(-(10**12), 10**12, max_denominator=1000),
    st.integers(1, 50),
)
def test_codes_keep_the_order_with_constants(value, constant, factor):
    scale = constant.denominator * factor
    left, right = code(value, scale), code(constant, scale)
    assert (left < right, left == right) == (value < constant, value == constant)


def test_numbers_of_all_types():
    at = datetime(2000, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)
    assert number(at) == number(at.astimezone()) == Fraction(3, 2)
    assert number(date(2024, 3, 1)) - number(date(2024, 2, 28)) == 2
    assert [number(one) for one in (Money(1230), Rate.parse("42.5%"), Seconds(90), Decimal("0.10"))] == [
        1230,
        Fraction(17, 40),
        90,
        Fraction(1, 10),
    ]


def test_what_is_no_number_or_text_is_refused():
    for refused in (lambda: number("x"), lambda: number(None), lambda: text(1), lambda: alike(None)):
        with pytest.raises(Untranslatable, match="not-translated"):
            refused()


@pytest.mark.parametrize("value", [MOST, -MOST, 2**63])
def test_what_is_too_large_is_refused(value):
    with pytest.raises(Untranslatable, match="too-large"):
        fitting(value)


def test_a_number_that_is_too_large_has_no_opinion_unless_it_does_not_matter(truth_of):
    large = Compare("ge", N, integer(5))
    assert truth_of(large, n=2**61) == NotCarried("too-large")
    assert truth_of(AnyOf((large, is_true(A))), n=2**61, a=True) is True
    assert truth_of(AnyOf((large, is_true(A))), n=2**61, a=False) == NotCarried("too-large")
    assert truth_of(All((large, is_true(A))), n=2**61, a=False) is False
    assert truth_of(IsKnown(N), n=2**61) is True


@given(st.integers(-(2**60), 2**60), st.integers(-(2**60), 2**60))
def test_large_integers_are_compared_to_the_last_digit(truth_of, left, right):
    assert truth_of(Compare("lt", N, M), n=left, m=right) is (left < right)
    assert truth_of(Compare("lt", N, integer(right)), n=left) is (left < right)


def test_moments_are_compared_to_the_microsecond(truth_of):
    moment = datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC)
    n, m = (FactRef(f"x.{name}", DATETIME) for name in "nm")
    for apart in (-1, 0, 1):
        assert truth_of(Compare("le", n, m), n=moment + timedelta(microseconds=apart), m=moment) is (apart <= 0)
