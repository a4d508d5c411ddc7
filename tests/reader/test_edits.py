"""Changes to a text at the places of its nodes leave everything else as it is."""

import pytest

from rulings.errors import Faults
from rulings.reader.edits import Edits
from rulings.reader.strict_yaml import read_yaml

TEXT = """\
# 甲 a head
a: 1   # one
"b" : 'two'
c:
    d: 4  # four
    e:   5
    # tail
f: {g: 7, h: 8, i: 9} # 甲
"""


def edited(text, change):
    root = read_yaml(text.encode(), "f.yaml", Faults())
    edits = Edits(text)
    change(edits, root)
    return edits.result()


def replaced(key, value):
    return lambda edits, root: edits.replace(root.get(key), value)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_value_is_replaced_with_its_quotes(ending):
    text = TEXT.replace("\n", ending)
    assert edited(text, replaced("a", "100")) == text.replace("a: 1", "a: 100")
    assert edited(text, replaced("b", "x")) == text.replace("'two'", "x")


def test_several_changes_do_not_move_each_other():
    def change(edits, root):
        edits.replace(root.get("f").get("h"), "a longer value")
        edits.replace(root.get("a"), "a longer value")
        edits.replace(root.get("c").get("d"), "")

    expected = TEXT.replace("1  ", "a longer value  ").replace("h: 8", "h: a longer value").replace("d: 4", "d: ")
    assert edited(TEXT, change) == expected


@pytest.mark.parametrize("value", ["|-\n    x\n\n", ">-\n    x\n"])
def test_a_text_in_block_gives_way_to_a_word(value):
    assert edited(f"a: {value}b: 1\n", replaced("a", "y")) == "a: y" + value[value.index("x") + 1 :] + "b: 1\n"


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("a", "x: {a: 1, b: 2}\n", "x: {b: 2}\n"),
        ("b", "x: {a: 1, b: 2}\n", "x: {a: 1}\n"),
        ("b", "x: {a: 1, b: 2, c: 3}  # d\n", "x: {a: 1, c: 3}  # d\n"),
        ("a", "x:\n  a: 1  # c\n  b: 2\n", "x:\n  b: 2\n"),
        ("b", "x:\n  a: 1\n  b: 2\ny: 1\n", "x:\n  a: 1\ny: 1\n"),
        ("b", "x:\r\n  a: 1\r\n  b: 2", "x:\r\n  a: 1\r\n"),
    ],
)
def test_a_key_is_taken_out(key, text, expected):
    assert edited(text, lambda edits, root: edits.remove(root.get("x"), key)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: {a: 1, b: 2}\n", "x: {a: 1, n: 0, b: 2}\n"),
        ("x: {a: 1}", "x: {a: 1, n: 0}"),
        ("x:\n   a: 1  # c\n   b: 2\n", "x:\n   a: 1  # c\n   n: 0\n   b: 2\n"),
        ("x:\r\n  a: 1\r\ny: 2\r\n", "x:\r\n  a: 1\r\n  n: 0\r\ny: 2\r\n"),
        ("x:\n  a: 1", "x:\n  a: 1\n  n: 0"),
    ],
)
def test_a_key_is_added_behind_another(text, expected):
    assert edited(text, lambda edits, root: edits.insert_after(root.get("x"), "a", "n: 0")) == expected
