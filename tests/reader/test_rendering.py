"""A fault as a person reads it: the caret stands under the characters that are meant."""

import unicodedata

import pytest

from rulings.errors import Diagnostic, Faults, Place, nearest
from rulings.reader.strict_yaml import read_yaml


def shown(line, column, end_column, **more):
    place = Place("file.yaml", 7, column, 7, end_column)
    return str(Diagnostic("code", "what is wrong", place, source_line=line, **more)).splitlines()


def columns(text):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def test_the_whole_of_it():
    assert shown("  lasts: 15 dayz", 10, 17, expected="a span", near="15 days", help="write a unit") == [
        "file.yaml:7:10: error[code]: what is wrong",
        "  |",
        "7 |   lasts: 15 dayz",
        "  |          ^^^^^^^",
        "  = expected: a span",
        "  = did you mean: 15 days",
        "  = help: write a unit",
    ]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        *[
            ("a: bad", "bad"),
            ("标题: bad", "bad"),
            ("标题: {en: x, zh: 坏的}", "坏的"),
            ("a: 坏的 b", "坏的"),
            ("全角：bad", "："),
        ],
        *[("（a）: bad", "bad"), ("é: bad", "bad"), ("ﾊﾝｶｸ: bad", "bad")],
    ],
)
def test_wide_signs_take_two_columns(line, word):
    start = line.index(word)
    _, _, source, caret = shown(line, start + 1, start + 1 + len(word))
    marks = caret.index("^")
    assert columns(source[: source.index(word)]) == marks
    assert caret.count("^") == columns(word)
    assert caret[marks:].strip("^") == ""


def test_a_tab_stays_a_tab_under_the_line():
    _, _, source, caret = shown("\ta:\tbad", 5, 8)
    assert (source, caret) == ("7 | \ta:\tbad", "  | \t  \t^^^")


def test_a_place_over_several_lines_is_marked_to_the_end_of_its_first():
    place = Place("file.yaml", 1, 4, 3, 2)
    assert str(Diagnostic("code", "what", place, source_line="a: 'b c  ")).splitlines()[-1] == "  |    ^^^^"


def test_a_place_behind_the_line_has_a_caret():
    assert shown("a:", 3, 4)[-1] == "  |   ^"


def test_a_long_line_is_cut_around_the_place():
    line = "x" * 5_000 + " bad " + "y" * 5_000
    _, _, source, caret = shown(line, 5_002, 5_005)
    assert len(source) < 300
    assert source[caret.index("^") :].startswith("bad")
    assert source.startswith("7 | …x")
    assert source.endswith("y…")


def test_without_a_line_the_place_is_told_alone():
    assert str(Diagnostic("code", "what", Place("file.yaml", 7, 1, 7, 2))) == "file.yaml:7:1: error[code]: what"
    assert str(Diagnostic("code", "what", None, "facts.order")) == "facts.order: error[code]: what"


def test_faults_know_the_lines_of_their_files_and_stand_once():
    faults = Faults()
    faults.know_source("file.yaml", "a: 1\nb: 2")
    place = Place("file.yaml", 2, 1, 2, 2)
    faults.add("code", place, "what")
    faults.extend([Diagnostic("code", "what", place), Diagnostic("other", "what", place)])
    assert [(fault.code, fault.source_line) for fault in faults.found] == [("code", "b: 2"), ("other", "b: 2")]


def test_beyond_reason_faults_are_no_longer_listed():
    faults = Faults()
    read_yaml(b"a: 1\n" * 2_000, "file.yaml", faults)
    assert len(faults.found) == 501
    assert faults.found[-1].code == "too-many-faults"


def test_faults_come_in_the_order_of_the_file():
    faults = Faults()
    for line, column in ((3, 1), (1, 9), (1, 2)):
        faults.add("code", Place("file.yaml", line, column, line, column + 1), "what")
    assert [(fault.place.line, fault.place.column) for fault in faults.errors] == [(1, 2), (1, 9), (3, 1)]


def test_the_nearest_name():
    known = ["claim.reason", "claim.opened_at", "order.amount"]
    assert nearest("claim.reson", known) == "claim.reason"
    assert nearest("CLAIM.REASON", known) == "claim.reason"
    assert nearest("weather", known) is None
    assert nearest("x" * 100_000, known) is None


def test_a_fault_as_data():
    place = Place("file.yaml", 7, 3, 7, 5)
    assert Diagnostic("code", "what", place, near="that", source_line="a bad").to_dict() == {
        "code": "code",
        "severity": "error",
        "message": "what",
        "file": "file.yaml",
        "line": 7,
        "column": 3,
        "end_line": 7,
        "end_column": 5,
        "near": "that",
        "source": "a bad",
    }
