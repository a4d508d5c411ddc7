import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.values import BadValue, Seconds, Span, Unit

MOST = {
    "seconds": 3155760000,
    "minutes": 52596000,
    "hours": 876600,
    "days": 36525,
    "working days": 24350,
    "weeks": 5217,
}
MOST |= {"months": 1200, "years": 100}
SPANS = st.sampled_from(Unit).flatmap(lambda unit: st.builds(Span, st.integers(0, MOST[unit.value]), st.just(unit)))


@pytest.mark.parametrize(
    ("text", "count", "unit", "written", "chinese"),
    [
        ("15 days", 15, Unit.DAYS, "15 days", "15天"),
        ("1 day", 1, Unit.DAYS, "1 day", "1天"),
        ("1 days", 1, Unit.DAYS, "1 day", "1天"),
        ("0 days", 0, Unit.DAYS, "0 days", "0天"),
        ("7 working days", 7, Unit.WORKING_DAYS, "7 working days", "7个工作日"),
        ("1 working day", 1, Unit.WORKING_DAYS, "1 working day", "1个工作日"),
        ("6 months", 6, Unit.MONTHS, "6 months", "6个月"),
        ("1 month", 1, Unit.MONTHS, "1 month", "1个月"),
        ("48 hours", 48, Unit.HOURS, "48 hours", "48小时"),
        ("3 minutes", 3, Unit.MINUTES, "3 minutes", "3分钟"),
        ("2 years", 2, Unit.YEARS, "2 years", "2年"),
        ("1 week", 1, Unit.WEEKS, "1 week", "1周"),
        ("30 seconds", 30, Unit.SECONDS, "30 seconds", "30秒"),
        ("11 hours", 11, Unit.HOURS, "11 hours", "11小时"),
    ],
)
def test_span(text, count, unit, written, chinese):
    span = Span.parse(text)
    assert span == Span(count, unit)
    assert str(span) == span.text("en") == written
    assert span.text("zh") == chinese


@given(SPANS)
def test_spans_are_written_as_they_are_read(span):
    assert Span.parse(str(span)) == span
    assert hash(Span.parse(str(span))) == hash(span)


@pytest.mark.parametrize("unit", Unit)
def test_spans_last_a_hundred_years_at_most(unit):
    assert Span.parse(f"{MOST[unit.value]} {unit.value}").count == MOST[unit.value]
    for count in (MOST[unit.value] + 1, -1):
        with pytest.raises(BadValue, match="100 years"):
            Span(count, unit)


def test_exact_spans():
    exact = {unit for unit in Unit if Span(1, unit).is_exact}
    assert exact == {Unit.SECONDS, Unit.MINUTES, Unit.HOURS}
    assert [Span.parse(text).seconds for text in ("30 seconds", "3 minutes", "48 hours")] == [30, 180, 172800]


@pytest.mark.parametrize("text", ["1 day", "1 working day", "1 week", "1 month", "1 year"])
def test_days_have_no_fixed_number_of_seconds(text):
    with pytest.raises(ValueError, match="calendar"):
        _ = Span.parse(text).seconds


@pytest.mark.parametrize("value", [Span(1, Unit.DAYS), Seconds(60)])
def test_languages_are_english_and_chinese(value):
    with pytest.raises(ValueError, match="language"):
        value.text("fr")


@pytest.mark.parametrize(
    ("text", "seconds", "written", "chinese"),
    [
        ("3 minutes", 180, "3 minutes", "3分钟"),
        ("90 seconds", 90, "90 seconds", "90秒"),
        ("48 hours", 172800, "48 hours", "48小时"),
        ("2880 minutes", 172800, "48 hours", "48小时"),
        ("60 seconds", 60, "1 minute", "1分钟"),
        ("3600 seconds", 3600, "1 hour", "1小时"),
        ("90 minutes", 5400, "90 minutes", "90分钟"),
        ("0 hours", 0, "0 seconds", "0秒"),
        ("1 second", 1, "1 second", "1秒"),
    ],
)
def test_seconds(text, seconds, written, chinese):
    span = Seconds.parse(text)
    assert span == seconds
    assert type(span) is Seconds
    assert str(span) == f"{span}" == written
    assert span.text("zh") == chinese
    assert repr(span) == f'Seconds("{written}")'


@given(st.integers(0, MOST["seconds"]))
def test_seconds_are_written_as_they_are_read(seconds):
    assert Seconds.parse(str(Seconds(seconds))) == seconds


@pytest.mark.parametrize("wrong", [1.5, "60", None])
def test_seconds_are_whole(wrong):
    with pytest.raises(TypeError):
        Seconds(wrong)
