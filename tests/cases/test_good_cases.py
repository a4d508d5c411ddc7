"""Good cases, up to the edge of what is good, and the typed values that they become."""

import datetime as dt
import enum
import json
from collections import OrderedDict, UserDict, defaultdict
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from tests.cases.market import GOOD_CASE, POLICY, case_of
from tests.cases.wrong_cases import json_of

from rulings.cases.facts import read_fact
from rulings.values import Money, Rate, Seconds

UTC = dt.UTC
CHINA = dt.timezone(dt.timedelta(hours=8))


def at(*parts, zone=UTC):
    return dt.datetime(*parts, tzinfo=zone)


class Kind(enum.StrEnum):
    DURABLE = "durable"


GOOD_FACTS = [
    ("goods.sealed", "true", True),
    ("goods.sealed", "false", False),
    ("class.if", "true", True),
    ("goods.kind", '"durable"', "durable"),
    ("goods.kind", '"d\\u0075rable"', "durable"),
    ("order.count", "1", 1),
    ("order.count", "99", 99),
    ("goods.defects", "0", 0),
    ("goods.defects", "-0", 0),
    ("goods.defects", str(2**63 - 1), 2**63 - 1),
    ("goods.defects", str(-(2**63)), -(2**63)),
    ("goods.weight", "0.001", Decimal("0.001")),
    ("goods.weight", '"0.001"', Decimal("0.001")),
    ("goods.weight", "1000", Decimal(1000)),
    ("goods.weight", "1e3", Decimal(1000)),
    ("goods.weight", '"1000.000"', Decimal(1000)),
    ("goods.score", "-4.50", Decimal("-4.5")),
    ("goods.score", "0.1", Decimal("0.1")),
    ("goods.score", "-0.0", Decimal(0)),
    ("goods.score", '"-0"', Decimal(0)),
    ("goods.score", "0e5", Decimal(0)),
    ("goods.score", "0e-30", Decimal(0)),
    ("goods.score", "1.000000000000000000000000", Decimal(1)),
    ("goods.score", "1E+2", Decimal(100)),
    ("goods.score", "123456789012345678", Decimal(123456789012345678)),
    ("goods.score", '"0.123456789012345678"', Decimal("0.123456789012345678")),
    ("goods.score", "0.123456789012345678", Decimal("0.123456789012345678")),
    ("claim.share", '"0%"', Rate("0")),
    ("claim.share", '"100%"', Rate("1")),
    ("claim.share", '"99.9%"', Rate("0.999")),
    ("claim.growth", '"-0.000001%"', Rate("-0.00000001")),
    ("claim.growth", '"999999999999%"', Rate("9999999999.99")),
    ("order.amount", '"0 CNY"', Money(0)),
    ("order.amount", '"-0.00 CNY"', Money(0)),
    ("order.amount", '"100000.00 CNY"', Money(10_000_000)),
    ("claim.balance", '"12.3 CNY"', Money(1230)),
    ("claim.balance", '"-92233720368547758.07 CNY"', Money(1 - 2**63)),
    ("claim.answered_in", '"1 second"', Seconds(1)),
    ("claim.answered_in", '"48 hours"', Seconds(172_800)),
    ("claim.waited", '"0 seconds"', Seconds(0)),
    ("claim.waited", '"876600 hours"', Seconds(3_155_760_000)),
    ("order.paid_on", '"1900-01-01"', dt.date(1900, 1, 1)),
    ("order.paid_on", '"2099-12-31"', dt.date(2099, 12, 31)),
    ("order.paid_on", '"2024-02-29"', dt.date(2024, 2, 29)),
    ("claim.opened_at", '"2024-03-01T10:00:00+08:00"', at(2024, 3, 1, 10, zone=CHINA)),
    ("claim.opened_at", '"2024-03-01T10:00:00Z"', at(2024, 3, 1, 10)),
    ("claim.opened_at", '"2024-03-01T10:00:00-00:00"', at(2024, 3, 1, 10)),
    ("claim.opened_at", '"2024-03-01T10:00:00.5Z"', at(2024, 3, 1, 10, 0, 0, 500_000)),
    ("claim.opened_at", '"2024-03-01T10:00:00.123456+08:00"', at(2024, 3, 1, 10, 0, 0, 123_456, zone=CHINA)),
    (
        "claim.opened_at",
        '"2024-03-01T10:00:00+23:59"',
        at(2024, 3, 1, 10, zone=dt.timezone(dt.timedelta(minutes=1439))),
    ),
    ("order.placed_at", '"1900-01-01T00:00:00+14:00"', at(1900, 1, 1, zone=dt.timezone(dt.timedelta(hours=14)))),
    (
        "order.placed_at",
        '"2099-12-31T23:59:59.999999-12:00"',
        at(2099, 12, 31, 23, 59, 59, 999_999, zone=dt.timezone(dt.timedelta(hours=-12))),
    ),
    ("claim.opened_at", '"2024-03-01t10:00:00z"', at(2024, 3, 1, 10)),
    ("claim.opened_at", '"2024-03-01 10:00:00+0800"', at(2024, 3, 1, 10, zone=CHINA)),
    ("order.note", '""', ""),
    ("order.note", '"备注\\u0000\\ud83d\\ude00"', "备注\0😀"),
    ("order.note", '"1.12345678"', "1.12345678"),
    ("order.note", f'"{"字" * 10_000}"', "字" * 10_000),
    # A fact that is null is not given.
    *((path, "null", None) for path in ("goods.sealed", "goods.kind", "order.count", "goods.weight", "claim.share")),
    *(
        (path, "null", None)
        for path in ("order.amount", "claim.waited", "order.paid_on", "claim.opened_at", "order.note")
    ),
]

