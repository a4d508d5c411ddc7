"""Every code has a page that says what it means and what to do; every page has a code; every example is a true one."""

import ast
import re
from pathlib import Path

import pytest
from folders import cases, written

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rulings"
PAGES = ROOT / "docs" / "errors"
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

MODULES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]


def parameters(node):
    """What a function or class of ours is called with, in order."""
    if isinstance(node, ast.FunctionDef):
        return [word.arg for word in (*node.args.posonlyargs, *node.args.args) if word.arg not in ("self", "cls")]
    start = next((inner for inner in node.body if getattr(inner, "name", "") == "__init__"), None)
    if start is not None:
        return parameters(start)
    return [inner.target.id for inner in node.body if isinstance(inner, ast.AnnAssign)]


TAKES_CODE = {
    node.name: parameters(node).index("code")
    for tree in MODULES
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and "code" in parameters(node)
}
"""Functions and classes of ours that are given a code, and at which position."""


def called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def code_arguments(tree):
    """The expressions in the places of codes, with the functions or modules that they stand in."""
    for scope in ast.walk(tree):
        for node in ast.walk(scope) if isinstance(scope, ast.Module | ast.FunctionDef) else ():
            if isinstance(node, ast.Call):
                at = TAKES_CODE.get(called(node))
                yield from ((scope, given) for given in node.args[at : at + 1 if at is not None else 0])
                yield from ((scope, word.value) for word in node.keywords if word.arg == "code")


def firsts(node, scope, tree):
    """The codes that an expression can be: itself, either side of a choice, the first of a tuple, or its meaning."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*firsts(node.body, scope, tree), *firsts(node.orelse, scope, tree))
    elif isinstance(node, ast.Tuple | ast.List):
        yield from firsts(node.elts[0], scope, tree)
    elif isinstance(node, ast.Dict):
        yield from (code for value in node.values for code in firsts(value, scope, tree))
    elif isinstance(node, ast.Starred | ast.Subscript):
        yield from firsts(node.value, scope, tree)
    elif isinstance(node, ast.Call) and called(node) == "get":
        yield from (code for inner in (node.func.value, *node.args[1:]) for code in firsts(inner, scope, tree))
    elif isinstance(node, ast.Name):
        yield from meanings(node.id, scope, tree)


def meanings(name, scope, tree):
    """What a name is given in its function, or else at the top of its module."""
    for inner in (*ast.walk(scope), *tree.body):
        for target in getattr(inner, "targets", ()):
            first = target.elts[0] if isinstance(target, ast.Tuple) else target
            if getattr(first, "id", None) == name:
                yield from firsts(inner.value, scope, tree)


def exceptions():
    """Exceptions without diagnostics of their own: the command codes them by their names."""
    bases = {
        node.name: [getattr(base, "id", "") for base in node.bases]
        for tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    ours = {"RulingsError"}
    while added := {
        name
        for name, over in bases.items()
        if name not in ours and ours & set(over) and "_WithDiagnostics" not in (name, *over)
    }:
        ours |= added
    above = {base for over in bases.values() for base in over}
    return {re.sub("(?<!^)(?=[A-Z])", "-", name).lower() for name in ours - above}


def codes():
    found, patterns = exceptions(), set()
    for tree in MODULES:
        for scope, node in code_arguments(tree):
            found |= {code for code in firsts(node, scope, tree) if CODE.fullmatch(code)}
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z-]+" for part in node.values]
                patterns.add("".join(parts))
    return found, patterns


CODES, PATTERNS = codes()
WRITTEN = {path.stem: path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.md")) if path.stem != "README"}
LAYOUT = re.compile(
    r"# `(?P<code>[a-z0-9-]+)`\n\n(?P<says>[^\n]+)\n\n"
    r"## Example\n\n```(?P<language>yaml|json|text)\n(?P<example>.+?)\n```\n\n"
    r"## What to do\n\n(?P<todo>[^\n]+)\n",
    re.DOTALL,
)


def told(code):
    """The texts of the corpus for which a code is expected."""
    return (case for _, case in cases() if any(fault.split(" ")[0] == code for fault in case["expect"]))


def stripped(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_the_collector_finds_codes_of_every_sort():
    assert {
        "alias",
        "not-a-text",
        "duplicate-item",
        "cut-by-comment",
        "gap",
        "unit-unknown",
        "not-yet-in-force",
    } <= CODES


def test_every_code_has_a_page_and_every_page_a_code():
    put_together = {page for page in WRITTEN if any(re.fullmatch(pattern, page) for pattern in PATTERNS)}
    assert sorted(CODES - WRITTEN.keys()) == [], "write docs/errors/<code>.md"
    assert sorted(WRITTEN.keys() - CODES - put_together) == [], "no code of this name is left"
    assert all(any(re.fullmatch(pattern, page) for page in WRITTEN) for pattern in PATTERNS)


def test_every_code_of_the_corpus_has_a_page():
    codes = {fault.split(" ")[0] for _, case in cases() for fault in case["expect"]}
    assert sorted(codes - WRITTEN.keys()) == []


@pytest.mark.parametrize("code", WRITTEN)
def test_a_page_has_the_layout_of_all(code):
    page = LAYOUT.fullmatch(WRITTEN[code])
    assert page is not None
    assert page["code"] == code
    assert page["says"].endswith(".")


@pytest.mark.parametrize("code", [code for code, page in WRITTEN.items() if "```yaml\n" in page])
def test_an_example_of_a_policy_is_a_case_of_the_corpus(code, tmp_path):
    page = LAYOUT.fullmatch(WRITTEN[code])
    assert page is not None
    example = stripped(page["example"])
    for number, case in enumerate(told(code)):
        folder = written(case, tmp_path / str(number))
        files = [path for path in folder.rglob("*.yaml") if path.stat().st_size < 100_000]
        for lines in (stripped(path.read_text(encoding="utf-8", errors="replace")) for path in files):
            if any(lines[at : at + len(example)] == example for at in range(len(lines))):
                return
    pytest.fail(f"no case of the corpus with {code} holds this example")


def test_the_index_lists_every_page_once():
    listed = re.findall(
        r"^- \[`([a-z0-9-]+)`\]\(\1\.md\): .+\.$", (PAGES / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(listed) == sorted(WRITTEN)
