"""The pytest plugin, run by pytest in folders of its own."""

import ast
import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from tests.cli.conftest import EXAMPLES, FACTS, POLICY, REGISTER

from rulings import library, pytest_plugin

pytest_plugins = ["pytester"]

FILE = "policies/shop/review/examples/amounts.yaml"
VERSION = "policies/shop/review/2024-01-01.yaml"
# Where rulings is installed, pytest finds the plugin by itself.
IS_INSTALLED = any(point.name == "rulings" for point in entry_points(group="pytest11"))
WITH_PLUGIN = () if IS_INSTALLED else ("-p", "rulings.pytest_plugin")


class Project:
    """A project with a folder of policies, and pytest in it."""

    def __init__(self, pytester):
        self.pytester = pytester
        self.path = pytester.path

    def write(self, path, text):
        (self.path / path).parent.mkdir(parents=True, exist_ok=True)
        (self.path / path).write_text(text, encoding="utf-8")

    def change(self, path, old, new):
        text = (self.path / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))

    def run_apart(self, *arguments):
        """Run pytest in a process of its own, which knows nothing of what was imported here."""
        return self.pytester.runpytest_subprocess(*WITH_PLUGIN, "-p", "no:cacheprovider", *arguments)

    def run(self, *arguments):
        return self.pytester.runpytest_inprocess(*WITH_PLUGIN, "-p", "no:cacheprovider", *arguments)

    def said(self, *arguments):
        """What pytest prints, without its own colours and widths."""
        return self.run(*arguments).stdout.str()


@pytest.fixture(autouse=True)
def found_by_other_processes(monkeypatch):
    """Let another process import the package that is tested, wherever it is."""
    monkeypatch.setenv("PYTHONPATH", str(Path(pytest_plugin.__file__).parents[1]))


@pytest.fixture
def project(pytester):
    made = Project(pytester)
    made.write("policies/provisions.yaml", REGISTER)
    made.write("policies/shop/facts.yaml", FACTS)
    made.write(VERSION, POLICY)
    made.write(FILE, EXAMPLES)
    return made


def test_every_example_is_a_test(project):
    result = project.run("policies", "-v")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines([f"{FILE}::{name} PASSED*" for name in ("below", "exactly", "above")])


def test_node_ids_come_from_where_the_project_begins(project):
    said = project.said("policies", "--collect-only", "-q")
    assert said.splitlines()[:3] == [f"{FILE}::{name}" for name in ("below", "exactly", "above")]


def test_some_examples_only(project):
    project.run("policies", "-k", "below or above").assert_outcomes(passed=2, deselected=1)
    project.run(f"{FILE}::exactly").assert_outcomes(passed=1)
    project.run(FILE).assert_outcomes(passed=3)
    project.run("policies", "-k", "amounts").assert_outcomes(passed=3)


def expecting_wrongly(project):
    project.change(FILE, "{outcome: {value: by_hand, rules: [large]}}", "{outcome: {value: at_once, rules: [small]}}")


def test_a_failure_shows_what_came_instead_and_why(project):
    expecting_wrongly(project)
    result = project.run("policies")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ exactly _*",
            f"{FILE}:5:*: error[[]example-failed]: exactly: the value of outcome is by_hand",
            "*= expected: at_once",
            "*= help: large applies, for `order.amount at least: $large` holds; small does not apply, *",
            f"{FILE}:5:*: error[[]example-failed]: exactly: the rules of outcome are [[]large]",
            "*= expected: [[]small]",
            "The outcome",
            "outcome (table): looked at by hand.",
            "- Rule large applies",
            "  - conditions:",
            "    - order.amount at least: $large — yes: the amount is 500.00 CNY*",
            "  - cites: SH-01",
            f"FAILED {FILE}::exactly*",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert str(project.path / "policies") not in result.stdout.str().partition("= FAILURES =")[2]


def test_the_first_failure_can_end_the_run(project):
    project.change(FILE, "{outcome: at_once}", "{outcome: by_hand}")
    project.run("policies", "-x").assert_outcomes(failed=1)


def test_a_status_that_is_not_as_expected(project):
    project.change(FILE, "facts: {order.amount: 499.99 CNY}, expect: {outcome: at_once}", "expect: {status: decided}")
    result = project.run("policies")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*: below: the status is undetermined", "*= help: outcome needs [[]order.amount]"])


def test_an_example_without_a_ruling_fails(project):
    project.change(FILE, "facts: {order.amount: 499.99 CNY}", "facts: {claim.opened_at: 2023-01-01T00:00:00+08:00}")
    result = project.run("policies")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*error[[]example-not-ruled]: below: there is no ruling: *"])


WRONG_EXAMPLES = {
    "yaml": ("policy: shop/review", "policy: &x shop/review", "anchor"),
    "a key": ("examples:", "exmaples:", "unknown-key"),
    "a fact": ("order.amount: 499.99 CNY", "order.amuont: 499.99 CNY", "unknown-fact"),
    "a value": ("499.99 CNY", "499.99", "wrong-type"),
    "a decision": ("expect: {outcome: at_once}", "expect: {outcmoe: at_once}", "unknown-decision"),
    "a result": ("expect: {outcome: at_once}", "expect: {outcome: at_onec}", "unknown-option"),
    "a policy": ("policy: shop/review", "policy: shop/reveiw", "unknown-policy"),
    "an id": ("id: above", "id: below", "duplicate-id"),
    "no example": ("examples:\n", "examples: []\nmore:\n", "empty"),
}


