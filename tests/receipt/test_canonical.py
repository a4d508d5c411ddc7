"""Canonical JSON: the examples of RFC 8785 that hold no fractions, and what receipts do with large integers."""

import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from rulings.receipt.canonical import MOST_SAFE, canonical, carried, digest

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_keys_go_in_the_order_of_their_utf_16():
    data = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7}
    assert canonical(data).decode() == '{"\\r":2,"1":4,"\x80":6,"ö":7,"€":1,"😀":5,"\ufb33":3}'


def test_texts_are_escaped_as_little_as_can_be():
    assert canonical('€$\x0f\nA\'B"\\"/').decode() == '"€$\\u000f\\nA\'B\\"\\\\\\"/"'


@pytest.mark.parametrize(
    ("integer", "held"),
    [(MOST_SAFE, MOST_SAFE), (-MOST_SAFE, -MOST_SAFE), (MOST_SAFE + 1, str(2**53)), (-MOST_SAFE - 1, str(-(2**53)))],
)
def test_integers_at_the_line_that_every_reader_holds(integer, held):
    assert carried([{"a": integer}]) == [{"a": held}]
    canonical(carried(integer))


def test_an_integer_beyond_it_is_refused_where_it_was_not_carried():
    with pytest.raises(ValueError, match="safe"):
        canonical(MOST_SAFE + 1)


@given(PLAIN)
def test_every_text_is_written_as_the_standard_wants(data):
    assert canonical(carried(data)) == rfc8785.dumps(carried(data))


def test_the_order_of_rare_signs_is_that_of_utf_16():
    data = {"\ufb33": 1, "😀": 2, "\uffff": 3}
    assert canonical(data) == rfc8785.dumps(data)
    assert canonical(data) != json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


@pytest.mark.parametrize("data", [1.5, [1.0], {"a": float("nan")}])
def test_a_fraction_is_refused_when_a_receipt_is_made(data):
    with pytest.raises(ValueError, match="no fraction"):
        carried(data)


@pytest.mark.parametrize("data", ["\ud800", {"a": object()}, 2**60, 2**70])
def test_what_json_cannot_carry_is_refused(data):
    with pytest.raises(ValueError):  # noqa: PT011 - each has another message
        canonical(data)


def test_true_is_no_large_integer():
    assert carried([True, False, None]) == [True, False, None]


@given(PLAIN)
def test_one_spelling_whatever_the_order_of_keys(data):
    data = carried(data)
    assert canonical(_turned(data)) == canonical(data)
    assert digest(data) == "sha256:" + hashlib.sha256(canonical(data)).hexdigest()


def _turned(data):
    if isinstance(data, dict):
        return {key: _turned(data[key]) for key in reversed(data)}
    return [_turned(one) for one in data] if isinstance(data, list) else data
