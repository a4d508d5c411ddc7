import calendar
import datetime as dt
import itertools
import zoneinfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rulings.values import (
    BadValue,
    BeyondCalendar,
    Counting,
    Span,
    Unit,
    closing,
    format_moment,
    is_inclusive,
    parse_date,
    parse_datetime,
)
from rulings.values.counting import CHOICES, corresponding_day, last_day

ONE_DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
DEFAULT = Counting()

# Written by hand from article 202: the day of the same number; where there is none, the last day of the month, or the
# first of the next month where month_end says "next day".
MONTHS = """
2024-01-15   1  2024-02-15  2024-02-15
2024-01-28   1  2024-02-28  2024-02-28
2024-01-29   1  2024-02-29  2024-02-29
2024-01-30   1  2024-02-29  2024-03-01
2024-01-31   1  2024-02-29  2024-03-01
2023-01-28   1  2023-02-28  2023-02-28
2023-01-29   1  2023-02-28  2023-03-01
2023-01-30   1  2023-02-28  2023-03-01
2023-01-31   1  2023-02-28  2023-03-01
2023-02-28   1  2023-03-28  2023-03-28
2024-02-29   1  2024-03-29  2024-03-29
2024-02-28   1  2024-03-28  2024-03-28
2023-03-31   1  2023-04-30  2023-05-01
2023-05-31   1  2023-06-30  2023-07-01
2023-07-31   1  2023-08-31  2023-08-31
2023-08-31   1  2023-09-30  2023-10-01
2023-10-31   1  2023-11-30  2023-12-01
2023-12-31   1  2024-01-31  2024-01-31
2023-11-30   1  2023-12-30  2023-12-30
2023-12-01   1  2024-01-01  2024-01-01
2023-12-31   2  2024-02-29  2024-03-01
2022-12-31   2  2023-02-28  2023-03-01
2023-11-30   3  2024-02-29  2024-03-01
2022-11-30   3  2023-02-28  2023-03-01
2023-08-31   6  2024-02-29  2024-03-01
2022-08-31   6  2023-02-28  2023-03-01
2022-08-30   6  2023-02-28  2023-03-01
2022-08-29   6  2023-02-28  2023-03-01
2022-08-28   6  2023-02-28  2023-02-28
2023-08-29   6  2024-02-29  2024-02-29
2023-03-31   6  2023-09-30  2023-10-01
2023-12-31   6  2024-06-30  2024-07-01
2024-06-30   6  2024-12-30  2024-12-30
2024-07-01   6  2025-01-01  2025-01-01
2024-02-29  12  2025-02-28  2025-03-01
2024-02-29  24  2026-02-28  2026-03-01
2024-02-29  36  2027-02-28  2027-03-01
2024-02-29  48  2028-02-29  2028-02-29
2023-02-28  12  2024-02-28  2024-02-28
2023-12-31  12  2024-12-31  2024-12-31
2096-02-29  48  2100-02-28  2100-03-01
1996-02-29  48  2000-02-29  2000-02-29
2024-05-31   0  2024-05-31  2024-05-31
2024-02-29   0  2024-02-29  2024-02-29
2024-01-31  13  2025-02-28  2025-03-01
2024-01-31  25  2026-02-28  2026-03-01
2023-10-31   4  2024-02-29  2024-03-01
2000-02-29 1200 2100-02-28  2100-03-01
2099-12-31 1200 2199-12-31  2199-12-31
2024-03-31  11  2025-02-28  2025-03-01
2024-04-30  10  2025-02-28  2025-03-01
2024-09-30   5  2025-02-28  2025-03-01
2024-12-15   1  2025-01-15  2025-01-15
"""
TABLE = [tuple(line.split()) for line in MONTHS.split("\n") if line]


def at(text):
    return parse_datetime(text)


def end(opened, span, **settings):
    return format_moment(closing(at(opened), Span.parse(span), Counting(**settings)))


