"""The language reference says what the code does, table by table."""

import json
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version

import chinese_calendar
import pytest
from tests.docs.fences import LANGUAGE, ROOT, blocks_of
from tests.docs.tables import keys_of, quoted, table_of, tables_of

from rulings import PolicyBook, check
from rulings.algebra.types import BY_NAME, LIST, SHARES, choice
from rulings.cases.limits import MOST_RECORDS
from rulings.errors import Faults
from rulings.kinds import KINDS
from rulings.kinds.base import rule_schema
from rulings.reader.conditions import COUNT, GROUPS, NEVER_TOO_DEEP, OPERATORS, QUANTIFIERS, operators_of
from rulings.reader.literals import read_literal
from rulings.reader.nodes import plain
from rulings.reader.strict_yaml import MOST_BYTES, MOST_DEPTH, read_yaml
from rulings.schema.language import FACT_TYPES, FIELD_TYPES, policy_schema
from rulings.values import BadValue, BeyondCalendar, Counting, Span, closing
from rulings.values.counting import CHOICES

TEXT = (ROOT / LANGUAGE).read_text(encoding="utf-8")
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


def table(*heads):
    return table_of(TEXT, *heads)


def value_of(text):
    faults = Faults()
    node = read_yaml(text.encode(), "f.yaml", faults)
    return node, faults


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: f"line-{fragment.line}")
def test_fragments_are_conditions_without_a_fault(fragment, played, tmp_path):
    player, _ = played(LANGUAGE)
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


@pytest.mark.parametrize("row", table("written", "code"), ids=lambda row: row[0])
def test_yaml_that_is_refused(row):
    [written], [code] = quoted(row[0]), quoted(row[1])
    # Behind it a second key, as in a file: a single word alone would be no mapping.
    _, faults = value_of(f"{written}\nb: 2\n")
    assert code in {fault.code for fault in faults.found}


@pytest.mark.parametrize("row", table("written", "other readers of YAML make of it"), ids=lambda row: row[0])
def test_yaml_that_stays_what_it_is(row):
    [written] = quoted(row[0])
    node, faults = value_of(written)
    assert faults.found == []
    assert node.get("a").value == (Decimal("0.10") if "decimal" in row[2] else quoted(row[2])[0])


@pytest.mark.parametrize("row", table("type", "written"), ids=lambda row: row[0])
def test_literals(row):
    [name] = quoted(row[0])
    kind = BY_NAME.get(name) or choice("one", "two")
    for text, is_good in [(good, True) for good in quoted(row[1])] + [(bad, False) for bad in quoted(row[2])]:
        faults = Faults()
        node, _ = value_of(f"a: {text}")
        const = read_literal(node.get("a"), kind, faults)
        assert (const is not None and not faults.found) is is_good, text


def test_every_type_has_its_literals():
    assert sorted(quoted(row[0])[0] for row in table("type", "written")) == sorted(FIELD_TYPES)


def test_the_operators_of_every_type():
    said = {}
    for subject, operators in table("type of the subject"):
        for name in quoted(subject) or ["shares"]:
            said[name] = tuple(quoted(operators))
    types = {**BY_NAME, "choice": choice("one", "two"), "list": LIST, "shares": SHARES}
    assert said == {name: operators_of(types[name]) for name in (*FACT_TYPES, "shares")}


def test_every_operator_is_explained():
    explained = {word.removesuffix(": true") for row in table("operator", "holds where") for word in quoted(row[0])}
    assert explained == {*OPERATORS, *GROUPS, *QUANTIFIERS, COUNT}


def test_a_list_in_a_case_is_that_of_an_example(played):
    player, _ = played(LANGUAGE)
    [[case, example]] = [map(quoted, row) for row in table("in a case", "in an example")]
    facts = json.loads(case[0])
    book = PolicyBook.load(player.folder / "policies")
    assert book.decode({"policy": "demo/whole", "facts": facts}).facts.shop.days[0].orders == 40
    node, _ = value_of(example[0])
    assert plain(node.get("shop.days")) == facts["shop"]["days"]


