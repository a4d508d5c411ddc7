"""Replaying an input: what is written, that counts add up, and that a run that was killed can go on."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.store import NAME, case, rows_in, text

from rulings.audit.replay import journal
from rulings.audit.replay.journal import Paths, ResumeMismatch, UnreadableState
from rulings.audit.replay.json_lines import JsonLines
from rulings.audit.replay.judging import CaseJudge, Request
from rulings.audit.replay.processes import WorkerLost, in_order
from rulings.audit.replay.rows import CASES, Row
from rulings.audit.replay.running import Pace, Plan, replay
from rulings.audit.replay.sources import open_source
from rulings.audit.replay.tally import Tally
from rulings.examples import expected_cases
from rulings.plain import plain_value

ROOT = Path(__file__).parents[3]
SLOW = Pace(rows=3, parts=2)


def plan_for(store, path, **asked):
    return Plan(open_source(str(path), store.book, asked.get("policy")), Request(store.policies, **asked), store.book)


def mixed(count):
    """Lines of every sort: most good, some undetermined, some faulty."""
    good = [case(f"C-{n}", amount=None if n % 5 == 0 else f"{n * 20}.00 CNY") for n in range(count)]
    lines = [json.dumps(one) for one in good]
    lines[3::7] = ["{nonsense"] * len(lines[3::7])
    lines[5::11] = [json.dumps(case("late", opened="2023-12-31T23:59:59+08:00"))] * len(lines[5::11])
    return "\n".join(lines) + "\n"


def written(folder, name="out.jsonl"):
    """The bytes of the rows and of the faults."""
    paths = Paths(folder / name)
    return paths.out.read_bytes(), paths.faults.read_bytes()


# What is written


def test_a_row_says_what_the_single_call_says(tmp_path, store):
    (tmp_path / "cases.jsonl").write_text(text(case("A"), case("B", amount=None)), encoding="utf-8")
    replay(plan_for(store, tmp_path / "cases.jsonl"), Paths(tmp_path / "out.jsonl"))
    for row, one in zip(rows_in(tmp_path / "out.jsonl"), [case("A"), case("B", amount=None)], strict=True):
        single = store.book.evaluate(one).to_dict()
        assert {name: row[name] for name in ("case", "policy", "version", "status", "needs")} == {
            name: single[name] for name in ("case", "policy", "version", "status", "needs")
        }
        assert row["results"] == {
            name: {"value": result["value"], "rules": result["rules"]} for name, result in single["results"].items()
        }


def test_faulty_rows_go_aside_with_the_faults_of_the_single_call(tmp_path, store):
    wrong = case("B", amount="350")
    (tmp_path / "cases.jsonl").write_text(text(case("A"), wrong, case("C")), encoding="utf-8")
    report = replay(plan_for(store, tmp_path / "cases.jsonl"), Paths(tmp_path / "out.jsonl"))
    assert [row["row"] for row in rows_in(tmp_path / "out.jsonl")] == [1, 3]
    [fault] = rows_in(tmp_path / "out.faults.jsonl")
    single = [one.to_dict() for one in store.book.check_json(json.dumps(wrong))]
    assert fault == {"row": 2, "case": "B", "faults": single}
    assert report.first_faults[0][:2] == (2, "B")


@pytest.mark.parametrize(
    ("opened", "code"),
    [("2023-12-31T23:59:59+08:00", "not-yet-in-force"), ("2024-01-01T00:00:00+08:00", None)],
)
def test_the_first_moment_in_force_is_the_line(tmp_path, store, opened, code):
    (tmp_path / "cases.jsonl").write_text(text(case(opened=opened)), encoding="utf-8")
    report = replay(plan_for(store, tmp_path / "cases.jsonl"))
    assert report.tally.of("fault") == ({code: 1} if code else {})


def test_a_version_that_is_named_rules_on_every_case(tmp_path, store):
    (tmp_path / "cases.jsonl").write_text(text(case("A"), case("B", opened="2024-08-01T00:00:00+08:00")), "utf-8")
    for version, outcome in [("2024-01-01", "at_once"), ("2024-07-01", "by_hand")]:
        plan = plan_for(store, tmp_path / "cases.jsonl", policy=NAME, version=version)
        report = replay(plan)
        assert report.tally.of("version") == {f"{NAME}@{version}": 2}
        assert report.tally.of("answer", NAME, "outcome") == {outcome: 2}


@pytest.mark.parametrize(
    ("known_at", "version"),
    [
        ("2024-02-29T23:59:59+08:00", "2024-01-01"),
        ("2024-03-01T00:00:00+08:00", "2024-01-01+1"),
        (None, "2024-01-01+1"),
    ],
)
def test_only_what_was_recorded_by_then_counts(tmp_path, store, known_at, version):
    (tmp_path / "cases.jsonl").write_text(text(case()), encoding="utf-8")
    source = JsonLines(tmp_path / "cases.jsonl", CASES)
    plan = Plan(source, Request(store.corrected, as_known_at=known_at), store.book_after)
    assert replay(plan).tally.of("version") == {f"{NAME}@{version}": 1}


def test_rows_of_other_policies_are_passed_over_and_counted(tmp_path, packaged):
    lines = "".join(json.dumps(one, default=plain_value) + "\n" for one in packaged.cases)
    (tmp_path / "cases.jsonl").write_text(lines, encoding="utf-8")
    source = open_source(str(tmp_path / "cases.jsonl"), packaged.book, "douyin/returns")
    plan = Plan(source, Request(ROOT / "policies", policy="douyin/returns"), packaged.book)
    tally = replay(plan).tally
    wanted = sum(one["policy"] == "douyin/returns" for one in packaged.cases)
    assert 0 < wanted < len(packaged.cases)
    assert (tally["read"], tally["passed over"]) == (len(packaged.cases), len(packaged.cases) - wanted)
    assert tally["ruled"] + tally["faulty"] == wanted
    assert tally.adds_up


class Packaged:
    def __init__(self, book):
        self.book = book
        self.cases = [one for one, _ in expected_cases(ROOT / "policies")]


@pytest.fixture(scope="session")
def packaged():
    from rulings import PolicyBook  # noqa: PLC0415 - these tests alone need all policies

    return Packaged(PolicyBook.load(ROOT / "policies"))


def test_the_packaged_examples_come_out_as_from_single_calls(tmp_path, packaged):
    lines = "".join(json.dumps(one, default=plain_value) + "\n" for one in packaged.cases)
    (tmp_path / "cases.jsonl").write_text(lines, encoding="utf-8")
    source = open_source(str(tmp_path / "cases.jsonl"), packaged.book, None)
    report = replay(Plan(source, Request(ROOT / "policies"), packaged.book), Paths(tmp_path / "out.jsonl"))
    assert report.tally.adds_up
    rows = {row["row"]: row for row in rows_in(tmp_path / "out.jsonl")}
    assert len(rows) > 900
    for number, line in enumerate(lines.splitlines(), start=1):
        if number in rows:
            single = packaged.book.evaluate_json(line).to_dict()
            assert {name: one["value"] for name, one in rows[number]["results"].items()} == {
                name: one["value"] for name, one in single["results"].items()
            }


# Parquet


def test_parquet_holds_what_json_lines_hold(tmp_path, store):
    (tmp_path / "cases.jsonl").write_text(mixed(40), encoding="utf-8")
    plan = plan_for(store, tmp_path / "cases.jsonl")
    replay(plan, Paths(tmp_path / "out.jsonl"))
    replay(plan, Paths(tmp_path / "other.parquet"))
    rows, found = rows_in(tmp_path / "out.jsonl"), pq.read_table(tmp_path / "other.parquet").to_pylist()
    plain = ("row", "case", "policy", "version", "status", "needs")
    assert [[one[name] for name in plain] for one in found] == [[one[name] for name in plain] for one in rows]
    outcomes = [dict(one["results"])["outcome"] for one in found]
    assert outcomes == [one["results"]["outcome"] for one in rows]
    shares = dict(found[1]["results"])["freight"]["value"]
    assert json.loads(shares) == rows[1]["results"]["freight"]["value"]
    assert not (tmp_path / "other.rows.jsonl").exists()


def test_parquet_without_rows_has_its_columns(tmp_path, store):
    for name, content in [("none", ""), ("faulty", "{")]:
        (tmp_path / f"{name}.jsonl").write_text(content, encoding="utf-8")
        replay(plan_for(store, tmp_path / f"{name}.jsonl"), Paths(tmp_path / f"{name}-out.parquet"))
        table = pq.read_table(tmp_path / f"{name}-out.parquet")
        assert (table.num_rows, table.column_names[0]) == (0, "row")


# Parts and processes


@pytest.mark.parametrize("pace", [Pace(rows=1), Pace(rows=7, parts=1), Pace(processes=2, rows=3)], ids=repr)
def test_parts_and_processes_change_nothing(tmp_path, store, pace):
    (tmp_path / "cases.jsonl").write_text(mixed(40), encoding="utf-8")
    plan = plan_for(store, tmp_path / "cases.jsonl")
    whole = replay(plan, Paths(tmp_path / "out.jsonl"))
    other = replay(plan, Paths(tmp_path / "other.jsonl"), pace=pace)
    assert written(tmp_path) == written(tmp_path, "other.jsonl")
    assert (whole.tally, whole.first_faults[0]) == (other.tally, other.first_faults[0])


class Squares:
    """A job that ends its process at one part, and fails at another."""

    def start(self):
        return self.work

    @staticmethod
    def work(part):
        if part == 13:
            os._exit(1)
        if part == 17:
            message = "no square"
            raise ValueError(message)
        return part * part


def test_results_come_in_order():
    assert list(in_order(Squares(), range(10), 3)) == [(n, n * n) for n in range(10)]
    assert list(in_order(Squares(), [], 2)) == []


def test_a_process_that_ends_is_told():
    with pytest.raises(WorkerLost):
        list(in_order(Squares(), range(20), 2))


def test_what_fails_in_another_process_is_raised_here():
    with pytest.raises(RuntimeError, match="ValueError: no square"):
        list(in_order(Squares(), [17], 2))


def test_progress_is_told(tmp_path, store):
    (tmp_path / "cases.jsonl").write_text(mixed(10), encoding="utf-8")
    plan, told = plan_for(store, tmp_path / "cases.jsonl"), []
    replay(plan, pace=Pace(rows=4), tell=lambda rows, position: told.append((rows, position)))
    assert [rows for rows, _ in told] == [4, 8, 10]
    assert told[-1][1] == plan.source.size


# Counts

LINES = st.lists(
    st.sampled_from(
        [
            json.dumps(case()),
            json.dumps(case(amount=None)),
            json.dumps(case(opened=None)),
            json.dumps(case(opened="2020-01-01T00:00:00+08:00")),
            json.dumps({**case(), "policy": "store/other"}),
            "",
            "[]",
            '{"policy": "store/claims", "facts": {"order": {"weight": NaN}}}',
        ]
    ),
    max_size=30,
)


@given(lines=LINES, cut=st.integers(1, 10), policy=st.sampled_from([None, NAME]))
def test_counts_add_up_and_do_not_depend_on_how_rows_are_cut(store, lines, cut, policy):
    rows = [Row(n, line.encode(), n, n + 1, 1) for n, line in enumerate(lines, start=1)]
    judge = CaseJudge(store.book, Request(store.policies, policy=policy), CASES)
    parts = [judge(rows[at : at + cut]) for at in range(0, len(rows), cut)]
    total = sum((part.tally for part in parts), Tally())
    whole = judge(rows)
    assert total == whole.tally
    assert total.adds_up
    assert total["read"] == len(lines)
    assert b"".join(part.rows for part in parts) == whole.rows
    assert whole.rows.count(b"\n") == total["ruled"]
    assert whole.faults.count(b"\n") == total["faulty"]
    assert Tally.from_list(json.loads(json.dumps(total.to_list()))) == total


# Going on


class Killed(BaseException):
    """What ends a run where a process would have been killed."""


class Killer:
    """Kills a run at its nth step: before and after every file is written, brought to the disk, or replaced."""

    def __init__(self, monkeypatch, at):
        self.left = at
        append, replace, fsync = journal.Journal.append, journal.replace_files, os.fsync

        def cut(self_, rows, faults, *more):
            if self.step():
                self_._rows.write(rows[: len(rows) // 2])  # noqa: SLF001 - half of a write, as a kill leaves it
                raise Killed
            append(self_, rows, faults, *more)
            if self.step():
                raise Killed

        monkeypatch.setattr(journal.Journal, "append", cut)
        monkeypatch.setattr(journal, "replace_files", self.around(replace))
        monkeypatch.setattr(os, "fsync", self.around(fsync))

    def step(self):
        self.left -= 1
        return self.left == 0

    def around(self, function):
        def killing(*arguments):
            if self.step():
                raise Killed
            function(*arguments)
            if self.step():
                raise Killed

        return killing


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_a_run_that_is_killed_at_any_step_ends_with_the_same_bytes(tmp_path, store, name):
    (tmp_path / "cases.jsonl").write_text(mixed(20), encoding="utf-8")
    plan = plan_for(store, tmp_path / "cases.jsonl")
    (tmp_path / "whole").mkdir()
    whole = replay(plan, Paths(tmp_path / "whole" / name), pace=SLOW)
    kills = 0
    for at in range(1, 200):
        folder = tmp_path / str(at)
        folder.mkdir()
        try:
            with pytest.MonkeyPatch.context() as patched:
                Killer(patched, at)
                replay(plan, Paths(folder / name), pace=SLOW)
            break
        except Killed:
            kills += 1
        again = replay(plan, Paths(folder / name), resume=True, pace=SLOW)
        assert written(folder, name) == written(tmp_path / "whole", name)
        assert again.tally == whole.tally
        assert sorted(path.name for path in folder.iterdir()) == sorted(
            path.name for path in (tmp_path / "whole").iterdir()
        )
    assert kills > 30


DRIVER = """\
import sys
from pathlib import Path
from rulings import PolicyBook
from rulings.audit.replay.journal import Paths
from rulings.audit.replay.judging import Request
from rulings.audit.replay.running import Pace, Plan, replay
from rulings.audit.replay.sources import open_source

