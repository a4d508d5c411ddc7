"""The algebra as text: every expression reads back equal, and nothing but expressions is read."""

import copy
import pickle
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies.policies import policies
from tests.strategies.shop import policy_of

from rulings.algebra import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, MONEY, RATE, SPAN, TEXT, Const, children, walk
from rulings.algebra.text import from_text, to_text
from rulings.algebra.types import SHARES, choice
from rulings.book import packaged_book
from rulings.values import Money, Rate, Seconds

zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
rates = st.integers(-(10**12), 10**12).map(lambda number: Rate(Decimal(number).scaleb(-8)))
shares = st.dictionaries(st.text(max_size=5), st.dictionaries(st.text(max_size=5), rates, max_size=3), max_size=3).map(
    lambda costs: tuple((cost, tuple(sorted(parties.items()))) for cost, parties in sorted(costs.items()))
)
FIRST, LAST = datetime(1900, 1, 1), datetime(2099, 12, 31)  # noqa: DTZ001 - the strategy adds the zone
moments = st.datetimes(FIRST, LAST, timezones=zones).map(lambda moment: moment.replace(fold=0))
texts = st.text(st.characters(exclude_categories=["Cs"]))
CONSTANTS = st.one_of(
    st.builds(Const, st.booleans(), st.just(BOOLEAN)),
    st.builds(Const, st.integers(-(2**63), 2**63 - 1), st.just(INTEGER)),
    st.builds(Const, st.integers(-(2**63) + 1, 2**63 - 1).map(Money), st.just(MONEY)),
    st.builds(Const, st.integers(0, 10**9).map(Seconds), st.just(SPAN)),
    st.builds(Const, st.decimals(allow_nan=False, allow_infinity=False), st.just(DECIMAL)),
    st.builds(Const, rates, st.just(RATE)),
    st.builds(Const, st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.just(DATE)),
    st.builds(Const, moments, st.just(DATETIME)),
    st.builds(Const, texts, st.just(TEXT)),
    st.builds(Const, texts, st.lists(texts, max_size=3).map(lambda options: choice(*options))),
    st.builds(Const, shares, st.just(SHARES)),
    st.just(Const(None, DATETIME)),
)


def check(expr):
    text = to_text(expr)
    read = from_text(text)
    assert read == expr
    assert hash(read) == hash(expr)
    assert to_text(read) == text


@settings(max_examples=5 * settings().max_examples)
@given(CONSTANTS)
def test_constants_of_all_types(const):
    check(const)
    read = from_text(to_text(const))
    assert type(read.value) is type(const.value)
    assert repr(read.value) == repr(const.value)


@given(policies())
def test_decisions_of_random_policies(policy):
    exprs = {node for decision in policy_of(policy).decisions.values() for node in walk(decision.choose)}
    written = {to_text(expr): expr for expr in exprs}
    for text, expr in written.items():
        assert from_text(text) == expr
    for decision in policy_of(policy).decisions.values():
        check(decision.choose)


def packaged_expressions():
    book = packaged_book()
    versions = [version for name in book.policies for version in book.versions(name)]
    return {
        node for version in versions for decision in version.policy.decisions.values() for node in walk(decision.choose)
    }


def test_all_expressions_of_the_packaged_policies():
    exprs = packaged_expressions()
    assert len(exprs) > 100
    for expr in exprs:
        check(expr)


def test_expressions_are_equal_where_their_texts_are():
    exprs = sorted(packaged_expressions(), key=to_text)
    texts = [to_text(expr) for expr in exprs]
    assert len(set(texts)) == len(exprs)
    for expr in exprs:
        inside = list(walk(expr))
        assert inside[0] is expr
        assert all(any(node is child for node in inside) for child in children(expr))


def test_copies_and_pickles_are_equal():
    for expr in packaged_expressions():
        hash(expr)
        for other in (copy.deepcopy(expr), pickle.loads(pickle.dumps(expr))):  # noqa: S301 - our own bytes
            assert other == expr
            assert hash(other) == hash(expr)


def test_a_cached_hash_does_not_travel():
    # Hashes of texts differ between processes.
    expr = next(iter(packaged_expressions()))
    hash(expr)
    assert "_hash" not in pickle.loads(pickle.dumps(expr)).__dict__  # noqa: S301 - our own bytes


def test_expressions_do_not_change():
    for expr in (Const(1, INTEGER), next(iter(packaged_expressions()))):
        with pytest.raises(AttributeError):
            expr.type = BOOLEAN


WORDS = (
    "(",
    ")",
    "[",
    "]",
    "Const",
    "Not",
    "All",
    ":money",
    ":type",
    ":counting",
    ":seconds",
    ":span",
    '"12 CNY"',
    '"x"',
    "true",
    "unknown",
    "x",
    '"',
)


@settings(max_examples=5 * settings().max_examples)
@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)))
def test_what_is_no_expression_is_refused(text):
    try:
        read = from_text(text)
    except ValueError:
        return
    assert from_text(to_text(read)) == read