@pytest.mark.parametrize(("event", "months", "clipped", "run_on"), TABLE)
def test_months(event, months, clipped, run_on):
    day = parse_date(event)
    assert str(corresponding_day(day, int(months))) == clipped
    assert str(corresponding_day(day, int(months), "next day")) == run_on
    assert str(last_day(day, Span(int(months), Unit.MONTHS), DEFAULT)) == clipped
    opened = dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=SHANGHAI)
    ends = closing(opened, Span(int(months), Unit.MONTHS), DEFAULT)
    assert ends.date() == dt.date.fromisoformat(clipped) + ONE_DAY
    assert ends.time() == dt.time.min


@pytest.mark.parametrize(("event", "months", "clipped", "run_on"), [row for row in TABLE if int(row[1]) % 12 == 0])
def test_a_year_is_twelve_months(event, months, clipped, run_on):
    years = Span(int(months) // 12, Unit.YEARS)
    assert str(last_day(parse_date(event), years, DEFAULT)) == clipped
    assert str(last_day(parse_date(event), years, Counting(month_end="next day"))) == run_on


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


def one_month_on(day_number, year, month, rule):
    """The day of that number in the month, found by trying; else what takes its place."""
    in_month = [day for day in calendar.Calendar().itermonthdates(year, month) if day.month == month]
    fitting = [day for day in in_month if day.day == day_number]
    if fitting:
        return fitting[0]
    return in_month[-1] if rule == "last day" else in_month[-1] + ONE_DAY


@given(DAYS, st.integers(0, 1200), st.sampled_from(CHOICES["month_end"]))
def test_months_counted_one_by_one(event, months, rule):
    year, month = event.year, event.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    assert corresponding_day(event, months, rule) == one_month_on(event.day, year, month, rule)


@given(DAYS, st.integers(0, 2000), st.sampled_from(CHOICES["first_day"]))
def test_days_counted_one_by_one(event, count, first_day):
    day = event if first_day == "the same day" else event + ONE_DAY
    counted = 0
    while counted < count:  # each day from the first is one day of the period, so the last is day number `count`
        counted += 1
        day += ONE_DAY
    assert last_day(event, Span(count, Unit.DAYS), Counting(first_day=first_day)) == day - ONE_DAY


@given(DAYS, st.integers(0, 5217), st.sampled_from(CHOICES["first_day"]))
def test_a_week_is_seven_days(event, weeks, first_day):
    counting = Counting(first_day=first_day)
    ends = last_day(event, Span(weeks, Unit.WEEKS), counting)
    assert ends == last_day(event, Span(weeks * 7, Unit.DAYS), counting)
    assert ends.weekday() == (event - ONE_DAY if first_day == "the same day" else event).weekday()


@given(DAYS, st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS]), st.integers(0, 100))
def test_where_the_day_of_the_event_counts_the_last_day_is_one_earlier(event, unit, count):
    span = Span(count, unit)
    assert last_day(event, span, Counting(first_day="the same day")) == last_day(event, span, DEFAULT) - ONE_DAY


@pytest.mark.parametrize("unit", [Unit.SECONDS, Unit.MINUTES, Unit.HOURS])
def test_an_exact_span_has_no_last_day(unit):
    with pytest.raises(ValueError, match="exact"):
        last_day(dt.date(2024, 1, 1), Span(1, unit), DEFAULT)


