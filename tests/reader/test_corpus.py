"""Broken policy files, as data: each with the faults that an author must be told, and no others."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from rulings.errors import Faults
from rulings.library import read_library
from rulings.reader.shape import check_shape, validator_for
from rulings.reader.strict_yaml import read_yaml
from rulings.schema.language import examples_schema
from rulings.version import Version

CORPUS = Path(__file__).parents[1] / "corpus"
GOOD = CORPUS / "good"
MAIN = "demo/returns/2024-01-01.yaml"
LEAST_CASES = 220


def cases():
    for path in sorted((CORPUS / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(case, id=f"{path.stem}-{case['id']}")


CASES = list(cases())


def written(case, folder):
    """The good policies, locked where the case says so, with the case's changes."""
    shutil.copytree(GOOD, folder)
    if case.get("lock"):
        read = read_library(folder).read
        lock = "".join(f"{name}: {policy.digest}\n" for name, policy in read.items())
        (folder / "published.lock").write_text(lock, encoding="utf-8")
    for step in (case, *case.get("steps", [])):
        change(folder, step)
    return folder


def change(folder, step):
    path = folder / step.get("file", MAIN)
    path.parent.mkdir(parents=True, exist_ok=True)
    if step.get("remove"):
        path.unlink()
    if "copy" in step:
        path.write_bytes((folder / step["copy"]).read_bytes())
    if "text" in step:
        path.write_bytes(step["text"].encode("utf-8"))
    if "bytes" in step:
        path.write_bytes(step["bytes"].encode("latin-1"))
    if "repeat" in step:
        path.write_bytes(path.read_bytes() + step["repeat"]["text"].encode("utf-8") * step["repeat"]["times"])
    if "replace" in step:
        text = path.read_bytes().decode("utf-8")
        assert text.count(step["replace"]) == 1, f"{step['replace']!r} must stand once in {path.name}"
        path.write_bytes(text.replace(step["replace"], step["with"]).encode("utf-8"))


def faults_of(folder):
    """All that is said of a folder: policies, vocabulary, register and lock, and the form of the examples."""
    found = list(read_library(folder).faults.found)
    examples = Faults()
    for path in sorted(folder.glob("*/*/examples/*.yaml")):
        node = read_yaml(path.read_bytes(), str(path), examples)
        if node is not None:
            check_shape(node, validator_for(examples_schema()), examples)
    return [*found, *examples.found]


def short(fault, folder):
    file = Path(fault.place.file).relative_to(folder).as_posix()
    place = f"{fault.place.line}:{fault.place.column}"
    return f"{fault.code} {place}" if file == MAIN else f"{fault.code} {file}:{place}"


@pytest.mark.parametrize("case", CASES)
def test_exactly_the_faults_are_told(case, tmp_path):
    folder = written(case, tmp_path / "policies")
    found = faults_of(folder)
    shown = "\n\n".join(map(str, found))
    assert sorted(short(fault, folder) for fault in found) == sorted(case["expect"]), f"{case['what']}\n\n{shown}"


@pytest.mark.parametrize("case", CASES)
def test_a_case_says_what_it_is(case):
    assert case.keys() <= {
        *("id", "what", "file", "replace", "with", "text", "bytes", "repeat", "copy", "remove", "lock", "steps", "expect"),
    }
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case["id"])
    assert case["what"]


def test_there_are_enough_cases_and_no_two_of_one_name():
    ids = [param.values[0]["id"] for param in CASES]
    assert len(ids) >= LEAST_CASES
    assert len(ids) == len(set(ids))


def test_the_good_policies_are_good():
    library = read_library(GOOD)
    assert library.faults.found == []
    assert [version.name for versions in library.versions.values() for version in versions] == ["demo/returns@2024-01-01"]
    assert isinstance(library.versions["demo/returns"][0], Version)
