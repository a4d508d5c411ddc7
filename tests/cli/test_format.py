"""`rulings format`."""

import json

import pytest

VERSION = "shop/review/2024-01-01.yaml"
EXAMPLES = "shop/review/examples/amounts.yaml"
REGISTER = "provisions.yaml"
FILES = (REGISTER, "shop/facts.yaml", VERSION, EXAMPLES)


@pytest.fixture
def tidy(shop):
    """The small shop, in order: as its files are written for other tests, some keys stand too early."""
    assert shop.run("format").exit_code == 0
    return shop


def untidy(shop, path=VERSION):
    text = (shop.policies / path).read_text(encoding="utf-8")
    (shop.policies / path).write_text(text.replace(": ", ":  "), encoding="utf-8")


def contents(shop):
    return {path: path.read_bytes() for path in shop.policies.rglob("*") if path.is_file()}


def test_files_are_put_in_order_once(tidy):
    ordered = contents(tidy)
    untidy(tidy)
    result = tidy.run("format")
    assert result.exit_code == 0
    assert result.stdout == f"policies/{VERSION}\n1 file put in order, 3 in order before\n"
    assert contents(tidy) == ordered
    assert tidy.run("format").stdout == "4 files in order\n"


def test_checking_writes_nothing_and_ends_with_1(tidy):
    untidy(tidy)
    before = contents(tidy)
    result = tidy.run("format", "--check")
    assert result.exit_code == 1
    assert result.stdout == f"policies/{VERSION}\n1 file would be put in order, 3 in order before\n"
    assert contents(tidy) == before
    tidy.run("format")
    assert tidy.run("format", "--check").exit_code == 0


def test_as_data(tidy):
    untidy(tidy)
    unchanged = [f"policies/{path}" for path in FILES if path != VERSION]
    changed = {"changed": [f"policies/{VERSION}"], "unchanged": unchanged}
    assert tidy.data("format", "--check", code=1) == changed | {"written": False}
    assert tidy.data("format") == changed | {"written": True}
    assert tidy.data("format")["changed"] == []


def test_some_files_only(tidy):
    untidy(tidy)
    untidy(tidy, EXAMPLES)
    assert tidy.data("format", f"policies/{EXAMPLES}", "policies/shop/review/examples")["changed"] == [
        f"policies/{EXAMPLES}"
    ]
    assert tidy.data("format", "policies/shop")["changed"] == [f"policies/{VERSION}"]


def test_from_inside_the_folder(tidy, monkeypatch):
    untidy(tidy)
    monkeypatch.chdir(tidy.policies / "shop" / "review")
    assert tidy.data("format", "2024-01-01.yaml")["changed"] == ["2024-01-01.yaml"]
    assert tidy.data("format", ".")["changed"] == []


def test_through_links(tidy):
    (tidy.folder / "linked").symlink_to(tidy.policies, target_is_directory=True)
    real = tidy.policies / VERSION
    real.rename(tidy.folder / "elsewhere.yaml")
    real.symlink_to(tidy.folder / "elsewhere.yaml")
    untidy(tidy)
    assert tidy.data("format", "linked")["changed"] == [f"linked/{VERSION}"]
    assert real.is_symlink()
    assert tidy.data("format", "linked", "policies")["unchanged"] == [f"linked/{path}" for path in FILES]


def test_what_the_policies_mean_does_not_matter(tidy):
    """A fact that does not exist is no matter of layout; `rulings check` reports it."""
    tidy.change(VERSION, "order.amount at least", "order.amuont at least")
    assert tidy.run("check").exit_code == 1
    assert tidy.run("format").exit_code == 0