@pytest.mark.parametrize(
    ("opened", "span", "settings", "ends"),
    [
        ("2024-03-01T10:00:00+08:00", "15 days", {}, "2024-03-17T00:00:00+08:00"),
        ("2024-03-01T00:00:00+08:00", "15 days", {}, "2024-03-17T00:00:00+08:00"),
        ("2024-03-01T23:59:59.999999+08:00", "15 days", {}, "2024-03-17T00:00:00+08:00"),
        ("2024-03-02T00:00:00+08:00", "15 days", {}, "2024-03-18T00:00:00+08:00"),
        ("2024-03-01T23:30:00+00:00", "15 days", {}, "2024-03-18T00:00:00+08:00"),
        ("2024-03-01T15:59:59Z", "15 days", {}, "2024-03-17T00:00:00+08:00"),
        ("2024-03-01T16:00:00Z", "15 days", {}, "2024-03-18T00:00:00+08:00"),
        ("2024-03-02T01:00:00+14:00", "15 days", {}, "2024-03-17T00:00:00+08:00"),
        ("2024-03-01T10:00:00+08:00", "15 days", {"first_day": "the same day"}, "2024-03-16T00:00:00+08:00"),
        ("2024-03-01T10:00:00+08:00", "1 day", {"first_day": "the same day"}, "2024-03-02T00:00:00+08:00"),
        ("2024-03-01T10:00:00+08:00", "1 day", {}, "2024-03-03T00:00:00+08:00"),
        ("2024-03-01T10:00:00+08:00", "0 days", {}, "2024-03-02T00:00:00+08:00"),
        (
            "2024-03-01T10:20:30.5+08:00",
            "15 days",
            {"last_day": "same time of day"},
            "2024-03-16T10:20:30.500000+08:00",
        ),
        ("2024-03-01T23:30:00Z", "15 days", {"last_day": "same time of day"}, "2024-03-17T07:30:00+08:00"),
        ("2024-03-01T10:00:00+08:00", "2 weeks", {}, "2024-03-16T00:00:00+08:00"),
        ("2022-08-31T10:00:00+08:00", "6 months", {}, "2023-03-01T00:00:00+08:00"),
        ("2022-08-31T10:00:00+08:00", "6 months", {"month_end": "next day"}, "2023-03-02T00:00:00+08:00"),
        ("2022-08-31T10:00:00+08:00", "6 months", {"last_day": "same time of day"}, "2023-02-28T10:00:00+08:00"),
        ("2022-09-15T10:00:00+08:00", "6 months", {"first_day": "the same day"}, "2023-03-15T00:00:00+08:00"),
        ("2024-02-29T10:00:00+08:00", "1 year", {}, "2025-03-01T00:00:00+08:00"),
        ("2023-12-31T10:00:00+08:00", "1 day", {}, "2024-01-02T00:00:00+08:00"),
        ("2024-03-01T10:00:00+08:00", "48 hours", {}, "2024-03-03T10:00:00+08:00"),
        ("2024-03-01T10:00:00Z", "48 hours", {}, "2024-03-03T18:00:00+08:00"),
        ("2024-03-01T10:00:00+08:00", "3 minutes", {"first_day": "the same day"}, "2024-03-01T10:03:00+08:00"),
        ("2024-02-28T23:59:59.25+08:00", "1 second", {}, "2024-02-29T00:00:00.250000+08:00"),
        ("2024-03-01T10:00:00+08:00", "0 seconds", {}, "2024-03-01T10:00:00+08:00"),
        # China's summer time: 4 May 1986, 2:00 to 3:00; 14 September 1986, 2:00 to 1:00.
        ("1986-05-03T10:00:00+08:00", "1 day", {}, "1986-05-05T00:00:00+09:00"),
        ("1986-05-03T10:00:00+08:00", "24 hours", {}, "1986-05-04T11:00:00+09:00"),
        ("1986-05-03T10:00:00+08:00", "1 day", {"last_day": "same time of day"}, "1986-05-04T10:00:00+09:00"),
        ("1986-05-03T02:30:00+08:00", "1 day", {"last_day": "same time of day"}, "1986-05-04T03:30:00+09:00"),
        ("1986-09-13T01:30:00+09:00", "1 day", {"last_day": "same time of day"}, "1986-09-14T01:30:00+09:00"),
        ("1986-09-13T10:00:00+09:00", "24 hours", {}, "1986-09-14T09:00:00+08:00"),
        ("1986-06-30T15:30:00+00:00", "1 day", {}, "1986-07-03T00:00:00+09:00"),
        ("1991-09-01T10:00:00+09:00", "1 month", {}, "1991-10-02T00:00:00+08:00"),
        ("1989-04-15T23:30:00+08:00", "0 days", {}, "1989-04-16T00:00:00+08:00"),
        # New York: 10 March 2024, 2:00 to 3:00; 3 November 2024, 2:00 to 1:00.
        ("2024-03-09T12:00:00-05:00", "1 day", {"timezone": "America/New_York"}, "2024-03-11T00:00:00-04:00"),
        ("2024-03-09T12:00:00-05:00", "24 hours", {"timezone": "America/New_York"}, "2024-03-10T13:00:00-04:00"),
        (
            "2024-03-09T02:30:00-05:00",
            "1 day",
            {"timezone": "America/New_York", "last_day": "same time of day"},
            "2024-03-10T03:30:00-04:00",
        ),
        (
            "2024-11-02T01:30:00-04:00",
            "1 day",
            {"timezone": "America/New_York", "last_day": "same time of day"},
            "2024-11-03T01:30:00-04:00",
        ),
        ("2024-11-03T01:30:00-04:00", "1 hour", {"timezone": "America/New_York"}, "2024-11-03T01:30:00-05:00"),
        ("2024-01-01T20:00:00Z", "1 day", {"timezone": "Asia/Kolkata"}, "2024-01-04T00:00:00+05:30"),
        ("2024-01-01T18:29:59Z", "1 day", {"timezone": "Asia/Kolkata"}, "2024-01-03T00:00:00+05:30"),
        ("2024-01-01T20:00:00Z", "1 day", {"timezone": "UTC"}, "2024-01-03T00:00:00+00:00"),
        # Cuba's clocks go from 1:00 back to 0:00: the day before ends the first time they show midnight.
        ("2024-11-01T12:00:00-04:00", "1 day", {"timezone": "America/Havana"}, "2024-11-03T00:00:00-04:00"),
        # Beirut's clocks skip midnight, Samoa's a whole day.
        ("2024-03-29T12:00:00+02:00", "1 day", {"timezone": "Asia/Beirut"}, "2024-03-31T01:00:00+03:00"),
        ("2011-12-28T12:00:00-10:00", "1 day", {"timezone": "Pacific/Apia"}, "2011-12-31T00:00:00+14:00"),
        ("2099-12-31T23:59:59+08:00", "100 years", {}, "2200-01-01T00:00:00+08:00"),
        ("1900-01-01T00:00:00+08:00", "1 day", {"timezone": "UTC"}, "1900-01-02T00:00:00+00:00"),
    ],
)
def test_closing(opened, span, settings, ends):
    assert end(opened, span, **settings) == ends


