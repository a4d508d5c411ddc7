"""The second calendar gives the same ends as the first, though it shares no code with it."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.second_opinion import period_ends
from rulings.second_opinion.period_ends import end_of, ends_inside
from rulings.second_opinion.reasons import Untranslatable
from rulings.values import BadValue, BeyondCalendar, Counting, Span, Unit, closing, is_inclusive
from rulings.values.counting import CHOICES

MOST = {Unit.WORKING_DAYS: 40, Unit.MONTHS: 120, Unit.YEARS: 30}
ZONES = ("Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")
SPANS = st.sampled_from(Unit).flatmap(lambda unit: st.builds(Span, st.integers(0, MOST.get(unit, 400)), st.just(unit)))
COUNTINGS = st.builds(
    Counting,
    timezone=st.sampled_from(ZONES),
    **{name: st.sampled_from(choices) for name, choices in CHOICES.items()},
)
MOMENTS = st.one_of(
    st.datetimes(datetime(2004, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is given apart
    st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([datetime.fromisoformat(text) for text in ("2024-01-31T23:59:59+08:00", "2024-03-10T06:59:59Z")]),
)


@given(MOMENTS, SPANS, COUNTINGS)
def test_both_calendars_agree(opened, span, counting):
    try:
        expected = closing(opened, span, counting)
    except (BeyondCalendar, BadValue):
        with pytest.raises(Untranslatable, match="beyond-calendar"):
            end_of(opened, span, counting)
        return
    assert end_of(opened, span, counting) == expected
    assert ends_inside(span, counting) == is_inclusive(span, counting)


@pytest.mark.parametrize(
    ("opened", "span", "end"),
    [
        ("2024-03-01T10:00:00+08:00", "15 days", "2024-03-17T00:00:00+08:00"),
        ("2023-08-31T10:00:00+08:00", "6 months", "2024-03-01T00:00:00+08:00"),
        ("2024-02-29T00:00:00+08:00", "1 year", "2025-03-01T00:00:00+08:00"),
        ("2024-09-30T12:00:00+08:00", "1 working day", "2024-10-09T00:00:00+08:00"),
        ("2024-03-01T10:00:00+08:00", "48 hours", "2024-03-03T10:00:00+08:00"),
    ],
)
def test_ends_that_a_person_has_counted(opened, span, end):
    assert end_of(datetime.fromisoformat(opened), Span.parse(span), Counting()) == datetime.fromisoformat(end)


def test_an_end_behind_2199_is_not_counted():
    with pytest.raises(Untranslatable, match="beyond-calendar"):
        end_of(datetime(2150, 1, 1, tzinfo=UTC), Span.parse("60 years"), Counting())
    assert end_of(datetime(2150, 1, 1, tzinfo=UTC), Span.parse("1 hour"), Counting()) > datetime(2150, 1, 1, tzinfo=UTC)
    assert timedelta(days=1) == period_ends.DAY


def test_it_shares_no_code_with_the_first():
    tree = ast.parse(Path(period_ends.__file__).read_text(encoding="utf-8"))
    imported = {
        (node.module, alias.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    ours = {(module, name) for module, name in imported if str(module).startswith("rulings")}
    assert ours == {
        ("rulings.second_opinion.reasons", "BEYOND_CALENDAR"),
        ("rulings.second_opinion.reasons", "Untranslatable"),
        ("rulings.values", "Counting"),
        ("rulings.values", "Span"),
    }
