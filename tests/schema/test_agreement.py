"""What the reader takes, the platform's schema takes; where it does not, the author is told."""

import importlib
import shutil
from pathlib import Path

import pytest

from rulings.checking import check
from rulings.library import read_library
from rulings.library.agreement import mismatches
from rulings.packaged import policies_folder
from rulings.schema.platform import platform_schema

AGREEMENT = importlib.import_module("rulings.library.agreement")
GOOD = Path(__file__).parents[1] / "corpus" / "good"


@pytest.mark.parametrize("folder", [policies_folder(), GOOD], ids=["packaged", "corpus"])
def test_reader_and_schema_agree(folder):
    assert [str(fault) for fault in mismatches(read_library(folder))] == []


def without(line):
    def narrower(vocabulary):
        schema = platform_schema(vocabulary)
        schema["$defs"]["conditions"]["properties"].pop(line, None)
        return schema

    return narrower


@pytest.fixture
def policies(tmp_path):
    shutil.copytree(policies_folder(), tmp_path / "policies")
    return tmp_path / "policies"


def test_a_difference_is_a_fault_at_its_key(policies, monkeypatch):
    monkeypatch.setattr(AGREEMENT, "platform_schema", without("goods.durable is"))
    found = check(policies)
    assert {fault.code for fault in found} == {"schema-mismatch"}
    assert all(fault.source_line and "goods.durable is" in fault.source_line for fault in found)


def test_a_value_that_the_schema_does_not_take_is_a_fault_at_its_place(policies, monkeypatch):
    def narrower(vocabulary):
        schema = platform_schema(vocabulary)
        schema["$defs"]["boolean_operand"] = {"const": False}
        return schema

    monkeypatch.setattr(AGREEMENT, "platform_schema", narrower)
    found = check(policies)
    assert {fault.code for fault in found} == {"schema-mismatch"}
    assert all(fault.source_line[fault.place.column - 1 :].startswith("true") for fault in found)


def test_files_in_which_the_reader_found_a_fault_are_left_alone(policies):
    (path,) = policies.glob("*/after-sales-dispute/*.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("goods.durable is: true", "goods.durabel is: true"), encoding="utf-8")
    assert {fault.code for fault in check(path)} == {"unknown-fact"}
