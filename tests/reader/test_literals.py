"""Literals and parameters: the text of a value, read as a value of a type."""

import datetime as dt
from decimal import Decimal

import pytest

from rulings.algebra.types import BOOLEAN, BY_NAME, DECIMAL, INTEGER, MONEY, SPAN, TEXT, choice
from rulings.errors import Faults, Place
from rulings.reader.literals import infer_literal, read_literal, read_span
from rulings.reader.nodes import Mapping, Scalar
from rulings.reader.strict_yaml import read_yaml
from rulings.values import Money, Rate, Seconds, Span, Unit

PLACE = Place("file.yaml", 1, 4, 1, 5)
CHINA = dt.timezone(dt.timedelta(hours=8))


def node_of(written):
    faults = Faults()
    node = read_yaml(f"a: {written}\n".encode(), "file.yaml", faults)
    assert isinstance(node, Mapping)
    assert faults.found == []
    return node.get("a")


def literal(written, kind):
    faults = Faults()
    const = read_literal(node_of(written), kind, faults)
    return (const.value if const is not None else None), [fault.code for fault in faults.found]


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("boolean", "true", True),
        ("integer", "3", 3),
        ("decimal", "4.50", Decimal("4.5")),
        ("decimal", "4", Decimal(4)),
        ("rate", "99.9%", Rate("0.999")),
        ("money", "12.30 CNY", Money(1230)),
        ("money", "'12.30 CNY'", Money(1230)),
        ("span", "48 hours", Seconds(172_800)),
        ("date", "2024-02-29", dt.date(2024, 2, 29)),
        ("datetime", "2024-03-01T10:00:00+08:00", dt.datetime(2024, 3, 1, 10, tzinfo=CHINA)),
        ("text", "none", "none"),
        ("text", "'>3'", ">3"),
    ],
)
def test_good_literals(kind, written, value):
    assert literal(written, BY_NAME[kind]) == (value, [])


def test_an_option_is_one_of_its_type():
    kind = choice("refund", "refused")
    assert literal("refund", kind) == ("refund", [])
    assert literal("refunds", kind) == (None, ["unknown-option"])
    assert literal("'true'", choice("true", "false")) == ("true", [])
    assert literal("true", choice("true", "false")) == (None, ["unknown-option"])


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (BOOLEAN, "yes", "not-a-boolean"),
        (INTEGER, "'3'", "not-an-integer"),
        (DECIMAL, "'4.5'", "not-a-decimal"),
        (DECIMAL, "0.1234567890123456789", "too-many-decimals"),
        (TEXT, "3", "not-a-text"),
        (MONEY, "≥ 5 CNY", "comparison-symbol"),
        (MONEY, "null", "value-missing"),
        (MONEY, "[]", "not-a-literal"),
        (SPAN, "2 days", "not-a-span"),
    ],
)
def test_bad_literals(kind, written, code):
    assert literal(written, kind) == (None, [code])


def test_help_for_what_authors_do_most():
    faults = Faults()
    read_literal(Scalar("Yes", "Yes", PLACE), BOOLEAN, faults)
    read_literal(Scalar("3", "3", Place("file.yaml", 2, 1, 2, 2)), INTEGER, faults)
    read_literal(Scalar("90　days", "90　days", Place("file.yaml", 3, 1, 3, 2)), SPAN, faults)
    helps = [fault.help or "" for fault in faults.found]
    assert "small letters" in helps[0]
    assert "quotes" in helps[1]
    assert "fullwidth" in helps[2]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *[("3", "integer"), ("4.5", "decimal"), ("true", "boolean"), ("99.9%", "rate"), ("500 CNY", "money")],
        *[("2024-03-01", "date"), ("2024-03-01T10:00:00+08:00", "datetime")],
    ],
)
def test_the_form_of_a_parameter_tells_its_type(written, kind):
    const = infer_literal(node_of(written), Faults())
    assert const.type.name == kind


def test_a_parameter_may_count_days():
    assert infer_literal(node_of("15 days"), Faults()) == Span(15, Unit.DAYS)
    assert read_span(node_of("2 hours"), Faults()) == Span(2, Unit.HOURS)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *[
            ("15 dais", "unit-unknown"),
            ("15days", "not-a-span"),
            ("500 USD", "currency-unknown"),
            ("￥5", "currency-unknown"),
        ],
        *[("99.9 %", "not-a-rate"), ("quality", "not-a-literal"), ("'3'", "not-a-literal"), ("{}", "not-a-literal")],
        *[
            ("2024-02-30", "no-such-day"),
            ("2024-1-1", "not-a-date"),
            ("", "value-missing"),
            (">= 3", "comparison-symbol"),
        ],
    ],
)
def test_bad_parameters(written, code):
    faults = Faults()
    node = Scalar(written, written, PLACE) if written.startswith(">") else node_of(written)
    assert infer_literal(node, faults) is None
    assert [fault.code for fault in faults.found] == [code]
