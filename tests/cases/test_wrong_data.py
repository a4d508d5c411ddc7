"""What only Python data can have: floats, tricks with types, and objects that never end. No traceback, ever."""

import datetime as dt
import enum
import math
from collections import UserDict, UserString, defaultdict
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from tests.cases.market import FACTS, GOOD_CASE, POLICY, case_of

from rulings.errors import CaseFaults
from rulings.values import Money, Rate, Seconds

HUGE = 10**5_000
ALL_FACTS = [path for paths in FACTS.values() for path in paths]
UTC = dt.UTC
NOON = dt.datetime(2024, 3, 1, 12, tzinfo=UTC)


class Number(enum.IntEnum):
    TWO = 2


class Like:
    """As NumPy's integers: no int, but one by index."""

    def __index__(self):
        return 2

    __int__ = __index__


class Word(str):
    __slots__ = ()


class Moment(dt.datetime):
    pass


class Day(dt.date):
    pass


class NoZone(dt.tzinfo):
    def utcoffset(self, _):
        return None


class Unfinished(dt.tzinfo):
    pass


class FarZone(dt.tzinfo):
    def utcoffset(self, _):
        return dt.timedelta(days=2)


class Rude:
    def __repr__(self):
        raise AssertionError

    __str__ = __repr__


class Mine(Money):
    pass


def endless():
    inner = {}
    inner["order"] = inner
    return inner


def endless_list():
    inner = []
    inner.append(inner)
    return inner


