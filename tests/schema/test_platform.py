"""The policy schema of a platform takes what the reader takes, and marks what an author mistypes."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.strategies.policies import policies
from tests.strategies.shop import FILE, LITERALS, TYPES, WHOLE_LISTS, read_text, vocabulary
from tests.strategies.yaml_text import to_yaml

from rulings.book import PolicyBook
from rulings.errors import Faults
from rulings.packaged import policies_folder
from rulings.reader.conditions import OPERATORS, operators_of
from rulings.reader.nodes import plain
from rulings.reader.shape import validator_for
from rulings.reader.strict_yaml import read_yaml
from rulings.schema.platform import platform_schema

SCHEMA = platform_schema(vocabulary())
CONDITIONS = validator_for({"$ref": "#/$defs/conditions", "$defs": SCHEMA["$defs"]})
WRONG = {
    "boolean": ("yes", "true", 1, None),
    "choice": ("purple", True, 1),
    "integer": ("3", Decimal("3.5"), True, 2**63),
    "decimal": ("4.5", True),
    "rate": (99, "99.9 %", "99.9", Decimal("0.5"), "0.12345678%"),
    "money": (500, "500", "¥500", "12.345 CNY", "500CNY", "05 CNY"),
    "span": (3, "3", "15 days", "3 mins", "1.5 hours"),
    "date": ("2024-3-1", "2024-13-01", "1899-01-01", "2024-03-01T00:00:00+08:00", 20240301),
    "datetime": ("2024-03-01", "2024-03-01T10:00:00", "2024-03-01 10:00:00+08:00", "2024-03-01T24:00:00+08:00"),
    "text": (1, True, "$2"),
    "list": (1, "goods.lots", {}),
}
SET_OPERATORS = ("is one of", "is none of")
KNOWING = ("is known", "is unknown")


def takes(line, value):
    return CONDITIONS.is_valid({line: value})


def literals(path):
    kind = TYPES[path]
    if kind.name == "list":
        return WHOLE_LISTS[path]
    return kind.options if kind.name == "choice" else LITERALS[kind.name]


def operators(path):
    return [operator for operator in operators_of(TYPES[path]) if operator not in KNOWING]


def lines():
    return [(path, operator) for path in TYPES for operator in operators(path)]


def test_it_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", TYPES)
def test_every_operator_of_a_fact_takes_its_literals(path):
    for operator in operators(path):
        for value in literals(path):
            assert takes(f"{path} {operator}", [value] if operator in SET_OPERATORS else value)


@pytest.mark.parametrize("path", TYPES)
def test_operands_of_another_form_are_marked(path):
    for operator in operators(path):
        for value in (*WRONG[TYPES[path].name], [], {}, [[]]):
            if operator in SET_OPERATORS and value == "$2":
                continue
            assert not takes(f"{path} {operator}", [value] if operator in SET_OPERATORS else value), (operator, value)


@pytest.mark.parametrize("path", TYPES)
def test_operators_of_other_types_and_no_operators_are_marked(path):
    others = [operator for operator in OPERATORS if operator not in operators_of(TYPES[path])]
    for operator in (*others, "Is", "is  ", ">=", "isnt", "equals"):
        assert not any(takes(f"{path} {operator}", value) for value in (*literals(path), list(literals(path)), True))
    assert not takes(path, literals(path)[0])


@pytest.mark.parametrize(("path", "operator"), lines())
def test_misspelt_facts_are_marked(path, operator):
    value = literals(path)[0]
    group, _, name = path.partition(".")
    for wrong in (
        f"{group}.{name}x",
        f"{group}x.{name}",
        f"{group} {name}",
        group,
        f"{path}.{name}",
        path.upper(),
        f"${path}",
    ):
        assert not takes(f"{wrong} {operator}", [value] if operator in SET_OPERATORS else value)


@pytest.mark.parametrize("path", TYPES)
def test_whether_a_fact_is_known_takes_true_alone(path):
    for operator in KNOWING:
        taken = [value for value in (True, False, "true", 1, None) if takes(f"{path} {operator}", value)]
        assert taken == [True]


@pytest.mark.parametrize(("path", "operator"), lines())
def test_references_fit_the_fact(path, operator):
    if operator in SET_OPERATORS:
        return
    kind = TYPES[path]
    for other, found in TYPES.items():
        fits = found.name == kind.name and (kind.name != "choice" or bool(set(kind.options) & set(found.options)))
        assert takes(f"{path} {operator}", f"${other}") == fits
    assert all(takes(f"{path} {operator}", name) for name in ("$limit", "$window.last_moment", "$alpha"))
    assert not any(
        takes(f"{path} {operator}", name) for name in ("$", "$goods.nothing", "$goods", "$Limit", "$a.b.c", "$ limit")
    )


@pytest.mark.parametrize("name", ["any of", "all of", "none of"])
def test_groups_are_lists_of_conditions_to_any_depth(name):
    good, bad = {"goods.flag is": True}, {"goods.falg is": True}
    assert takes(name, [good, {name: [good]}])
    assert not takes(name, [good, {name: [bad]}])
    assert not any(takes(name, value) for value in (good, [], [{}], [[good]], "goods.flag", None))


@pytest.mark.parametrize(
    ("line", "good", "bad"),
    [
        ("alpha is", ("accepted", True, 3, Decimal("1.5"), "$beta"), (None, [])),
        ("alpha is not", ("accepted", 3), (True, None)),
        ("alpha is one of", (["a", "b"],), ("a", [], [True], ["a", "a"])),
        ("alpha is known", (True,), (False, "true")),
        ("alpha at least", (3, "99.9%", "5 CNY", "48 hours", "$limit"), ("many", True)),
        ("alpha.last_moment before", ("2024-03-01", "2024-03-01T10:00:00+08:00", "$claim.opened_at"), ("soon", 5)),
    ],
)
def test_lines_about_decisions_are_free_but_for_their_form(line, good, bad):
    assert all(takes(line, value) for value in good)
    assert not any(takes(line, value) for value in bad)


@pytest.mark.parametrize(
    "line",
    [
        "Alpha is",
        "alpha isnt",
        "alpha",
        "alpha.b is",
        "alpha.b.c is",
        "goods is",
        "alpha  is",
        "alpha is one",
        "alpha is ",
    ],
)
def test_lines_about_nothing_are_marked(line):
    assert not takes(line, "accepted")


def test_wherever_a_fact_is_named_the_facts_are_listed():
    window = SCHEMA["$defs"]["window_decision"]["properties"]
    assert window["opens"]["enum"] == window["asked_at"]["enum"] == sorted(TYPES)
    assert SCHEMA["properties"]["in_force"]["properties"]["chosen_by"]["enum"] == sorted(TYPES)


def test_every_line_tells_its_fact_in_both_languages():
    book = PolicyBook.load(policies_folder())
    known = book.version(book.policies[0]).policy.vocabulary
    lines = platform_schema(known)["$defs"]["conditions"]["properties"]
    for fact in known.facts.values():
        for operator in operators_of(fact.type):
            line = lines[f"{fact.path} {operator}"]
            assert line["title"] == fact.title.en
            assert line["description"].startswith(fact.title.zh)
            assert all(f"{name}: {text.en}, {text.zh}" in line["description"] for name, text in fact.options.items())


def test_another_platforms_policy_is_marked():
    pattern = SCHEMA["properties"]["policy"]["pattern"]
    assert re.search(pattern, "shop/rules")
    assert not re.search(pattern, "douyin/rules")


def test_patterns_are_ones_that_editors_can_read():
    """They compile patterns with JavaScript's flag `u`, which refuses needless backslashes."""
    found = re.findall(r'"pattern": "([^"]*)"', str(SCHEMA).replace("'", '"'))
    found += SCHEMA["$defs"]["conditions"]["patternProperties"]
    assert found
    assert [pattern for pattern in found if re.search(r"\\[^\^$\\.*+?()\[\]{}|/]", pattern.replace("\\\\", "\\"))] == []


