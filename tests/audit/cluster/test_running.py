"""A job in parts comes to what one machine finds, and to the same bytes however often it is broken off."""

import json
import multiprocessing
import os
import signal
from dataclasses import replace
from functools import reduce
from operator import add

import pytest
from tests.audit.cluster.parts import NEW, OLD, PART, SIZES, changed_rows, content, success, write_cases
from tests.audit.store import NAME

from rulings import PolicyBook
from rulings.audit.cluster import dask, local
from rulings.audit.cluster.job import make_job
from rulings.audit.cluster.refusing import FolderTaken, JobRefused
from rulings.audit.cluster.running import run_job
from rulings.audit.cluster.working import Work
from rulings.audit.columns import engines
from rulings.audit.impact.columns import ColumnsComparer
from rulings.audit.impact.report import Report
from rulings.audit.impact.running import Versions, compare_versions
from rulings.audit.replay.processes import WorkerLost
from rulings.audit.replay.rows import CASES
from rulings.audit.replay.sources import open_source
from rulings.errors import PackageMissing


def here(work, parts):
    """A runner that does parts in turn, in this process."""
    yield from map(work, parts)


def test_large_files_are_cut_between_row_groups(job):
    cut = [(part.file.path.rpartition("/")[2], part.groups, part.before, part.rows) for part in job.parts]
    assert cut == [
        ("spring.parquet", (0, 1), 0, 20),
        ("spring.parquet", (2, 3), 20, 20),
        ("spring.parquet", (4, 5, 6), 40, 24),
        ("summer.parquet", (0,), 0, 7),
        ("none.parquet", (0,), 0, 0),
        ("autumn.parquet", (0, 1), 0, 20),
        ("autumn.parquet", (2, 3, 4), 20, 21),
    ]
    assert max(part.rows for part in job.parts) <= PART
    assert [part.number for part in job.parts] == list(range(1, 8))


def test_rows_and_counts_are_those_of_one_machine(job, whole, alone, store, versions):
    rows = {file: rows for file, (_, rows) in alone.items()}
    assert changed_rows(whole) == rows
    assert sum(map(len, rows.values())) > 20
    counts = success(whole)["counts"]
    together = reduce(add, (impact for impact, _ in alone.values()))
    known = replace(together, comparison=replace(together.comparison, examples={}), first_faults=())
    expected = Report(known, versions, job.question, store.book, CASES).to_dict()
    assert without_examples(counts) == without_examples(expected)
    assert (counts["read"], counts["faulty"] > 5, counts["undetermined"] > 0) == (sum(SIZES.values()), True, True)


def without_examples(counts):
    decisions = {
        name: {**one, "transitions": [{**way, "examples": 0} for way in one["transitions"]]}
        for name, one in counts["decisions"].items()
    }
    return {**counts, "decisions": decisions, "first_faults": 0}


def test_examples_and_faults_are_told_by_file_and_row(whole, files, alone):
    counts = success(whole)["counts"]
    [by_hand] = [
        way for way in counts["decisions"]["outcome"]["transitions"] if way["new"] == "by_hand" and way["changed"]
    ]
    rows = alone[str(files[0])][1]
    first = [row for row in rows if "outcome" in dict(row["changed"])][:2]
    places = [{"file": str(files[0]), "row": row["row"], "case": row["case"]} for row in first]
    assert by_hand["examples"] == places
    fault = counts["first_faults"][0]
    assert (fault["file"], fault["row"], fault["case"]) == (str(files[0]), 6, "spring-5")
    assert [one["code"] for one in fault["faults"]] == ["not-money"]
    assert len(counts["first_faults"]) == 5


def test_the_end_says_by_what_and_on_what(job, whole, store):
    said = success(whole)
    assert said["job"] == job.digest == json.loads((whole / "_job.json").read_text(encoding="utf-8"))["digest"]
    assert said["meanings"] == {one: store.book.version(NAME, one).policy.digest for one in (OLD, NEW)}
    assert sorted(said["policies"]) == sorted(
        ["provisions.yaml", "store/facts.yaml", f"{NAME}/{OLD}.yaml", f"{NAME}/{NEW}.yaml"]
    )
    assert [file["rows"] for file in said["files"]] == list(SIZES.values())
    assert not (whole / "_attempts").exists()


def test_processes_of_this_machine_write_the_same(job, whole, tmp_path):
    told = []
    local.run(job, tmp_path / "out", processes=2, tell=lambda *done: told.append(done))
    assert content(tmp_path / "out") == content(whole)
    assert told[-1] == (sum(SIZES.values()), len(job.parts))