WRONG_VALUES = [
    # binary floats, whatever they hold
    *((path, value, "wrong-type") for path in ALL_FACTS for value in (1.0, math.nan, math.inf)),
    ("goods.weight", 1.5, "wrong-type"),
    ("goods.score", -0.0, "wrong-type"),
    # integers and what is like them
    ("order.count", True, "wrong-type"),
    ("order.count", Number.TWO, "wrong-type"),
    ("order.count", Like(), "wrong-type"),
    ("order.count", Decimal(2), "wrong-type"),
    ("order.count", Fraction(2), "wrong-type"),
    ("order.count", 2j, "wrong-type"),
    ("order.count", b"2", "wrong-type"),
    ("order.count", Money(2), "wrong-type"),
    ("goods.defects", Seconds(2), "wrong-type"),
    ("goods.defects", HUGE, "out-of-range"),
    ("goods.defects", -HUGE, "out-of-range"),
    # booleans
    ("goods.sealed", 1, "wrong-type"),
    ("goods.sealed", Word("true"), "wrong-type"),
    ("goods.sealed", HUGE, "wrong-type"),
    # decimals
    ("goods.score", Decimal("NaN"), "out-of-range"),
    ("goods.score", Decimal("sNaN"), "out-of-range"),
    ("goods.score", Decimal("-Infinity"), "out-of-range"),
    ("goods.score", Decimal("1E+999999"), "out-of-range"),
    ("goods.score", Decimal("1E-999999"), "out-of-range"),
    ("goods.score", Decimal("1234567890.123456789"), "too-many-decimals"),
    ("goods.score", Decimal("1." + "1" * 5_000), "too-many-decimals"),
    ("goods.score", True, "wrong-type"),
    ("goods.score", HUGE, "out-of-range"),
    ("goods.score", Rate("0.5"), "wrong-type"),
    ("goods.score", Money(5), "wrong-type"),
    ("goods.score", Number.TWO, "wrong-type"),
    ("goods.score", Fraction(1, 3), "wrong-type"),
    # our own types, beyond what a case can say
    ("claim.growth", Decimal("0.5"), "wrong-type"),
    ("claim.growth", Rate("NaN"), "out-of-range"),
    ("claim.growth", Rate("1E+50"), "out-of-range"),
    ("claim.growth", Rate("0.123456789"), "too-many-decimals"),
    ("claim.share", Rate("1.01"), "out-of-range"),
    ("claim.growth", HUGE, "wrong-type"),
    ("claim.balance", 1230, "wrong-type"),
    ("claim.balance", Decimal("12.30"), "wrong-type"),
    ("claim.balance", Money(2**63), "out-of-range"),
    ("claim.balance", Money(HUGE), "out-of-range"),
    ("claim.balance", Mine(5), "wrong-type"),
    ("claim.balance", Seconds(5), "wrong-type"),
    ("claim.balance", b"12.30 CNY", "wrong-type"),
    ("claim.balance", UserString("12.30 CNY"), "wrong-type"),
    ("claim.waited", Seconds(-1), "out-of-range"),
    ("claim.waited", Seconds(10**10), "out-of-range"),
    ("claim.waited", dt.timedelta(minutes=3), "wrong-type"),
    ("claim.waited", Money(5), "wrong-type"),
    ("claim.waited", 180, "wrong-type"),
    # days and moments
    ("order.paid_on", NOON, "wrong-type"),
    ("order.paid_on", Day(2024, 3, 1), "wrong-type"),
    ("order.paid_on", dt.date(1899, 12, 31), "out-of-range"),
    ("order.paid_on", dt.date(2100, 1, 1), "out-of-range"),
    ("order.paid_on", dt.time(12), "wrong-type"),
    ("order.paid_on", b"2024-03-01", "wrong-type"),
    ("claim.opened_at", dt.datetime(2024, 3, 1, 12), "offset-missing"),  # noqa: DTZ001 - this is what is refused
    ("claim.opened_at", NOON.replace(tzinfo=NoZone()), "offset-missing"),
    ("claim.opened_at", NOON.replace(tzinfo=Unfinished()), "offset-missing"),
    ("claim.opened_at", NOON.replace(tzinfo=FarZone()), "offset-missing"),
    ("claim.opened_at", Moment(2024, 3, 1, 12, tzinfo=UTC), "wrong-type"),
    ("claim.opened_at", dt.date(2024, 3, 1), "wrong-type"),
    ("claim.opened_at", NOON.replace(year=1899), "out-of-range"),
    ("claim.opened_at", NOON.replace(year=2100), "out-of-range"),
    ("claim.opened_at", dt.datetime(9999, 12, 31, 23, tzinfo=ZoneInfo("America/Lima")), "out-of-range"),
    ("claim.opened_at", b"2024-03-01T12:00:00Z", "wrong-type"),
    ("claim.opened_at", Word("2024-03-01T12:00:00.1234567Z"), "too-many-decimals"),
    ("claim.opened_at", HUGE, "wrong-type"),
    # texts and choices
    ("order.note", b"note", "wrong-type"),
    ("order.note", bytearray(b"note"), "wrong-type"),
    ("order.note", Word("note"), "wrong-type"),
    ("order.note", UserString("note"), "wrong-type"),
    ("order.note", "\ud83d", "wrong-type"),
    ("order.note", HUGE, "wrong-type"),
    ("goods.kind", b"durable", "wrong-type"),
    ("goods.kind", UserString("durable"), "wrong-type"),
    ("goods.kind", Number.TWO, "wrong-type"),
    ("goods.kind", "\ud83d", "unknown-option"),
    # nesting and strangers, for every type
    *(
        (path, value, "wrong-type")
        for path in ALL_FACTS
        for value in ([], (), set(), {}, {1: 2}, endless(), endless_list())
    ),
    *(
        (path, value, "wrong-type")
        for path in ALL_FACTS
        for value in (object(), Rude(), SimpleNamespace(), len, int, ...)
    ),
]

