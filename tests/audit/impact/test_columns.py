"""Comparing two versions in columns counts, row by row, what comparing them case by case counts."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.columns.cases import POLICIES, Packaged
from tests.audit.columns.inputs import opened
from tests.audit.store import NAME, case
from tests.strategies.cases import cases, nested
from tests.strategies.policies import policies
from tests.strategies.shop import POLICY, policy_of

from rulings.audit.columns.sample import ColumnsDiffer, Sample
from rulings.audit.columns.threads import in_threads
from rulings.audit.impact.amounts import Amounts, moved, total
from rulings.audit.impact.changes import LINES
from rulings.audit.impact.columns import ColumnsComparer
from rulings.audit.impact.comparison import Comparison, Moved
from rulings.audit.impact.running import CompareCases, Impact, Versions, question_of
from rulings.audit.replay.rows import CASES
from rulings.book import PolicyBook
from rulings.engine.columns.ruled import RuledBatch
from rulings.ready import make_ready

FACTS = ("order.amount", "order.freight")
BOTH = Versions(POLICIES, NAME, "2024-01-01", "2024-07-01")


def added(parts, examples):
    found, changes = Impact(comparison=Comparison(most_examples=examples)), []
    for part in parts:
        found += part
        changes += part.changes
    return replace(found, changes=tuple(changes))


def both_ways(book, job, given, size=40, threads=1, share=Fraction(1, 7)):  # noqa: PLR0913, PLR0917 - how the work is cut
    """What columns count, and what counting case by case gives; the rows verified apart."""
    with opened(book, given, size) as (rows, blocks):
        single = job.ready(book)(rows)

        comparer = ColumnsComparer(book, job, Sample(share))
        return added(in_threads(lambda make: comparer(make()), blocks, threads), job.question.examples), single


def check(columns, single):
    assert columns.tally == single.tally
    assert columns.comparison == single.comparison
    assert columns.changes == single.changes
    assert columns.first_faults == single.first_faults


def job_of(book, versions, money=(), examples=3):
    policy, old, new = versions.policy, versions.old, versions.new
    decisions = {**book.version(policy, old).policy.decisions, **book.version(policy, new).policy.decisions}
    question = question_of(*versions.both(book), tuple(decisions), money, examples)
    return CompareCases(versions, CASES, question, changes=LINES)


# The store

AMOUNTS = st.none() | st.integers(0, 70_000).map(lambda fen: f"{fen // 100}.{fen % 100:02d} CNY")
CASES_OF_STORE = st.builds(
    case,
    amount=AMOUNTS | st.just("92233720368547758.07 CNY") | st.just("350"),
    reason=st.sampled_from([None, "mind", "quality"]),
    freight=AMOUNTS | st.just("92233720368547758.07 CNY"),
    opened=st.sampled_from([None, "2024-02-01T10:00:00+08:00"]),
) | st.sampled_from([b"{", b"[]", {"policy": "store/other", "facts": {}}])


@given(given=st.lists(CASES_OF_STORE, max_size=30), size=st.integers(1, 30), examples=st.integers(0, 3))
def test_random_cases_of_the_store(store, given, size, examples):
    job = job_of(store.book, BOTH, money=FACTS, examples=examples)
    check(*both_ways(store.book, job, given, size=size))


@pytest.mark.parametrize("threads", [1, 2])
def test_faults_between_good_rows(store, threads):
    given = [case(f"C-{n}", f"{n * 20}.00 CNY" if n % 5 else None) for n in range(200)]
    given[3::7] = [b"{nonsense"] * len(given[3::7])
    job = job_of(store.book, BOTH, money=FACTS)
    columns, single = both_ways(store.book, job, given, threads=threads)
    check(columns, single)
    assert columns.comparison.changed > 0
    assert columns.verified > 0
    assert len(columns.first_faults) == 5


def test_decisions_that_one_version_has(store):
    given = [case(f"C-{n}", f"{n * 20}.00 CNY") for n in range(50)]
    old = store.book.version(NAME, "2024-01-01")
    fewer = {name: one for name, one in old.policy.decisions.items() if name == "outcome"}
    lesser = make_ready(replace(old.policy, decisions=fewer, answers=("outcome",)))
    book = PolicyBook({NAME: (lesser, store.book.version(NAME, "2024-07-01"))})
    job = job_of(book, BOTH, money=FACTS)
    columns, single = both_ways(book, job, given)
    check(columns, single)
    assert any(one.is_of_one for one in columns.comparison.transitions)
    assert columns.comparison.money["freight: buyer"].old == 0


# The packaged policies


@pytest.fixture(scope="module")
def packaged():
    return Packaged()


@pytest.mark.parametrize("policy", Packaged.names())
def test_the_packaged_policies(packaged, policy):
    versions = [one.policy.version for one in packaged.book.every_version(policy)]
    old, new = versions[0], versions[-1]
    facts = packaged.book.version(policy, new).policy.vocabulary.facts
    money = sorted(name for name, one in facts.items() if one.type.name == "money")
    job = job_of(packaged.book, Versions(POLICIES, policy, old, new, "2024-09-01T12:00:00+08:00"), money)
    columns, single = both_ways(packaged.book, job, packaged.some(policy, 150), size=64, threads=2)
    check(columns, single)


# Random policies


def book_of(*data):
    """A book with these as the versions of one policy."""
    dated = [replace(policy_of(one), version=f"2024-0{place}-01") for place, one in enumerate(data, start=1)]
    return PolicyBook({POLICY: tuple(map(make_ready, dated))})


@settings(max_examples=settings().max_examples // 2)
@given(old=policies(), new=policies(), given=st.lists(cases(), min_size=12, max_size=12))
def test_random_policies(old, new, given):
    book = book_of(old, new)
    money = ("goods.price", "return.freight")
    job = job_of(book, Versions(POLICIES, POLICY, "2024-01-01", "2024-02-01", "2024-03-01T00:00:00+08:00"), money)
    check(*both_ways(book, job, [nested(one) for one in given], size=7))


# Verifying


def test_a_wrong_kernel_is_found_out(store, monkeypatch):
    right = RuledBatch.outcomes

    def wrong(batch, decision):
        found = right(batch, decision)
        if decision == "refund" and found.values is not None:
            values = found.values.values.copy()
            values[6:7] += 1  # of the whole block; of a few rows alone nothing is wrong
            return replace(found, values=replace(found.values, values=values))
        return found

    monkeypatch.setattr(RuledBatch, "outcomes", wrong)
    given = [case(f"C-{n}", f"{n * 20}.00 CNY") for n in range(20)]
    job = job_of(store.book, BOTH)
    assert both_ways(store.book, job, given, share=Fraction(1, 5))[0].verified == 4
    with pytest.raises(ColumnsDiffer) as differing:
        both_ways(store.book, job, given, share=Fraction(1, 7))
    [fault] = differing.value.diagnostics
    assert fault.code == "columns-differ"
    assert fault.message.startswith('row 7, refund: columns say {"value":"108.01 CNY","rules":["a-share"]}, ')
    assert '{"value":"108.00 CNY"' in fault.message


# Sums


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=40))
def test_sums_are_exact_however_large(numbers):
    assert total(np.array(numbers, dtype=np.int64)) == sum(numbers)


SIDE = st.none() | st.integers(-(2**63), 2**63 - 1)


def side_of(amounts):
    fen = np.array([one or 0 for one in amounts], dtype=np.int64)
    return Amounts(fen, np.array([one is not None for one in amounts], dtype=np.bool_))


@given(st.lists(st.tuples(SIDE, SIDE), max_size=20))
def test_money_that_moves_is_that_of_single_cases(pairs):
    old, new = (side_of([pair[side] for pair in pairs]) for side in (0, 1))
    assert moved(old, new) == sum((Moved.between(*pair) for pair in pairs), Moved())
