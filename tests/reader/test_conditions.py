"""Conditions: what a line means, and where a wrong one is shown."""

from pathlib import Path

import pytest

from rulings.algebra.types import BY_NAME, SHARES, choice
from rulings.errors import Faults
from rulings.library import read_library
from rulings.reader.conditions import OPERATORS, operators_of, read_conditions
from rulings.reader.nodes import Mapping
from rulings.reader.scope import Scope, Signature
from rulings.reader.strict_yaml import read_yaml

GOOD = Path(__file__).parents[1] / "corpus" / "good"
LIBRARY = read_library(GOOD)


def conditions(text):
    faults = Faults()
    node = read_yaml(text.encode("utf-8"), "file.yaml", faults)
    assert isinstance(node, Mapping)
    scope = Scope(LIBRARY.vocabularies["demo"], LIBRARY.register, faults)
    scope.signatures["time"] = Signature(choice("open", "expired"))
    found = read_conditions(node, scope)
    return found, [f"{fault.code} {fault.place.line}:{fault.place.column}" for fault in faults.found]


def test_every_type_has_its_operators():
    assert operators_of(BY_NAME["boolean"]) == ("is", "is known", "is unknown")
    assert operators_of(choice("a", "b"))[:4] == ("is", "is not", "is one of", "is none of")
    assert operators_of(SHARES) == ("is known", "is unknown")
    assert {operator for kind in (*BY_NAME.values(), choice("a", "b")) for operator in operators_of(kind)} == set(
        OPERATORS
    )


def test_the_order_of_lines_means_nothing():
    one, _ = conditions("claim.proven is: true\norder.items at least: 2\n")
    other, _ = conditions("order.items at least: 2\nclaim.proven is: true\n")
    assert one.expr == other.expr


def test_lines_keep_what_the_author_wrote():
    found, faults = conditions(
        "claim.reason is one of: [faulty, wrong]\nany of: [{time is: open}, {order.items less than: 3}]\n"
    )
    assert faults == []
    assert [line.text for line in found.lines] == [
        "claim.reason is one of: [faulty, wrong]",
        "time is: open",
        "order.items less than: 3",
    ]
    assert [(line.place.line, line.place.column) for line in found.lines] == [(1, 1), (2, 11), (2, 28)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("claim.reson is: faulty", "unknown-fact 1:1"),
        ("claim.reason  iz: faulty", "unknown-operator 1:15"),
        ("'claim.reason iz': faulty", "unknown-operator 1:15"),
        ('"claim.reson is": faulty', "unknown-fact 1:2"),
        ("'   claim.reason iz': faulty", "unknown-operator 1:18"),
        ("claim.reason is: falty", "unknown-option 1:18"),
        ("? claim.reason iz\n: faulty", "unknown-operator 1:16"),
        ("any of: {time is: open}", "not-a-list 1:9"),
        ("none of: []", "empty 1:10"),
        ("time.closes is known: true", "unknown-field 1:1"),
        ("not: [{time is: open}]", "operator-missing 1:1"),
    ],
)
def test_the_caret_stands_under_the_part_that_is_wrong(line, fault):
    assert conditions(line + "\n")[1] == [fault]


def test_all_lines_are_read_whatever_is_wrong_with_one():
    text = "claim.reson is: faulty\norder.items at last: 3\norder.amount at most: 50\ntime is: opn\n"
    assert conditions(text)[1] == [
        "unknown-fact 1:1",
        "unknown-operator 2:13",
        "unit-missing 3:23",
        "unknown-option 4:10",
    ]