WRONG_SHAPES = [
    (None, [("wrong-type", "case")]),
    (..., [("wrong-type", "case")]),
    (1.5, [("wrong-type", "case")]),
    ('{"policy": "market/returns"}', [("wrong-type", "case")]),
    (b'{"policy": "market/returns"}', [("wrong-type", "case")]),
    ([GOOD_CASE], [("wrong-type", "case")]),
    ([("policy", POLICY)], [("wrong-type", "case")]),
    (SimpleNamespace(policy=POLICY, facts={}), [("wrong-type", "case")]),
    (endless_list(), [("wrong-type", "case")]),
    (Rude(), [("wrong-type", "case")]),
    (HUGE, [("wrong-type", "case")]),
    (defaultdict(dict), [("missing-key", "policy")]),
    ({"policy": Word(POLICY)}, [("wrong-type", "policy")]),
    ({"policy": b"market/returns"}, [("wrong-type", "policy")]),
    ({"policy": [POLICY]}, [("wrong-type", "policy")]),
    ({"policy": Rude()}, [("wrong-type", "policy")]),
    ({"policy": HUGE}, [("wrong-type", "policy")]),
    ({"policy": "\ud800"}, [("unknown-policy", "policy")]),
    ({"policy": POLICY, "id": HUGE}, [("wrong-type", "id")]),
    ({"policy": POLICY, "id": Word("M-1")}, [("wrong-type", "id")]),
    ({"policy": POLICY, "id": b"M-1"}, [("wrong-type", "id")]),
    ({"policy": POLICY, "id": 1.5}, [("wrong-type", "id")]),
    ({"policy": POLICY, "id": "\udc00"}, [("wrong-type", "id")]),
    ({"policy": POLICY, "facts": [("order", {})]}, [("wrong-type", "facts")]),
    ({"policy": POLICY, "facts": SimpleNamespace(order={})}, [("wrong-type", "facts")]),
    ({"policy": POLICY, "facts": endless()}, [("unknown-fact", "facts.order.order")]),
    ({"policy": POLICY, "facts": {"order": endless_list()}}, [("wrong-type", "facts.order")]),
    ({"policy": POLICY, "facts": {"order": {3: 4}}}, [("wrong-type", "facts.order.<int>")]),
    ({"policy": POLICY, "facts": {"order": {b"count": 4}}}, [("wrong-type", "facts.order.<bytes>")]),
    ({"policy": POLICY, "facts": {"order": {HUGE: 4}}}, [("wrong-type", "facts.order.<int>")]),
    ({"policy": POLICY, "facts": {"order": {None: 4}}}, [("wrong-type", "facts.order.<NoneType>")]),
    ({"policy": POLICY, "facts": {3: {}}}, [("wrong-type", "facts.<int>")]),
    ({"policy": POLICY, 3: {}}, [("wrong-type", "<int>")]),
    ({"policy": POLICY, "facts": {"\ud800": {}}}, [("unknown-group", "facts.\\ud800")]),
    ({"policy": POLICY, "facts": {"order": {"a\nb": 1}}}, [("unknown-fact", "facts.order.a\\nb")]),
    (UserDict(policy=POLICY, facts=UserDict(order=UserDict(count="2"))), [("wrong-type", "facts.order.count")]),
    (MappingProxyType({"policy": POLICY, "facts": {"order": {"count": 0}}}), [("out-of-range", "facts.order.count")]),
]


def brief(value):
    return type(value).__name__


def faults(evaluate, given):
    with pytest.raises(CaseFaults) as raised:
        evaluate(given)
    return [(fault.code, fault.path) for fault in raised.value.diagnostics]


@pytest.mark.parametrize(("path", "value", "code"), WRONG_VALUES, ids=brief)
def test_a_wrong_value(book, path, value, code):
    assert faults(book.evaluate, case_of(path, value)) == [(code, f"facts.{path}")]


@pytest.mark.parametrize(("case", "expected"), WRONG_SHAPES, ids=brief)
def test_a_wrong_shape(book, case, expected):
    assert faults(book.evaluate, case) == expected


def test_keys_of_a_text_type_of_their_own_are_refused(book):
    case = {Word("policy"): POLICY, "facts": {Word("order"): {}, "goods": {Word("sealed"): True}}}
    assert faults(book.evaluate, case) == [
        ("wrong-type", "facts.goods.sealed"),
        ("wrong-type", "facts.order"),
        ("wrong-type", "policy"),
    ]


def test_a_case_that_was_decoded_is_ruled_on_and_not_evaluated(book):
    assert faults(book.evaluate, book.decode(GOOD_CASE)) == [("wrong-type", "case")]


def test_a_group_of_a_decoded_case_is_no_data(book):
    decoded = book.decode(GOOD_CASE)
    assert faults(book.evaluate, {"policy": POLICY, "facts": decoded.facts}) == [("wrong-type", "facts")]
    assert faults(book.evaluate, {"policy": POLICY, "facts": {"order": decoded.facts.order}}) == [
        ("wrong-type", "facts.order")
    ]


@pytest.mark.parametrize("data", [None, 3, {"policy": POLICY}, [b"{}"], Rude(), 1.5], ids=brief)
def test_json_is_bytes_or_a_text(book, data):
    assert faults(book.evaluate_json, data) == [("wrong-type", "case")]
