"""The documents are true: what they show is what happens, their links lead somewhere, and they leave nothing out."""

import re
import tomllib

import click
import pytest
from tests.docs.fences import KIND_PAGES, LANGUAGE, ROOT, blocks_of

import rulings
from rulings import RulingsError
from rulings.cli import rulings as command

PLAYED = ("README.md", "docs/tutorial.md", "docs/api.md", LANGUAGE, *KIND_PAGES)
DOCUMENTS = (*PLAYED, "CHANGELOG.md", "benchmarks/README.md")
README = (ROOT / "README.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def read(document):
    return (ROOT / document).read_text(encoding="utf-8")


def all_documents():
    return [*DOCUMENTS, *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs" / "errors").glob("*.md"))]


def anchors(text):
    """The names by which headings are linked to."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def section(text, heading):
    return re.split(r"^## ", text.split(f"\n## {heading}\n", 1)[1], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("document", PLAYED)
def test_everything_shown_happens(document, played):
    """Where an output changed for the better: `python -m tests.docs.refresh`, and read the difference."""
    _, text = played(document)
    assert text == read(document)


def test_the_tutorials_policies_end_without_a_fault(played):
    player, _ = played("docs/tutorial.md")
    assert player.run("rulings check").startswith("no faults: 2 policies, 3 versions")
    covers = "rulings test --policy corner/returns@2024-06-01 > /dev/null && echo covered"
    assert player.run(covers) == "covered\n"
    assert re.fullmatch(r"\d+ files in order\n", player.run("rulings format --check"))


def test_the_references_policies_have_neither_fault_nor_note(played):
    player, _ = played(LANGUAGE)
    assert re.fullmatch(r"no faults: 1 policy, 1 version, \d+ decisions proved\n", player.run("rulings check"))
    assert re.fullmatch(r"\d+ files in order\n", player.run("rulings format --check"))


@pytest.mark.parametrize("document", all_documents())
def test_links_lead_somewhere(document):
    broken = []
    for path, anchor in LINK.findall(FENCED.sub("", read(document))):
        target = (ROOT / document).parent / path if path else ROOT / document
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(f"{path}#{anchor}")
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_fences_are_of_a_known_kind(document):
    known = {"console", "diff", "json", "python", "sh", "text", "yaml"}
    assert {block.kind for block in blocks_of(read(document))} <= known


def test_the_readme_lists_every_command():
    listed = re.findall(r"^\| `rulings ([a-z-]+)` \|", section(README, "Commands"), re.MULTILINE)
    assert sorted(listed) == sorted(command.list_commands(click.Context(command)))


def test_the_readmes_shell_commands_are_those_that_ci_runs():
    install, test = (block.text.strip() for block in blocks_of(README) if block.kind == "sh")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert install == "python -m venv .venv && . .venv/bin/activate && pip install ."
    for part in test.split(" && "):
        assert part.replace("pip install", "pip install --quiet") in ci or part in ci


def test_the_readme_names_the_pythons_that_install():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    assert "Python 3.11, 3.12 or 3.13." in README


def test_the_readme_keeps_its_seven_promises_with_tests_that_exist():
    promises = re.split(r"^\d\. ", section(README, "Promises"), flags=re.MULTILINE)[1:]
    assert len(promises) == 7
    for promise in promises:
        tests = re.findall(r"`((?:tests|benchmarks)/[^`]+)`", promise)
        assert tests, promise
        assert [name for name in tests if not (ROOT / name).exists()] == []


def test_the_reference_names_everything_public():
    assert [name for name in rulings.__all__ if not re.search(rf"\b{name}\b", API)] == []


def tree_of_exceptions():
    return next(block.text for block in blocks_of(API) if block.text.startswith("RulingsError"))


def test_the_tree_of_exceptions_is_the_real_one():
    public = {getattr(rulings, name) for name in rulings.__all__}
    assert tree_of_exceptions().splitlines() == list(drawn(RulingsError, public))


def drawn(exception, public, margin=""):
    yield exception.__name__
    below = sorted((kind for kind in public if inherits_from(kind, exception)), key=lambda kind: kind.__name__)
    for kind in below:
        last = kind is below[-1]
        first, *rest = drawn(kind, public)
        yield margin + ("└── " if last else "├── ") + first
        yield from ((margin + ("    " if last else "│   ") + line) for line in rest)


def inherits_from(kind, exception):
    """Whether the nearest public exception above a kind is this one; private ones in between do not show."""
    if not (isinstance(kind, type) and issubclass(kind, exception) and kind is not exception):
        return False
    between = kind.__mro__[1 : kind.__mro__.index(exception)]
    return not any(base.__name__ in rulings.__all__ for base in between)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_no_machine(document):
    assert not re.search(r"https?://(?!keepachangelog\.com|semver\.org)\S+", read(document))
