"""`rulings test`, `rulings schema` and `rulings publish`."""

import json

import pytest

from rulings.library import read_library

EXAMPLES = "shop/review/examples/amounts.yaml"
VERSION = "shop/review/2024-01-01.yaml"
SCHEMAS = {
    "diagnostics",
    "examples",
    "policy",
    "provisions",
    "receipt",
    "ruling",
    "shop.case",
    "shop.policy",
    "vocabulary",
}


def test_examples_that_come_out_and_cover_all(shop):
    result = shop.run("test")
    assert result.exit_code == 0, result.output
    assert "shop/review@2024-01-01 covered by examples:\n  rules" in result.stdout
    assert result.stdout.endswith("3 examples passed\n")


def test_an_example_that_does_not_come_out(shop):
    shop.change(EXAMPLES, "expect: {outcome: at_once}", "expect: {outcome: by_hand}")
    result = shop.run("test", "policies", "--no-coverage")
    assert result.exit_code == 1
    assert f"policies/{EXAMPLES}:4:" in result.stdout
    assert result.stdout.endswith("1 of 3 examples failed\n")
    assert not shop.data("test", code=1)["ok"]


def test_what_is_not_covered(shop):
    shop.change(EXAMPLES, "  - {id: below, facts: {order.amount: 499.99 CNY}, expect: {outcome: at_once}}\n", "")
    result = shop.run("test")
    assert result.exit_code == 1
    assert "note[" in result.stdout
    assert shop.run("test", "--no-require-coverage").exit_code == 0
    assert shop.run("test", "--no-coverage").exit_code == 0
    assert shop.data("test", "--no-coverage")["coverage"] == []
    assert not shop.data("test", code=1)["covered"]


@pytest.mark.parametrize("name", ["shop/review", "shop/review@2024-01-01", "below"])
def test_some_examples_only(shop, name):
    assert shop.data("test", "--policy", name)["ok"]


@pytest.mark.parametrize("name", ["shop/reveiw", "shop/review@2020-01-01", "belwo"])
def test_examples_that_are_not_there(shop, name):
    result = shop.run("test", "--policy", name)
    assert result.exit_code == 2
    assert "did you mean" in result.stdout


def test_faults_and_missing_folders(shop):
    shop.change(EXAMPLES, "outcome: at_once", "outcmoe: at_once")
    assert shop.data("test", code=1)["faults"]
    assert shop.run("test").stdout.endswith("2 examples passed\n")
    assert shop.run("test", "nowhere").exit_code == 2


def test_schemas_are_written_once_and_are_fresh_then(shop):
    first = shop.data("schema")
    assert {name.removesuffix(".schema.json") for name in first["written"]} == SCHEMAS
    assert shop.data("schema")["written"] == []
    assert shop.data("schema", "--check") == {"faults": [], "notes": []}
    assert shop.run("schema").stdout == "9 schemas in schemas, 0 of them written now\n"


def test_schemas_that_are_not_fresh(shop):
    assert shop.run("schema", "--output", "made/here").exit_code == 0
    made = shop.folder / "made" / "here"
    (made / "ruling.schema.json").unlink()
    (made / "policy.schema.json").write_text("{}", encoding="utf-8")
    (made / "gone.policy.schema.json").write_text("{}", encoding="utf-8")
    data = shop.data("schema", "--check", "--output", "made/here", code=1)
    assert [fault["code"] for fault in data["faults"]] == ["schema-stale", "schema-missing", "schema-stray"]
    result = shop.run("schema", "--check", "--output", "made/here")
    assert result.exit_code == 1
    assert result.stdout.endswith("3 faults\n")
    assert "help: run `rulings schema`" in result.stdout


def test_schemas_do_not_mind_a_policy_with_faults(shop):
    shop.change(VERSION, "value: at_once", "value: at_onec")
    assert shop.run("schema").exit_code == 0


def test_schemas_need_vocabularies(shop):
    shop.change("shop/facts.yaml", "type: money", "type: mony")
    result = shop.run("schema")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean: money" in result.stderr
    assert shop.run("schema", "--policies", "nowhere").exit_code == 2


def test_a_file_in_the_way_of_the_schemas(shop):
    (shop.folder / "schemas").write_text("", encoding="utf-8")
    result = shop.run("schema")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error[system]: schemas: ")


def test_publishing_freezes_a_version(shop):
    result = shop.run("publish")
    policy = read_library(shop.policies).versions["shop/review"][0].policy
    assert result.exit_code == 0
    assert result.stdout == "shop/review@2024-01-01\npublished: 1 version, written to policies/published.lock\n"
    assert (shop.policies / "published.lock").read_text(encoding="utf-8") == (
        f"shop/review@2024-01-01: {{meaning: {policy.digest}, bytes: {policy.bytes_digest}}}\n"
    )
    assert shop.run("publish").stdout == "nothing new: 1 version published before\n"
    assert shop.run("check").exit_code == 0


