"""Columns of Parquet in every type that a fact can be stored in."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.audit.bulk.agreement import agree

from rulings.audit.bulk.blocks import blocks
from rulings.audit.replay.sources import open_source

POLICY = "shop/rules"
UTC = dt.UTC
MOMENTS = (
    dt.datetime(2024, 2, 29, 16, 0, 0, 123456, tzinfo=UTC),
    dt.datetime(1900, 1, 1, tzinfo=UTC),
    dt.datetime(1899, 12, 31, 23, 59, 59, tzinfo=UTC),
    dt.datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC),
    dt.datetime(2100, 1, 1, tzinfo=UTC),
    dt.datetime(1900, 1, 3, tzinfo=UTC),
    dt.datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    None,
)


def share_of(tmp_path, book, columns, *, policy=POLICY, rows=64, **options):
    path = tmp_path / "cases.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return agree(open_source(str(path), book, policy), book, rows)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", ["UTC", "+08:00", "Asia/Shanghai", "America/New_York", "-14:00"])
def test_moments(tmp_path, shop, unit, zone):
    moments = pa.array(MOMENTS, pa.timestamp("us", "UTC")).cast(pa.timestamp(unit, "UTC"), safe=False)
    column = moments.cast(pa.timestamp(unit, zone))
    share = share_of(tmp_path, shop, {"goods.sold_at": column}, row_group_size=3)
    assert (share.rows, share.fast) == (8, 4)  # those at the ends of the calendar are read alone


def test_nanoseconds_are_too_fine(tmp_path, shop):
    column = pa.array([1_000, 1_001, -1_000, -1, None], pa.int64()).cast(pa.timestamp("ns", "UTC"))
    share = share_of(tmp_path, shop, {"goods.sold_at": column})
    assert (share.good, share.fast) == (3, 3)


@pytest.mark.parametrize("kind", [pa.int8(), pa.int16(), pa.int64(), pa.uint8(), pa.uint64()])
def test_integers_for_every_fact_that_takes_them(tmp_path, shop, kind):
    least = 0 if str(kind).startswith("u") else -3
    numbers = pa.array([least, 0, 1, 2, 5, 6, 100, None], kind)
    share = share_of(tmp_path, shop, {"id": numbers, "claim.number": numbers})
    assert share.fast == share.good == 8
    share = share_of(tmp_path, shop, {"goods.count": numbers, "goods.weight": numbers})
    assert share.fast == share.good


def test_integers_that_are_too_large(tmp_path, shop):
    large = pa.array([2**63 - 1, 2**63, 2**64 - 1, 0], pa.uint64())
    share = share_of(tmp_path, shop, {"claim.number": large})
    assert (share.good, share.fast) == (2, 2)
    share_of(tmp_path, shop, {"goods.weight": large})


@pytest.mark.parametrize("scale", [0, 1, 3, 9, 10, 20, 30])
@pytest.mark.parametrize("precision", [5, 18, 38])
def test_decimals(tmp_path, shop, scale, precision):
    if scale > precision:
        return
    written = ("0", "1", "2", "0.5", "2.255", "2.2550000000001", "2.256", "-1", "0.4999999999")
    kind = pa.decimal128(precision, scale)
    numbers = [Decimal(text) for text in written if -Decimal(text).as_tuple().exponent <= scale]
    numbers = [number for number in numbers if number.adjusted() < precision - scale]
    share = share_of(tmp_path, shop, {"goods.weight": pa.array([*numbers, None], kind)}, store_decimal_as_integer=True)
    exact = sum(Decimal("0.5") <= number <= Decimal("2.255") for number in numbers)
    assert share.fast == exact + 1
    list_type = pa.list_(pa.struct([("weight", kind)]))
    records = pa.array([[{"weight": number}] for number in numbers], list_type)
    share_of(tmp_path, shop, {"claim.visits": records})


@pytest.mark.parametrize("number", ["99999999999", "999999999999999999", "9999999999.5", "12345678901234567890.5"])
def test_decimals_that_are_large(tmp_path, shop, number):
    kind = pa.decimal128(38, 9)
    records = pa.array(
        [[{"weight": Decimal(number)}], [{"weight": Decimal(1)}]], pa.list_(pa.struct([("weight", kind)]))
    )
    share = share_of(tmp_path, shop, {"claim.visits": records})
    assert share.fast == 1


@pytest.mark.parametrize("kind", [pa.date32(), pa.date64()])
def test_dates(tmp_path, shop, kind):
    days = [dt.date(1900, 1, 1), dt.date(1899, 12, 31), dt.date(2099, 12, 31), dt.date(2100, 1, 1), None]
    share = share_of(tmp_path, shop, {"claim.day": pa.array(days, kind)})
    assert share.fast == share.good == 3


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string()), pa.string_view()]
)
def test_texts(tmp_path, shop, kind):
    columns = {
        "id": ["C-1", "", None, "真" * 60, "x" * 201, "C-6"],
        "goods.colour": ["red", "", None, "green", "blue", "yellow"],
        "claim.word": ["x", "", None, "x", "y", "真"],
        "goods.price": ["1 CNY", "", None, "2.50 CNY", "1 CNY", "1 CNY"],
        "claim.day": ["2024-02-29", "", None, "2024-02-28", "2024-02-29", "2024-02-29"],
    }
    share = share_of(tmp_path, shop, {name: pa.array(values).cast(kind) for name, values in columns.items()}, rows=4)
    assert share.fast == share.good == 4


def test_texts_that_are_not_utf_8(tmp_path, shop):
    def broken(*values):
        return pa.array(values, pa.binary()).cast(pa.string(), safe=False)

    path = tmp_path / "cases.parquet"
    for name in ("id", "claim.word", "goods.colour", "goods.price"):
        good = {"goods.colour": b"red", "goods.price": b"1 CNY"}.get(name, b"x")
        pq.write_table(pa.table({name: broken(good, b"\xff", good)}), path)
        (block,) = blocks(open_source(str(path), shop, POLICY), shop)
        assert block.slow.tolist() == [False, True, False]
        assert block.ids().to_pylist() == (["x", None, "x"] if name == "id" else [None] * 3)


def test_lists(tmp_path, shop):
    record = {"sound": True, "grade": 3, "class": "red"}
    values = [[], None, [record], [record, {"grade": 7}], [{"class": ""}], [None], [record, {}], [{"sound": False}] * 3]
    kind = pa.struct([("sound", pa.bool_()), ("grade", pa.int32()), ("class", pa.string())])
    for list_type in (pa.list_(kind), pa.large_list(kind)):
        share = share_of(tmp_path, shop, {"goods.lots": pa.array(values, list_type)}, rows=3)
        assert share.fast == share.good == 5
    extra = pa.struct([*kind, ("colour", pa.string())])
    share = share_of(tmp_path, shop, {"goods.lots": pa.array(values, pa.list_(extra))})
    assert share.fast == share.good == 2


def test_very_long_lists(tmp_path, shop):
    kind = pa.list_(pa.struct([("grade", pa.int8())]))
    values = pa.array([[{"grade": 1}] * 10_000, [{"grade": 1}] * 10_001], kind)
    share = share_of(tmp_path, shop, {"goods.lots": values})
    assert share.fast == share.good == 1


def test_rows_that_name_no_policy_take_the_one_that_is_given(tmp_path, shop):
    policies = pa.array([POLICY, None, "", "shop/other"])
    for column in (policies, policies.dictionary_encode(), pa.nulls(4)):
        columns = {"policy": column, "goods.flag": [True] * 4}
        assert share_of(tmp_path, shop, columns).fast == (4 if column.null_count == 4 else 3)
    assert share_of(tmp_path, shop, {"policy": policies}, policy=None).fast == 1


def booleans_of(book, policy):
    facts = book.versions(policy)[0].policy.vocabulary.facts
    return {path for path, fact in facts.items() if fact.type.name == "boolean"}


def test_facts_of_another_platform_are_none(tmp_path, book):
    policies = ("jd/service-pay", "tmall/after-sales")
    jd, tmall = (booleans_of(book, policy) for policy in policies)
    columns = {
        "policy": policies * 50,
        min(jd - tmall): [True, False] * 50,
        min(tmall - jd): [None, True] * 50,
    }
    share = share_of(tmp_path, book, columns, policy=None, rows=7, row_group_size=30)
    assert share.fast == share.good == 50
    assert share.rows == 100


def test_skipped_rows_and_groups_of_rows_of_any_size(tmp_path, shop):
    path = tmp_path / "cases.parquet"
    pq.write_table(pa.table({"claim.number": pa.array(range(100))}), path, row_group_size=13)
    source = open_source(str(path), shop, POLICY)
    for skip in (0, 1, 12, 13, 50, 99, 100):
        share = agree(source, shop, rows=8, skip=skip, position=skip)
        assert share.rows == share.fast == 100 - skip


def test_a_table_without_rows_has_no_blocks(tmp_path, shop):
    path = tmp_path / "cases.parquet"
    pq.write_table(pa.table({"claim.number": pa.array([], pa.int64()), "claim.word": pa.array([], pa.string())}), path)
    assert list(blocks(open_source(str(path), shop, POLICY), shop)) == []
