"""Which version rules: ends, corrections, temporary measures, and what was known when; each side of every line."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ruling.conftest import CORRECTED, FIRST, MEASURE, SECOND, version, write

from rulings import (
    CaseFaults,
    NoLongerInForce,
    NotYetInForce,
    NotYetRecorded,
    PolicyBook,
    PolicyFaults,
    UnknownVersion,
    check,
)
from rulings.selection import Selection

SETTLED = {"settled_at": "2022-01-01T00:00:00+08:00"}
IN_SEPTEMBER = "corrects: 2022-06-21\nrecorded: 2022-09-01\n"
VERSIONS = (FIRST, SECOND, CORRECTED, MEASURE)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2020-05-01T00:00:00+08:00", "2020-05-01"),
        ("2021-01-31T23:59:59.999999+08:00", "2020-05-01"),
        ("2021-02-01T00:00:00+08:00", "2021-02-01"),
        ("2021-01-31T16:00:00Z", "2021-02-01"),
        ("2021-03-31T23:59:59.999999+08:00", "2021-02-01"),
        ("2021-04-01T00:00:00+08:00", "2020-05-01"),
        ("2022-06-20T23:59:59.999999+08:00", "2020-05-01"),
        ("2022-06-21T00:00:00+08:00", "2022-06-21+1"),
        ("2023-12-31T23:59:59.999999+08:00", "2022-06-21+1"),
    ],
)
def test_each_side_of_every_line(book, claim, moment, expected):
    ruling = book.evaluate(claim(moment, **SETTLED))
    assert ruling.version.policy.version == expected
    assert ruling.selection.answer == "in force"
    assert ruling.selection.version == expected
    assert book.select("shop/limit", moment) == ruling.selection
    assert ruling.selection.since <= date(2023, 12, 31)


@pytest.mark.parametrize(
    ("moment", "answer", "error"),
    [
        ("2020-04-30T23:59:59.999999+08:00", "not yet in force", NotYetInForce),
        ("2024-01-01T00:00:00+08:00", "ended", NoLongerInForce),
    ],
)
def test_where_no_version_is_in_force_the_answer_says_so(book, claim, moment, answer, error):
    selection = book.select("shop/limit", moment)
    assert (selection.answer, selection.to_dict()["answer"]) == (answer, answer)
    with pytest.raises(error) as caught:
        book.evaluate(claim(moment, **SETTLED))
    assert str(caught.value) == selection.explain().removesuffix(".")


def test_a_day_is_an_answer_too(book):
    assert book.select("shop/limit", "2021-02-01").version == "2021-02-01"
    assert book.select("shop/limit", date(2021, 4, 1)).version == "2020-05-01"
    assert book.select("shop/limit", None).answer == "no date"
    assert book.select("shop/limits", "2021-02-01").answer == "no such policy"


@pytest.mark.parametrize("moment", ["2021-02-30", "yesterday", "2021-02-01T10:00:00", ""])
def test_a_date_that_is_none_is_refused(book, moment):
    with pytest.raises(CaseFaults):
        book.select("shop/limit", moment)


def test_selection_says_why_in_both_languages(book):
    first = book.select("shop/limit", "2021-01-31T10:00:00+08:00")
    assert first.explain() == (
        "claim.opened_at is 2021-01-31, so version 2020-05-01 is in force (from 2020-05-01 until 2021-01-31); "
        "the next, 2021-02-01, begins on 2021-02-01."
    )
    assert first.explain("zh") == (
        "claim.opened_at为2021-01-31，适用2020-05-01版本（自2020-05-01起，至2021-01-31）；下一版本2021-02-01自2021-02-01起施行。"
    )
    ended = book.select("shop/limit", "2024-01-01")
    assert "version 2022-06-21+1 ended on 2023-12-31" in ended.explain()


# What was known when


@pytest.mark.parametrize(
    ("known_at", "expected", "value"),
    [
        ("2022-06-01T00:00:00+08:00", "2022-06-21", 2),
        ("2022-09-01T11:59:59.999999+08:00", "2022-06-21", 2),
        ("2022-09-01T12:00:00+08:00", "2022-06-21+1", 3),
        ("2022-09-01T04:00:00Z", "2022-06-21+1", 3),
    ],
)
def test_a_correction_counts_from_the_moment_it_was_recorded(book, claim, known_at, expected, value):
    ruling = book.evaluate(claim("2022-07-01T10:00:00+08:00", **SETTLED), as_known_at=known_at)
    assert (ruling.version.policy.version, ruling["limit"].value) == (expected, value)
    assert ruling.receipt().data["selection"]["as_known_at"] == ruling.selection.to_dict()["as_known_at"]


def test_what_was_not_known_yet_ends_nothing(book, claim):
    before = book.evaluate(claim("2022-07-01T10:00:00+08:00", **SETTLED), as_known_at="2022-05-31T23:59:59+08:00")
    assert before.version.policy.version == "2020-05-01"
    assert (before.selection.until, before.selection.next) == (None, None)
    measure = book.evaluate(claim("2021-02-10T10:00:00+08:00", **SETTLED), as_known_at="2021-01-19T23:59:59+08:00")
    assert measure.version.policy.version == "2020-05-01"


def test_before_anything_was_known(book, claim):
    with pytest.raises(NotYetRecorded, match=r"no version of shop/limit was recorded by 2019-12-31T23:59:59\+08:00"):
        book.evaluate(claim("2022-07-01T10:00:00+08:00"), as_known_at="2019-12-31T23:59:59+08:00")
    assert book.select("shop/limit", "2022-07-01", as_known_at="2019-12-31T23:59:59+08:00").answer == "not yet recorded"


@pytest.mark.parametrize("known_at", ["2019", "2019-12-31", "2019-12-31T23:59:59", "soon"])
def test_a_moment_of_knowledge_that_is_none_is_refused(book, claim, known_at):
    with pytest.raises(CaseFaults) as caught:
        book.evaluate(claim("2022-07-01T10:00:00+08:00"), as_known_at=known_at)
    assert caught.value.diagnostics[0].path == "as_known_at"


def test_a_corrected_version_rules_where_it_is_named(book, claim):
    ruling = book.evaluate(claim("2022-07-01T10:00:00+08:00", **SETTLED), version="2022-06-21")
    assert ruling["limit"].value == 2
    assert (ruling.selection.answer, ruling.receipt().data["selection"]["how"]) == ("named", "named")
    assert [one.policy.version for one in book.versions("shop/limit")] == ["2020-05-01", "2021-02-01", "2022-06-21+1"]
    with pytest.raises(UnknownVersion, match=r"it has 2020-05-01, 2021-02-01, 2022-06-21, 2022-06-21\+1"):
        book.version("shop/limit", "2022-06-21+2")


def test_a_version_is_named_or_chosen(book, claim):
    with pytest.raises(ValueError, match="give one of the two"):
        book.evaluate(claim("2022-07-01T10:00:00+08:00"), version="2022-06-21", as_known_at="2022-09-01T12:00:00+08:00")


def test_the_order_of_files_changes_nothing(tmp_path, book, claim):
    other = PolicyBook.load(write(tmp_path, *reversed(VERSIONS)))
    for moment in ("2021-02-10T10:00:00+08:00", "2022-07-01T10:00:00+08:00", "2020-06-01T10:00:00+08:00"):
        case = claim(moment, **SETTLED)
        assert book.evaluate(case).receipt() == other.evaluate(case).receipt()


def test_a_correction_may_move_the_days_in_force(tmp_path, claim):
    later = version(
        "2022-06-21+1",
        "from: 2022-07-01",
        3,
        published="2022-06-01",
        more=IN_SEPTEMBER,
    )
    made = PolicyBook.load(write(tmp_path, FIRST, SECOND, later))
    case = claim("2022-06-25T10:00:00+08:00", **SETTLED)
    assert made.evaluate(case).version.policy.version == "2020-05-01"
    assert made.evaluate(case, as_known_at="2022-08-31T23:59:59+08:00").version.policy.version == "2022-06-21"
    assert made.evaluate(case, as_known_at="2022-09-01T00:00:00+08:00").version.policy.version == "2020-05-01"


def test_versions_that_overlapped_as_known_before_are_refused(tmp_path):
    wrong = version("2022-06-21", "from: 2020-05-01", 2, published="2022-06-01")
    right = version(
        "2022-06-21+1",
        "from: 2022-06-21",
        2,
        published="2022-06-01",
        more=IN_SEPTEMBER,
    )
    with pytest.raises(PolicyFaults, match="begin on the same day"):
        PolicyBook.load(write(tmp_path, FIRST, wrong, right))


DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 31))


@st.composite
def plans(draw):
    """Versions and measures, some of which overlap."""
    starts = sorted(draw(st.lists(DAYS, min_size=1, max_size=4, unique=True)))
    made = []
    for number, start in enumerate(starts):
        until = draw(st.none() | st.integers(0, 400).map(lambda days, start=start: start + timedelta(days=days)))
        end = "" if until is None else f", until: {until}"
        made.append((str(start), f"from: {start}{end}", number))
    for number, first in enumerate(draw(st.lists(DAYS, max_size=2, unique=True)), start=len(made)):
        until = first + timedelta(days=draw(st.integers(0, 90)))
        suspends = draw(st.sampled_from(starts))
        made.append((f"{first}", f"from: {first}, until: {until}, suspends: {suspends}", number))
    return made if len({name for name, _, _ in made}) == len(made) else made[: len(starts)]


def expected_on(plan, day):
    """The version in force on a day, by the plain meaning of the plan, where it is one that can be."""
    spans = []
    for name, in_force, _ in plan:
        said = dict(part.split(": ") for part in in_force.split(", "))
        spans.append((date.fromisoformat(said["from"]), said.get("until"), said.get("suspends"), name))
    measures = [one for one in spans if one[2] is not None]
    for first, until, _, name in measures:
        if first <= day <= date.fromisoformat(until):
            return name
    begun = [one for one in spans if one[2] is None and one[0] <= day]
    if not begun:
        return None
    _, until, _, name = max(begun)
    return name if until is None or day <= date.fromisoformat(until) else None


@settings(max_examples=60)
@given(plans(), st.lists(DAYS, min_size=5, max_size=5))
def test_the_timetable_says_what_the_plan_means_or_refuses_it(tmp_path_factory, plan, days):
    folder = tmp_path_factory.mktemp("plan")
    write(folder, *(version(name, in_force, value) for name, in_force, value in plan))
    codes = {fault.code for fault in check(folder)}
    assert codes <= {"overlapping-versions", "suspends-nothing"}
    if codes:
        return
    made = PolicyBook.load(folder)
    edges = [date.fromisoformat(name) + timedelta(days=step) for name, _, _ in plan for step in (-1, 0, 1)]
    for day in (*days, *edges):
        assert made.select("shop/limit", day).version_in_force == expected_on(plan, day)
        noon = datetime.fromisoformat(f"{day}T12:00:00+08:00")
        assert made.select("shop/limit", noon).version_in_force == expected_on(plan, day)


def test_selections_are_plain_values():
    assert Selection("no such policy", "a/b") == Selection("no such policy", "a/b")
    assert Selection("no such policy", "a/b").explain("zh") == "没有名为“a/b”的规则。"
