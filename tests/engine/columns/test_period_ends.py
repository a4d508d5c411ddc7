"""Ends of periods in columns are the very moments that counting gives, whatever the settings, zone and time of day."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.engine.columns.clocks import EPOCH, Ends, microseconds, moment_of, on_clocks
from rulings.values import BadValue, Counting, Span, closing
from rulings.values.counting import CHOICES
from rulings.values.zone import to_local

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
SPANS = ("48 hours", "15 days", "0 days", "2 weeks", "1 month", "6 months", "1 year", "7 working days", "100 years")
settings_of_counting = st.builds(
    Counting, timezone=st.sampled_from(ZONES), **{name: st.sampled_from(choices) for name, choices in CHOICES.items()}
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1900, 1, 2), datetime(2150, 1, 1), timezones=offsets)  # noqa: DTZ001 - given zones
month_ends = st.sampled_from(
    [datetime(2024, 1, 31, 15, 59, 59, 999_999, UTC), datetime(2023, 8, 31, 16, 0, tzinfo=UTC)],
)


def counted(moment, span, counting):
    try:
        return closing(moment, span, counting)
    except BadValue:
        return None


def check(some, span, counting):
    opened = np.array([microseconds(one) for one in some], dtype=np.int64)
    table = Ends(span, counting)
    for _ in range(2):  # the second time from the table
        ends, singly = table.of(opened, np.ones(len(some), bool))
        for moment, end, alone in zip(some, ends.tolist(), singly.tolist(), strict=True):
            if not alone:
                assert moment_of(end) == counted(moment, span, counting), moment


@given(st.lists(st.one_of(moments, month_ends), min_size=1, max_size=6), st.sampled_from(SPANS), settings_of_counting)
def test_ends_are_those_of_counting(some, span, counting):
    check(some, Span.parse(span), counting)


@pytest.mark.parametrize("span", SPANS)
def test_hardly_any_period_is_left_to_single_cases(span):
    some = [datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=day, seconds=day) for day in range(700)]
    opened = np.array([microseconds(one) for one in some], dtype=np.int64)
    _, singly = Ends(Span.parse(span), Counting()).of(opened, np.ones(len(some), bool))
    known = np.array([counted(one, Span.parse(span), Counting()) is not None for one in some])
    assert not (singly & known).any()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("second", [-1, 0, 1])
def test_clocks_are_right_at_every_change(zone, second):
    hours = range(0, 24 * 366, 1)
    for year in (1919, 1941, 1986, 2024, 2060):
        start = microseconds(datetime(year, 1, 1, tzinfo=UTC))
        values = np.array([start + hour * 3_600_000_000 + second for hour in hours], dtype=np.int64)
        shown = on_clocks(values, zone)
        for value, clock in list(zip(values.tolist(), shown.tolist(), strict=True))[::7]:
            assert to_local(moment_of(value), zone).replace(tzinfo=UTC) == EPOCH + timedelta(microseconds=clock)


def test_moments_outside_the_calendar_are_left_to_single_cases():
    opened = np.array([-(2**63), 2**63 - 1, 0], dtype=np.int64)
    _, singly = Ends(Span.parse("15 days"), Counting()).of(opened, np.array([True, True, True]))
    assert singly.tolist() == [True, True, False]
