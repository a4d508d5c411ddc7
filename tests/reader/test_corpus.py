"""Broken policy files, as data: each with the faults that an author must be told, and no others."""

import re
from pathlib import Path

import pytest
from folders import GOOD, KINDS, cases, main_of, written

from rulings.errors import Faults
from rulings.library import read_library
from rulings.reader.shape import check_shape, validator_for
from rulings.reader.strict_yaml import read_yaml
from rulings.schema.language import examples_schema
from rulings.version import Version

LEAST_CASES = 750
CASES = [pytest.param(case, id=f"{file}-{case['id']}") for file, case in cases()]


def faults_of(folder):
    """All that is said of a folder: policies, vocabulary, register and lock, and the form of the examples."""
    found = list(read_library(folder).faults.found)
    examples = Faults()
    for path in sorted(folder.glob("*/*/examples/*.yaml")):
        node = read_yaml(path.read_bytes(), str(path), examples)
        if node is not None:
            check_shape(node, validator_for(examples_schema()), examples)
    return [*found, *examples.found]


def short(fault, folder, main):
    file = Path(fault.place.file).relative_to(folder).as_posix()
    place = f"{fault.place.line}:{fault.place.column}"
    return f"{fault.code} {place}" if file == main else f"{fault.code} {file}:{place}"


@pytest.mark.parametrize("case", CASES)
def test_exactly_the_faults_are_told(case, tmp_path):
    folder = written(case, tmp_path / "policies")
    found = faults_of(folder)
    shown = "\n\n".join(map(str, found))
    assert sorted(short(fault, folder, main_of(case)) for fault in found) == sorted(case["expect"]), (
        f"{case['what']}\n\n{shown}"
    )


KEYS = {
    "id",
    "what",
    "of",
    "file",
    "replace",
    "with",
    "text",
    "bytes",
    "repeat",
    "copy",
    "remove",
    "lock",
    "steps",
    "expect",
}


def test_every_case_says_what_it_is():
    for _, case in cases():
        assert case.keys() <= KEYS
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case["id"])
        assert case["what"]


def test_there_are_enough_cases_and_no_two_of_one_name():
    ids = [param.values[0]["id"] for param in CASES]
    assert len(ids) >= LEAST_CASES
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("folder", "version"), [(GOOD, "demo/returns@2024-01-01"), (KINDS, "demo/growth@2024-01-01")])
def test_the_good_policies_are_good(folder, version):
    library = read_library(folder)
    assert library.faults.found == []
    assert [read.name for versions in library.versions.values() for read in versions] == [version]
    assert all(isinstance(read, Version) for versions in library.versions.values() for read in versions)