def test_columns_write_the_same(job, whole, tmp_path, monkeypatch):
    """Parts of this size are ruled on case by case, for it would not pay to load what columns need."""
    rows = []
    real = ColumnsComparer.__call__
    monkeypatch.setattr(engines, "_WORTH_COLUMNS", 0)
    monkeypatch.setattr(ColumnsComparer, "__call__", lambda self, block: rows.append(block.size) or real(self, block))
    run_job(job, tmp_path / "out", here)
    assert sum(rows) == sum(SIZES.values())
    assert content(tmp_path / "out") == content(whole)


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_dask_writes_the_same(job, whole, tmp_path, scheduler):
    config = pytest.importorskip("dask", reason="Dask is not installed").config
    with config.set(scheduler=scheduler):
        dask.run(job, tmp_path / "out", wave=3)
    assert content(tmp_path / "out") == content(whole)


def test_without_dask_it_says_what_to_install(job, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "dask", None)
    with pytest.raises(PackageMissing, match=r"rulings\[dask\]"):
        dask.run(job, tmp_path / "out")


def test_parts_done_twice_count_once(job, whole, tmp_path):
    def twice(work, parts):
        for part in parts:
            first, second = work(part), work(part)
            assert first["attempt"] != second["attempt"]
            yield from (second, first, second)

    run_job(job, tmp_path / "out", twice)
    assert content(tmp_path / "out") == content(whole)


def test_the_order_in_which_parts_are_done_does_not_matter(job, whole, tmp_path):
    def backwards(work, parts):
        yield from (work(part) for part in reversed(parts))

    run_job(job, tmp_path / "out", backwards)
    assert content(tmp_path / "out") == content(whole)


class Killed(BaseException):
    """Ends a driver where it stands, as a signal would."""


@pytest.mark.parametrize("after", range(7))
def test_a_driver_that_dies_between_commits_goes_on(job, whole, tmp_path, after):
    def dying(work, parts):
        for done, part in enumerate(parts):
            answer = work(part)
            if done == after:
                raise Killed
            yield answer

    out = tmp_path / "out"
    with pytest.raises(Killed):
        run_job(job, out, dying)
    assert list((out / "_attempts").iterdir()) != []
    done = []

    def counted(work, parts):
        done.extend(part.number for part in parts)
        yield from map(work, parts)

    run_job(job, out, counted)
    assert done == list(range(after + 1, 8))
    assert content(out) == content(whole)


STEPS = ("replace_files", "_sync")


@pytest.mark.parametrize("step", range(12))
def test_a_driver_that_dies_at_any_step_of_a_commit_goes_on(job, whole, tmp_path, monkeypatch, step):
    """It dies at the n-th time that it would bring something to the disk."""
    left = [step]

    def dying(real):
        def called(*arguments):
            if not left[0]:
                raise Killed
            left[0] -= 1
            return real(*arguments)

        return called

    with monkeypatch.context() as patched:
        for name in STEPS:
            target = f"rulings.audit.cluster.committing.{name}"
            module = __import__("rulings.audit.cluster.committing", fromlist=[name])
            patched.setattr(target, dying(getattr(module, name)))
        with pytest.raises(Killed):
            run_job(job, tmp_path / "out", here)
    run_job(job, tmp_path / "out", here)
    assert content(tmp_path / "out") == content(whole)


def test_a_finished_job_does_nothing_again(job, whole):
    def nobody(_work, _parts):
        raise AssertionError
        yield

    before = content(whole)
    assert run_job(job, whole, nobody).to_dict() == success(whole)["counts"]
    assert content(whole) == before


def test_a_part_whose_file_is_gone_is_done_again(job, whole, tmp_path):
    out = tmp_path / "out"
    run_job(job, out, here)
    (out / "part-00002.parquet").unlink()
    run_job(job, out, here)
    assert content(out) == content(whole)


def drive(job, out, dies):
    """Do the job in a process, in which the n-th part kills it."""

    def dying(work, parts):
        for done, part in enumerate(parts):
            if done == dies:
                os.kill(os.getpid(), signal.SIGKILL)
            yield work(part)

    run_job(job, out, dying)


def test_a_driver_that_is_really_killed_goes_on(job, whole, tmp_path):
    for dies in (2, 3):
        driver = multiprocessing.get_context("fork").Process(target=drive, args=(job, tmp_path / "out", dies))
        driver.start()
        driver.join()
        assert driver.exitcode == -signal.SIGKILL
    run_job(job, tmp_path / "out", here)
    assert content(tmp_path / "out") == content(whole)


class Dying(Work):
    """Work in which one part kills the process, halfway through its attempt."""

    def __call__(self, part):
        if part.number == 3:
            (self.attempts / "part-00003-half.parquet").write_bytes(b"PAR1 and half of it")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(part)


