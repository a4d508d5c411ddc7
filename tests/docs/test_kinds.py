"""Every kind of decision has its page, and the page says what the code does."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.docs.fences import KIND_PAGES, LANGUAGE, ROOT, Player, blocks_of
from tests.docs.tables import keys_of, quoted, table_of, tables_of

from rulings import check
from rulings.kinds import KINDS, exemption, obligation, window
from rulings.kinds.base import rule_schema
from rulings.kinds.moves import MOVES, REVIEW
from rulings.reader.formula import FUNCTIONS
from rulings.values.rounding import MODES, ROUNDED_TYPES, rounded

PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in KIND_PAGES}
OF_EVERY_KIND = {"kind", "title", "applies_when", "rules", "otherwise"}
OF_EVERY_RULE = set(rule_schema({}, ())["properties"])
FORMULAS = """\
policy: demo/formulas
version: 2024-01-01
title: {en: Formulas, zh: 公式}
published: 2024-01-01
in_force: {from: 2024-01-01, chosen_by: claim.opened_at}
sources:
  S1: {document: rules.txt, about: disputes}
decisions:
  formula:
    kind: amount
    title: {en: A formula, zh: 公式}
    gives: %s
    rounding: {to: %s, mode: half up}
    rules:
      - {id: only, formula: '%s', cites: DEMO-01}