# Python data have values that JSON has not.
GOOD_VALUES = [
    ("goods.kind", Kind.DURABLE, "durable"),
    ("goods.score", Decimal("4.50"), Decimal("4.5")),
    ("goods.score", Decimal("-0"), Decimal(0)),
    ("goods.score", 4, Decimal(4)),
    ("goods.score", Decimal("0E+999999"), Decimal(0)),
    ("claim.share", Rate("0E+999999"), Rate(0)),
    ("goods.score", 10**18 - 1, Decimal(10**18 - 1)),
    ("claim.share", Rate("0.5"), Rate("0.5")),
    ("claim.growth", Rate("5E+1"), Rate("50")),
    ("order.amount", Money(1230), Money(1230)),
    ("claim.waited", Seconds(90), Seconds(90)),
    ("order.paid_on", dt.date(2024, 3, 1), dt.date(2024, 3, 1)),
    ("claim.opened_at", at(2024, 3, 1, 10, zone=CHINA), at(2024, 3, 1, 10, zone=CHINA)),
    ("claim.opened_at", at(2024, 3, 1, 10, 0, 0, 1), at(2024, 3, 1, 10, 0, 0, 1)),
    ("claim.opened_at", at(2024, 3, 1, 10, zone=ZoneInfo("Asia/Shanghai")), at(2024, 3, 1, 10, zone=CHINA)),
    (
        "claim.opened_at",
        at(2024, 3, 1, 10, zone=dt.timezone(dt.timedelta(hours=8), "CST")),
        at(2024, 3, 1, 10, zone=CHINA),
    ),
]

SHAPES = [
    {"policy": POLICY},
    {"policy": POLICY, "facts": {}},
    {"policy": POLICY, "facts": {"order": {}, "goods": {}, "claim": {}, "class": {}}},
    {"policy": POLICY, "id": None},
    {"policy": POLICY, "id": ""},
    {"policy": POLICY, "id": "编号 😀" * 10},
    {"policy": POLICY, "id": "字" * 200},
    {"facts": {"class": {"if": False}}, "id": "M-1", "policy": POLICY},
    {"policy": "market/exchanges"},
]