@given(policies())
def test_what_the_reader_takes_the_schema_takes(data):
    policy, faults = read_text(to_yaml(data))
    errors = list(validator_for(SCHEMA).iter_errors(plain(read_yaml(to_yaml(data).encode(), FILE, Faults()))))
    assert policy is not None, list(map(str, faults.errors))
    assert errors == []


LINES = st.sampled_from([(path, operator) for path in TYPES for operator in OPERATORS])
VALUES = st.sampled_from(
    [True, False, 3, Decimal("4.5"), "x", "red", *(value[0] for value in LITERALS.values()), *WRONG["money"]]
)


@given(LINES, st.one_of(VALUES, st.lists(VALUES, max_size=2), st.sampled_from([f"${path}" for path in TYPES])))
def test_reader_and_schema_agree_on_single_lines(line, value):
    key = " ".join(line)
    texts = {"title": {"en": "a", "zh": "a"}, "if_true": {"en": "a", "zh": "a"}, "if_false": {"en": "a", "zh": "a"}}
    decision = {"kind": "condition", **texts, "when": {key: value}, "cites": "SH-1"}
    data = {
        "policy": "shop/rules",
        "version": "2024-01-01",
        "title": {"en": "a", "zh": "a"},
        "published": "2024-01-01",
        "in_force": {"from": "2024-01-01", "chosen_by": "claim.opened_at"},
        "sources": {"S1": {"document": "shop.txt", "about": "shops"}},
        "decisions": {"alpha": decision},
    }
    policy, faults = read_text(to_yaml(data))
    node = read_yaml(to_yaml(data).encode(), FILE, Faults())
    assert validator_for(SCHEMA).is_valid(plain(node)) == (policy is not None), list(map(str, faults.errors))
