"""`rulings impact` and `rulings replay` say and write the same by either engine, whatever the input is."""

import json
from functools import partial
from itertools import islice

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from tests.audit.columns.inputs import lines_of, write_inputs
from tests.audit.store import NAME, case, rows_in

from rulings.audit.bulk import blocks
from rulings.audit.columns import engines
from rulings.audit.impact.columns import ColumnsComparer
from rulings.audit.replay.columns_judge import ColumnsJudge
from rulings.audit.replay.journal import Paths
from rulings.audit.replay.judging import Request
from rulings.audit.replay.running import Pace, Plan, replay
from rulings.audit.replay.sources import open_source
from rulings.cli import rulings
from rulings.engine.columns.ruled import RuledBatch

BOTH = (f"{NAME}@2024-01-01", f"{NAME}@2024-07-01")
OPENED = ("2024-02-01T10:00:00+08:00", "2024-08-01T10:00:00+08:00", "2023-01-01T00:00:00+08:00", None)
GIVEN = [
    case(f"C-{n}", "350" if n % 11 == 3 else None if n % 7 == 2 else f"{n * 20}.00 CNY", OPENED[n % 4], "mind")
    for n in range(40)
]
IMPACT = ("impact", *BOTH, "--cases", "cases.jsonl")
FORMS = ("cases.jsonl", "cases.csv", "cases.parquet")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # So small that the input has several blocks.
    monkeypatch.setattr(blocks, "parts", partial(blocks.parts, rows=7))
    assert write_inputs(tmp_path, GIVEN) == FORMS
    return tmp_path


@pytest.fixture
def run(store, folder):
    def running(*arguments):
        given = [*arguments, "--policies", str(store.policies)]
        return CliRunner().invoke(rulings, given, prog_name="rulings")

    assert folder.is_dir()
    return running


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("name", FORMS)
def test_impact_says_the_same(run, folder, name, form):
    said = {}
    for engine in ("single", "columns"):
        changed = folder / "changed.jsonl"
        given = (*BOTH, "--cases", name, "--money", "order.amount", "--changed", "changed.jsonl", "--processes", "2")
        done = run("impact", *given, "--engine", engine, "--format", form)
        assert done.exit_code == 1, done.output
        said[engine] = (done.output, changed.read_bytes())
    assert said["single"] == said["columns"]
    assert said["single"][1]


@pytest.mark.parametrize("name", FORMS)
def test_replay_writes_the_same(run, folder, name):
    said = {}
    for engine in ("single", "columns"):
        done = run("replay", name, "-o", "out.jsonl", "--processes", "2", "--engine", engine)
        assert done.exit_code == 1, done.output
        said[engine] = (done.output, (folder / "out.jsonl").read_bytes(), (folder / "out.faults.jsonl").read_bytes())
    assert said["single"] == said["columns"]
    assert said["single"][1]
    assert said["single"][2]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("first", "second"), [("single", "columns"), ("columns", "single"), ("columns", "columns")])
