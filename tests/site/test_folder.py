"""The folder that the site is written to: only what changed, nothing of others, the same bytes everywhere."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from tests.site.conftest import POLICIES

from rulings.cli import rulings
from rulings.errors import RulingsError
from rulings.site import write_site
from rulings.site.folder import LIST

FILES = {"index.html": b"one", "en/market/page.html": b"two"}


def paths(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def run(*arguments):
    return CliRunner().invoke(rulings, ["docs", *map(str, arguments)], prog_name="rulings")


def test_files_are_written_with_a_list_of_them(tmp_path):
    written = write_site(FILES, tmp_path / "new" / "site")
    assert written.files == 3
    assert paths(tmp_path / "new" / "site") == ["en/market/page.html", LIST, "index.html"]
    assert (tmp_path / "new/site/en/market/page.html").read_bytes() == b"two"


def test_what_is_fresh_is_not_written_again(tmp_path):
    write_site(FILES, tmp_path)
    before = (tmp_path / "index.html").stat().st_mtime_ns
    assert write_site(FILES, tmp_path).changed == ()
    assert (tmp_path / "index.html").stat().st_mtime_ns == before
    assert write_site({**FILES, "index.html": b"new"}, tmp_path).changed == ("index.html",)


def test_what_is_no_longer_part_of_the_site_is_taken_away_with_its_folders(tmp_path):
    write_site(FILES, tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    written = write_site({"index.html": b"one"}, tmp_path)
    assert written.removed == ("en/market/page.html",)
    assert paths(tmp_path) == [LIST, "index.html", "notes.txt"]
    assert not (tmp_path / "en").exists()


@pytest.mark.parametrize("line", ["../kept.html", "/kept.html", "en/../../kept.html", "C:\\kept.html", ""])
def test_nothing_outside_is_ever_taken_away(tmp_path, line):
    folder = tmp_path / "site"
    write_site(FILES, folder)
    kept = tmp_path / "kept.html"
    kept.write_text("kept", encoding="utf-8")
    with (folder / LIST).open("a", encoding="utf-8") as listed:
        listed.write(f"{line}\n{kept}\n")
    assert write_site(FILES, folder).removed == ()
    assert kept.is_file()


def test_a_folder_of_others_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RulingsError, match="holds something that is no site"):
        write_site(FILES, tmp_path)
    assert paths(tmp_path) == ["notes.txt"]
    result = run("--policies", POLICIES, "--out", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("error[not-a-site]: ")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    assert run("--policies", POLICIES, "--out", tmp_path / "site").exit_code == 2


@pytest.mark.parametrize("there", [False, True])
def test_the_command_writes_the_site(tmp_path, files, there):
    out = tmp_path / "site"
    if there:
        out.mkdir()
    result = run("--policies", POLICIES, "--out", out)
    assert result.exit_code == 0
    count = len(files) + 1
    assert result.stdout == f"{count} files in {out}, {count} of them written now; begin with {out / 'index.html'}\n"
    assert paths(out) == sorted([*files, LIST])
    assert all((out / path).read_text(encoding="utf-8") == text for path, text in files.items())


def test_a_second_run_writes_nothing_and_another_folder_gets_the_same_bytes(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    run("--policies", POLICIES, "--out", one)
    before = {path: (one / path).stat().st_mtime_ns for path in paths(one)}
    again = run("--policies", POLICIES, "--out", one)
    assert f"{len(before)} files in {one}, 0 of them written now" in again.stdout
    assert {path: (one / path).stat().st_mtime_ns for path in paths(one)} == before
    run("--policies", POLICIES, "--out", other)
    assert {path: (one / path).read_bytes() for path in before} == {
        path: (other / path).read_bytes() for path in paths(other)
    }


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """Below a file there is no folder, for the administrator neither, whom no mode of a folder keeps out."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    result = run("--policies", POLICIES, "--out", tmp_path / "file" / "site")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"error[system]: {tmp_path / 'file' / 'site'}")
    assert paths(tmp_path) == ["file"]


def test_the_command_as_data(tmp_path):
    out = tmp_path / "site"
    run("--policies", POLICIES, "--out", out)
    (out / "index.html").write_text("old", encoding="utf-8")
    data = json.loads(run("--policies", POLICIES, "--out", out, "--format", "json").stdout)
    assert data["written"] == ["index.html"]
    assert data["removed"] == []
    assert data["files"] == len(paths(out))


def copied(folder, old, new, path):
    for source in POLICIES.rglob("*.yaml"):
        target = folder / source.relative_to(POLICIES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    text = (folder / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ("lasts: 7 days", "lasts: 7 dayz", "market/disputes/2022-01-01.yaml", "error[unit-unknown]"),
        ("{day_rate: 50%}", "{day_rate: 51%}", "market/kinds/examples/days.yaml", "error[example-failed]"),
        ("claim.reason: quality", "claim.reason: quantity", "market/disputes/examples/cases.yaml", "error["),
    ],
)
def test_nothing_is_written_of_policies_with_faults(tmp_path, old, new, path, said):
    policies = copied(tmp_path / "policies", old, new, path)
    result = run("--policies", policies, "--out", tmp_path / "site")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "no site is written: 1 fault in" in result.stderr
    assert not (tmp_path / "site").exists()


def test_an_example_without_a_ruling_keeps_the_site_from_being_written(tmp_path):
    old = "  order.completed_at: 2024-03-01T10:00:00+08:00\n  claim.opened_at: 2024-03-10"
    new = "  order.completed_at: 2024-03-01T10:00:00+08:00\n  claim.opened_at: 2021-03-10"
    policies = copied(tmp_path / "policies", old, new, "market/disputes/examples/cases.yaml")
    result = run("--policies", policies, "--out", tmp_path / "site")
    assert result.exit_code == 2
    assert "error[example-not-ruled]" in result.stderr


def test_the_bytes_are_the_same_in_another_process(tmp_path, files):
    command = [sys.executable, "-m", "rulings", "docs", "--policies", str(POLICIES), "--out", str(tmp_path / "site")]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/New_York", "LC_ALL": "C"}
    subprocess.run(command, check=True, env=environment, capture_output=True)
    assert {path: (tmp_path / "site" / path).read_text(encoding="utf-8") for path in files} == files
