"""Compiled policies are Python source that can be read, shows up in tracebacks, and holds no binary floating point."""

import ast
import linecache
import traceback
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import by_hand
from tests.strategies.cases import typed
from tests.strategies.policies import policies
from tests.strategies.shop import both, read_text, version_of
from tests.strategies.yaml_text import to_yaml

from rulings.book import packaged_book
from rulings.ready import make_ready


@pytest.fixture(scope="module")
def packaged():
    book = packaged_book()
    return [version for name in book.policies for version in book.versions(name)]


def check_source(version):
    source = version.compiled.source
    tree = ast.parse(source)
    compile(source, "<policy>", "exec")
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not any(isinstance(value, float | complex) for value in constants)
    assert not any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree))
    check_divisions(tree, version.compiled)
    assert "float" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def check_divisions(tree, compiled):
    """Of two whole numbers Python would give a binary one: what is divided has been made an exact number before."""
    scopes = [function.__globals__.items() for function in compiled.decide.values()]
    known = {name for scope in scopes for name, value in scope if type(value) is Fraction}
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        assigned = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                assigned.setdefault(node.targets[0].id, []).append(node.value)
        divisions = [
            node for node in ast.walk(function) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        ]
        for side in (side for division in divisions for side in (division.left, division.right)):
            assert is_exact(side, assigned, known), ast.unparse(side)


def is_exact(node, assigned, known):
    match node:
        case ast.BinOp(left=left, right=right):
            parts = [left, right]
        case ast.IfExp(body=ast.Constant(value=None), orelse=inner):
            parts = [inner]
        case ast.Call(func=ast.Name(id="min" | "max"), args=args):
            parts = args
        case ast.Name(id=name) if name in assigned:
            parts = assigned[name]
        case ast.Call(func=ast.Name(id=function)):
            return function in ("exact", "rounded_to")
        case _:
            return isinstance(node, ast.Name) and node.id in known
    return all(is_exact(part, assigned, known) for part in parts)


def values_behind(version):
    """Give the values that the generated functions refer to by name."""
    functions = version.compiled.decide.values()
    return [
        value for function in functions for name, value in function.__globals__.items() if not name.startswith("__")
    ]


def test_packaged_policies(packaged):
    for version in packaged:
        check_source(version)
        assert not any(isinstance(value, float) for value in values_behind(version))


@settings(max_examples=max(1, settings().max_examples // 4))
@given(policies())
def test_random_policies(policy):
    version = version_of(policy)
    check_source(version)
    assert not any(isinstance(value, float) for value in values_behind(version))


def test_every_decision_is_a_function_with_its_title(packaged):
    for version in packaged:
        functions = {
            node.name: node
            for node in ast.walk(ast.parse(version.compiled.source))
            if isinstance(node, ast.FunctionDef)
        }
        for name, decision in version.policy.decisions.items():
            assert decision.title.en in ast.get_docstring(functions[f"decide_{name}"], clean=False)


def test_a_traceback_shows_the_line_of_the_policy(packaged):
    version = packaged[0]
    name = version.policy.answers[0]
    with pytest.raises(AttributeError) as caught:
        version.compiled.decide[name](object(), [None] * version.compiled.memory_size)
    shown = "".join(traceback.format_exception(caught.value))
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert frame.filename == f"<policy {version.name}>"
    assert frame.line
    assert frame.line in shown
    assert version.compiled.source.splitlines()[frame.lineno - 1].strip() == frame.line
    linecache.checkcache()
    assert linecache.getline(frame.filename, frame.lineno).strip() == frame.line


TITLES = [
    '"""',
    "a title\\",
    'a """ + 1/0 + """ title',
    "\\N{nonsense} \\x",
    "two\nlines",
    "'",
    '""" \n1/0\n"""',
    "真 {x} %s",
]


@pytest.mark.parametrize("title", TITLES)
def test_titles_are_never_code(title):
    check_title(title)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_no_text_is_ever_code(title):
    check_title(title)


def check_title(title):
    read, faults = read_text(
        to_yaml(by_hand.policy(alpha=by_hand.condition({"goods.flag is": True}, title=both(title))))
    )
    if read is None:
        assert faults.errors  # the reader refuses the text, which is its right
        return
    version = make_ready(read)
    memory = [None] * version.compiled.memory_size
    assert version.compiled.decide["alpha"](typed({"goods.flag": True}).facts, memory).value is True