def test_a_run_goes_on_by_either_engine(store, folder, name, first, second):
    plan = Plan(open_source(name, store.book, NAME), Request(store.policies), store.book)
    replay(plan, Paths(folder / "whole.jsonl"), pace=Pace(engine="single"))
    done = iter(range(2))

    def stop(_rows, _position):
        if next(done, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay(plan, Paths(folder / "out.jsonl"), pace=Pace(rows=7, parts=1, engine=first), tell=stop)
    state = json.loads((folder / "out.state.json").read_bytes())
    assert 7 <= state["rows"] < len(GIVEN)
    report = replay(plan, Paths(folder / "out.jsonl"), resume=True, pace=Pace(engine=second))
    assert report.tally["read"] == len(GIVEN)
    for ending in ("jsonl", "faults.jsonl"):
        assert (folder / f"out.{ending}").read_bytes() == (folder / f"whole.{ending}").read_bytes()


@pytest.mark.parametrize("content", [b"", b"\n", b"{", lines_of([case(), case(opened=None)])], ids=repr)
def test_small_inputs_are_inputs(run, folder, content):
    (folder / "cases.jsonl").write_bytes(content)
    for given in (("replay", "cases.jsonl", "-o", "out.jsonl"), (*IMPACT, "--changed", "out.jsonl")):
        said = {}
        for engine in ("single", "columns"):
            done = run(*given, "--engine", engine)
            said[engine] = (done.exit_code, done.output, (folder / "out.jsonl").read_bytes())
        assert said["single"] == said["columns"]


# Rows that change


def test_the_rows_that_change_are_written_with_both_results(run, folder):
    run("impact", *BOTH, "--cases", "cases.jsonl", "--changed", "changed.jsonl", "--engine", "columns")
    rows = rows_in(folder / "changed.jsonl")
    assert [row["row"] for row in rows] == sorted(row["row"] for row in rows)
    [row] = [one for one in rows if one["case"] == "C-18"]
    assert row == {
        "row": 19,
        "case": "C-18",
        "changed": {
            "freight": {
                "old": {"value": {"back": {"buyer": "100%"}}, "rules": ["mind"]},
                "new": {"value": {"back": {"buyer": "50%", "merchant": "50%"}}, "rules": ["mind"]},
            },
            "outcome": {
                "old": {"value": "at_once", "rules": ["small"]},
                "new": {"value": "by_hand", "rules": ["large"]},
            },
            "refund": {
                "old": {"value": "324.00 CNY", "rules": ["a-share"]},
                "new": {"value": "342.00 CNY", "rules": ["a-share"]},
            },
        },
    }


@pytest.mark.parametrize("engine", ["single", "columns"])
def test_parquet_holds_the_same_rows(run, folder, engine):
    run(*IMPACT, "--changed", "single.parquet", "--engine", "single")
    for name in ("changed.jsonl", "changed.parquet"):
        run(*IMPACT, "--changed", name, "--engine", engine)
    assert (folder / "changed.parquet").read_bytes() == (folder / "single.parquet").read_bytes()
    found = pq.read_table(folder / "changed.parquet").to_pylist()
    rows = rows_in(folder / "changed.jsonl")
    assert [(one["row"], one["case"], [name for name, _ in one["changed"]]) for one in found] == [
        (one["row"], one["case"], list(one["changed"])) for one in rows
    ]
    one, row = dict(found[-1]["changed"]), rows[-1]["changed"]
    assert one["refund"] == row["refund"]
    assert json.loads(one["freight"]["old"]["value"]) == row["freight"]["old"]["value"]


@pytest.mark.parametrize("name", ["changed.jsonl", "changed.parquet"])
def test_rows_that_change_are_written_whole_or_not_at_all(run, folder, monkeypatch, name):
    (folder / name).write_bytes(b"what was there before")
    before = sorted(path.name for path in folder.iterdir())
    work = ColumnsComparer.__call__

    def failing(self, block):
        if block.first > 7:
            message = "the disk is full"
            raise OSError(28, message)
        return work(self, block)

    monkeypatch.setattr(ColumnsComparer, "__call__", failing)
    done = run("impact", *BOTH, "--cases", "cases.jsonl", "--changed", name, "--engine", "columns")
    assert done.exit_code == 2
    assert (folder / name).read_bytes() == b"what was there before"
    assert sorted(path.name for path in folder.iterdir()) == before


# Verifying


@pytest.mark.parametrize(("given", "ruled"), [(("replay", "cases.jsonl"), "ruled"), (IMPACT, "compared")])
def test_a_share_is_ruled_on_in_both_ways(run, given, ruled):
    every = json.loads(run(*given, "--verify", "100%", "--processes", "2", "--format", "json").stdout)
    assert every["verified"] == every[ruled] > 20
    some = json.loads(run(*given, "--verify", "25%", "--format", "json").stdout)
    assert 0 < some["verified"] <= 10
    assert (
        f"verified: {every[ruled]} rows ruled on singly too, all the same\n" in run(*given, "--verify", "100%").output
    )
    assert "verified: 0 rows" in run(*given, "--verify", "0.1%").output
    assert json.loads(run(*given, "--format", "json").stdout)["verified"] == 0


@pytest.mark.parametrize("given", [("replay", "cases.jsonl"), IMPACT])
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_differs_ends_the_command_with_1(run, folder, monkeypatch, given, form):
    right = RuledBatch.outcomes

    def wrong(batch, decision):
        found = right(batch, decision)
        if decision == "refund" and found.values is not None:
            found.values.values[:] = 7
        return found

    monkeypatch.setattr(RuledBatch, "outcomes", wrong)
    assert run(*given, "--engine", "columns").exit_code == 1  # rows are faulty; nobody looks at the others
    written = ("--changed" if given[0] == "impact" else "-o", "out.jsonl")
    done = run(*given, "--verify", "50%", *written, "--format", form)
    assert done.exit_code == 1
    if form == "json":
        [fault, *_] = json.loads(done.stdout)["faults"]
        assert (fault["code"], fault["path"]) == ("columns-differ", "refund")
    assert "the single call says" in done.output
    assert given[0] == "replay" or not (folder / "out.jsonl").exists()


# What is asked for


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--verify", "101%"), "from 0% to 100%"),
        (("--verify", "half"), "is not a rate"),
        (("--engine", "single", "--verify", "1%"), "means nothing with --engine single"),
        (("--verify", "1%", "--engine", "single"), "means nothing with --engine single"),
        (("--engine", "fast"), "fast"),
    ],
)
@pytest.mark.parametrize("given", [("replay", "cases.jsonl"), IMPACT])
def test_wrong_use_ends_with_2(run, given, arguments, says):
    done = run(*given, *arguments)
    assert (done.exit_code, says in done.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--changed", "cases.jsonl"), "would be written over"),
        (("--changed", "changed.txt"), "neither .jsonl nor .parquet"),
        (("--changed", "one.jsonl", "--html", "one.jsonl"), "cannot be both"),
    ],
)
def test_where_changes_cannot_be_written(run, arguments, says):
    done = run("impact", *BOTH, "--cases", "cases.jsonl", *arguments)
    assert (done.exit_code, says in done.output) == (2, True)


