"""Strict YAML: values mean what they look like, and everything keeps its place."""

from decimal import Decimal

import pytest

from rulings.errors import Faults
from rulings.reader.nodes import Mapping, Scalar, Sequence, at, plain
from rulings.reader.strict_yaml import MOST_BYTES, MOST_DEPTH, read_yaml


def read(text):
    faults = Faults()
    return read_yaml(text.encode("utf-8"), "file.yaml", faults), faults.found


def value_of(text):
    node, faults = read(f"key: {text}\n")
    assert faults == []
    assert isinstance(node, Mapping)
    return plain(node)["key"]


def codes(text):
    return [f"{fault.code} {fault.place.line}:{fault.place.column}" for fault in read(text)[1]]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[("0", 0), ("3", 3), ("-3", -3), ("true", True), ("false", False), ("null", None), ("", None)],
        *[("4.5", Decimal("4.5")), ("-0.10", Decimal("-0.10")), ("'3'", "3"), ('"true"', "true"), ("''", "")],
    ],
)
def test_few_words_are_no_texts(written, value):
    found = value_of(written)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "written",
    [
        *["NO", "no", "on", "Off", "yes", "Y", "True", "FALSE", "Null", "NULL", "~", "12:30", "190:20:30"],
        *["0o17", "017", "0x1F", "0b1", "1_000", "1e3", "1.5e3", ".5", "4.", ".inf", "-.INF", ".nan", "+3", "00"],
        *["2024-01-01", "2024-01-01T10:00:00+08:00", "15 days", "50%", "500 CNY", "退货", "👩‍💻", "a:b", "a#b", "="],
    ],
)
def test_everything_else_stays_the_text_that_was_written(written):
    assert value_of(written) == written


def test_a_decimal_keeps_its_zeros():
    assert str(value_of("0.10")) == "0.10"


def test_a_number_of_absurd_length_stays_text():
    assert value_of("9" * 40) == "9" * 40


def test_every_value_and_key_has_its_place():
    node, _ = read("a:\n  - b: 退货\n    'c d': [1, 22]\n")
    assert isinstance(node, Mapping)
    items = node.get("a")
    assert isinstance(items, Sequence)
    inner = items.items[0]
    assert isinstance(inner, Mapping)
    places = [(key.place.line, key.place.column, key.place.end_column) for _, key, _ in inner.items()]
    assert places == [(2, 5, 6), (3, 5, 10)]
    second = at(node, ["a", 0, "c d", 1])
    assert isinstance(second, Scalar)
    assert (second.value, str(second.place), second.place.end_column) == (22, "file.yaml:3:16", 18)


def test_a_path_is_followed_as_far_as_it_leads():
    node, _ = read("a: {b: 1}\n")
    assert plain(at(node, ["a", "x", "y"])) == {"b": 1}
    assert plain(at(node, ["a", 3])) == {"b": 1}


def test_quotes_and_blocks_are_read_as_yaml_reads_them():
    node, faults = read("a: 'it''s'\nb: \"x\\ty\"\nc: |\n  one\n  two\nd: >-\n  three\n  four\n")
    assert faults == []
    assert plain(node) == {"a": "it's", "b": "x\ty", "c": "one\ntwo\n", "d": "three four"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_do_not_depend_on_the_ends_of_lines(end):
    assert codes(f"a: 1{end}b: 2{end}a: 3{end}") == ["duplicate-key 3:1"]


def test_all_that_can_be_found_is_found_at_once():
    text = "a: &x 1\nb: *x\nc: !t 2\na: 3\nd: see #4\ne:\n  <<: *x\n"
    assert codes(text) == [
        "anchor 1:4",
        "alias 2:4",
        "tag 3:4",
        "duplicate-key 4:1",
        "cut-by-comment 5:8",
        "merge-key 7:3",
    ]


def test_what_was_refused_is_not_spoken_of_again():
    faults = Faults()
    node = read_yaml(b"a: *x\n", "file.yaml", faults)
    faults.add("wrong-type", at(node, ["a"]).place, "nothing stands where a text is wanted")
    assert [fault.code for fault in faults.found] == ["alias"]


def test_depth_and_size_have_bounds():
    deep = "[" * MOST_DEPTH + "]" * MOST_DEPTH
    assert codes(deep) == []
    assert codes(f"[{deep}]") == [f"nested-too-deeply 1:{MOST_DEPTH + 1}"]
    assert codes("# " + "x" * (MOST_BYTES - 8) + "\na: 1\n") == []
    assert codes("x" * (MOST_BYTES + 1)) == ["file-too-large 1:1"]


def test_a_fault_behind_the_last_line_is_shown_at_its_end():
    assert codes("a: 'b") == ["unclosed 1:4"]
    assert codes("a:\n  b: 1\n c") == ["layout 3:2"]
