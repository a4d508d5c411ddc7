"""Second opinions beside verification and replay: told, counted, and never taken for agreement where there are none."""

import json

import pytest
from click.testing import CliRunner

from rulings import evaluate
from rulings.cli import rulings
from rulings.second_opinion import DIFFERS, NONE, NoSecondEngine, Opinion, SecondOpinion, Verdict

CASE = {
    "id": "D-1",
    "policy": "douyin/after-sales-dispute",
    "facts": {
        "order": {"completed_at": "2024-03-01T10:00:00+08:00"},
        "claim": {"opened_at": "2024-03-17T00:01:00+08:00", "reason": "quality"},
        "goods": {"durable": False, "three_guarantees": False},
    },
}
COMMANDS = ("verify", "replay")


@pytest.fixture(autouse=True)
def _needs_the_engine():
    try:
        SecondOpinion().close()
    except NoSecondEngine as missing:
        pytest.skip(str(missing))


@pytest.fixture
def receipts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    receipt = evaluate(CASE).receipt().to_json()
    (tmp_path / "receipts.jsonl").write_text(f"{receipt}\n{receipt}\n", encoding="utf-8")
    return "receipts.jsonl"


def run(*arguments):
    return CliRunner().invoke(rulings, [*arguments, "--second-opinion"], prog_name="rulings")


def fake(monkeypatch, verdict):
    """An engine that says the same of every decision."""

    def on(_self, ruling):
        return Opinion(ruling.id, ruling.version.name, dict.fromkeys(ruling, verdict))

    monkeypatch.setattr(SecondOpinion, "on", on)
    monkeypatch.setattr(SecondOpinion, "on_many", lambda one, some: [on(one, ruling) for ruling in some])


@pytest.mark.parametrize("command", COMMANDS)
def test_agreement_is_told(command, receipts):
    result = run(command, receipts)
    assert result.exit_code == 0, result.output
    assert ("agrees on 14 decisions" if command == "verify" else "by decision: agrees 28") in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_difference_is_told_and_ends_with_1(command, receipts, monkeypatch):
    fake(monkeypatch, Verdict(DIFFERS, None, "open", "expired"))
    result = run(command, receipts)
    assert result.exit_code == 1
    assert "differs" in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_none_is_told_with_its_reason_and_is_no_fault(command, receipts, monkeypatch):
    fake(monkeypatch, Verdict(NONE, "too-large"))
    result = run(command, receipts)
    assert result.exit_code == 0
    assert "too-large" in result.stdout
    assert "agrees" not in result.stdout


def test_as_data(receipts):
    verified = json.loads(run("verify", receipts, "--format", "json").stdout)["receipts"]
    assert [one["second_opinion"]["stance"] for one in verified] == ["agrees", "agrees"]
    assert json.loads(run("replay", receipts, "--format", "json").stdout)["second_opinion"] == {"agrees": 28}


@pytest.mark.parametrize("processes", ["1", "2"])
def test_rows_say_what_it_does_not_agree_on(receipts, processes, tmp_path):
    result = run("replay", receipts, "-o", "out.jsonl", "--processes", processes)
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["second_opinion"] for row in rows] == [{"stance": "agrees"}] * 2


def test_without_being_asked_for_there_is_none(receipts):
    result = CliRunner().invoke(rulings, ["replay", receipts, "--format", "json"], prog_name="rulings")
    assert json.loads(result.stdout)["second_opinion"] == {}


def test_a_receipt_that_cannot_be_derived_has_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    changed = evaluate(CASE).receipt().to_json().replace('"expired"', '"open"')
    (tmp_path / "changed.jsonl").write_text(changed + "\n", encoding="utf-8")
    assert json.loads(run("replay", "changed.jsonl", "--format", "json").stdout)["second_opinion"] == {}
    assert run("verify", "changed.jsonl").exit_code == 1
