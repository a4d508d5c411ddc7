"""What holds for every command: help with examples that run, and messages instead of tracebacks."""

import json
import shlex
import shutil
import sys

import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator
from pyarrow import parquet

from rulings import evaluate
from rulings.cli import COMMANDS
from rulings.cli.output import counted
from rulings.packaged import policies_folder
from rulings.schema.data import diagnostics_schema


def leaves():
    """Every command by its whole name; of a group, those in it."""
    for command in COMMANDS:
        for name, inner in getattr(command, "commands", {"": command}).items():
            yield f"{command.name} {name}".strip(), inner


LEAVES = dict(leaves())
EXAMPLES = [example for command in LEAVES.values() for example in command.examples]
# Run elsewhere: the first on drafts, the second with a server, which tests/audit/ledger starts, the third in a shell.
ELSEWHERE = ("rulings publish", "rulings ledger append postgresql:", "rulings ledger append receipts.ledger - <")
AT = "2024-08-30T10:00:00+08:00"
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
    write_cases(tmp_path, receipt)
    return shop


def write_cases(folder, receipt):
    """Cases and receipts for the commands that take many."""
    returns = [{"id": str(n), "policy": "douyin/returns", "facts": {"return": {"requested_at": AT}}} for n in range(2)]
    (folder / "cases.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in returns), encoding="utf-8")
    (folder / "cases.csv").write_text(f"id,policy,return.requested_at\n1,douyin/returns,{AT}\n", encoding="utf-8")
    table = {"id": ["1"], "policy": ["douyin/returns"], "return.requested_at": [AT]}
    parquet.write_table(pa.table(table), folder / "cases.parquet")
    (folder / "today.jsonl").write_text(json.dumps(DISPUTE) + "\n", encoding="utf-8")
    others = [evaluate({**DISPUTE, "id": f"C-{number}"}).receipt().to_json() for number in range(19)]
    (folder / "receipts.jsonl").write_text("\n".join([receipt.strip(), *others]) + "\n", encoding="utf-8")


@pytest.fixture
def with_ledger(working_folder, tmp_path):
    """A ledger with two checkpoints, and a proof of each sort, beside the rest."""
    lines = (tmp_path / "receipts.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "first.jsonl").write_text("".join(lines[:10]), encoding="utf-8")
    signed = "checkpoint receipts.ledger --key ledger.pem --origin example.com/receipts -o"
    for words in (
        "append --create receipts.ledger first.jsonl",
        "key ledger.pem",
        f"{signed} old.checkpoint",
        "append receipts.ledger receipts.jsonl",
        f"{signed} new.checkpoint",
        "prove receipts.ledger receipt.json -o proof.json",
        "prove receipts.ledger --consistency 10 --size 20 -o grown.json",
    ):
        result = working_folder.run("ledger", *words.split())
        assert result.exit_code == 0, result.output
    for copy in ("march.checkpoint", "2024-03.checkpoint"):
        shutil.copyfile(tmp_path / "new.checkpoint", tmp_path / copy)
    shutil.copyfile(tmp_path / "ledger.pem.pub", tmp_path / "key.pub")
    return working_folder


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_has_help_with_an_example(name, shop):
    result = shop.run(*name.split(), "--help")
    assert result.exit_code == 0
    assert f"Usage: rulings {name}" in result.output
    assert f"\n  rulings {name}" in result.output


def of_ledgers(example):
    return "ledger" in example


@pytest.mark.parametrize("example", [one for one in EXAMPLES if not one.startswith(ELSEWHERE) and not of_ledgers(one)])
def test_the_examples_of_the_help_run(example, working_folder):
    result = working_folder.run(*shlex.split(example)[1:])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("example", [one for one in EXAMPLES if not one.startswith(ELSEWHERE) and of_ledgers(one)])
def test_the_examples_of_ledgers_run(example, with_ledger, tmp_path):
    if example.startswith("rulings ledger key"):
        (tmp_path / "ledger.pem").unlink()
        (tmp_path / "ledger.pem.pub").unlink()
    for made in ("proof.json", "grown.json", "march.checkpoint"):
        if f"-o {made}" in example:
            (tmp_path / made).unlink()
    result = with_ledger.run(*shlex.split(example)[1:])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.startswith("rulings publish")])
def test_the_examples_of_publishing_run(example, shop):
    result = shop.run(*shlex.split(example)[1:])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_gives_data_on_request(name):
    formats = next(option for option in LEAVES[name].params if "--format" in option.opts)
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