@pytest.mark.parametrize(
    ("span", "settings", "last_in_time", "inclusive"),
    [
        ("15 days", {}, "2024-03-16T23:59:59+08:00", False),
        ("6 months", {}, "2024-09-01T23:59:59+08:00", False),
        ("15 days", {"last_day": "same time of day"}, "2024-03-16T10:00:00+08:00", True),
        ("48 hours", {}, "2024-03-03T10:00:00+08:00", True),
        ("48 hours", {"last_day": "same time of day"}, "2024-03-03T10:00:00+08:00", True),
    ],
)
def test_one_second_each_side_of_the_end(span, settings, last_in_time, inclusive):
    opened, counting = at("2024-03-01T10:00:00+08:00"), Counting(**settings)
    ends = closing(opened, Span.parse(span), counting)
    assert is_inclusive(Span.parse(span), counting) is inclusive

    def in_time(act):
        return act <= ends if inclusive else act < ends

    assert in_time(at(last_in_time))
    assert not in_time(at(last_in_time) + SECOND)
    assert in_time(at(last_in_time).astimezone(dt.UTC))


@pytest.mark.parametrize("unit", Unit)
def test_only_days_that_end_at_midnight_are_exclusive(unit):
    exact = unit in {Unit.SECONDS, Unit.MINUTES, Unit.HOURS}
    assert is_inclusive(Span(1, unit), DEFAULT) is exact
    assert is_inclusive(Span(1, unit), Counting(last_day="same time of day")) is True


ZONES = ["Asia/Shanghai", "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Asia/Beirut", "America/Havana"]
ZONED = st.integers(-14, 14).map(lambda hours: dt.timezone(dt.timedelta(hours=hours)))


def opened_between(first, last):
    return st.datetimes(dt.datetime(*first), dt.datetime(*last), timezones=ZONED)  # noqa: DTZ001 - hypothesis adds the offset


