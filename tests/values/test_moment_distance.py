import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.values import (
    FIRST_YEAR,
    LAST_YEAR,
    BadValue,
    Distance,
    check_year,
    format_moment,
    parse_date,
    parse_datetime,
)

OFFSETS = st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
MOMENTS = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2099, 12, 31, 23, 59, 59, 999999), timezones=OFFSETS)  # noqa: DTZ001
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_dates_are_read_as_they_are_written(day):
    assert parse_date(day.isoformat()) == day


@given(MOMENTS)
def test_moments_are_read_as_they_are_written(moment):
    again = parse_datetime(format_moment(moment))
    assert again == moment
    assert again.utcoffset() == moment.utcoffset()
    assert format_moment(again) == format_moment(moment)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2024-03-01T10:00:00+08:00", "2024-03-01T10:00:00+08:00"),
        ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00+00:00"),
        ("2024-03-01T10:00:00-00:00", "2024-03-01T10:00:00+00:00"),
        ("2024-03-01T10:00:00.5+08:00", "2024-03-01T10:00:00.500000+08:00"),
        ("2024-03-01T10:00:00.000+08:00", "2024-03-01T10:00:00+08:00"),
        ("2024-03-01T10:00:00.000001Z", "2024-03-01T10:00:00.000001+00:00"),
        ("2024-02-29T23:59:59-09:30", "2024-02-29T23:59:59-09:30"),
        ("1900-01-01T00:00:00+08:00", "1900-01-01T00:00:00+08:00"),
        ("2099-12-31T23:59:59.999999-12:00", "2099-12-31T23:59:59.999999-12:00"),
    ],
)
def test_moment(text, written):
    assert format_moment(parse_datetime(text)) == written


def test_an_offset_with_seconds_is_written_to_the_minute_for_the_same_instant():
    shanghai = dt.datetime(1900, 6, 1, tzinfo=zoneinfo.ZoneInfo("Asia/Shanghai"))
    assert format_moment(shanghai) == "1900-05-31T23:59:17+08:05"
    assert parse_datetime(format_moment(shanghai)) == shanghai


def test_moments_without_an_offset_are_not_written():
    with pytest.raises(BadValue, match="offset") as caught:
        format_moment(dt.datetime(2024, 3, 1))  # noqa: DTZ001 - that is what is wrong
    assert caught.value.code == "offset-missing"


def test_years():
    assert (FIRST_YEAR, LAST_YEAR) == (1900, 2099)
    for year in (1900, 2000, 2099):
        check_year(dt.date(year, 1, 1))
        check_year(dt.datetime(year, 12, 31, tzinfo=dt.UTC))
    for year in (1, 1899, 2100, 9999):
        for moment in (dt.date(year, 1, 1), dt.datetime(year, 1, 1, tzinfo=dt.UTC)):
            with pytest.raises(BadValue) as caught:
                check_year(moment)
            assert caught.value.code == "out-of-range"


DAY, HOUR, MINUTE, SECOND = 86400 * 10**6, 3600 * 10**6, 60 * 10**6, 10**6


@pytest.mark.parametrize(
    ("microseconds", "english", "chinese"),
    [
        (2 * DAY + 3 * HOUR + SECOND, "2 days 3 hours 1 second", "2天3小时1秒"),
        (MINUTE, "1 minute", "1分钟"),
        (0, "0 seconds", "0秒"),
        (1500000, "1.5 seconds", "1.5秒"),
        (500000, "0.5 seconds", "0.5秒"),
        (1, "0.000001 seconds", "0.000001秒"),
        (10 * SECOND, "10 seconds", "10秒"),
        (DAY, "1 day", "1天"),
        (DAY - 1, "23 hours 59 minutes 59.999999 seconds", "23小时59分钟59.999999秒"),
        (DAY + SECOND // 10, "1 day 0.1 seconds", "1天0.1秒"),
        (365 * DAY + HOUR, "365 days 1 hour", "365天1小时"),
    ],
)
def test_distance(microseconds, english, chinese):
    distance = Distance(microseconds)
    assert str(distance) == distance.text("en") == english
    assert distance.text("zh") == chinese
    assert Distance.parse(english) == distance


@given(st.integers(0, 300 * 366 * DAY))
def test_distances_are_written_as_they_are_read(microseconds):
    assert Distance.parse(str(Distance(microseconds))) == Distance(microseconds)


@pytest.mark.parametrize(
    ("text", "same"), [("48 hours", "2 days"), ("90 minutes", "1 hour 30 minutes"), ("1.50 seconds", "1.5 seconds")]
)
def test_distances_may_be_written_otherwise(text, same):
    assert str(Distance.parse(text)) == same


@given(MOMENTS, MOMENTS)
def test_the_distance_is_the_same_in_either_order(one, other):
    distance = Distance.between(one, other)
    assert distance == Distance.between(other, one)
    assert dt.timedelta(microseconds=distance.microseconds) == abs(one - other)


def test_distances_are_ordered():
    assert Distance(1) < Distance(2) <= Distance(2)


def test_a_negative_distance_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Distance(-1)


def test_the_distance_over_a_change_of_clocks_is_exact():
    before = dt.datetime(2024, 3, 9, 12, tzinfo=NEW_YORK)
    after = dt.datetime(2024, 3, 10, 12, tzinfo=NEW_YORK)
    assert str(Distance.between(before, after)) == "23 hours"
    first = dt.datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK)
    assert str(Distance.between(first, first.replace(fold=1))) == "1 hour"


def test_a_distance_needs_offsets():
    with pytest.raises(BadValue) as caught:
        Distance.between(dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 1, tzinfo=dt.UTC))  # noqa: DTZ001
    assert caught.value.code == "offset-missing"


def test_distances_in_other_languages_are_refused():
    with pytest.raises(ValueError, match="language"):
        Distance(1).text("fr")
