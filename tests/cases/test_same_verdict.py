"""The fast way of good cases and the slow way of wrong ones say the same about every case, and read the same values."""

import datetime as dt
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.cases.market import FACTS, GROUPS, POLICY, case_of
from tests.cases.wrong_cases import json_of

from rulings.cases.check import faults_of, faults_of_json
from rulings.cases.facts import Refused, read_fact
from rulings.cases.json_text import read_json
from rulings.cases.typed import CaseTypes
from rulings.values import Money, Rate, Seconds

PATHS = st.sampled_from([path for paths in FACTS.values() for path in paths])


def digits(most):
    return st.text("0123456789", min_size=1, max_size=most)


NUMBERS = st.one_of(
    st.integers(-(2**65), 2**65).map(str),
    st.sampled_from([2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**18, 10**18 - 1, 10**25, 10**41]).map(str),
    st.builds("{}{}.{}".format, st.sampled_from(["", "-", "+"]), digits(20), digits(20)),
    st.builds("{}{}{}".format, digits(3), st.sampled_from(["e", "E", "e+", "E-", "e-0", "."]), digits(3)),
    st.sampled_from(
        ["-0", "-0.0", "0e0", "0E-18", "0e-19", "1e17", "1e18", "NaN", "-Infinity", "01", "1_0", "1e99999999999"]
    ),
)
MOMENTS = st.builds(
    "{}{}{}{}{}".format,
    st.one_of(
        st.dates().map(str),
        st.sampled_from(
            ["1899-12-31", "1900-01-01", "2099-12-31", "2100-01-01", "2024-02-30", "2024-00-01", "0000-01-01"]
        ),
    ),
    st.sampled_from(["T", "T", "T", "t", " ", "", "_", "  "]),
    st.one_of(
        st.times().map(lambda time: time.strftime("%H:%M:%S")),
        st.sampled_from(["24:00:00", "23:59:60", "1:00:00", "10:00", ""]),
    ),
    st.one_of(
        st.just(""), digits(9).map(lambda fraction: f".{fraction}"), st.sampled_from([".", ",5", ".9999995", ".000000"])
    ),
    st.sampled_from(
        ["Z", "z", "+08:00", "-00:00", "+0800", "+08", "+23:59", "-24:00", "+00:60", "", "[Asia/Shanghai]", " Z"]
    ),
)
AMOUNTS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "-", "+"]),
    NUMBERS,
    st.sampled_from([" ", "", "  "]),
    st.sampled_from(["CNY", "USD", "%", "hours", "minute", "seconds", "days", ""]),
)
WORDS = st.one_of(
    st.sampled_from(["durable", "Durable", "fresh", "true", "", "٣", "\uff11", "½", "\ud800", "\x00", "\ufeff1"]),
    st.text(max_size=12),
    st.text(st.characters(codec=None, categories=("Cs", "Nd", "Zs", "Cc")), max_size=6),
)
TEXTS = st.one_of(WORDS, AMOUNTS, NUMBERS, MOMENTS, st.dates().map(str))
JSON_VALUES = st.one_of(
    TEXTS.map(json.dumps),
    TEXTS.map(lambda text: json.dumps(text, ensure_ascii=False)),
    NUMBERS,
    st.sampled_from(["true", "false", "null", "[]", "{}", "[1]", '{"a": 1}', "nul", '"', '"\\ud800"', '"\\u00"', ""]),
)
ZONES = st.one_of(
    st.none(),
    st.just(dt.UTC),
    st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns"]).map(ZoneInfo),
)
DECIMALS = st.one_of(
    st.decimals(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-2000, max_value=2000),
    st.builds("{}E{}".format, st.integers(-(10**19), 10**19), st.integers(-25, 25)).map(Decimal),
)
VALUES = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**66), 2**66),
    st.floats(),
    DECIMALS,
    DECIMALS.map(Rate),
    st.integers(-(2**65), 2**65).map(Money),
    st.integers(-(10**11), 10**11).map(Seconds),
    st.dates(),
    st.datetimes(timezones=ZONES),
    st.datetimes(dt.datetime(1899, 1, 1), dt.datetime(2101, 1, 1), timezones=ZONES),  # noqa: DTZ001 - bounds are naive
    st.binary(max_size=4),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    st.timedeltas(),
)


@pytest.fixture(scope="session")
def vocabularies(book):
    return {policy: book.version(policy).policy.vocabulary for policy in book.policies}


@pytest.fixture(scope="session")
def types(vocabularies):
    return CaseTypes(vocabularies)


def known(types, typed):
    """The facts of a typed case by path, so that values can be told apart by type."""
    vocabulary = types.vocabularies[typed.policy_id]
    names = {
        path: [f"{part}_" if part in ("class", "if") else part for part in path.split(".")] for path in vocabulary.facts
    }
    values = {path: getattr(getattr(typed.facts, group), name) for path, (group, name) in names.items()}
    return {path: (type(value), value, str(value)) for path, value in values.items() if value is not None}