@pytest.mark.parametrize("arguments", [("--engine", "columns"), ("--verify", "1%")])
def test_a_second_opinion_goes_case_by_case(run, arguments):
    done = run("replay", "cases.jsonl", "--second-opinion", *arguments)
    assert (done.exit_code, "goes case by case" in done.output) == (2, True)


def test_columns_that_are_not_installed(run, monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None if name == "numpy" else name)
    for arguments in (("--engine", "columns"), ("--verify", "1%")):
        done = run("replay", "cases.jsonl", *arguments)
        assert (done.exit_code, "rulings[columns]" in done.output) == (2, True)
    monkeypatch.setattr(engines, "_WORTH_COLUMNS", 0)
    monkeypatch.setattr(ColumnsJudge, "__call__", None)
    assert run("replay", "cases.jsonl").exit_code == 1


def test_auto_takes_columns_for_large_inputs(run, monkeypatch):
    asked = []
    work = ColumnsJudge.__call__

    def counting(self, block):
        asked.append(block.first)
        return work(self, block)

    monkeypatch.setattr(ColumnsJudge, "__call__", counting)
    run("replay", "cases.jsonl")
    assert asked == []
    monkeypatch.setattr(engines, "_WORTH_COLUMNS", 0)
    run("replay", "cases.jsonl")
    assert asked[0] == 1
    assert len(asked) > 1


def test_progress_is_told_a_block_at_a_time(store, folder):
    plan, told = Plan(open_source("cases.jsonl", store.book, NAME), Request(store.policies), store.book), []
    replay(plan, pace=Pace(engine="columns"), tell=lambda *last: told.append(last))
    assert folder.is_dir()
    rows = list(islice(plan.source.rows(), len(GIVEN)))
    assert told[-1] == (len(GIVEN), plan.source.size)
    assert all(rows[number - 1].end == position for number, position in told)