def listed(keys, schema):
    """Whether keys are those of a schema, and are said to be required where they are."""
    needed = [key for key, is_required in keys.items() if is_required]
    return list(keys) == list(schema["properties"]) and sorted(needed) == sorted(schema["required"])


def test_every_key_of_versions_decisions_and_rules_is_listed():
    of_version, of_decision, of_rule = (keys_of(rows) for rows in tables_of(TEXT, "key"))
    assert listed(of_version, policy_schema())
    assert listed(of_rule, rule_schema({}, ()))
    schemas = {name: kind.schema() for name, kind in KINDS.items()}
    assert all({"kind", "title"} <= set(schema["required"]) for schema in schemas.values())
    assert {name for name, schema in schemas.items() if "applies_when" not in schema["properties"]} == {"condition"}
    having = [key for key in of_decision if sum(key in schema["properties"] for schema in schemas.values()) > 1]
    assert having == list(of_decision) == ["kind", "title", "applies_when", "rules", "otherwise"]
    assert [key for key, is_required in of_decision.items() if is_required] == ["kind", "title"]


def test_the_kinds_that_may_have_an_otherwise_are_named():
    having = {name for name, kind in KINDS.items() if "otherwise" in kind.schema()["properties"]}
    assert having == {"allocation", "amount", "score", "table", "tiers"}
    assert "Allocation, amount,\nscore, table, and tiers whose levels move may have one." in TEXT


def test_every_kind_is_in_the_table_of_kinds():
    assert sorted(quoted(row[0])[0] for row in table("kind", "asks")) == sorted(KINDS)
    assert all(f"[`{quoted(row[0])[0]}`](kinds/{quoted(row[0])[0]}.md)" == row[0] for row in table("kind", "asks"))


def test_every_setting_of_counting_is_listed_with_its_default_in_front():
    settings, name = {}, ""
    for row in table("setting", "value (the default in front)"):
        name = quoted(row[0])[0] if row[0] else name
        settings.setdefault(name, []).extend(quoted(row[1]))
    settings.pop("timezone")
    assert {name: tuple(values) for name, values in settings.items()} == CHOICES


def test_the_limits():
    limits = "\n".join(f"{what}: {most}" for what, most in table("what", "at most"))
    assert f"a file: {MOST_BYTES:,} bytes, nested {MOST_DEPTH} deep" in limits
    assert f"a group of conditions: {NEVER_TOO_DEEP} deep" in limits
    assert f"a list of records: {MOST_RECORDS:,} records" in limits
    assert "the end of a period: the year 2199" in limits
    late = datetime.fromisoformat("2199-12-30T10:00:00+08:00")
    assert closing(late, Span.parse("1 day"), Counting()).year == 2200
    with pytest.raises(BadValue, match="2199"):
        closing(late, Span.parse("2 days"), Counting())


@pytest.mark.parametrize("row", table("span", "ends"), ids=lambda row: row[0])
def test_when_periods_end(row):
    [span] = quoted(row[0])
    event = datetime.fromisoformat("2024-03-01T10:00:00+08:00")
    assert closing(event, Span.parse(span), Counting()) == datetime.fromisoformat(row[1])


def test_the_years_of_working_days_are_those_of_the_calendar():
    [[release, first, last]] = table("release", "first year")
    years = [day.year for day in chinese_calendar.holidays]
    assert (release, int(first), int(last)) == (version("chinesecalendar"), min(years), max(years))
    assert f"chinesecalendar=={release}" in (ROOT / ".ci" / "requirements.lock").read_text(encoding="utf-8")
    new_year = datetime.fromisoformat(f"{last}-12-31T10:00:00+08:00")
    with pytest.raises(BeyondCalendar, match=last):
        closing(new_year, Span.parse("1 working day"), Counting())