BROKEN = {
    "a key stands twice": (
        VERSION,
        "version: 2024-01-01\n",
        "version: 2024-01-01\nversion: 2024-01-01\n",
        "duplicate-key",
    ),
    "a key is misspelt": (VERSION, "published:", "publisehd:", "unknown-key"),
    "a key is missing": (VERSION, "published: 2024-01-01\n", "", "missing-key"),
    "an anchor": (VERSION, "published: 2024", "published: &x 2024", "anchor"),
    "a tag": (VERSION, "published: 2024", "published: !!str 2024", "tag"),
    "a quote is open": (VERSION, "published: 2024", 'published: "2024', "unclosed"),
    "a bracket is open": (VERSION, "chosen_by: claim.opened_at}", "chosen_by: claim.opened_at", "unclosed"),
    "a comment cuts": (VERSION, "published: 2024-01-01", "published: 2024-01-01 #1", "cut-by-comment"),
    "a tab": (VERSION, "  large: 500", "\tlarge: 500", "tab"),
    "no space": (VERSION, "published: ", "published:", "space-missing"),
    "a second document": (VERSION, "policy: shop/review\n", "policy: shop/review\n---\n", "several-documents"),
    "a wrong form": (VERSION, "published: 2024-01-01", "published: 1 January", "bad-form"),
    "examples without any": (EXAMPLES, "examples:\n", "exmaples:\n", "unknown-key"),
    "a fact without a type": ("shop/facts.yaml", "{type: datetime, ", "{", "missing-key"),
    "a provision that says nothing": (REGISTER, "{document: S1, states", "{document: S1, sates", "unknown-key"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_keeps_all_as_they_are(tidy, name):
    path, old, new, code = BROKEN[name]
    untidy(tidy, EXAMPLES if path != EXAMPLES else VERSION)
    tidy.change(path, old, new)
    before = contents(tidy)
    data = tidy.data("format", code=2)
    assert code in [fault["code"] for fault in data["faults"]]
    assert {fault["file"] for fault in data["faults"]} == {f"policies/{path}"}
    result = tidy.run("format")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("nothing is formatted while a file cannot be read\n")
    assert contents(tidy) == before


def test_faults_of_several_files_come_together(tidy):
    tidy.change(VERSION, "published:", "publisehd:")
    tidy.change(REGISTER, "documents:", "documnets:")
    assert {fault["file"] for fault in tidy.data("format", "--check", code=2)["faults"]} == {
        f"policies/{VERSION}",
        f"policies/{REGISTER}",
    }


@pytest.mark.parametrize(
    "stray",
    ["shop/review/notes.yaml", "notes.yaml", "shop/facts.yml", "shop/review/examples/more/x.yaml", "a/b/c/d.yaml"],
)
def test_a_file_that_is_nothing_by_its_place_is_refused(tidy, stray):
    tidy.write(stray, "a:  1\n")
    data = tidy.data("format", code=2)
    assert [(fault["code"], fault["file"]) for fault in data["faults"]] == [("wrong-place", f"policies/{stray}")]


@pytest.mark.parametrize("named", ["policies/published.lock", "policies/shop/review/examples/README.md"])
def test_a_file_of_another_kind_is_refused(tidy, named):
    (tidy.folder / named).write_text("", encoding="utf-8")
    assert tidy.run("format").exit_code == 0
    assert [fault["code"] for fault in tidy.data("format", named, code=2)["faults"]] == ["wrong-place"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "there is no file or folder nowhere"),
        (["policies", "policies/nowhere.yaml"], "there is no file or folder policies/nowhere.yaml"),
        (["empty"], "there is no file to format in empty"),
        (["case.json"], "case.json lies in no folder of policies"),
        (["policies/shop/none"], "there is no file to format in policies/shop/none"),
    ],
)
def test_there_must_be_something_to_format(tidy, arguments, said):
    (tidy.folder / "empty").mkdir()
    (tidy.policies / "shop" / "none").mkdir()
    result = tidy.run("format", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error[nothing-to-check]: {said}")


def test_without_a_folder_of_policies_the_packaged_ones_are_left_alone(tidy):
    tidy.policies.rename(tidy.folder / "other")
    result = tidy.run("format")
    assert result.exit_code == 2
    assert "there is no file or folder policies" in result.stderr


def test_a_folder_that_cannot_be_written_is_told(tidy, monkeypatch):
    untidy(tidy)

    def refuse(path, _):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)
    before = contents(tidy)
    result = tidy.run("format")
    assert result.exit_code == 2
    assert result.stderr.startswith("error[system]: ")
    assert contents(tidy) == before


def test_a_layout_that_would_change_the_meaning_is_never_written(tidy, monkeypatch):
    untidy(tidy)
    before = contents(tidy)
    monkeypatch.setattr("rulings.formatting.files.text_of", lambda _: "policy: shop/review\n")
    result = tidy.run("format")
    assert result.exit_code == 2
    assert "would not mean the same" in result.stderr
    assert contents(tidy) == before


def test_the_list_of_changes_is_plain_json(tidy):
    assert json.loads(tidy.run("format", "--format", "json").stdout)["written"] is True
