"""Replaying cases in columns writes, byte for byte, what ruling on them one by one writes."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.columns.cases import POLICIES, Packaged
from tests.audit.columns.inputs import opened
from tests.audit.store import NAME, case
from tests.strategies.cases import cases, nested
from tests.strategies.policies import policies, timed_policies
from tests.strategies.shop import POLICY, version_of

from rulings.audit.columns.sample import ColumnsDiffer, Sample
from rulings.audit.columns.threads import in_threads
from rulings.audit.replay import columns_judge
from rulings.audit.replay.columns_judge import ColumnsJudge
from rulings.audit.replay.judging import SHOWN, CaseJudge, Request, Ruled
from rulings.audit.replay.rows import CASES
from rulings.audit.replay.tally import Tally
from rulings.book import PolicyBook
from rulings.engine.columns.ruled import RuledBatch


def added(parts):
    found = Ruled(b"", b"", Tally(), ())
    for part in parts:
        first = (*found.first_faults, *part.first_faults)[:SHOWN]
        tally = found.tally + part.tally
        verified = found.verified + part.verified
        found = Ruled(found.rows + part.rows, found.faults + part.faults, tally, first, verified)
    return found


def both_ways(book, request, given, size=40, threads=1, share=Fraction(1, 7)):  # noqa: PLR0913, PLR0917 - how the work is cut
    with opened(book, given, size) as (rows, blocks):
        single = CaseJudge(book, request, CASES)(rows)

        judge = ColumnsJudge(book, request, CASES, Sample(share))
        return added(in_threads(lambda make: judge(make()), blocks, threads)), single


def check(columns, single):
    assert columns.rows == single.rows
    assert columns.faults == single.faults
    assert columns.tally == single.tally
    assert columns.tally.adds_up
    assert columns.first_faults == single.first_faults


OPENED = (
    None,
    "2023-12-31T23:59:59.999999+08:00",
    "2023-12-31T16:00:00Z",
    "2024-06-30T23:59:59.999999+08:00",
    "2024-06-30T16:00:00Z",
    "2199-12-31T23:59:59+08:00",
)
LINES = st.builds(
    case,
    identity=st.none() | st.sampled_from(["C-1", 'a "b" \\n', "真"]),
    amount=st.none() | st.integers(0, 70_000).map(lambda fen: f"{fen // 100}.{fen % 100:02d} CNY") | st.just("350"),
    reason=st.sampled_from([None, "mind", "quality"]),
    freight=st.sampled_from([None, "12.01 CNY"]),
    opened=st.sampled_from(OPENED),
) | st.sampled_from([b"{", b"", b"[]", {"policy": "store/other", "facts": {}}, {"policy": NAME, "facts": {}}])
HOW = st.sampled_from(
    [
        {},
        {"policy": NAME},
        {"policy": NAME, "version": "2024-01-01"},
        {"as_known_at": "2024-02-29T23:59:59+08:00"},
        {"as_known_at": "2024-03-01T00:00:00+08:00", "at": "2024-03-01T00:00:00+08:00"},
        {"as_known_at": "2023-01-01T00:00:00+08:00"},
    ]
)


@given(given=st.lists(LINES, max_size=30), size=st.integers(1, 30), how=HOW)
def test_random_cases_of_the_store(store, given, size, how):
    check(*both_ways(store.book_after, Request(store.corrected, **how), given, size=size))


@pytest.mark.parametrize("threads", [1, 2])
def test_faults_between_good_rows(store, threads):
    given = [case(f"C-{n}", f"{n * 20}.00 CNY" if n % 5 else None, OPENED[n % 6]) for n in range(200)]
    given[3::7] = [b"{nonsense"] * len(given[3::7])
    columns, single = both_ways(store.book, Request(store.policies), given, threads=threads)
    check(columns, single)
    assert columns.verified > 0


@pytest.fixture(scope="module")
def packaged():
    return Packaged()


@pytest.mark.parametrize("policy", Packaged.names())
def test_the_packaged_policies(packaged, policy):
    given = packaged.some(policy, 150)
    for how in ({}, {"at": "2024-09-01T12:00:00+08:00"}):
        check(*both_ways(packaged.book, Request(POLICIES, **how), given, size=64, threads=2))


def test_rows_of_several_policies(packaged):
    given = [one for name in ("douyin/returns", "jd/service-pay") for one in packaged.of(name)] * 2
    assert len({one["policy"] for one in given}) == 2
    for how in ({}, {"policy": "douyin/returns"}):
        columns, single = both_ways(packaged.book, Request(POLICIES, **how), given[::3], size=100)
        check(columns, single)
    assert columns.tally["passed over"] > 0


@settings(max_examples=settings().max_examples // 4)
@given(policy=policies() | timed_policies(), given=st.lists(cases(), min_size=12, max_size=12), named=st.booleans())
def test_random_policies(policy, given, named):
    book = PolicyBook({POLICY: (version_of(policy),)})
    version = book.version(POLICY).policy.version
    how = {"policy": POLICY, "version": version} if named else {}
    request = Request(POLICIES, at="2024-03-01T00:00:00+08:00", **how)
    check(*both_ways(book, request, [nested(one) for one in given], size=7))


def test_a_wrong_kernel_is_found_out(store, monkeypatch):
    right = RuledBatch.outcomes

    def wrong(batch, decision):
        found = right(batch, decision)
        if decision != "outcome":
            return found
        others = [replace_value(one) for one in found.table]
        return replace(found, table=others)

    def replace_value(one):
        return type(one)(one.decided, {"at_once": "by_hand"}.get(one.value, one.value), one.rules)

    monkeypatch.setattr(RuledBatch, "outcomes", wrong)
    with pytest.raises(ColumnsDiffer) as differing:
        both_ways(store.book, Request(store.policies), [case()] * 20, share=Fraction(1, 10))
    [fault] = differing.value.diagnostics
    assert (fault.code, fault.path) == ("columns-differ", "outcome")
    assert fault.message.startswith("row 10, outcome: columns say ")


def test_a_fault_of_the_single_call_differs_from_a_ruling(store, monkeypatch):
    single = CaseJudge.__call__

    def faulty(judge, rows):
        return single(judge, [row._replace(data=b"{") for row in rows])

    monkeypatch.setattr(CaseJudge, "__call__", faulty)
    with pytest.raises(ColumnsDiffer) as differing:
        both_ways(store.book, Request(store.policies), [case()] * 3, share=Fraction(1, 3))
    [fault] = differing.value.diagnostics
    assert fault.message.startswith("row 3, the ruling: columns say a ruling, the single call says ")
    assert "not-json" in fault.message


def test_another_version_differs(store, monkeypatch):
    right = columns_judge.versions_of

    def wrong(book, request, policy, batch):
        for version, rows in right(book, request, policy, batch):
            yield version and book.version(policy, "2024-07-01"), rows

    monkeypatch.setattr(columns_judge, "versions_of", wrong)
    with pytest.raises(ColumnsDiffer) as differing:
        both_ways(store.book, Request(store.policies), [case(amount="10.00 CNY")] * 3, share=Fraction(1, 3))
    assert {fault.path for fault in differing.value.diagnostics} == {"freight", "refund", "version"}
