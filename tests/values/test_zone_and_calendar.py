import datetime as dt
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.values import BadValue, BeyondCalendar, Counting, Span, closing
from rulings.values import restday as calendar_of_china
from rulings.values.restday import working_day_from
from rulings.values.zone import from_clock, from_clock_generally, to_local, to_local_generally, zone

CHINA = "Asia/Shanghai"
ONE_DAY = dt.timedelta(days=1)
CLOCKS = st.datetimes(dt.datetime(1985, 1, 1), dt.datetime(2200, 12, 31))  # noqa: DTZ001 - a clock has no offset
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))


def same(one, other):
    return (one, one.utcoffset(), one.fold) == (other, other.utcoffset(), other.fold)


@given(CLOCKS, OFFSETS)
def test_the_short_cut_for_china_is_exact(clock, offset):
    moment = clock.replace(tzinfo=offset)
    assert same(to_local(moment, CHINA), to_local_generally(moment, CHINA))
    assert same(from_clock(clock, CHINA), from_clock_generally(clock, CHINA))


def test_the_short_cut_for_china_is_exact_on_every_day():
    day = dt.datetime(1985, 12, 25, tzinfo=dt.UTC)
    while day.year <= 2200:
        clock = day.replace(tzinfo=None)
        assert same(to_local(day, CHINA), to_local_generally(day, CHINA))
        assert same(from_clock(clock, CHINA), from_clock_generally(clock, CHINA))
        day += dt.timedelta(hours=23, minutes=59, seconds=59)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_the_short_cut_begins_where_it_may(seconds):
    moment = dt.datetime(1991, 12, 31, 16, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
    assert same(to_local(moment, CHINA), to_local_generally(moment, CHINA))


@given(CLOCKS, st.sampled_from(["America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Europe/Lisbon", CHINA]))
def test_a_clock_shows_the_time_that_it_was_read_from_unless_it_skips_it(clock, name):
    moment = from_clock(clock, name)
    shown = to_local(moment, name)
    assert same(shown, moment)
    skipped = shown.replace(tzinfo=None) != clock
    before, after = (clock.replace(tzinfo=zone(name), fold=fold).utcoffset() for fold in (0, 1))
    assert skipped == (after > before)


def test_results_have_fixed_offsets_and_survive_the_way_between_processes():
    ends = closing(dt.datetime(2024, 3, 1, tzinfo=dt.UTC), Span.parse("15 days"), Counting("America/New_York"))
    assert type(ends.tzinfo) is dt.timezone
    assert pickle.loads(pickle.dumps(ends)) == ends  # noqa: S301 - our own bytes
    counting = Counting(rest_day="runs on")
    assert pickle.loads(pickle.dumps(counting)) == counting  # noqa: S301
    assert hash(counting) == hash(Counting(rest_day="runs on"))


def test_every_zone_of_the_package_tzdata_is_known():
    for name in (
        "UTC",
        "Etc/GMT+8",
        "America/Argentina/Buenos_Aires",
        "America/Port-au-Prince",
        "PRC",
        "GB",
        "EST5EDT",
    ):
        assert zone(name).key == name


def test_the_machine_without_zones_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("rulings.values.zone.zoneinfo.available_timezones", set)
    with pytest.raises(BadValue) as caught:
        zone("Asia/Nowhere")
    assert "tzdata" in caught.value.help


def test_a_working_day_stays():
    assert working_day_from(dt.date(2024, 3, 5)) == dt.date(2024, 3, 5)


@given(st.dates(dt.date(2004, 1, 1), dt.date(2024, 12, 20)))
def test_the_next_working_day_is_the_first_one(day):
    chinese_calendar = pytest.importorskip("chinese_calendar")
    found = working_day_from(day)
    assert chinese_calendar.is_workday(found)
    between = [day + dt.timedelta(days=number) for number in range((found - day).days)]
    assert not any(chinese_calendar.is_workday(rest) for rest in between)


def test_the_end_of_the_known_years_is_not_run_over():
    import chinese_calendar  # noqa: PLC0415 - only this test asks how far it reaches

    beyond = dt.date(max(chinese_calendar.holidays).year + 1, 1, 1)
    working = max(chinese_calendar.get_workdays(beyond.replace(year=beyond.year - 1), beyond - ONE_DAY))
    assert working_day_from(working) == working
    for day in (beyond, dt.date(2003, 12, 31)):
        with pytest.raises(BeyondCalendar):
            working_day_from(day)


def test_without_its_calendar_a_rest_day_is_a_fault(monkeypatch):
    calendar_of_china._rests.cache_clear()  # noqa: SLF001 - what was found before would hide what is missing
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    with pytest.raises(BeyondCalendar, match="not installed") as caught:
        working_day_from(dt.date(2024, 3, 5))
    assert "chinesecalendar" in caught.value.help


def test_the_calendar_is_loaded_only_by_periods_that_run_on():
    code = (
        "import sys, datetime as dt; from rulings.values import *; "
        "closing(dt.datetime(2024, 3, 1, tzinfo=dt.UTC), Span.parse('1 day'), Counting()); "
        "assert 'chinese_calendar' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
