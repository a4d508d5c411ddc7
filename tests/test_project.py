"""What holds for the repository as a whole, whatever is added to it."""

import ast
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "rulings"
MODULES = sorted(SOURCE.rglob("*.py"))
PROJECT_TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PROJECT_TEXT)
LOCK = (ROOT / ".ci" / "requirements.lock").read_text(encoding="utf-8").splitlines()

# From the ground up. A module imports from its own part and from lower lines only; parts on one line do not know each
# other. The package's own `__init__` and `__main__` stand above all of it.
LAYERS = (
    ("errors", "release"),
    ("packaged", "replacing", "values"),
    ("algebra", "plain"),
    ("model",),
    ("reader",),
    ("kinds",),
    ("engine",),
    ("validity",),
    ("cases", "proof"),
    ("schema",),
    ("receipt",),
    ("version",),
    ("ready",),
    ("library",),
    ("explain",),
    ("selection",),
    ("ruling",),
    ("book",),
    ("examples",),
    ("checking",),
    ("second_opinion",),
    ("audit",),
    ("drafting", "formatting", "publishing"),
    ("site",),
    ("cli", "pytest_plugin"),
)
HEIGHT = {part: height for height, line in enumerate(LAYERS) for part in line}
TOP = ("__init__", "__main__")

NAMES_THAT_SAY_NOTHING = {"utils", "util", "common", "helpers", "helper", "misc"}
MACHINE_PATH = re.compile(r"/(?:work|farm|root)/|/tmp/[a-z]")


def in_source(path):
    return str(path.relative_to(SOURCE))


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def part_of(path):
    """The top-level module or package of ours that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_names(path, tree):
    """Every absolute dotted name that a module imports, with its line; of `from a import b`, `a.b`."""
    package = ["rulings", *path.relative_to(SOURCE).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*start, *filter(None, [node.module])])
            yield from ((f"{origin}.{alias.name}", node.lineno) for alias in node.names)


def upward_imports(path):
    own = part_of(path)
    for name, line in imported_names(path, parsed(path)):
        top, _, rest = name.partition(".")
        if top != "rulings":
            continue
        part = rest.partition(".")[0]
        # A name that is no part of ours comes from the package's `__init__`, which is above everything.
        if part != own and HEIGHT.get(part, len(LAYERS)) >= HEIGHT[own]:
            yield f"{in_source(path)}:{line} imports {name}"


def repository_files():
    """The files that are in the repository or would be added to it; all of them where there is no repository."""
    if (ROOT / ".git").exists() and (git := shutil.which("git")):
        command = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
        return [path for name in listed if name and (path := ROOT / name).is_file()]
    hidden = re.compile(r"/(?:\.(?!ci/)|__pycache__/|_data/)")
    return [path for path in ROOT.rglob("*") if path.is_file() and not hidden.search(f"/{path.relative_to(ROOT)}")]


def ruff_ignores():
    lint = PROJECT["tool"]["ruff"]["lint"]
    return sorted({*lint["ignore"], *(code for codes in lint["per-file-ignores"].values() for code in codes)})


def requirements():
    project = PROJECT["project"]
    groups = [PROJECT["build-system"]["requires"], project["dependencies"], *project["optional-dependencies"].values()]
    return [requirement for group in groups for requirement in group if not is_own(requirement)]


def is_own(requirement):
    """An extra of ours that takes in others of ours."""
    return Requirement(requirement).name == PROJECT["project"]["name"]


def of_extra(name):
    """What an extra installs, with what the extras of ours that it takes in install."""
    for requirement in PROJECT["project"]["optional-dependencies"][name]:
        if is_own(requirement):
            for inner in sorted(Requirement(requirement).extras):
                yield from of_extra(inner)
        else:
            yield requirement


def installed_by_ci():
    return [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"], *sorted(set(of_extra("test")))]


def floats(tree):
    """Lines that call `float` or annotate with it; asking whether a value is one, to refuse it, is no such line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node.lineno
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(annotation, ast.expr) and re.search(r"\bfloat\b", ast.unparse(annotation)):
                yield annotation.lineno


def test_no_file_names_a_path_of_one_machine():
    files = [path for path in repository_files() if path.suffix != ".lock"]
    texts = ((path, path.read_bytes().decode("utf-8", errors="replace")) for path in files)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in texts
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]
    assert files
    assert found == []


@pytest.mark.parametrize("code", ruff_ignores())
def test_every_lint_rule_that_is_left_out_has_its_reason(code):
    lines = [line for line in PROJECT_TEXT.splitlines() if line.strip().startswith(f'"{code}"')]
    assert lines
    assert [line for line in lines if not re.search(r"# \S+ \S+", line)] == []


@pytest.mark.parametrize("requirement", requirements())
def test_every_dependency_has_a_lower_and_an_upper_bound(requirement):
    operators = {specifier.operator for specifier in Requirement(requirement).specifier}
    assert operators & {">=", ">"}
    assert operators & {"<=", "<"}


def test_the_lock_holds_exact_versions_and_no_addresses():
    assert [line for line in LOCK if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line)] == []


@pytest.mark.parametrize("requirement", installed_by_ci())
def test_the_lock_holds_a_version_of_every_dependency_within_its_range(requirement):
    locked = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in LOCK)}
    wanted = Requirement(requirement)
    assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)])


@pytest.mark.parametrize("path", MODULES, ids=in_source)
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(parsed(path))


@pytest.mark.parametrize("path", MODULES, ids=in_source)
def test_no_module_has_a_name_that_says_nothing(path):
    names = {part.removesuffix(".py").strip("_") for part in path.relative_to(SOURCE).parts}
    assert names & NAMES_THAT_SAY_NOTHING == set()


@pytest.mark.parametrize("path", MODULES, ids=in_source)
def test_no_binary_float_is_made_or_promised(path):
    assert [f"{in_source(path)}:{line}" for line in floats(parsed(path))] == []


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) not in TOP], ids=in_source)
def test_imports_run_downwards_only(path):
    assert part_of(path) in HEIGHT, "give this part of the package its line in LAYERS"
    assert list(upward_imports(path)) == []