def test_a_worker_that_dies_halfway_leaves_nothing(job, whole, tmp_path, monkeypatch):
    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr("rulings.audit.cluster.running.Work", Dying)
        with pytest.raises(WorkerLost):
            local.run(job, out, processes=2)
    assert (out / "_attempts" / "part-00003-half.parquet").exists()
    local.run(job, out, processes=2)
    assert content(out) == content(whole)


def test_attempts_that_were_not_quite_taken_away_are(job, whole, tmp_path):
    out = tmp_path / "out"
    run_job(job, out, here)
    for name in ("_attempts", "_attempts.old"):
        (out / name).mkdir()
        (out / name / "part-00001-half.parquet").write_bytes(b"half")
    (out / "_SUCCESS.json").unlink()
    run_job(job, out, here)
    assert content(out) == content(whole)
    assert not list(out.glob("_attempts*"))


def test_another_job_in_the_folder_is_refused(job, whole, versions, files):
    for other in (
        replace(job, old=NEW, new=OLD),
        replace(job, at="2024-09-01T00:00:00+08:00"),
        make_job(versions, files[:2], rows_of_part=PART),
    ):
        with pytest.raises(FolderTaken, match="another job"):
            run_job(other, whole, here)


def test_a_folder_with_anything_else_is_refused(job, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderTaken, match="not empty"):
        run_job(job, tmp_path, here)
    assert content(tmp_path) == {"mine.txt": b"mine"}


def altered(job, path, old, new):
    files = tuple(
        replace(file, text=file.text.replace(old, new)) if file.path == path else file for file in job.texts.files
    )
    return replace(job, texts=replace(job.texts, files=files))


def test_text_that_is_not_what_the_digest_says_is_refused(job, tmp_path):
    other = altered(job, f"{NAME}/{NEW}.yaml", "95%", "96%")
    with pytest.raises(JobRefused, match=rf"part 1 .*the text of {NAME}/{NEW}.yaml is sha256:\w+, and the job says"):
        run_job(other, tmp_path / "out", here)
    assert list((tmp_path / "out" / "_attempts").iterdir()) == []


def test_a_version_that_means_something_else_is_refused(job, tmp_path):
    other = replace(job, texts=replace(job.texts, meanings=((OLD, "sha256:0"),)))
    with pytest.raises(JobRefused, match=f"{NAME}@{OLD} means sha256:.*, and the job says sha256:0"):
        run_job(other, tmp_path / "out", here)


def test_a_worker_of_another_release_refuses(job, tmp_path):
    other = replace(job, texts=replace(job.texts, release="0.0.1"))
    with pytest.raises(JobRefused, match=r"the job is of rulings 0\.0\.1, and this worker has"):
        run_job(other, tmp_path / "out", here)


def test_a_file_that_changed_is_refused(versions, tmp_path):
    file = write_cases(tmp_path / "cases.parquet", 12, 1)
    job = make_job(versions, [file])
    write_cases(file, 12, 2)
    with pytest.raises(JobRefused, match="is not the file that the job was made for"):
        run_job(job, tmp_path / "out", here)


def test_policies_are_loaded_once_a_process(job, monkeypatch):
    loaded = []
    real = PolicyBook.load
    monkeypatch.setattr(PolicyBook, "load", lambda folder: loaded.append(folder) or real(folder))
    fresh = replace(job, texts=replace(job.texts, meanings=job.texts.meanings[:1]))
    copy = replace(fresh, texts=replace(fresh.texts))
    assert fresh.texts.load() is copy.texts.load()
    assert len(loaded) == 1


def test_rows_of_other_policies_are_passed_over_as_on_one_machine(store, tmp_path):
    """Where rows name their policy, workers know the other policies too."""
    policies = tmp_path / "policies"
    for path in store.policies.rglob("*.yaml"):
        target = policies / path.relative_to(store.policies)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    other = (policies / NAME / f"{OLD}.yaml").read_text(encoding="utf-8").replace(NAME, "store/other")
    (policies / "store" / "other").mkdir()
    (policies / "store" / "other" / f"{OLD}.yaml").write_text(other, encoding="utf-8")
    book, versions = PolicyBook.load(policies), Versions(policies, NAME, OLD, NEW)
    file = write_cases(tmp_path / "cases.parquet", 30, 1, policies=True)
    job = make_job(versions, [file], book=book)
    found = run_job(job, tmp_path / "out", here)
    single = compare_versions(open_source(str(file), book, NAME), versions, job.question, book)
    assert found.impact.tally == single.tally
    assert found.impact.tally["passed over"] == 5


@pytest.mark.parametrize("given", [[], ["twice", "twice"]])
def test_no_file_and_one_twice_are_refused(versions, tmp_path, given):
    file = write_cases(tmp_path / "cases.parquet", 3, 1)
    with pytest.raises(ValueError, match="file is given"):
        make_job(versions, [file for _ in given])