def test_publishing_a_correction_keeps_what_it_corrects(shop):
    shop.run("publish")
    before = (shop.policies / "published.lock").read_text(encoding="utf-8")
    text = (shop.policies / VERSION).read_text(encoding="utf-8")
    shop.write(
        "shop/review/2024-01-01+1.yaml",
        text.replace(
            "version: 2024-01-01", "version: 2024-01-01+1\ncorrects: 2024-01-01\nrecorded: 2024-02-01"
        ).replace("500.00", "600.00"),
    )
    shop.write(
        EXAMPLES, (shop.policies / EXAMPLES).read_text(encoding="utf-8").replace("500.", "600.").replace("499.", "599.")
    )
    data = shop.data("publish")
    assert data["published"] == ["shop/review@2024-01-01+1"]
    after = (shop.policies / "published.lock").read_text(encoding="utf-8")
    assert set(before.splitlines()) < set(after.splitlines())
    assert shop.run("check").exit_code == 0


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (VERSION, "value: at_once", "value: at_onec", "unknown-option"),
        (EXAMPLES, "id: below, ", "id: Below, ", "bad-form"),
    ],
)
def test_nothing_with_a_fault_is_published(shop, path, old, new, code):
    shop.change(path, old, new)
    result = shop.run("publish")
    assert result.exit_code == 1
    assert f"error[{code}]" in result.stdout
    assert result.stdout.endswith("nothing is published: 1 fault\n")
    assert not (shop.policies / "published.lock").exists()


def test_nothing_is_published_while_an_example_fails(shop):
    shop.change(EXAMPLES, "expect: {outcome: at_once}", "expect: {outcome: by_hand}")
    data = shop.data("publish", code=1)
    assert data["published"] == []
    assert len(data["faults"]) == 1
    assert not (shop.policies / "published.lock").exists()


def test_a_published_version_that_changed_stops_publishing(shop):
    shop.run("publish")
    before = (shop.policies / "published.lock").read_bytes()
    shop.change(VERSION, "large: 500.00 CNY", "large: 600.00 CNY")
    assert [fault["code"] for fault in shop.data("publish", code=1)["faults"]] == ["published-changed"]
    assert (shop.policies / "published.lock").read_bytes() == before


def test_publishing_needs_a_folder(shop):
    result = shop.run("publish", "nowhere", "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["faults"][0]["code"] == "nothing-to-check"


def test_the_list_shows_measures_and_what_was_corrected(shop):
    text = (shop.policies / VERSION).read_text(encoding="utf-8")
    shop.write(
        "shop/review/2024-01-01+1.yaml",
        text.replace("version: 2024-01-01", "version: 2024-01-01+1\ncorrects: 2024-01-01\nrecorded: 2024-02-01"),
    )
    measure = text.replace("version: 2024-01-01", "version: 2024-03-01").replace(
        "from: 2024-01-01", "from: 2024-03-01, until: 2024-03-31, suspends: 2024-01-01"
    )
    shop.write("shop/review/2024-03-01.yaml", measure)
    lines = shop.run("list", "--policies", "policies").stdout.splitlines()
    assert "2024-01-01+1  from 2024-01-01 until 2024-02-29 and from 2024-04-01 without end, 1 decision" in lines[1]
    assert "2024-03-01  from 2024-03-01 until 2024-03-31, suspends 2024-01-01, 1 decision" in lines[2]
    assert lines[3] == "  2024-01-01  a correction has taken its place, draft"
    chinese = shop.run("list", "--policies", "policies", "--lang", "zh").stdout
    assert "暂停 2024-01-01 版本" in chinese
    assert "已由更正版本取代，草稿" in chinese
    data = shop.data("list", "--policies", "policies")["policies"][0]
    assert [one["version"] for one in data["versions"]] == ["2024-01-01+1", "2024-03-01"]
    assert [one["version"] for one in data["corrected"]] == ["2024-01-01"]
    assert data["versions"][1]["suspends"] == "2024-01-01"


def test_examples_may_name_a_version_that_a_correction_has_taken_the_place_of(shop):
    shop.change(EXAMPLES, "policy: shop/review\n", "policy: shop/review\nversion: 2024-01-01\n")
    for recorded in ("2030-01-15", "2030-01-16T00:00:00+08:00"):
        assert shop.run("correct", "shop/review", "2024-01-01", "--recorded", recorded).exit_code == 0
    assert shop.run("check").exit_code == 0
    data = shop.data("test", "--policy", "shop/review@2024-01-01")
    assert [one["version"] for one in data["coverage"]] == ["2024-01-01"]
    assert [one["version"] for one in data["examples"]] == ["2024-01-01"] * 3
    assert shop.run("test", "--policy", "shop/review@2024-01-01+9").exit_code == 2