OPENED = opened_between((1900, 1, 3), (2099, 12, 30))
COUNTS = st.integers(0, 100)
ON_ANY_DAY = st.tuples(
    OPENED, st.builds(Span, COUNTS, st.sampled_from([unit for unit in Unit if unit != Unit.WORKING_DAYS]))
)
ON_WORKING_DAYS = st.tuples(
    opened_between((2004, 1, 3), (2026, 6, 1)), st.builds(Span, COUNTS, st.just(Unit.WORKING_DAYS))
)
PERIODS = st.one_of(ON_ANY_DAY, ON_WORKING_DAYS)
"""When a period opens, and how long it lasts: of working days within the years whose holidays are known."""
COUNTINGS = st.builds(
    Counting,
    st.sampled_from(ZONES),
    st.sampled_from(CHOICES["first_day"]),
    st.sampled_from(CHOICES["last_day"]),
    st.sampled_from(CHOICES["month_end"]),
)


@given(PERIODS, COUNTINGS)
def test_the_same_instant_closes_at_the_same_instant_however_it_is_written(period, counting):
    opened, span = period
    ends = closing(opened, span, counting)
    twin = closing(opened.astimezone(zoneinfo.ZoneInfo("America/New_York")), span, counting)
    assert (ends, ends.utcoffset()) == (twin, twin.utcoffset())
    local = ends.astimezone(zoneinfo.ZoneInfo(counting.timezone))
    assert (local.replace(tzinfo=None), local.utcoffset()) == (ends.replace(tzinfo=None), ends.utcoffset())


@given(OPENED, st.integers(0, 100 * 365 * 24), st.sampled_from(ZONES))
def test_hours_are_exact(opened, hours, zone):
    ends = closing(opened, Span(hours, Unit.HOURS), Counting(zone))
    assert ends - opened == dt.timedelta(hours=hours)


@given(PERIODS, COUNTINGS)
def test_a_longer_span_never_ends_earlier(period, counting):
    opened, span = period
    assume(span.count < 100)
    longer = Span(span.count + 1, span.unit)
    assert closing(opened, span, counting) <= closing(opened, longer, counting)


@given(PERIODS, st.integers(0, 10**6), COUNTINGS)
def test_what_opens_later_never_closes_earlier(period, seconds, counting):
    opened, span = period
    # Two times that the clocks of a day show out of order, or skip, end the last day by those clocks.
    assume(span.is_exact or counting.last_day == "to its end")
    assert closing(opened, span, counting) <= closing(opened + dt.timedelta(seconds=seconds), span, counting)


@given(PERIODS)
def test_a_period_ends_with_its_last_day_in_china(period):
    opened, span = period
    assume(not span.is_exact)
    ends = closing(opened, span, DEFAULT)
    last = last_day(opened.astimezone(SHANGHAI).date(), span, DEFAULT)
    before = (ends - dt.timedelta(microseconds=1)).astimezone(SHANGHAI)
    assert before.date() == last
    assert ends.astimezone(SHANGHAI).date() == last + ONE_DAY


def test_a_moment_in_the_zone_itself_is_read_as_the_instant_that_it_is():
    second = dt.datetime(2024, 11, 3, 1, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("America/New_York"))
    ends = closing(second, Span.parse("1 hour"), Counting("America/New_York"))
    assert format_moment(ends) == "2024-11-03T02:30:00-05:00"


@pytest.mark.parametrize(
    ("opened", "span"),
    [
        (dt.datetime(2099, 12, 31, 20, tzinfo=dt.UTC), "100 years"),
        (dt.datetime(2100, 6, 1, tzinfo=dt.UTC), "100 years"),
        (dt.datetime(2199, 12, 31, 12, tzinfo=dt.UTC), "1 day"),
        (dt.datetime(2199, 12, 31, 12, tzinfo=dt.UTC), "12 hours"),
        (dt.datetime(2201, 1, 1, tzinfo=dt.UTC), "0 days"),
        (dt.datetime.max.replace(tzinfo=dt.UTC), "1 second"),
        (dt.datetime.min.replace(tzinfo=dt.UTC), "100 years"),
        (dt.datetime(1898, 12, 31, tzinfo=dt.UTC), "100 years"),
    ],
)
def test_periods_beyond_the_years_are_refused(opened, span):
    with pytest.raises(BadValue, match="2199") as caught:
        closing(opened, Span.parse(span), DEFAULT)
    assert caught.value.code == "out-of-range"


