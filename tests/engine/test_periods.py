"""The fast tests of periods agree with counting them on the calendar, to the second and around every end."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies.answers import compiled, interpreted
from tests.strategies.by_hand import policy, window
from tests.strategies.cases import typed
from tests.strategies.shop import version_of

from rulings.engine.periods import closer, distance, in_time, surely
from rulings.values import Counting, Distance, Span, closing, is_inclusive
from rulings.values.counting import CHOICES

SECOND = timedelta(seconds=1)
CHINA = timezone(timedelta(hours=8))
MANY = settings(max_examples=10 * settings().max_examples)

offsets = st.one_of(
    st.just(CHINA),
    st.just(UTC),
    st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
moments = st.datetimes(datetime(1901, 1, 1), datetime(2098, 12, 31), timezones=offsets)  # noqa: DTZ001 - the strategy adds the zone
recent = st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 1), timezones=offsets)  # noqa: DTZ001 - the strategy adds the zone
midnights = recent.map(lambda moment: moment.replace(hour=0, minute=0, second=0, microsecond=0))
month_ends = st.builds(
    lambda year, month: datetime(year, month, 1, 10, tzinfo=CHINA) - timedelta(days=1),
    st.integers(1992, 2030),
    st.integers(1, 12),
)
opened = st.one_of(recent, moments, midnights, month_ends)
units = st.sampled_from(("second", "minute", "hour", "day", "week", "month"))
counts = st.one_of(st.integers(0, 40), st.sampled_from((90, 180, 365)))
spans = st.one_of(
    st.builds(lambda count, unit: Span.parse(f"{count} {unit}s"), counts, units),
    st.builds(lambda count: Span.parse(f"{count} years"), st.integers(0, 30)),
)
plain = st.just(Counting())
settings_of_days = {name: st.sampled_from(values) for name, values in CHOICES.items() if name != "rest_day"}
zones = st.sampled_from(
    ("Asia/Shanghai", "Asia/Hong_Kong", "America/New_York", "Europe/London", "UTC", "Asia/Kathmandu")
)
countings = st.one_of(plain, plain, st.builds(Counting, timezone=zones, **settings_of_days))
near = st.one_of(
    st.sampled_from(
        [
            timedelta(0),
            SECOND,
            -SECOND,
            timedelta(microseconds=1),
            timedelta(microseconds=-1),
            timedelta(days=1),
            timedelta(days=-1),
        ]
    ),
    st.timedeltas(timedelta(days=-40), timedelta(days=40)),
)


def by_calendar(asked, begun, span, counting):
    end = closing(begun, span, counting)
    return asked <= end if is_inclusive(span, counting) else asked < end


@MANY
@given(opened, spans, countings, near, offsets)
def test_in_time_is_what_the_calendar_says(begun, span, counting, away, offset):
    asked = (closing(begun, span, counting).astimezone(UTC) + away).astimezone(offset)
    assert in_time(span, counting)(asked, begun) is by_calendar(asked, begun, span, counting)


@MANY
@given(opened, spans, countings)
def test_the_last_second_of_a_period_and_the_first_behind_it(begun, span, counting):
    end = closing(begun, span, counting).astimezone(UTC)
    within = in_time(span, counting)
    assert within(end - SECOND, begun)
    assert within(end, begun) is is_inclusive(span, counting)
    assert not within(end + SECOND, begun)


@MANY
@given(opened, spans, countings)
def test_the_end_is_built_as_the_calendar_has_it(begun, span, counting):
    assert closer(span, counting)(begun).isoformat() == closing(begun, span, counting).isoformat()


@MANY
@given(recent, spans, st.integers(-5, 800), st.timedeltas(timedelta(0), timedelta(days=1)))
def test_far_from_the_line_whole_days_tell(begun, span, days, rest):
    bounds = surely(span, Counting())
    if bounds is None:
        return
    asked = begun.astimezone(UTC) + timedelta(days=days) + rest
    passed = (asked - begun).days
    if 0 <= passed < bounds[0]:
        assert by_calendar(asked, begun, span, Counting())
    if passed >= bounds[1]:
        assert not by_calendar(asked, begun, span, Counting())


@given(opened, opened)
def test_distances_are_exact(one, other):
    assert distance(one, other) == Distance.between(one, other)


@pytest.mark.parametrize("lasts", ["47 hours", "48 hours", "49 hours", "2 days", "1 month"])
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Asia/Shanghai"])
def test_datetimes_of_a_zone_with_summer_time_count_the_time_that_passed(lasts, zone):
    sold = datetime(2024, 3, 30 if zone == "Europe/London" else 9, 12, tzinfo=ZoneInfo(zone))
    version = version_of(policy(window=window({"lasts": lasts})))
    for hours in range(40, 60):
        asked = (sold.astimezone(UTC) + timedelta(hours=hours)).astimezone(ZoneInfo(zone))
        answers = set()
        for one, other in ((sold, asked), (sold.astimezone(UTC), asked.astimezone(UTC))):
            facts = typed({"goods.sold_at": one, "claim.opened_at": other}).facts
            for answer in (compiled(version, facts), interpreted(version, version.known_facts(facts))):
                answers.add((answer("window", "outcome"), answer("window", "margin")))
        assert len(answers) == 1, (hours, answers)