if __name__ == "__main__":
    policies, cases, out, processes = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    book = PolicyBook.load(policies)
    plan = Plan(open_source(cases, book, None), Request(policies), book)
    pace = Pace(processes, rows=20, parts=2)
    replay(plan, Paths(out), resume=True, pace=pace, tell=lambda rows, _: print(rows, flush=True))
"""


@pytest.mark.parametrize(("name", "processes"), [("out.jsonl", 1), ("out.jsonl", 2), ("out.parquet", 1)])
def test_processes_that_are_killed_are_gone_on_from(tmp_path, store, name, processes):
    (tmp_path / "cases.jsonl").write_text(mixed(1_500), encoding="utf-8")
    (tmp_path / "driver.py").write_text(DRIVER, encoding="utf-8")
    (tmp_path / "whole").mkdir()
    replay(plan_for(store, tmp_path / "cases.jsonl"), Paths(tmp_path / "whole" / name))
    (tmp_path / "killed").mkdir()
    out = tmp_path / "killed" / name
    command = [sys.executable, tmp_path / "driver.py", store.policies, tmp_path / "cases.jsonl", out, str(processes)]
    chance, kills = random.Random(4), 0  # noqa: S311 - moments to kill at, nothing secret
    for _ in range(40):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for _ in range(chance.randint(3, 30)):
                if not process.stdout.readline():
                    break
            else:
                process.send_signal(signal.SIGKILL)
                kills += 1
        if process.returncode == 0:
            break
    assert process.returncode == 0
    assert kills >= 3
    assert written(tmp_path / "killed", name) == written(tmp_path / "whole", name)


def test_a_finished_run_is_not_done_again(tmp_path, store):
    (tmp_path / "cases.jsonl").write_text(mixed(10), encoding="utf-8")
    plan = plan_for(store, tmp_path / "cases.jsonl")
    first = replay(plan, Paths(tmp_path / "out.jsonl"))
    told = []
    again = replay(plan, Paths(tmp_path / "out.jsonl"), resume=True, tell=lambda *done: told.append(done))
    assert (again.tally, told) == (first.tally, [])


def test_without_resume_a_run_begins_anew(tmp_path, store):
    (tmp_path / "cases.jsonl").write_text(mixed(10), encoding="utf-8")
    plan = plan_for(store, tmp_path / "cases.jsonl")
    replay(plan, Paths(tmp_path / "out.jsonl"))
    before = written(tmp_path)
    (tmp_path / "out.jsonl").write_bytes(b"something else, and longer" * 10_000)
    replay(plan, Paths(tmp_path / "out.jsonl"))
    assert written(tmp_path) == before


def test_another_input_another_question_and_other_policies_are_not_gone_on_with(tmp_path, store):
    (tmp_path / "cases.jsonl").write_text(mixed(10), encoding="utf-8")
    (tmp_path / "other.jsonl").write_text(mixed(11), encoding="utf-8")
    paths = Paths(tmp_path / "out.jsonl")
    replay(plan_for(store, tmp_path / "cases.jsonl"), paths)
    source = open_source(str(tmp_path / "cases.jsonl"), store.book, None)
    others = [
        plan_for(store, tmp_path / "other.jsonl"),
        plan_for(store, tmp_path / "cases.jsonl", policy=NAME),
        Plan(source, Request(store.corrected), store.book_after),
    ]
    for other in others:
        with pytest.raises(ResumeMismatch):
            replay(other, paths, resume=True)


def test_lost_output_and_a_broken_state_are_not_gone_on_from(tmp_path, store):
    (tmp_path / "cases.jsonl").write_text(mixed(10), encoding="utf-8")
    plan, paths = plan_for(store, tmp_path / "cases.jsonl"), Paths(tmp_path / "out.jsonl")
    replay(plan, paths)
    paths.out.write_bytes(paths.out.read_bytes()[:-1])
    with pytest.raises(ResumeMismatch):
        replay(plan, paths, resume=True)
    paths.state.write_text("{}", encoding="utf-8")
    with pytest.raises(UnreadableState):
        replay(plan, paths, resume=True)
