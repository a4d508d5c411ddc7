"""Promises of the README that no other test shows: the same bytes in any process, and why they cannot differ."""

import ast
import json
import os
import subprocess
import sys
from random import Random

import pytest
from tests.docs.fences import ROOT
from tests.strategies.yaml_text import shuffled, to_yaml

from rulings import PolicyBook
from rulings.errors import Faults
from rulings.examples import expected_cases
from rulings.reader.nodes import plain
from rulings.reader.strict_yaml import read_yaml

CASE = ROOT / "docs" / "cases" / "late-by-a-minute.json"
MODULES = sorted((ROOT / "src" / "rulings").rglob("*.py"))
NOT_THE_SAME_TWICE = {"asyncio", "ftplib", "http", "random", "secrets", "socket", "ssl", "time", "urllib", "uuid"}
SAME_EVERY_TIME = {"urllib.parse"}  # takes addresses apart, and asks nobody
ALLOWED = {"cli/evaluate.py": {"secrets"}}  # salts of receipts, which decide nothing, and only where asked for
CLOCKS = {"now", "today", "utcnow"}


def in_source(path):
    return str(path.relative_to(ROOT / "src" / "rulings"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def called(tree):
    """The names of methods that a module calls."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {function.attr for function in calls if isinstance(function, ast.Attribute)}


@pytest.mark.parametrize("path", MODULES, ids=in_source)
def test_no_module_reads_a_clock_a_random_number_or_the_network(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    others = set(imported(tree)) - SAME_EVERY_TIME - ALLOWED.get(in_source(path), set())
    assert {name.partition(".")[0] for name in others} & NOT_THE_SAME_TWICE == set()
    assert called(tree) & CLOCKS == set()


def ruled(case, seed, *arguments):
    """What another process prints about a case."""
    policies = ("--policies", str(ROOT / "policies"))
    command = [sys.executable, "-m", "rulings", *arguments, "-", *policies, "--format", "json"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, input=case, env=environment, capture_output=True, check=True, timeout=120).stdout


def turned(data):
    """The same data with every object's keys in the opposite order."""
    return {key: turned(data[key]) for key in reversed(data)} if isinstance(data, dict) else data


@pytest.mark.parametrize("command", ["evaluate", "explain"])
def test_other_processes_give_the_same_bytes(command):
    case = CASE.read_bytes()
    other = json.dumps(turned(json.loads(case))).encode()
    assert ruled(case, "0", command) == ruled(other, "1", command) == ruled(case, "4242", command)


@pytest.fixture(scope="module")
def in_another_order(tmp_path_factory):
    """The packaged policies with the keys of every mapping and the items of every list in another order."""
    folder = tmp_path_factory.mktemp("turned") / "policies"
    for path in sorted((ROOT / "policies").rglob("*.yaml")):
        if "examples" not in path.parts:
            node = read_yaml(path.read_bytes(), str(path), Faults())
            file = folder / path.relative_to(ROOT / "policies")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(to_yaml(shuffled(plain(node), Random(1))), encoding="utf-8")  # noqa: S311 - only the order
    return PolicyBook.load(folder)


def test_the_order_of_keys_and_rules_has_no_meaning(in_another_order):
    book = PolicyBook.load(ROOT / "policies")
    for case, expected in expected_cases(ROOT / "policies"):
        how = {"version": expected["version"], "at": expected.get("at")}
        one, other = (some.evaluate(case, **how) for some in (book, in_another_order))
        assert one.to_json() == other.to_json()