def brief(value):
    return repr(value)[:60]


def read(typed, path):
    group, name = (f"{part}_" if part in ("class", "if") else part for part in path.split("."))
    return getattr(getattr(typed.facts, group), name)


def same(value, expected):
    """Equal, of one type (decimals apart, which have their own), and moments with the same offset."""
    kind = Decimal if type(value).__name__ == "Exact" else type(value)
    offsets = [moment.utcoffset() for moment in (value, expected) if isinstance(moment, dt.datetime)]
    return kind is type(expected) and value == expected and len(set(offsets)) <= 1


def test_the_table_is_as_long_as_was_asked_for():
    assert len(GOOD_FACTS) + len(GOOD_VALUES) + len(SHAPES) >= 40


@pytest.mark.parametrize(("path", "value", "expected"), GOOD_FACTS, ids=brief)
def test_a_good_fact(book, path, value, expected):
    text = json_of(path, value)
    data = json.loads(text, parse_float=Decimal)
    typed = [book.decode_json(text), book.decode_json(text.encode()), book.decode(data)]
    assert all(same(read(case, path), expected) for case in typed), typed
    assert typed[0] == typed[1] == typed[2]
    assert book.evaluate_json(text).to_json() == book.evaluate(data).to_json()


@pytest.mark.parametrize(("path", "value", "expected"), GOOD_VALUES, ids=brief)
def test_a_good_value(book, path, value, expected):
    fact = book.version(POLICY).policy.vocabulary.facts[path]
    assert same(read(book.decode(case_of(path, value)), path), expected)
    assert same(read_fact(fact, value), expected)


@pytest.mark.parametrize("case", SHAPES, ids=brief)
def test_a_good_shape(book, case):
    text = json.dumps(case)
    typed = book.decode(case)
    assert typed == book.decode_json(text)
    assert (typed.id, typed.policy_id) == (case.get("id"), case["policy"])
    assert book.evaluate(case).to_json() == book.evaluate_json(text).to_json()


@pytest.mark.parametrize("kind", [OrderedDict, UserDict, MappingProxyType, lambda data: defaultdict(list, data)])
def test_other_mappings_are_as_good_as_a_dict(book, kind):
    case = kind({**GOOD_CASE, "facts": kind({group: kind(facts) for group, facts in GOOD_CASE["facts"].items()})})
    before = {**case}
    assert book.decode(case) == book.decode(GOOD_CASE)
    assert {**case} == before


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_json_may_come_in_any_buffer(book, kind):
    assert book.decode_json(kind(json.dumps(GOOD_CASE).encode())) == book.decode(GOOD_CASE)


def test_json_may_have_space_around_it(book):
    assert book.decode_json(f"\n\t {json.dumps(GOOD_CASE, indent=4)} \r\n") == book.decode(GOOD_CASE)


def test_a_missing_fact_is_no_fault(book):
    ruling = book.evaluate({"policy": POLICY, "facts": {"claim": {"opened_at": "2024-03-01T10:00:00+08:00"}}})
    assert ruling.status == "undetermined"
    assert set(ruling.needs) == {"goods.sealed", "order.count"}


def test_moments_of_a_zone_are_compared_by_the_instant_and_not_by_its_clocks(book):
    # At 01:30 the clocks of this zone are put back by an hour: the second 02:30 is an hour after the first.
    first, second = (at(2024, 10, 27, 2, 30, zone=ZoneInfo("Europe/Berlin")).replace(fold=fold) for fold in (0, 1))
    assert first == second
    facts = book.decode(
        {"policy": POLICY, "facts": {"order": {"placed_at": first}, "claim": {"opened_at": second}}}
    ).facts
    assert facts.claim.opened_at - facts.order.placed_at == dt.timedelta(hours=1)
    assert first.tzinfo.key == "Europe/Berlin"