@pytest.mark.parametrize("name", WRONG_EXAMPLES)
def test_faults_of_examples_are_errors_of_collecting(project, name):
    old, new, code = WRONG_EXAMPLES[name]
    project.change(FILE, old, new)
    result = project.run("policies")
    result.assert_outcomes(errors=1)
    said = result.stdout.str()
    assert f"ERROR collecting {FILE}" in said
    assert f"\n{FILE}:" in said
    assert f"error[{code}]: " in said
    assert "Traceback" not in said


def test_faults_of_policies_are_shown_once(project):
    project.write("policies/shop/review/examples/more.yaml", EXAMPLES.replace("id: ", "id: more-"))
    project.change(VERSION, "value: at_once", "value: at_onec")
    result = project.run("policies")
    result.assert_outcomes(errors=2)
    said = result.stdout.str()
    assert said.count(f"{VERSION}:19:") == 1
    assert "did you mean: at_once" in said
    assert "the policies of policies have faults, so that none of its examples runs" in said
    assert f"the policies of policies have faults; they are shown with {FILE}" in said


def test_what_is_no_file_of_examples_is_an_error(project):
    project.write("policies/shop/review/examples/more.yml", EXAMPLES)
    project.write("policies/shop/review/examples/.hidden.yml", EXAMPLES)
    result = project.run("policies")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*ERROR collecting policies/shop/review/examples/more.yml*", "*error[[]wrong-place]*"])


def test_several_folders_of_policies(project):
    for path in sorted((project.path / "policies").rglob("*.yaml")):
        project.write(Path("other", path.relative_to(project.path)), path.read_text(encoding="utf-8"))
    expecting_wrongly(project)
    project.run().assert_outcomes(passed=5, failed=1)


def test_policies_are_loaded_once(project, monkeypatch):
    from rulings.book import PolicyBook  # noqa: PLC0415 - to count its calls

    loaded, load = [], PolicyBook.load
    monkeypatch.setattr(PolicyBook, "load", lambda folder: loaded.append(folder) or load(folder))
    project.write("policies/shop/review/examples/more.yaml", EXAMPLES.replace("id: ", "id: more-"))
    project.run("policies").assert_outcomes(passed=6)
    assert loaded == [project.path / "policies"]


def test_a_run_from_another_folder_shows_whole_paths(project, monkeypatch):
    expecting_wrongly(project)
    (project.path / "elsewhere").mkdir()
    monkeypatch.chdir(project.path / "elsewhere")
    result = project.run(str(project.path / "policies"))
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines([f"{project.path}/{FILE}:5:*"])


def test_a_test_that_changes_the_folder_does_not_matter(project):
    expecting_wrongly(project)
    project.write("a/test_a.py", "import os\ndef test_a(tmp_path):\n    os.chdir(tmp_path)\n")
    project.run("a", "policies").assert_outcomes(passed=3, failed=1)


OTHERS = {
    "tests/test_one.py": "def test_one():\n    pass\n",
    "examples/one.yaml": "a: 1\n",
    "charts/app/examples/values.yaml": "a: 1\n",
    "deep/er/charts/app/examples/values.yaml": "policy: shop/review\n",
    "deep/facts.yaml": "a: 1\n",
}
LISTS_MODULES = """\
import json, sys

HEAVY = ("rulings", "yaml", "jsonschema", "msgspec")

def pytest_sessionfinish(session):
    names = sorted(name for name in sys.modules if name.partition(".")[0] in HEAVY)
    (session.config.rootpath / "modules.json").write_text(json.dumps(names))
"""


def test_other_projects_are_left_alone(pytester):
    project = Project(pytester)
    for path, text in OTHERS.items():
        project.write(path, text)
    project.write("conftest.py", LISTS_MODULES)
    result = project.run_apart()
    result.assert_outcomes(passed=1)
    modules = json.loads((project.path / "modules.json").read_text(encoding="utf-8"))
    assert modules == ["rulings", "rulings.pytest_plugin", "rulings.release"]


def test_it_imports_nothing_of_rulings_before_it_is_needed():
    tree = ast.parse(Path(pytest_plugin.__file__).read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [node for node in top if "rulings" in ast.unparse(node)]


def test_it_goes_by_the_names_of_the_library():
    names = (pytest_plugin.EXAMPLES, pytest_plugin.REGISTER, pytest_plugin.VOCABULARY)
    assert names == (library.EXAMPLES, library.REGISTER, library.VOCABULARY)


@pytest.mark.parametrize(
    ("missing", "code"), [("provisions.yaml", "no-register"), ("shop/facts.yaml", "no-vocabulary")]
)
def test_a_folder_that_lacks_a_file_is_told_so(project, missing, code):
    (project.path / "policies" / missing).unlink()
    result = project.run("policies")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*error[[]{code}]*"])


def test_several_processes(project):
    pytest.importorskip("xdist")
    expecting_wrongly(project)
    result = project.run_apart("-n", "2", "policies")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines([f"{FILE}:5:*example-failed*"])


def test_it_can_be_left_out(project):
    blocked = "rulings" if IS_INSTALLED else "rulings.pytest_plugin"
    result = project.pytester.runpytest_inprocess("-p", f"no:{blocked}", "policies")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
