import decimal
import json
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.values import Money, Rate, format_decimal, parse_decimal, parse_integer

FEN = st.integers(-(2**63) + 1, 2**63 - 1)
MILLIONTHS = st.integers(-(10**18) + 1, 10**18 - 1)


@pytest.mark.parametrize(
    ("text", "fen", "written"),
    [
        ("12.30 CNY", 1230, "12.30 CNY"),
        ("12.3 CNY", 1230, "12.30 CNY"),
        ("500 CNY", 50000, "500.00 CNY"),
        ("0 CNY", 0, "0.00 CNY"),
        ("-0.00 CNY", 0, "0.00 CNY"),
        ("0.01 CNY", 1, "0.01 CNY"),
        ("-0.01 CNY", -1, "-0.01 CNY"),
        ("-12.05 CNY", -1205, "-12.05 CNY"),
        ("92233720368547758.07 CNY", 2**63 - 1, "92233720368547758.07 CNY"),
        ("-92233720368547758.07 CNY", 1 - 2**63, "-92233720368547758.07 CNY"),
    ],
)
def test_money(text, fen, written):
    money = Money.parse(text)
    assert money == fen
    assert type(money) is Money
    assert str(money) == f"{money}" == written
    assert repr(money) == f'Money("{written}")'


@given(FEN)
def test_money_is_written_as_it_is_read(fen):
    assert Money.parse(str(Money(fen))) == fen


@given(FEN, FEN)
def test_money_compares_as_its_fen(one, other):
    assert (Money(one) < Money(other)) == (one < other)
    assert hash(Money(one)) == hash(one)


@pytest.mark.parametrize("wrong", [12.5, "12", Decimal(12), None])
def test_money_is_made_of_whole_fen_only(wrong):
    with pytest.raises(TypeError):
        Money(wrong)


def test_values_survive_the_way_between_processes():
    for value in (Money(1230), Rate("0.999")):
        twin = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes
        assert (type(twin), twin, str(twin)) == (type(value), value, str(value))
    assert json.dumps(str(Money(1230))) == '"12.30 CNY"'


@pytest.mark.parametrize(
    ("text", "fraction", "written"),
    [
        ("99.9%", "0.999", "99.9%"),
        ("100%", "1", "100%"),
        ("100.000000%", "1", "100%"),
        ("0%", "0", "0%"),
        ("-0%", "0", "0%"),
        ("-0.00%", "0", "0%"),
        ("0.000001%", "0.00000001", "0.000001%"),
        ("-5.50%", "-0.055", "-5.5%"),
        ("1000%", "10", "1000%"),
        ("42.5%", "0.425", "42.5%"),
        ("999999999999.999999%", "9999999999.99999999", "999999999999.999999%"),
    ],
)
def test_rate(text, fraction, written):
    rate = Rate.parse(text)
    assert rate == Decimal(fraction)
    assert hash(rate) == hash(Decimal(fraction))
    assert type(rate) is Rate
    assert rate.is_signed() == (rate < 0)
    assert str(rate) == f"{rate}" == written


def test_a_rate_made_otherwise_is_written_the_same():
    assert str(Rate(1)) == str(Rate("1.00")) == str(Rate("1E0")) == "100%"
    assert str(Rate("1E+1")) == "1000%"
    assert str(Rate(Decimal("-0"))) == "0%"
    assert repr(Rate("0.5")) == 'Rate.parse("50%")'
    assert f"{Rate('0.5'):.3f}" == "0.500"


def test_a_rate_is_never_made_of_binary_floating_point():
    with pytest.raises(TypeError, match="exact"):
        Rate(0.5)


@given(MILLIONTHS)
def test_rates_are_written_as_they_are_read(millionths):
    rate = Rate(Decimal(millionths).scaleb(-8))
    assert Rate.parse(str(rate)) == rate
    assert str(Rate.parse(str(rate))) == str(rate)


@given(MILLIONTHS)
def test_the_decimal_context_of_the_caller_changes_nothing(millionths):
    text = str(Rate(f"{millionths}E-8"))
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP, Emax=3, Emin=-3)):
        rate = Rate.parse(text)
        written = str(rate), format_decimal(parse_decimal(format_decimal(Decimal(millionths))))
    assert rate == Rate.parse(text)
    assert written == (text, str(millionths))


@pytest.mark.parametrize("number", [0, 3, -3, 2**63 - 1, -(2**63), 10**18])
def test_integer(number):
    assert parse_integer(str(number)) == number


@given(st.integers(-(2**63), 2**63 - 1))
def test_integers_are_read_as_they_are_written(number):
    assert parse_integer(str(number)) == number


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("4.5", "4.5"),
        ("4.50", "4.5"),
        ("-4.5", "-4.5"),
        ("4", "4"),
        ("100", "100"),
        ("100.00", "100"),
        ("0", "0"),
        ("0.00", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("0.000000000000000001", "0.000000000000000001"),
        ("999999999999999999", "999999999999999999"),
        ("123456789.123456789", "123456789.123456789"),
    ],
)
def test_decimal(text, written):
    number = parse_decimal(text)
    assert number == Decimal(written)
    assert format_decimal(number) == written
    assert not number.is_signed() or number < 0


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(0, 18))
def test_decimals_are_written_as_they_are_read(digits, places):
    number = Decimal(f"{digits}E-{places}")
    assert parse_decimal(format_decimal(number)) == number


def test_decimals_are_written_without_an_exponent():
    assert format_decimal(Decimal("1E+5")) == "100000"
    assert format_decimal(Decimal("1E-7")) == "0.0000001"
    assert format_decimal(Rate("0.50")) == "0.5"


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_not_written(wrong):
    with pytest.raises(ValueError, match="finite"):
        format_decimal(Decimal(wrong))


def test_a_rate_that_is_no_number_can_still_be_shown():
    assert [str(Rate(text)) for text in ("NaN", "-Infinity")] == ["NaN", "-Infinity"]
