"""Texts read in columns: what is read is what reading the text alone gives, and plain forms are all read."""

from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.bulk.values import BAD, GOOD

from rulings.algebra.types import BY_NAME, INTEGER, choice
from rulings.audit.bulk.facts import of_texts
from rulings.audit.bulk.texts import Texts, of_arrow
from rulings.cases.facts import Refused, read_fact
from rulings.engine.columns.units import fact_at
from rulings.values import Money

TIMES = ("date", "datetime")
OWN = ("decimal", "rate", "money", "span")
PIECES = {
    "decimal": ("-", "0", "1", "9", "12", "999999999", ".", "e", " ", "+"),
    "rate": ("-", "0", "1", "99", "123456", ".", "%", " "),
    "money": ("-", "0", "1", "99", "92233720368547758", ".", " CNY", "CNY", " "),
    "span": ("-", "0", "1", "12", "52596000", " ", "second", "minute", "hours", "s", "days", "."),
    "date": ("2024", "1900", "2100", "-", "02", "29", "13", "00", "-12-31", "T"),
    "datetime": (
        "2024-02-29",
        "2023-02-29",
        "T",
        "t",
        " ",
        "10:00:00",
        "24:00:00",
        "23:59:59",
        "23:59:60",
        ".5",
        ".123456",
        ".1234567",
        "Z",
        "z",
        "+08:00",
        "-14:00",
        "+24:00",
        "+0800",
    ),
}


def fact(name, minimum=None, maximum=None):
    return SimpleNamespace(type=BY_NAME[name], minimum=minimum, maximum=maximum)


def alone(one, text):
    try:
        return read_fact(one, text)
    except Refused:
        return None


def told(one, texts):
    """Give what is read of each text in a column, None where nothing is."""
    found = of_texts(one, of_arrow(pa.array(texts, pa.string()), empty=True))
    assert not (found.column.known & found.bad).any()
    assert (found.column.known | found.bad).tolist() == [text is not None for text in texts]
    return [fact_at(found.column, place, one.type) for place in range(len(texts))]


def texts_of(name):
    return [text for text in (*GOOD[name], *BAD[name]) if isinstance(text, str)]


@pytest.mark.parametrize("name", [*OWN, *TIMES, "text"])
def test_what_is_read_in_a_column_is_what_is_read_alone(name):
    texts = texts_of(name)
    found = told(fact(name), texts)
    for text, one in zip(texts, found, strict=True):
        assert one is None or one == alone(fact(name), text), text
    assert [text for text, one in zip(texts, found, strict=True) if one is None and text in GOOD[name]] == []


@pytest.mark.parametrize("name", [*OWN, *TIMES])
@given(data=st.data())
def test_texts_put_together_of_pieces_are_read_as_they_are_alone(name, data):
    piece = st.sampled_from(PIECES[name])
    texts = data.draw(st.lists(st.none() | st.lists(piece, max_size=6).map("".join), min_size=1, max_size=30))
    for text, one in zip(texts, told(fact(name), texts), strict=True):
        assert one is None or one == alone(fact(name), text), text


def moment_texts(moment, decimals, zone):
    fraction = f".{moment.microsecond:06d}"[: decimals + 1] if decimals else ""
    return f"{moment.replace(microsecond=0).isoformat()}{fraction}{zone}"


PLAIN = {
    "money": st.integers(-(10**18) + 1, 10**18 - 1).map(Money).map(str),
    "rate": st.decimals(-(10**11), 10**11, places=6).map(lambda number: f"{number}%"),
    "decimal": st.decimals(-(10**8), 10**8, places=9).map(str) | st.integers(0, 10**9).map(str),
    "span": st.integers(0, 876_600).map(lambda count: f"{count} hours"),
    "date": st.integers(-25_567, 47_481).map(lambda day: str(np.datetime64(day, "D"))),
    "datetime": st.builds(
        moment_texts,
        st.datetimes().filter(lambda moment: 1900 <= moment.year <= 2099),
        st.integers(0, 6),
        st.sampled_from(["Z", "+00:00", "+08:00", "-23:59", "+14:00"]),
    ),
}


@pytest.mark.parametrize("name", PLAIN)
@given(data=st.data())
def test_plain_texts_are_all_read(name, data):
    texts = data.draw(st.lists(PLAIN[name].filter(lambda text: "E" not in text), min_size=1, max_size=30))
    assert told(fact(name), texts) == [alone(fact(name), text) for text in texts]


def test_whole_numbers_and_truths_are_read_as_cells_of_csv_have_them():
    assert told(fact("integer"), ["0", "-0", "12", "-7", "01", "", "1.0", "9" * 18, "9" * 19, None]) == [
        *(0, 0, 12, -7, None, None, None, 10**18 - 1, None, None)
    ]
    assert told(fact("boolean"), ["true", "TRUE", "False", "yes", "", "truee", None]) == [
        *(True, True, False, None, None, None, None)
    ]
    one = SimpleNamespace(type=choice("red", "rather long to be read in one word"), minimum=None, maximum=None)
    texts = ["red", "rather long to be read in one word", "rather long to be read in one worD", "re", "redd", "", None]
    assert told(one, texts) == [*texts[:2], *[None] * 5]


def test_what_is_beyond_the_bounds_of_a_fact_is_not_read():
    assert told(fact("integer", 2, 5), ["1", "2", "5", "6"]) == [None, 2, 5, None]
    bounds = Decimal("0.5"), Decimal("2.2550000000001")
    assert told(fact("decimal", *bounds), ["0.499999999", "0.5", "2.255", "2.255000001"]) == [
        *(None, Decimal("0.5"), Decimal("2.255"), None)
    ]


def test_nothing_is_read_beyond_the_end_of_the_data():
    data = np.frombuffer(b"12", np.uint8)
    texts = Texts(data, np.array([0, 1, 2]), np.array([2, 1, 0]), np.ones(3, np.bool_))
    found = of_texts(SimpleNamespace(type=INTEGER, minimum=None, maximum=None), texts)
    assert found.column.values[:2].tolist() == [12, 2]
    assert found.column.known.tolist() == [True, True, False]
    assert texts.ends_with(b"2").tolist() == [True, True, False]


def test_texts_that_are_no_characters_are_found():
    data = np.frombuffer("真".encode() + b"\xff" + b"x", np.uint8)
    texts = Texts(data, np.array([0, 3, 4, 1]), np.array([3, 1, 1, 2]), np.ones(4, np.bool_))
    assert texts.unicode().tolist() == [True, False, True, False]
    assert told(fact("text"), ["x", "y", "x", None, "真"]) == ["x", "y", "x", None, "真"]
