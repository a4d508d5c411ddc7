"""`rulings replay` as a person and a nightly job meet it."""

import json
import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner
from tests.audit.store import NAME, case, rows_in, text

from rulings.cli import rulings
from rulings.cli.progress import rate_of
from rulings.second_opinion import NoSecondEngine


@pytest.fixture
def run(tmp_path, store, monkeypatch):
    """Run the command in a folder with three cases, of which one is faulty."""
    monkeypatch.chdir(tmp_path)
    lines = text(case("A"), case("B", amount="350"), case("C", amount=None))
    (tmp_path / "cases.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "good.jsonl").write_text(text(case("A")), encoding="utf-8")

    def running(*arguments, policies=store.policies):
        return CliRunner().invoke(rulings, ["replay", *arguments, "--policies", str(policies)], prog_name="rulings")

    return running


def test_a_summary_for_people(run):
    done = run("cases.jsonl", "-o", "out.jsonl")
    assert done.exit_code == 1
    assert "row 2 (B): facts.order.amount: error[unit-missing]" in done.output
    assert "3 rows: 2 ruled, 1 faulty\n" in done.output
    assert "  status: decided 1, undetermined 1\n" in done.output
    assert f"  versions: {NAME}@2024-01-01 2\n" in done.output
    assert "  outcome: at_once 1, undetermined 1\n" in done.output
    assert "written: out.jsonl, out.faults.jsonl\n" in done.output


def test_a_summary_for_programs(run):
    done = run("cases.jsonl", "--format", "json")
    assert done.exit_code == 1
    data = json.loads(done.stdout)
    assert {name: data[name] for name in ("read", "ruled", "faulty", "passed_over")} == {
        "read": 3,
        "ruled": 2,
        "faulty": 1,
        "passed_over": 0,
    }
    assert data["faults"] == {"unit-missing": 1}
    assert data["first_faults"][0]["case"] == "B"
    assert data["files"] == {}


def test_without_faults_it_ends_with_0_and_without_output_it_writes_nothing(run, tmp_path):
    before = sorted(tmp_path.iterdir())
    done = run("good.jsonl")
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "1 row: 1 ruled, 0 faulty")
    assert sorted(tmp_path.iterdir()) == before


def test_receipts_with_another_verdict_than_same_end_with_1(run, tmp_path, store):
    receipt = store.book.evaluate(case(amount="450.00 CNY")).receipt().to_json()
    (tmp_path / "receipts.jsonl").write_text(receipt + "\n", encoding="utf-8")
    assert run("receipts.jsonl").exit_code == 0
    done = run("receipts.jsonl", policies=store.corrected)
    assert (done.exit_code, "verdicts: policy corrected later 1" in done.output) == (1, True)
    early = run("receipts.jsonl", "--as-known-at", "2024-02-01T00:00:00+08:00", policies=store.corrected)
    assert early.exit_code == 0
    (tmp_path / "today.jsonl").write_text(text(case(amount="600.00 CNY")), encoding="utf-8")
    assert "facts corrected later 1" in run("receipts.jsonl", "--facts", "today.jsonl").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.jsonl"], "none.jsonl"),
        (["good.jsonl", "--policy", "store/claim"], "store/claims"),
        (["good.jsonl", "--policy-version", "2024-01-01"], "needs --policy"),
        (["good.jsonl", "--policy", NAME, "--policy-version", "2023-01-01"], "2024-07-01"),
        (["good.jsonl", "--policy", NAME, "--policy-version", "2024-01-01", "--as-in-force"], "--as-in-force"),
        (["good.jsonl", "--at", "2024-03-01"], "--at"),
        (["good.jsonl", "--as-known-at", "yesterday"], "--as-known-at"),
        (["good.jsonl", "--facts", "good.jsonl"], "--facts is for receipts"),
        (["good.jsonl", "--resume"], "--resume needs -o"),
        (["good.jsonl", "-o", "out.txt"], ".parquet"),
        (["good.jsonl", "-o", "./good.jsonl"], "would be written over"),
        (["receipts.jsonl", "--facts", "good.jsonl", "-o", "good.jsonl"], "would be written over"),
        (["receipts.jsonl", "--at", "2024-03-01T00:00:00+08:00"], "--at is for cases"),
        (["receipts.jsonl", "--policy", NAME, "--policy-version", "2024-01-01"], "--policy-version is for cases"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(run, tmp_path, store, arguments, says):
    receipt = store.book.evaluate(case()).receipt().to_json()
    (tmp_path / "receipts.jsonl").write_text(receipt + "\n", encoding="utf-8")
    before = (tmp_path / "good.jsonl").read_bytes()
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in done.output
    assert (tmp_path / "good.jsonl").read_bytes() == before
    assert not list(tmp_path.glob("out*"))


def test_parquet_without_its_package_is_refused_before_anything_is_ruled(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("good.jsonl", "-o", "out.parquet")
    assert (done.exit_code, "rulings[parquet]" in done.output) == (2, True)
    assert not list(tmp_path.glob("out*"))


def test_a_stopped_run_that_is_gone_on_with_and_one_that_is_not_its_own(run, tmp_path):
    run("cases.jsonl", "-o", "out.jsonl")
    before = (tmp_path / "out.jsonl").read_bytes()
    assert run("cases.jsonl", "-o", "out.jsonl", "--resume").exit_code == 1
    assert (tmp_path / "out.jsonl").read_bytes() == before
    done = run("good.jsonl", "-o", "out.jsonl", "--resume")
    assert (done.exit_code, "resume-mismatch" in done.output) == (2, True)


def test_processes_can_be_asked_for(run, tmp_path):
    run("cases.jsonl", "-o", "one.jsonl")
    run("cases.jsonl", "-o", "two.jsonl", "--processes", "2")
    assert rows_in(tmp_path / "one.jsonl") == rows_in(tmp_path / "two.jsonl")


def test_only_a_terminal_sees_progress(tmp_path, store, run):
    assert "replaying" not in run("good.jsonl").stderr
    command = [sys.executable, "-m", "rulings", "replay", "good.jsonl", "--policies", str(store.policies)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=tmp_path, stderr=theirs, stdout=subprocess.PIPE, text=True) as process:
        os.close(theirs)
        printed = process.stdout.read()
        seen = b""
        try:
            while chunk := os.read(ours, 4096):
                seen += chunk
        except OSError:
            pass  # what a terminal says whose other end is closed
    os.close(ours)
    assert printed.startswith("1 row: 1 ruled")
    assert b"replaying" in seen
    assert b"1 rows" in seen


def test_the_rate_is_rows_by_time():
    assert rate_of(0, 0, 0.5) == ""
    assert rate_of(2_000_000, 100, 0.01) == ", 2,000,000 a second"
    assert rate_of(1, 1, 0) == ""


# The second opinion


def test_without_the_other_engine_it_is_refused_before_anything_is_written(run, tmp_path, monkeypatch):
    def missing():
        message = "not installed"
        raise NoSecondEngine(message)

    monkeypatch.setattr("rulings.second_opinion.process.check_installed", missing)
    done = run("good.jsonl", "--second-opinion", "-o", "out.jsonl")
    assert (done.exit_code, "no-second-engine" in done.output) == (2, True)
    assert not list(tmp_path.glob("out*"))
