"""The schemas as files."""

import json
import os
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from rulings.errors import Faults
from rulings.library.schemas import all_schemas, not_fresh, schema_bytes
from rulings.packaged import policies_folder, schemas_folder
from rulings.reader.nodes import plain
from rulings.reader.strict_yaml import read_yaml

SCHEMAS = all_schemas(policies_folder())


def files(pattern):
    found = sorted(policies_folder().glob(pattern))
    assert found
    return [pytest.param(path, id=str(path.relative_to(policies_folder()))) for path in found]


def data(path):
    return plain(read_yaml(path.read_bytes(), str(path), Faults()))


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_there_are_two_for_each_platform():
    platforms = [path.name for path in policies_folder().iterdir() if path.is_dir()]
    wanted = {f"{platform}.{what}.schema.json" for platform in platforms for what in ("policy", "case")}
    general = {"policy", "vocabulary", "provisions", "examples", "ruling", "receipt", "diagnostics"}
    assert set(SCHEMAS) == wanted | {f"{name}.schema.json" for name in general}


def test_the_packaged_ones_are_fresh():
    assert [str(fault) for fault in not_fresh(SCHEMAS, schemas_folder())] == []


@pytest.mark.parametrize("path", files("*/*/*.yaml"))
def test_every_policy_has_the_form_of_its_platform(path):
    platform = path.relative_to(policies_folder()).parts[0]
    Draft202012Validator(SCHEMAS[f"{platform}.policy.schema.json"]).validate(data(path))
    Draft202012Validator(SCHEMAS["policy.schema.json"]).validate(data(path))


@pytest.mark.parametrize("path", files("*/*/examples/*.yaml"))
def test_every_file_of_examples_has_their_form(path):
    Draft202012Validator(SCHEMAS["examples.schema.json"]).validate(data(path))


@pytest.mark.parametrize("path", files("*/facts.yaml"))
def test_every_vocabulary_has_its_form(path):
    Draft202012Validator(SCHEMAS["vocabulary.schema.json"]).validate(data(path))


@pytest.mark.parametrize("path", files("**/*.yaml"))
def test_every_file_names_its_schema_for_editors(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    named = (path.parent / first.partition("=")[2]).resolve()
    assert named.name in SCHEMAS
    assert named.parent.name == "schemas"


def test_the_bytes_are_the_same_in_every_process():
    program = """
import sys
from rulings.packaged import policies_folder
from rulings.library.schemas import all_schemas, schema_bytes
sys.stdout.buffer.write(b"".join(map(schema_bytes, all_schemas(policies_folder()).values())))
"""
    ours = b"".join(map(schema_bytes, SCHEMAS.values()))
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C"}
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment, check=True)
        assert done.stdout == ours


def test_chinese_stands_unescaped():
    text = schema_bytes(SCHEMAS["douyin.policy.schema.json"]).decode("utf-8")
    assert "申诉理由" in text
    assert json.loads(text) == SCHEMAS["douyin.policy.schema.json"]
