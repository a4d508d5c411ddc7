# ruff: noqa: RUF001 - digits and signs of other scripts are what these texts have wrong
"""Every wrong text is a BadValue that says what was expected, and nothing else is ever raised."""

import copy
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rulings.values import (
    BadValue,
    Counting,
    Distance,
    Money,
    Rate,
    Seconds,
    Span,
    parse_date,
    parse_datetime,
    parse_decimal,
    parse_integer,
)

PARSERS = {
    "money": Money.parse,
    "rate": Rate.parse,
    "integer": parse_integer,
    "decimal": parse_decimal,
    "span": Span.parse,
    "seconds": Seconds.parse,
    "date": parse_date,
    "datetime": parse_datetime,
    "distance": Distance.parse,
    "timezone": Counting,
}

WRONG = {
    ("money", "unit-missing"): ["500", "12.30", "-0.5", "12.345"],
    ("money", "currency-unknown"): [
        "12.30 USD",
        "5 cny",
        "5 RMB",
        "USD 5",
        "\u00a512.30",
        "\uffe512",
        "12元",
        "$5",
        "5€",
        "5 yuan",
    ],
    ("money", "too-many-decimals"): ["12.345 CNY", "0.001 CNY", "-1.0000 CNY"],
    ("money", "not-money"): [
        "",
        " ",
        "CNY 12",
        "CNY12.30",
        "1,000 CNY",
        "1,234,567.89 CNY",
        "1 000.00 CNY",
        "1_000 CNY",
        "1,000",
        "12.30CNY",
        "012 CNY",
        "+5 CNY",
        "5  CNY",
        " 5 CNY",
        "5 CNY\n",
        "5. CNY",
        ".5 CNY",
        "1e3 CNY",
        "--5 CNY",
        "NaN CNY",
        "٥ CNY",
        "five CNY",
    ],
    ("money", "out-of-range"): [
        "92233720368547758.08 CNY",
        "-92233720368547758.08 CNY",
        "99999999999999999 CNY",
        "1" + "0" * 5000 + " CNY",
    ],
    ("rate", "unit-missing"): ["99.9", "0", "-5", "0.999"],
    ("rate", "too-many-decimals"): ["0.1234567%", "-1.00000000%", "99.9999999%"],
    ("rate", "not-a-rate"): [
        "",
        "99.9％",
        "％",
        "99.9 %",
        " 99.9%",
        "99.9% ",
        "%99",
        "1e2%",
        "1E-2%",
        "099%",
        "+5%",
        "99,9%",
        ".5%",
        "5.%",
        "%",
        "99.9%%",
        "٩%",
        "5%\n",
    ],
    ("rate", "out-of-range"): ["1" + "0" * 12 + "%", "-" + "9" * 20 + "%", "9" * 5000 + ".5%"],
    ("rate", "unit-unknown"): ["99 percent", "5 per cent", "5\u2030"],
    ("integer", "not-an-integer"): [
        "",
        "3.0",
        "3.",
        "007",
        "1_000",
        "1,000",
        "1 000",
        "+3",
        " 3",
        "3\n",
        "0x10",
        "1e3",
        "٣",
        "３",
        "three",
        "--3",
        "-",
    ],
    ("integer", "out-of-range"): ["9223372036854775808", "-9223372036854775809", "1" + "0" * 5000],
    ("decimal", "not-a-decimal"): [
        "",
        "1e3",
        "1E+3",
        ".5",
        "5.",
        "007",
        "00.5",
        "NaN",
        "sNaN",
        "-Infinity",
        "inf",
        "1_000",
        "1,5",
        "+1.5",
        " 1.5",
        "1.5\n",
        "1.2.3",
        "٣.٥",
    ],
    ("decimal", "out-of-range"): ["1" + "0" * 18, "-" + "9" * 19 + ".5", "9" * 5000],
    ("decimal", "too-many-decimals"): ["0." + "0" * 18 + "1", "1." + "0" * 19, "123456789.1234567891"],
    ("span", "unit-missing"): ["15", "0", "100000"],
    ("span", "unit-unknown"): [
        "7 work days",
        "7 business days",
        "7个工作日",
        "15 dayz",
        "3 fortnights",
        "15天",
        "15d",
        "2 Days",
        "3 个月",
        "15 days later",
    ],
    ("span", "not-a-span"): [
        "",
        "days",
        "fifteen days",
        "1.5 hours",
        "1,5 hours",
        ".5 hours",
        "15days",
        "15  days",
        " 15 days",
        "15 days\n",
        "015 days",
        "+15 days",
        "1 hour 30 minutes",
        "P15D",
        "١ days",
    ],
    ("span", "out-of-range"): [
        "-3 days",
        "-1 working days",
        "101 years",
        "1201 months",
        "5218 weeks",
        "36526 days",
        "876601 hours",
        "52596001 minutes",
        "3155760001 seconds",
        "9" * 5000 + " days",
    ],
    ("seconds", "not-a-span"): ["1 day", "7 working days", "6 months", "2 years", "3 weeks", "three minutes", ""],
    ("seconds", "unit-unknown"): ["3 minuten", "48h", "7 work days"],
    ("seconds", "unit-missing"): ["3", "48", "0"],
    ("seconds", "out-of-range"): ["-3 minutes", "876601 hours", "-0 seconds"],
    ("date", "not-a-date"): [
        "",
        "2023-7-29",
        "20230729",
        "2023/07/29",
        "29-07-2023",
        "2023年7月29日",
        "2023-07-29T10:00:00+08:00",
        "2023-W30-6",
        "2023-07-29\n",
        " 2023-07-29",
        "today",
        "２０２３-07-29",
    ],
    ("date", "no-such-day"): ["2023-02-29", "2023-02-30", "2023-13-01", "2023-00-10", "2023-04-31", "2023-01-00"],
    ("date", "out-of-range"): ["1899-12-31", "2100-01-01", "0000-01-01", "9999-12-31"],
    ("datetime", "offset-missing"): ["2024-03-01T10:00:00", "2024-03-01T10:00:00.5", "2024-02-30T00:00:00"],
    ("datetime", "no-such-day"): [
        "2024-02-30T10:00:00+08:00",
        "2023-02-29T00:00:00Z",
        "2024-13-01T10:00:00+08:00",
        "2024-04-31T10:00:00+08:00",
    ],
    ("datetime", "out-of-range"): [
        "1899-12-31T23:59:59+08:00",
        "2100-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
    ],
    ("datetime", "too-many-decimals"): [
        "2024-03-01T10:00:00.1234567Z",
        "2024-03-01T10:00:00.000000000+08:00",
        "2024-03-01T10:00:00.0000001+08:00",
    ],
    ("datetime", "not-a-datetime"): [
        "",
        "2024-03-01",
        "2024-03-01 10:00:00+08:00",
        "2024-03-01t10:00:00+08:00",
        "2024-03-01T10:00:00z",
        "2024-03-01T24:00:00+08:00",
        "2024-03-01T25:00:00+08:00",
        "2024-03-01T23:60:00+08:00",
        "2016-12-31T23:59:60Z",
        "2024-03-01T10:00:00,5+08:00",
        "2024-03-01T10:00+08:00",
        "2024-03-01T10:00:00+0800",
        "2024-03-01T10:00:00+08",
        "2024-03-01T10:00:00+24:00",
        "2024-03-01T10:00:00+08:60",
        "2024-03-01T10:00:00+08:00:00",
        "2024-03-01T10:00:00+08:00[Asia/Shanghai]",
        "2024-03-01T10:00:00 CST",
        "2024-03-01T10:00:00.+08:00",
        "2024-03-01T10:00:00+08:00\n",
        "20240301T100000Z",
        "now",
    ],
    ("distance", "not-a-span"): ["", "1 second 1 minute", "1 minute ", "1.5 hours", "1 second, 2 minutes", "x", " "],
    ("distance", "unit-missing"): ["1", "1.5", "90"],
    ("distance", "unit-unknown"): ["1 week", "2 months 1 day", "1 year"],
    ("distance", "out-of-range"): ["-1 second", "366001 days", "9999999999999999 days"],
    ("distance", "too-many-decimals"): ["1.1234567 seconds", "0.0000001 seconds", "1 day 0.00000000 seconds"],
    ("timezone", "out-of-range"): [
        "",
        "asia/shanghai",
        "Asia",
        "Asia/Peking",
        "localtime",
        "posixrules",
        "right/UTC",
        "Factory",
        "/etc/passwd",
        "../UTC",
        "UTC\n",
        "A\0",
        "A" * 5000,
        "+08:00",
    ],
}
CASES = [(kind, code, text) for (kind, code), texts in WRONG.items() for text in texts]
CODES = {
    "not-a-rate",
    "not-money",
    "not-a-span",
    "not-a-date",
    "not-a-datetime",
    "not-a-decimal",
    "not-an-integer",
    "out-of-range",
    "unit-missing",
    "unit-unknown",
    "currency-unknown",
    "too-many-decimals",
    "offset-missing",
    "no-such-day",
}


