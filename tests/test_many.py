"""Many cases at once: what ruling on each alone gives, with the errors in their places."""

from collections import OrderedDict
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

import rulings
from rulings import CaseFaults, PolicyBook, RulingsError
from rulings.examples import expected_cases

POLICIES = Path(__file__).parents[1] / "policies"
MOMENT = "2024-09-01T10:00:00+08:00"
DISPUTE = "douyin/after-sales-dispute"


class Lying(dict):
    """A dict that says what it does not hold."""

    def get(self, _key, _default=None):
        return DISPUTE


def case(policy=DISPUTE, *, opened="2024-03-09T08:30:00+08:00", **more):
    claim = {"opened_at": opened, "reason": "service"}
    return {"policy": policy, "facts": {"order": {"completed_at": "2024-03-01T10:00:00+08:00"}, "claim": claim}, **more}


ODD = [
    case(id="good"),
    case(id=7),
    case(policy="douyin/dispute"),
    case(policy=["a", "list"]),
    case(opened="2001-01-01T00:00:00+08:00"),
    case(opened="soon", more=1),
    case(opened=datetime(2024, 3, 9, tzinfo=UTC)),
    case(opened=None),
    OrderedDict(case(id="ordered")),
    MappingProxyType(case(id="proxy")),
    Lying(case()),
    Lying(),
    {},
    None,
    [],
    "a text",
    7,
    case(id="last"),
]


@pytest.fixture(scope="module")
def book():
    return PolicyBook.load(POLICIES)


@pytest.fixture(scope="module")
def mixed():
    """Cases of all policies, in turn, with odd ones among them."""
    examples = [given for given, _ in expected_cases(POLICIES)]
    return [one for pair in zip(examples, ODD * (len(examples) // len(ODD) + 1), strict=False) for one in pair]


def alone(book, given, **request):
    try:
        return told(book.evaluate(given, **request))
    except RulingsError as error:
        return told(error)


def told(found):
    return (type(found), str(found)) if isinstance(found, Exception) else found.to_json()


@pytest.mark.parametrize(
    "request_",
    [{}, {"at": MOMENT}, {"as_known_at": MOMENT}, {"version": "2023-07-29"}, {"version": "2023-07-29", "at": MOMENT}],
    ids=str,
)
def test_each_is_ruled_on_as_if_alone(book, mixed, request_):
    found = book.evaluate_many(mixed, **request_)
    assert [told(one) for one in found] == [alone(book, one, **request_) for one in mixed]
    assert {isinstance(one, RulingsError) for one in found} == {True, False}


def test_errors_hold_nothing_of_the_work(book):
    [fault] = book.evaluate_many([case(opened="soon")])
    assert isinstance(fault, CaseFaults)
    assert fault.__traceback__ is None
    assert [one.path for one in fault.diagnostics] == ["facts.claim.opened_at"]


def test_any_iterable_will_do(book):
    assert [one.id for one in book.evaluate_many(case(id=name) for name in "ab")] == ["a", "b"]
    assert book.evaluate_many(()) == []


@pytest.mark.parametrize("one", [case(), "[]", b"[]", bytearray()], ids=["dict", "str", "bytes", "bytearray"])
def test_a_single_case_is_a_wrong_argument(book, one):
    with pytest.raises(ValueError, match="takes a list of cases"):
        book.evaluate_many(one)


@pytest.mark.parametrize("name", ["at", "as_known_at"])
def test_a_bad_moment_is_nobodys_case(book, name):
    with pytest.raises(CaseFaults, match="refused"):
        book.evaluate_many([], **{name: "tomorrow"})


def test_version_and_as_known_at_exclude_each_other(book):
    with pytest.raises(ValueError, match="give one of the two"):
        book.evaluate_many([], version="2023-07-29", as_known_at=MOMENT)


def test_the_packaged_policies_rule_too():
    [ruling] = rulings.evaluate_many([case(id="C-1")])
    assert ruling.to_json() == rulings.evaluate(case(id="C-1")).to_json()