def test_an_event_without_an_offset_is_refused():
    with pytest.raises(BadValue) as caught:
        closing(dt.datetime(2024, 1, 1), Span.parse("1 day"), DEFAULT)  # noqa: DTZ001 - that is what is wrong
    assert caught.value.code == "offset-missing"


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("wrong", ["", "the day befor", "Counts", "last day ", "x" * 1000])
def test_settings_are_checked(name, wrong):
    with pytest.raises(BadValue, match=name) as caught:
        Counting(**{name: wrong})
    assert caught.value.code == "out-of-range"
    assert caught.value.expected == " or ".join(f'"{choice}"' for choice in CHOICES[name])
    assert caught.value.help.startswith("did you mean")


def test_every_setting_can_be_said_and_the_first_is_the_default():
    for choices in itertools.product(*CHOICES.values()):
        Counting("UTC", *choices)
    assert Counting("Asia/Shanghai", *[choices[0] for choices in CHOICES.values()]) == Counting()


# The State Council's calendar: 28 September 2024 was a Saturday, 29 September a working Sunday, 1 to 7 October holidays
# and 12 October a working Saturday; 1 January 2024 a Monday and holiday; 10 to 17 February 2024 Spring Festival.
@pytest.mark.parametrize(
    ("opened", "span", "ends"),
    [
        ("2024-09-25T10:00:00+08:00", "3 days", "2024-09-30T00:00:00+08:00"),  # Saturday, to the working Sunday
        ("2024-09-25T10:00:00+08:00", "4 days", "2024-09-30T00:00:00+08:00"),  # the working Sunday itself
        ("2024-09-25T10:00:00+08:00", "6 days", "2024-10-09T00:00:00+08:00"),  # 1 October, to the 8th
        ("2024-09-07T10:00:00+08:00", "1 month", "2024-10-09T00:00:00+08:00"),  # 7 October
        ("2024-10-05T10:00:00+08:00", "1 week", "2024-10-13T00:00:00+08:00"),  # the working Saturday
        ("2023-12-30T10:00:00+08:00", "1 day", "2024-01-03T00:00:00+08:00"),  # over New Year, to Tuesday
        ("2024-02-01T10:00:00+08:00", "10 days", "2024-02-19T00:00:00+08:00"),  # to the working Sunday, 18 February
        ("2024-03-01T10:00:00+08:00", "4 days", "2024-03-06T00:00:00+08:00"),  # an ordinary Tuesday
        ("2024-03-01T10:00:00+08:00", "8 days", "2024-03-12T00:00:00+08:00"),  # an ordinary Saturday
        ("2024-03-01T10:00:00+08:00", "192 hours", "2024-03-09T10:00:00+08:00"),  # hours do not run on
    ],
)
def test_a_last_day_that_rests_runs_on(opened, span, ends):
    assert end(opened, span, rest_day="runs on") == ends


def test_running_on_keeps_the_time_of_day():
    settings = {"rest_day": "runs on", "last_day": "same time of day"}
    assert end("2024-03-01T10:00:00+08:00", "8 days", **settings) == "2024-03-11T10:00:00+08:00"


@pytest.mark.parametrize(
    ("opened", "span"),
    [
        ("2003-12-01T10:00:00+08:00", "5 days"),
        ("1990-01-01T10:00:00+08:00", "1 month"),
        ("2098-01-01T10:00:00+08:00", "1 year"),
        ("2024-01-01T10:00:00+08:00", "100 years"),
    ],
)
def test_years_that_the_calendar_does_not_cover_are_named(opened, span):
    with pytest.raises(BeyondCalendar, match=r"covers the years 2004 to 20\d\d") as caught:
        end(opened, span, rest_day="runs on")
    assert caught.value.code == "out-of-range"
    assert "2004" in caught.value.expected
    assert "chinesecalendar" in caught.value.help
