"""What holds for every command: help with examples that run, and messages instead of tracebacks."""

import json
import shlex
import shutil
import sys

import pytest
from jsonschema import Draft202012Validator

from rulings.cli import COMMANDS
from rulings.cli.output import counted
from rulings.packaged import policies_folder
from rulings.schema.data import diagnostics_schema

EXAMPLES = [example for command in COMMANDS for example in command.examples]
DISPUTE = {
    "id": "C-1024",
    "policy": "douyin/after-sales-dispute",
    "facts": {
        "order": {"completed_at": "2024-03-01T10:00:00+08:00"},
        "claim": {"opened_at": "2024-03-10T10:00:00+08:00", "reason": "counterfeit"},
    },
}


@pytest.fixture
def working_folder(tmp_path, monkeypatch, shop):
    """A folder as a reader of the help has it: the packaged policies, their schemas and a case."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policies").rename(tmp_path / "other-policies")
    shutil.copytree(policies_folder(), tmp_path / "policies")
    (tmp_path / "case.json").write_text(json.dumps(DISPUTE), encoding="utf-8")
    shop.run("schema")
    receipt = shop.run("evaluate", "case.json", "--receipt", "--salted").stdout
    (tmp_path / "receipt.json").write_text(receipt, encoding="utf-8")
    (tmp_path / "receipts.jsonl").write_text(receipt * 2, encoding="utf-8")
    return shop


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_help_with_an_example(command, shop):
    result = shop.run(command.name, "--help")
    assert result.exit_code == 0
    assert f"Usage: rulings {command.name}" in result.output
    assert f"\n  rulings {command.name}" in result.output


@pytest.mark.parametrize("example", [example for example in EXAMPLES if not example.startswith("rulings publish")])
def test_the_examples_of_the_help_run(example, working_folder):
    result = working_folder.run(*shlex.split(example)[1:])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.startswith("rulings publish")])
def test_the_examples_of_publishing_run(example, shop):
    result = shop.run(*shlex.split(example)[1:])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_gives_data_on_request(command):
    formats = next(option for option in command.params if "--format" in option.opts)
    assert {"text", "json"} <= set(formats.type.choices)


def test_without_a_command_the_help_is_shown(shop):
    result = shop.run()
    assert result.exit_code == 0
    assert all(f"\n  {command.name} " in result.output for command in COMMANDS)


def test_the_release_is_told(shop):
    result = shop.run("--version")
    assert result.exit_code == 0
    assert result.output.startswith("rulings ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "check"),
        (["check", "--frmat", "json"], "--format"),
        (["check", "--format", "xml"], "'text', 'json'"),
        (["evaluate"], "missing argument 'CASE'"),
        (["schema", "--chek"], "rulings schema --help"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_to_do(shop, arguments, said):
    result = shop.run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error[wrong-use]: ")
    assert said in result.stderr
    assert " = help: see `rulings" in result.stderr


def test_a_fault_of_the_product_itself_is_no_traceback(shop, monkeypatch):
    def broken(*_):
        message = "boom"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(sys.modules["rulings.cli.evaluate"], "summary_of", broken)
    result = shop.run("evaluate", "case.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("error[internal]: this is a fault of rulings itself: ZeroDivisionError: boom")
    monkeypatch.setenv("RULINGS_TRACEBACK", "1")
    assert isinstance(shop.run("evaluate", "case.json").exception, ZeroDivisionError)


@pytest.mark.parametrize("command", ["evaluate", "explain"])
def test_what_is_refused_is_data_where_data_was_asked_for(shop, command):
    data = shop.data(command, "missing.json", code=2)
    Draft202012Validator(diagnostics_schema()).validate(data)
    assert [fault["code"] for fault in data["faults"]] == ["unreadable-case"]


def test_counting():
    assert [counted(0, "fault"), counted(1, "fault"), counted(2, "policy", "policies")] == [
        "0 faults",
        "1 fault",
        "2 policies",
    ]
