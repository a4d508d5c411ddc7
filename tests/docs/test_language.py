"""The language reference says what the code does, table by table."""

import re
from decimal import Decimal

import pytest
from tests.docs.fences import ROOT, blocks_of

from rulings import check
from rulings.algebra.types import BY_NAME, SHARES, choice
from rulings.errors import Faults
from rulings.kinds import KINDS
from rulings.reader.conditions import NEVER_TOO_DEEP, OPERATORS, operators_of
from rulings.reader.literals import read_literal
from rulings.reader.strict_yaml import MOST_BYTES, MOST_DEPTH, read_yaml
from rulings.schema.language import FACT_TYPES, policy_schema
from rulings.values.counting import CHOICES

TEXT = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
BLOCKS = blocks_of(TEXT)
FRAGMENTS = [block for block in BLOCKS if block.kind == "yaml" and block.target is None]
CONDITION = """\
policy: demo/fragment
version: 2024-01-01
title: {en: A fragment, zh: 片段}
published: 2024-01-01
in_force: {from: 2024-01-01, chosen_by: claim.opened_at}
sources:
  S1: {document: rules.txt, about: disputes}
decisions:
  fragment:
    kind: condition
    title: {en: whether it holds, zh: 是否成立}
    if_true: {en: it holds, zh: 成立}
    if_false: {en: it does not hold, zh: 不成立}
    cites: DEMO-01
"""


def table(first_heading):
    """The rows of the table whose head begins with these words; cells without spaces around them."""
    lines = TEXT.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first_heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return rows
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def quoted(cell):
    return re.findall(r"`([^`]*)`", cell)


def tables(first_heading, second_heading):
    return table(f"{first_heading} | {second_heading}")


def value_of(text):
    faults = Faults()
    node = read_yaml(text.encode(), "f.yaml", faults)
    return node, faults


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: f"line-{fragment.line}")
def test_fragments_are_conditions_without_a_fault(fragment, played, tmp_path):
    player, _ = played("docs/language.md")
    indented = "".join(f"    {line}" for line in fragment.text.splitlines(keepends=True))
    policies = tmp_path / "policies"
    for name in ("provisions.yaml", "demo/facts.yaml"):
        (policies / name).parent.mkdir(parents=True, exist_ok=True)
        (policies / name).write_bytes((player.folder / "policies" / name).read_bytes())
    file = policies / "demo" / "fragment" / "2024-01-01.yaml"
    file.parent.mkdir()
    file.write_text(CONDITION + indented, encoding="utf-8")
    assert fragment.text.startswith("when:")
    assert [fault for fault in check(policies) if fault.severity == "error"] == []


@pytest.mark.parametrize("row", tables("written", "code"), ids=lambda row: row[0])
def test_yaml_that_is_refused(row):
    [written], [code] = quoted(row[0]), quoted(row[1])
    # Behind it a second key, as in a file: a single word alone would be no mapping.
    _, faults = value_of(f"{written}\nb: 2\n")
    assert code in {fault.code for fault in faults.found}


@pytest.mark.parametrize("row", tables("written", "other readers of YAML make of it"), ids=lambda row: row[0])
def test_yaml_that_stays_what_it_is(row):
    [written] = quoted(row[0])
    node, faults = value_of(written)
    assert faults.found == []
    assert node.get("a").value == (Decimal("0.10") if "decimal" in row[2] else quoted(row[2])[0])


@pytest.mark.parametrize("row", tables("type", "written"), ids=lambda row: row[0])
def test_literals(row):
    [name] = quoted(row[0])
    kind = BY_NAME.get(name) or choice("one", "two")
    for text, is_good in [(good, True) for good in quoted(row[1])] + [(bad, False) for bad in quoted(row[2])]:
        faults = Faults()
        node, _ = value_of(f"a: {text}")
        const = read_literal(node.get("a"), kind, faults)
        assert (const is not None and not faults.found) is is_good, text


def test_every_type_has_its_literals():
    assert sorted(quoted(row[0])[0] for row in tables("type", "written")) == sorted(FACT_TYPES)


def test_the_operators_of_every_type():
    said = {}
    for subject, operators in table("type of the subject"):
        for name in quoted(subject) or ["shares"]:
            said[name] = tuple(quoted(operators))
    types = {**BY_NAME, "choice": choice("one", "two"), "shares": SHARES}
    assert said == {name: operators_of(types[name]) for name in (*FACT_TYPES, "shares")}


def test_every_operator_is_explained():
    explained = {word.removesuffix(": true") for row in tables("operator", "holds where") for word in quoted(row[0])}
    assert set(OPERATORS) <= explained


def test_every_key_of_a_version_is_listed():
    keys = [quoted(row[0])[0] for row in table("key |")[:12]]
    schema = policy_schema()
    assert keys == list(schema["properties"])
    required = [quoted(row[0])[0] for row in table("key |")[:12] if row[1] == "required"]
    assert sorted(required) == sorted(schema["required"])


def test_every_kind_has_its_part():
    assert [name for name in KINDS if f"\n## {name.capitalize()}\n" not in TEXT] == []


def test_every_setting_of_counting_is_listed_with_its_default_in_front():
    settings, name = {}, ""
    for row in tables("setting", "value (the default in front)"):
        name = quoted(row[0])[0] if row[0] else name
        settings.setdefault(name, []).extend(quoted(row[1]))
    settings.pop("timezone")
    assert {name: tuple(values) for name, values in settings.items()} == CHOICES


def test_the_limits():
    limits = "\n".join(f"{what}: {most}" for what, most in tables("what", "at most"))
    assert f"a file: {MOST_BYTES:,} bytes, nested {MOST_DEPTH} deep" in limits
    assert f"a group of conditions: {NEVER_TOO_DEEP} deep" in limits