def fault_of(kind, text):
    with pytest.raises(BadValue) as caught:
        PARSERS[kind](text)
    return caught.value


@pytest.mark.parametrize(("kind", "code", "text"), CASES, ids=[f"{k}-{c}-{t[:20]!a}" for k, c, t in CASES])
def test_wrong_texts_have_the_fault_that_they_have(kind, code, text):
    fault = fault_of(kind, text)
    assert fault.code == code
    assert fault.expected
    assert fault.help is None or fault.help
    sentence = str(fault)
    assert sentence.endswith(".")
    assert len(sentence) < 250
    assert sentence.isprintable()
    assert "{" not in sentence


def test_every_code_is_shown_by_three_wrong_texts():
    assert {code for _, code in WRONG} == CODES
    assert all(len(texts) >= 3 for texts in WRONG.values())


@pytest.mark.parametrize(
    ("kind", "text", "sentence", "advice"),
    [
        (
            "money",
            "500",
            '"500" is not an amount of money: the currency is missing.',
            'add the currency: "500 CNY"',
        ),
        ("money", "12.345 CNY", '"12.345 CNY" is not an amount of money: it has more than two decimals.', "two dec"),
        ("money", "1,000 CNY", '"1,000 CNY" is not an amount of money: it has thousands separators.', "without sep"),
        ("money", "CNY 5", '"CNY 5" is not an amount of money: the currency stands in front.', '"5 CNY"'),
        ("money", "5 EUR", '"5 EUR" is not an amount of money: the currency "EUR" is not known.', "in CNY"),
        ("rate", "99.9", '"99.9" is not a rate: the percent sign is missing.', '"99.9%"'),
        ("rate", "5％", '"5％" is not a rate: it has the fullwidth percent sign "％".', "ASCII"),
        ("rate", "5 %", '"5 %" is not a rate: it has spaces.', '"5%"'),
        ("span", "15", '"15" is not a span: the unit is missing.', '"15 days"'),
        ("span", "15 dayz", '"15 dayz" is not a span: the unit "dayz" is not known.', 'did you mean "15 days"?'),
        ("span", "3 mnths", '"3 mnths" is not a span: the unit "mnths" is not known.', 'did you mean "3 months"?'),
        ("span", "48h", '"48h" is not a span: the unit "h" is not known.', 'did you mean "48 hours"?'),
        ("span", "6个月", '"6个月" is not a span: the unit "个月" is not known.', 'did you mean "6 months"?'),
        (
            "span",
            "7 work days",
            '"7 work days" is not a span: the unit is not written so.',
            'write "7 working days"',
        ),
        ("span", "5 weekdays", '"5 weekdays" is not a span: the unit is not written so.', 'write "5 working days"'),
        ("span", "7 to 15 days", '"7 to 15 days" is not a span: it is a range.', "state one span"),
        ("span", "7-15 days", '"7-15 days" is not a span: it is a range.', "state one span"),
        ("span", "2 working days 4 hours", "it has more than one unit.", "the smaller unit alone"),
        ("datetime", "2024-03-01T10:00:00", "the offset from UTC is missing.", '"2024-03-01T10:00:00+08:00"'),
        ("datetime", "2024-03-01T24:00:00Z", "a day has no hour 24.", "next day"),
        ("datetime", "2024-03-01T23:59:60Z", "leap seconds are not counted.", ":59"),
        ("datetime", "2024-03-01T10:00:00z", "it has a small t or z.", "capitals"),
        ("datetime", "2024-03-01T10:00:00,5Z", "the fraction has a comma.", "point"),
        ("seconds", "1 day", '"1 day" is not an exact span: days, weeks, months and years are counted', "hours"),
        ("timezone", "Asia/Shangai", '"Asia/Shangai" is not a time zone.', 'did you mean "Asia/Shanghai"?'),
        ("timezone", "Asia/Beijing", '"Asia/Beijing" is not a time zone.', 'did you mean "Asia/Shanghai"?'),
        ("timezone", "UTC+8", '"UTC+8" is not a time zone.', 'did you mean "Asia/Shanghai"?'),
        ("timezone", "+08:00", '"+08:00" is not a time zone.', 'did you mean "Asia/Shanghai"?'),
        ("timezone", "北京时间", '"北京时间" is not a time zone.', 'did you mean "Asia/Shanghai"?'),
    ],
)
def test_messages_say_what_is_wrong_and_what_to_do(kind, text, sentence, advice):
    fault = fault_of(kind, text)
    assert sentence in str(fault)
    assert advice in fault.help


