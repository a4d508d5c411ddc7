"""`rulings check`."""

import pytest
from jsonschema import Draft202012Validator

import rulings
from rulings.checking import NothingToCheck, check
from rulings.schema.data import diagnostics_schema

MISSPELT = ("order.amount at least", "order.amuont at least")
VERSION = "shop/review/2024-01-01.yaml"
SECOND = "shop/second/2024-01-01.yaml"


def second_policy(shop):
    text = (shop.policies / VERSION).read_text(encoding="utf-8")
    shop.write(SECOND, text.replace("shop/review", "shop/second"))


def test_policies_without_a_fault(shop):
    result = shop.run("check")
    assert (result.exit_code, result.stdout) == (0, "no faults: 1 policy, 1 version, 1 decision proved\n")
    assert check("policies") == []
    assert rulings.check is check


def test_a_fault_shows_its_place_and_the_nearest_name(shop):
    shop.change(VERSION, *MISSPELT)
    result = shop.run("check", "policies")
    assert result.exit_code == 1
    assert "policies/shop/review/2024-01-01.yaml:18:28: error[unknown-fact]" in result.stdout
    assert "did you mean: order.amount" in result.stdout
    assert result.stdout.endswith("1 fault in 1 file\n")
    assert [fault.code for fault in check(shop.policies)] == ["unknown-fact"]


def test_a_gap_is_a_fault_and_not_proved(shop):
    shop.change(VERSION, "order.amount less than: $large", "order.amount less than: 400.00 CNY")
    result = shop.run("check")
    assert result.exit_code == 1
    assert "error[gap]" in result.stdout
    assert result.stdout.endswith("1 fault in 1 file, 1 policy, 1 version, 0 of 1 decision proved\n")


def test_faults_and_notes_as_data(shop):
    validator = Draft202012Validator(diagnostics_schema())
    good = shop.data("check")
    shop.change(VERSION, *MISSPELT)
    bad = shop.data("check", code=1)
    assert good == {"faults": [], "notes": []}
    assert [fault["near"] for fault in bad["faults"]] == ["order.amount"]
    validator.validate(good)
    validator.validate(bad)


@pytest.mark.parametrize(
    ("path", "faults"),
    [
        ("policies", 1),
        ("policies/shop", 1),
        ("policies/shop/review", 1),
        ("policies/" + VERSION, 1),
        ("policies/shop/facts.yaml", 1),
        ("policies/provisions.yaml", 1),
        ("policies/shop/second", 0),
        ("policies/" + SECOND, 0),
        ("policies/shop/review/examples", 0),
    ],
)
def test_only_what_concerns_the_path_is_reported(shop, path, faults):
    second_policy(shop)
    shop.change(VERSION, *MISSPELT)
    assert len(shop.data("check", path, code=1 if faults else 0)["faults"]) == faults


@pytest.mark.parametrize(
    "path", ["policies/" + VERSION, "policies/shop/review/examples/amounts.yaml", "policies/provisions.yaml"]
)
def test_a_faulty_vocabulary_concerns_every_file_that_needs_it(shop, path):
    shop.change("shop/facts.yaml", "type: money", "type: mony")
    assert "not-among" in {fault["code"] for fault in shop.data("check", path, code=1)["faults"]}


def test_the_folder_is_found_from_inside(shop, monkeypatch):
    second_policy(shop)
    shop.change(VERSION, *MISSPELT)
    monkeypatch.chdir(shop.policies / "shop" / "review")
    assert [fault["code"] for fault in shop.data("check", "2024-01-01.yaml", code=1)["faults"]] == ["unknown-fact"]
    monkeypatch.chdir(shop.policies / "shop" / "second")
    assert shop.data("check", ".")["faults"] == []


def test_several_paths_are_one_answer(shop):
    second_policy(shop)
    shop.change(VERSION, *MISSPELT)
    shop.change(SECOND, "cites: SH-01}\n      - {id: small", "cites: SH-02}\n      - {id: small")
    data = shop.data("check", "policies/" + VERSION, "policies/" + SECOND, code=1)
    assert [fault["code"] for fault in data["faults"]] == ["unknown-fact", "unknown-provision"]
    assert len(shop.data("check", "policies/shop", "policies/" + VERSION, code=1)["faults"]) == 2


def test_examples_are_checked_too(shop):
    shop.change("shop/review/examples/amounts.yaml", "order.amount: 499.99 CNY", "order.amuont: 499.99 CNY")
    assert [fault["code"] for fault in shop.data("check", code=1)["faults"]] == ["unknown-fact"]
    shop.change(VERSION, *MISSPELT)
    shop.change("shop/review/examples/amounts.yaml", "id: below", "name: below")
    codes = {fault["code"] for fault in shop.data("check", "policies/shop/review/examples", code=1)["faults"]}
    assert codes <= {"missing-key", "unknown-key"}
    assert codes


def test_a_published_version_that_changed_is_a_fault(shop):
    assert shop.run("publish").exit_code == 0
    shop.change(VERSION, "large: 500.00 CNY", "large: 600.00 CNY")
    assert [fault["code"] for fault in shop.data("check", code=1)["faults"]] == ["published-changed"]


@pytest.mark.parametrize(
    ("path", "said"),
    [("nowhere", "there is no file or folder nowhere"), ("case.json", "lies in no folder of policies")],
)
def test_nothing_to_check(shop, path, said):
    result = shop.run("check", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error[nothing-to-check]: ")
    assert said in result.stderr
    with pytest.raises(NothingToCheck):
        check(path)


def test_a_folder_without_policies(shop):
    (shop.folder / "empty").mkdir()
    codes = {fault["code"] for fault in shop.data("check", "empty", code=1)["faults"]}
    assert codes & {"no-policies", "no-register"}


def test_a_missing_vocabulary(shop):
    (shop.policies / "shop" / "facts.yaml").unlink()
    assert "no-vocabulary" in {fault["code"] for fault in shop.data("check", code=1)["faults"]}