def read_slowly(vocabulary, case):
    facts = case.get("facts", {})
    given = {
        f"{group}.{name}": value for group, inner in facts.items() for name, value in inner.items() if value is not None
    }
    values = {path: read_fact(vocabulary.facts[path], value) for path, value in given.items()}
    return {path: (type(value), value, str(value)) for path, value in values.items()}


def agree_on_json(types, vocabularies, text):
    typed = types.from_json(text)
    found = faults_of_json(text, vocabularies)
    assert (typed is not None) == (found == []), (typed, found)
    if typed is not None:
        case = read_json(text)
        assert known(types, typed) == read_slowly(vocabularies[typed.policy_id], case)
        assert types.from_python(case) == typed
    assert types.from_json(text) == typed
    if isinstance(text, str) and not any("\ud800" <= sign <= "\udfff" for sign in text):
        assert types.from_json(text.encode()) == typed


def agree_on_data(types, vocabularies, case):
    typed = types.from_python(case)
    found = faults_of(case, vocabularies)
    assert (typed is not None) == (found == []), (typed, found)
    if typed is not None:
        assert known(types, typed) == read_slowly(vocabularies[typed.policy_id], case)


@given(PATHS, JSON_VALUES)
@example("claim.opened_at", '"2024-03-01T23:59:59.9999999+08:00"')
@example("goods.score", "1e99999999999999999999")
@example("goods.score", "1E+2")
@example("order.note", '"3.1234567"')
def test_on_a_fact_given_as_json(types, vocabularies, path, value):
    agree_on_json(types, vocabularies, json_of(path, value))


@given(st.data())
def test_on_a_fact_of_a_likely_type_given_as_json(types, vocabularies, data):
    likely = {"datetime": MOMENTS, "date": st.one_of(MOMENTS, st.dates().map(str)), "text": WORDS, "choice": WORDS}
    name = data.draw(st.sampled_from(sorted(FACTS)))
    text = json.dumps(data.draw(likely.get(name, AMOUNTS)))
    number = data.draw(NUMBERS)
    value = data.draw(st.sampled_from([text, number]))
    agree_on_json(types, vocabularies, json_of(data.draw(st.sampled_from(FACTS[name])), value))


@given(PATHS, VALUES)
@example("claim.opened_at", "2024-03-01T23:59:59.9999999+08:00")
@example("goods.defects", Money(5))
def test_on_a_fact_given_as_data(types, vocabularies, path, value):
    agree_on_data(types, vocabularies, case_of(path, value))


NAMES = st.sampled_from(
    ["order", "goods", "class", "if", "count", "sealed", "order.count", "policy", "id", "facts", "", "x"]
)
TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from([POLICY, "market/x", "M-1", "1.5", "\ud800"])),
    lambda inner: st.one_of(
        st.dictionaries(NAMES, inner, max_size=4),
        st.lists(inner, max_size=2),
        st.fixed_dictionaries({"policy": st.just(POLICY)}, optional={"facts": inner, "id": inner, "x": inner}),
        st.fixed_dictionaries({}, optional=dict.fromkeys(GROUPS, inner)),
    ),
    max_leaves=12,
)


@given(TREES)
def test_on_any_tree(types, vocabularies, tree):
    agree_on_data(types, vocabularies, tree)
    agree_on_json(types, vocabularies, json.dumps(tree))


@given(st.one_of(st.binary(max_size=30), st.text(max_size=30)))
def test_on_anything(types, vocabularies, data):
    agree_on_json(types, vocabularies, data)


@given(st.data())
def test_on_a_damaged_case(types, vocabularies, data):
    whole = json_of(data.draw(PATHS), data.draw(JSON_VALUES)).encode("utf-8", "surrogatepass")
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 3)))
    agree_on_json(types, vocabularies, whole[:start] + data.draw(st.binary(max_size=2)) + whole[end:])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_however_many_policies_there_are(vocabularies, count):
    some = dict(list(vocabularies.items())[:count])
    types = CaseTypes(some)
    cases = [
        {},
        {"facts": {}},
        {"policy": ""},
        {"policy": "no"},
        {"policy": None},
        *({"policy": name} for name in vocabularies),
    ]
    for case in cases:
        agree_on_data(types, some, case)
        agree_on_json(types, some, json.dumps(case))
    assert [types.from_python({"policy": name}) is not None for name in vocabularies] == [
        name in some for name in vocabularies
    ]


def test_a_value_that_is_refused_says_why(vocabularies):
    with pytest.raises(Refused) as raised:
        read_fact(vocabularies[POLICY].facts["order.count"], "2")
    assert (raised.value.code, raised.value.advice) == ("wrong-type", "take the quotes away: 2")