NEAR = st.text("0123456789-+.,:%TtZz CNY¥daysmonthur％_eE/\n", max_size=30)


@pytest.mark.parametrize("kind", [kind for kind in PARSERS if kind != "timezone"])
@given(text=st.text() | NEAR | st.text(alphabet=st.characters()))
@example("\ud800")
@example("{0}")
@example("5 {unit}")
@example("5 " + "x" * 100_000)
def test_any_text_is_a_value_or_a_bad_value(kind, text):
    try:
        PARSERS[kind](text)
    except BadValue as fault:
        caught = fault
    else:
        return
    assert caught.code in CODES
    assert str(caught).isprintable()
    assert caught.help is None or caught.help.isprintable()


@given(st.text(max_size=20))
def test_any_text_is_a_time_zone_or_a_bad_value(text):
    try:
        Counting(text)
    except BadValue as fault:
        caught = fault
    else:
        return
    assert caught.code == "out-of-range"


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda fault: pickle.loads(pickle.dumps(fault))])  # noqa: S301
def test_a_fault_survives_the_way_between_processes(again):
    fault = fault_of("money", "500")
    twin = again(fault)
    assert (type(twin), str(twin), twin.code, twin.expected, twin.help) == (
        BadValue,
        str(fault),
        fault.code,
        fault.expected,
        fault.help,
    )
