"""`rulings cluster`: many Parquet files, as text and as data."""

import json

import pytest
from click.testing import CliRunner
from tests.audit.cluster.parts import NEW, OLD, content, write_cases
from tests.audit.store import NAME, Store

from rulings.cli import rulings

BOTH = (f"{NAME}@{OLD}", f"{NAME}@{NEW}")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def run(tmp_path, store, monkeypatch):
    """Run the command in a folder with two files, of which one has faulty rows."""
    monkeypatch.chdir(tmp_path)
    write_cases(tmp_path / "good.parquet", 5, 1)
    write_cases(tmp_path / "faulty.parquet", 12, 2)

    def running(*arguments):
        given = ["cluster", *BOTH, *arguments, "--policies", str(store.policies)]
        return CliRunner().invoke(rulings, given, prog_name="rulings")

    return running


def test_what_people_read(run, tmp_path):
    done = run("good.parquet", "--out", "changed", "--processes", "1")
    assert done.exit_code == 0
    assert f"{NAME}: {OLD} → {NEW}\n5 rows: 5 compared, 0 faulty\n" in done.output
    assert done.output.endswith("\nwritten: changed/_SUCCESS.json, and 1 part\n")
    assert sorted(content(tmp_path / "changed")) == [
        "_SUCCESS.json",
        "_counts/part-00001.json",
        "_job.json",
        "part-00001.parquet",
    ]


def test_faulty_rows_are_told_and_end_with_1(run, tmp_path):
    done = run("good.parquet", "faulty.parquet", "--out", "changed", "--format", "json", "--processes", "1")
    found = json.loads(done.output)
    assert (done.exit_code, found["read"], found["faulty"]) == (1, 17, 1)
    assert found["first_faults"][0]["file"] == str(tmp_path / "faulty.parquet")
    assert found == json.loads((tmp_path / "changed" / "_SUCCESS.json").read_text(encoding="utf-8"))["counts"]
    shown = run("good.parquet", "faulty.parquet", "--out", "changed")
    assert "faulty.parquet, row 6 (faulty-5): facts.order.amount: not-money: " in shown.output


def test_dask_gives_the_same(run, tmp_path):
    pytest.importorskip("dask", reason="Dask is not installed")
    run("good.parquet", "faulty.parquet", "--out", "here", "--processes", "1", "--part-rows", "10")
    done = run("good.parquet", "faulty.parquet", "--out", "there", "--on", "dask", "--part-rows", "10")
    assert done.exit_code == 1
    assert content(tmp_path / "there") == content(tmp_path / "here")
    assert len(list((tmp_path / "there").glob("part-*.parquet"))) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("good.parquet", "good.parquet", "--out", "changed"), "given twice"),
        (("good.parquet",), "--out"),
        (("--out", "changed"), "FILE"),
        (("good.parquet", "--out", "changed", "--on", "spark", "--processes", "2"), "--on local"),
        (("nowhere.parquet", "--out", "changed"), "nowhere.parquet"),
        (("good.parquet", "--out", "changed", "--decision", "outcmoe"), "outcome"),
        (("good.parquet", "--out", "."), "folder-taken"),
    ],
)
def test_wrong_use_ends_with_2_and_says_why(run, arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert said in done.output