"""


def page(kind):
    return PAGES[f"docs/kinds/{kind}.md"]


def required(keys):
    return {key for key, is_required in keys.items() if is_required}


def test_every_kind_has_a_page_and_every_page_a_kind():
    assert sorted(KIND_PAGES) == sorted(f"docs/kinds/{kind}.md" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_pages_have_one_layout(kind):
    text = page(kind)
    assert text.startswith(f"# {kind.capitalize()}\n\n*")
    assert [row[0] for row in table_of(text, "it gives")] == ["value", "computed fields", "margin"]
    headings = re.findall(r"^##+ (Keys|Policy|Examples|What is proved)$", text, re.MULTILINE)
    assert headings == ["Keys", "Policy", "Examples", "What is proved"]


@pytest.mark.parametrize("kind", KINDS)
def test_pages_show_a_policy_and_examples_that_cover_it(kind):
    text = page(kind)
    written = [path for verb, path in filter(None, (block.target for block in blocks_of(text))) if verb == "write"]
    policies = [path for path in written if re.fullmatch(r"policies/demo/[a-z-]+/2024-01-01\.yaml", path)]
    assert policies
    for path in policies:
        policy = path.split("/")[2]
        assert any(other.startswith(f"policies/demo/{policy}/examples/") for other in written)
        tested = f"$ rulings test --policy demo/{policy}\ndemo/{policy}@2024-01-01 covered by examples:\n"
        assert (
            len(re.findall(re.escape(tested) + r"(?:  [a-z]+ +\d+ of \d+ +100%\n){4}\n\d+ examples passed\n", text))
            == 1
        )


@pytest.mark.parametrize("kind", KINDS.keys() - {"tiers"})
def test_every_key_of_a_decision_is_listed(kind):
    keys = keys_of(table_of(page(kind), "key of the decision"))
    schema = KINDS[kind].schema()
    own = [key for key in schema["properties"] if key not in OF_EVERY_KIND]
    assert sorted(keys) == sorted(own)
    assert required(keys) == set(schema["required"]) & set(own)


def test_every_key_of_tiers_is_listed_for_both_forms():
    both, moving, ladder = (keys_of(rows) for rows in tables_of(page("tiers"), "key of the decision"))
    schema = KINDS["tiers"].schema()
    own = set(schema["properties"]) - (OF_EVERY_KIND - {"rules"})
    assert both.keys() | moving.keys() | ladder.keys() == own
    assert required(both) == set(schema["required"]) - OF_EVERY_KIND
    assert required(moving) == set(schema["else"]["required"])
    assert required(ladder) == set(schema["then"]["required"])
    assert moving.keys() - {"rules"} == schema["then"]["properties"].keys() - {"rules", "otherwise"}
    assert ladder.keys() == schema["else"]["properties"].keys() | {"measure", "starts", "titles"}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "rules" in KINDS[kind].schema()["properties"]])
def test_every_key_of_a_rule_is_listed(kind):
    keys = keys_of(table_of(page(kind), "key of a rule"))
    rule = KINDS[kind].schema()["properties"]["rules"]["items"]
    assert sorted(keys) == sorted(set(rule["properties"]) - OF_EVERY_RULE)
    assert required(keys) == set(rule["required"]) - OF_EVERY_RULE


def test_every_key_of_a_review_is_listed():
    keys = keys_of(table_of(page("tiers"), "key of `review`"))
    assert sorted(keys) == sorted(REVIEW["properties"])
    assert required(keys) == set(REVIEW["required"])


def values_of(kind):
    """The values that a page names."""
    [[_, value], *_] = table_of(page(kind), "it gives")
    return set(quoted(value))


def test_the_values_of_the_kinds_that_have_their_own():
    assert values_of("window") == set(window.VALUES.options)
    assert values_of("exemption") == set(exemption.VALUES.options)
    assert values_of("obligation") == {*obligation.VALUES.options, "not_applicable"}
    assert {quoted(row[0])[0] for row in table_of(page("obligation"), "value", "when")} == values_of("obligation")


def test_the_computed_fields():
    [_, fields, _] = table_of(page("window"), "it gives")
    assert set(quoted(fields[1])) == set(window.FIELDS)
    rows = table_of(page("obligation"), "computed field")
    assert {quoted(row[0])[0] for row in rows} == set(obligation.FIELDS)
    assert set(quoted(rows[2][1])) == set(obligation.ONWARD.options)


def test_what_may_become_of_a_chain_and_of_a_level():
    assert tuple(quoted(row[0])[0] for row in table_of(page("obligation"), "`then`")) == obligation.THEN
    moves = next(row for row in table_of(page("tiers"), "key of a rule") if row[0] == "`moves`")
    assert tuple(quoted(moves[-1])) == MOVES


def test_what_an_amount_gives_and_the_functions_of_its_formulas():
    gives = table_of(page("amount"), "key of the decision")[0]
    assert sorted(quoted(gives[-1])) == sorted(ROUNDED_TYPES)
    written = [quoted(row[0])[0] for row in table_of(page("amount"), "written", "means")]
    assert [name.partition("(")[0] for name in written if "(" in name] == list(FUNCTIONS)


@pytest.mark.parametrize("row", table_of(page("amount"), "mode"), ids=lambda row: row[0])
def test_the_modes_of_rounding(row):
    head = next(line for line in page("amount").splitlines() if line.startswith("| mode | 0."))
    values = [Fraction(Decimal(cell.strip())) for cell in head.strip("|").split("|")[1:]]
    [mode] = quoted(row[0])
    assert mode in MODES
    assert [Fraction(Decimal(cell)) for cell in row[1:]] == [rounded(value, Fraction(1, 100), mode) for value in values]


def test_every_mode_of_rounding_is_listed():
    assert tuple(quoted(row[0])[0] for row in table_of(page("amount"), "mode")) == MODES


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    """All files of the language and its kinds in one folder, in the order of the pages."""
    folder = tmp_path_factory.mktemp("laid")
    (folder / "played").mkdir()
    player = Player(folder / "played", folder / "commands")
    for name in (LANGUAGE, *KIND_PAGES):
        player.lay((ROOT / name).read_text(encoding="utf-8"))
    return player


def test_all_pages_together_have_neither_fault_nor_note_and_are_covered(laid):
    checked = laid.run("rulings check")
    assert re.fullmatch(r"no faults: \d+ policies, \d+ versions, \d+ decisions proved\n", checked)
    assert laid.run("rulings test > /dev/null && echo covered") == "covered\n"
    assert re.fullmatch(r"\d+ files in order\n", laid.run("rulings format --check"))


@pytest.mark.parametrize("row", table_of(page("amount"), "formula", "gives"), ids=lambda row: row[0])
def test_the_units_of_formulas(row, laid, tmp_path):
    kind, step = {"a number": ("decimal", "0.01"), "money": ("money", "0.01 CNY"), "a span": ("span", "1 second")}.get(
        row[1], ("decimal", "0.01")
    )
    folder = laid.folder / "policies"
    for name in ("provisions.yaml", "demo/facts.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    file = tmp_path / "demo" / "formulas" / "2024-01-01.yaml"
    file.parent.mkdir()
    file.write_text(FORMULAS % (kind, step, quoted(row[0])[0]), encoding="utf-8")
    expected = ["units-disagree"] if row[1].startswith("nothing") else []
    assert [fault.code for fault in check(tmp_path)] == expected
