"""The documents are true: what they show is what happens, their links lead somewhere, and they leave nothing out."""

import re
import tomllib

import click
import pytest
from tests.docs.fences import KIND_PAGES, LANGUAGE, READMES, ROOT, blocks_of
from tests.docs.policies import HEADS, rows_for, with_rows
from tests.docs.tables import quoted, table_of

import rulings
from rulings import RulingsError
from rulings.cli import rulings as command
from rulings.kinds import KINDS

TUTORIALS = ("docs/tutorial.md", "docs/tutorial.zh.md")
PLAYED = (
    *READMES,
    *TUTORIALS,
    "docs/api.md",
    "docs/cluster.md",
    "docs/site.md",
    "docs/ledger.md",
    "docs/receipts.md",
    "docs/replay.md",
    LANGUAGE,
    *KIND_PAGES,
)
DOCUMENTS = (*PLAYED, "CHANGELOG.md", "benchmarks/README.md", "docs/second-opinion.md")
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


@pytest.mark.parametrize("tutorial", TUTORIALS)
def test_the_tutorials_policies_end_without_a_fault(tutorial, played):
    player, _ = played(tutorial)
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


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_list_every_command(readme):
    listed = re.findall(r"^\| `rulings ([a-z-]+)` \|", read(readme), re.MULTILINE)
    assert sorted(listed) == sorted(command.list_commands(click.Context(command)))


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_list_every_policy(readme):
    """Every policy with its title and the days from which its versions are in force."""
    text = read(readme)
    assert HEADS[readme] + rows_for(readme) + "\n" in text, f"python -m tests.docs.refresh {' '.join(READMES)}"
    assert with_rows(readme, text) == text


def test_rows_are_put_in_the_place_of_those_that_stand_there():
    head = HEADS["README.md"]
    assert with_rows("README.md", f"a\n{head}| old |\n\nb\n") == f"a\n{head}{rows_for('README.md')}\nb\n"
    assert with_rows("docs/api.md", "a\n") == "a\n"


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_name_every_kind(readme):
    assert [kind for kind in KINDS if f"`{kind}`" not in read(readme)] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_policy_that_the_readmes_show_is_a_packaged_one(readme):
    policies = [path.read_text(encoding="utf-8") for path in (ROOT / "policies").glob("*/*/*.yaml")]
    shown = [block.text for block in blocks_of(read(readme)) if block.kind == "yaml"]
    assert shown
    assert all(any(text in policy for policy in policies) for text in shown)


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_shell_commands_are_those_that_ci_runs(readme):
    install, test = (block.text.strip() for block in blocks_of(read(readme)) if block.kind == "sh")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert install == "python -m venv .venv && . .venv/bin/activate && pip install ."
    for part in test.split(" && "):
        assert part.replace("pip install", "pip install --quiet") in ci or part in ci


def test_the_readme_names_the_pythons_that_install():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    assert "Python 3.11, 3.12 or 3.13." in README
    assert "Python 3.11、3.12或3.13。" in read("README.zh.md")


def named_by_promises(readme, heading):
    """The tests that each promise of a README names."""
    promises = re.split(r"^\d\. ", section(read(readme), heading), flags=re.MULTILINE)[1:]
    return [re.findall(r"`((?:tests|benchmarks)/[^`]+)`", promise) for promise in promises]


def test_the_readmes_keep_their_seven_promises_with_tests_that_exist():
    named = named_by_promises("README.md", "Promises")
    assert named_by_promises("README.zh.md", "承诺") == named
    assert len(named) == 7
    assert all(named)
    assert [name for tests in named for name in tests if not (ROOT / name).exists()] == []


def test_the_reference_names_everything_public():
    assert [name for name in rulings.__all__ if not re.search(rf"\b{name}\b", API)] == []


def test_the_reference_names_every_kind_with_its_fields():
    rows = {quoted(row[0])[0]: set(quoted(row[2])) for row in table_of(API, "kind", "value")}
    assert rows.keys() == KINDS.keys()
    assert [name for name, kind in KINDS.items() if not set(kind.fields) <= rows[name]] == []


def test_what_is_due_is_shown_as_it_comes_out():
    [due] = [block.text for block in blocks_of(API) if block.text.startswith('{"due"')]
    assert due in read("docs/kinds/obligation.md")


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
