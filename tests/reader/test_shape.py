"""JSON Schema's findings, in words for authors and at the places that they mean."""

import pytest

from rulings.errors import Faults
from rulings.reader.fragments import KEBAB, mapping, one_or_many, record, text
from rulings.reader.shape import check_shape, validator_for
from rulings.reader.strict_yaml import read_yaml

SCHEMA = record(
    {
        "name": text("a name such as late-claim", KEBAB),
        "mode": {"enum": ["fast", "slow"], "description": "fast or slow"},
        "count": {"type": "integer", "description": "a whole number"},
        "cites": one_or_many(text("a provision"), "a provision, or a list of them"),
        "parts": mapping(KEBAB, {"type": "boolean"}, "parts by name"),
    },
    ("name",),
    "a thing",
)
VALIDATOR = validator_for(SCHEMA)


def faults_of(written):
    faults = Faults()
    node = read_yaml(written.encode("utf-8"), "file.yaml", faults)
    check_shape(node, VALIDATOR, faults)
    return faults.found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("name: a\nmode: fast\ncount: 1\ncites: [a, b]\nparts: {a: true}\n", []),
        ("mode: fast\n", ["missing-key 1:1"]),
        ("nam: a\n", ["unknown-key 1:1"]),
        ("name: a\nsize: 1\n", ["unknown-key 2:1"]),
        ("name: A\n", ["bad-form 1:7"]),
        ('name: "a\\n"\n', ["bad-form 1:7"]),
        ("name: 7\n", ["wrong-type 1:7"]),
        ("name:\n", ["value-missing 1:6"]),
        ("name: ''\n", ["bad-form 1:7", "empty 1:7"]),
        ("name: a\nmode: quick\n", ["not-among 2:7"]),
        ("name: a\ncount: true\n", ["wrong-type 2:8"]),
        ("name: a\ncites: [a, b, a, a]\n", ["duplicate-item 2:15", "duplicate-item 2:18"]),
        ("name: a\ncites: []\n", ["empty 2:8"]),
        ("name: a\nparts:\n  a: true\n  B: true\n", ["bad-name 4:3"]),
        ("name: a\nparts: {a: 1}\n", ["wrong-type 2:12"]),
        ("- a\n", ["wrong-type 1:1"]),
        ("{name:a}\n", ["space-missing 1:6"]),
        ("{name：a, mode: fast}\n", ["fullwidth-sign 1:6"]),
    ],
)
def test_findings(written, expected):
    assert sorted(f"{fault.code} {fault.place.line}:{fault.place.column}" for fault in faults_of(written)) == expected


def test_the_nearest_name_and_what_was_expected_are_told():
    unknown, among = sorted(faults_of("nam: a\nmode: fsat\n"), key=lambda fault: fault.place.line)
    assert (unknown.near, unknown.expected) == ("name", "one of name, mode, count, cites, parts")
    assert (among.near, among.expected) == ("fast", "one of fast, slow")


def test_json_schema_never_speaks_itself():
    texts = [str(fault) for written in ("[]", "name: [1]\nparts: 3\ncites: {}\n") for fault in faults_of(written)]
    assert texts
    assert not [shown for shown in texts if "is not of type" in shown or "Additional properties" in shown]
