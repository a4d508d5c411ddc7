"""Every code has a page that says what it means and what to do; every page has a code; every example is a true one."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rulings"
PAGES = ROOT / "docs" / "errors"
CASES = Path(__file__).parents[1] / "corpus" / "cases"
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

FIRST = {"add", "Diagnostic", "_fault", "_Refused", "Syntax"}
"""Calls whose first argument is a code."""
SECOND = {"symptom"}
"""Calls whose second argument is a code."""


def called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def code_arguments(tree):
    """The expressions in the places of codes, with the function or module that they stand in."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.Module | ast.FunctionDef):
            continue
        for node in ast.walk(scope):
            if not isinstance(node, ast.Call):
                continue
            name, given = called(node), node.args
            if name in FIRST and len(given) > 1:
                yield scope, given[0]
            elif name in SECOND and len(given) > 1:
                yield scope, given[1]
            yield from ((scope, word.value) for word in node.keywords if word.arg == "code")


def texts(node):
    return [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant) and isinstance(inner.value, str)]


def assigned(scope, name):
    """What a name can be inside a function or module: the first texts of tuples, and single texts."""
    for node in ast.walk(scope):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            names = [getattr(item, "id", None) for item in getattr(target, "elts", [target])]
            if name in names and not isinstance(node.value, ast.Call):
                yield from (text for text in texts(node.value) if CODE.fullmatch(text) and (" " not in text))


def codes_of(tree):
    """All codes that a module can give, and the patterns of those that it puts together."""
    codes, patterns = set(), set()
    for scope, node in code_arguments(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            codes |= {node.value} if CODE.fullmatch(node.value) else set()
        elif isinstance(node, ast.JoinedStr):
            parts = [re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z-]+" for part in node.values]
            patterns.add("".join(parts))
        elif isinstance(node, ast.Subscript):
            codes |= {text for value in assigned(tree, node.value.id) for text in [value] if "-" in text}
        elif isinstance(node, ast.Name):
            codes |= {text for text in assigned(scope, node.id) if "-" in text or text == "empty"}
    for node in ast.walk(tree):  # a fault kept as a constant: code, sentence, help
        if isinstance(node, ast.Tuple) and len(node.elts) == 3 and len(texts(node)) == 3:
            first, sentence, _ = texts(node)
            codes |= {first} if CODE.fullmatch(first) and "-" in first and " " in sentence else set()
    return codes, patterns


def codes():
    found, patterns = set(), set()
    for path in sorted(SOURCE.rglob("*.py")):
        own, put_together = codes_of(ast.parse(path.read_text(encoding="utf-8")))
        found |= own
        patterns |= put_together
    return found, patterns


CODES, PATTERNS = codes()
