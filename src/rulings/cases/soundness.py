"""What the types of a case cannot say, written as one function for each platform, so that a good case pays for no more.

Years, the least and the most of the vocabulary, and for Python data what was given: msgspec hands on what is nearly of
a type, such as a subclass of int, and rounds moments that are too fine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import force_setattr

from rulings.algebra.types import LIST
from rulings.cases.limits import TOO_FINE
from rulings.cases.moments import with_fixed_offset
from rulings.cases.shown import is_unicode
from rulings.engine.facts import TypedFacts, attribute
from rulings.values import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from rulings.model import Fact, Vocabulary

_LONGEST_FINE = len("2024-03-01T10:00:00.123456Z")
"""Texts of moments that are longer may have a fraction that is too fine."""

_OF_TIME = f"        if not {FIRST_YEAR} <= x.year <= {LAST_YEAR}:\n            return False"
_GIVEN = {
    "integer": "        if given[{name!r}].__class__ is not int:\n            return False",
    "text": "        if x.__class__ is not str or not (x.isascii() or is_unicode(x)):\n            return False",
    "datetime": """\
        y = given[{name!r}]
        if y is x:
            if x.tzinfo.__class__ is not timezone:
                force_setattr(g, {attribute!r}, with_fixed_offset(x))
        elif len(y) > {longest} and is_too_fine(y):
            return False""",
}
_OF_RECORDS = """\
        for g in x:
{tests}
        g = f.{group}"""
_OF_GIVEN_RECORDS = """\
        records = given[{name!r}]
        if records.__class__ is not list and records.__class__ is not tuple:
            return False
        for g, given in zip(x, records):
{tests}
        g, given = f.{group}, all_given[{group_name!r}]"""
_IDENTITY = """\
    x = case.id
    if x is not None and (x.__class__ is not str or not (x.isascii() or is_unicode(x))):
        return False"""


def sound_text(vocabulary: Vocabulary, nothing: TypedFacts) -> Callable[[Any], bool]:
    """Make the function that checks a case decoded from JSON. `nothing` are the facts of a case without any."""
    lines = ["def sound_text(case):", "    f = case.facts"]
    space: dict[str, Any] = {}
    for group, facts in _groups(vocabulary):
        inner = [line for fact in facts for line in _tests(fact, _of_text(fact, space))]
        if inner:
            space[f"no_{group}"] = getattr(nothing, attribute(group))
            lines += [f"    g = f.{attribute(group)}", f"    if g is not no_{group}:", *_indented(inner)]
    return _made("sound_text", [*lines, "    return True"], space)


def sound_data(vocabulary: Vocabulary, nothing: TypedFacts) -> Callable[[Any, Any], bool]:
    """Make the function that checks a case converted from Python data, beside the data themselves."""
    lines = ["def sound_data(case, data):", _IDENTITY, "    f = case.facts", "    if f is nothing:"]
    lines += ["        return True", "    all_given = data['facts']"]
    space: dict[str, Any] = {
        "nothing": nothing,
        "timezone": dt.timezone,
        "is_unicode": is_unicode,
        "is_too_fine": TOO_FINE.search,
        "with_fixed_offset": with_fixed_offset,
        "force_setattr": force_setattr,
    }
    for group, facts in _groups(vocabulary):
        space[f"no_{group}"] = getattr(nothing, attribute(group))
        inner = [line for fact in facts for line in _tests(fact, _of_data(fact, space))]
        if inner:
            lines += [f"    g = f.{attribute(group)}", f"    if g is not no_{group}:"]
            lines += [f"        given = all_given[{group!r}]", *_indented(inner)]
    return _made("sound_data", [*lines, "    return True"], space)


def _groups(vocabulary: Vocabulary) -> Iterator[tuple[str, list[Fact]]]:
    paths = sorted(vocabulary.facts)
    for group in sorted({path.partition(".")[0] for path in paths}):
        yield group, [vocabulary.facts[path] for path in paths if path.partition(".")[0] == group]


def _tests(fact: Fact, tests: list[str]) -> list[str]:
    if not tests:
        return []
    return [f"    x = g.{attribute(fact.path.partition('.')[2])}", "    if x is not None:", *tests]


def _of_text(fact: Fact, space: dict[str, Any]) -> list[str]:
    if fact.type != LIST:
        return _typed(fact, space)
    tests = _of_fields(fact, lambda field: _typed(field, space))
    return [_OF_RECORDS.format(tests=tests, group=attribute(fact.path.partition(".")[0]))] if tests else []


def _of_data(fact: Fact, space: dict[str, Any]) -> list[str]:
    if fact.type != LIST:
        return _given(fact) + _typed(fact, space)
    tests = _of_fields(fact, lambda field: _given(field) + _typed(field, space)) or "            pass"
    group, _, name = fact.path.partition(".")
    return [_OF_GIVEN_RECORDS.format(tests=tests, name=name, group=attribute(group), group_name=group)]


def _of_fields(fact: Fact, tests: Callable[[Fact], list[str]]) -> str:
    """The tests of the fields of one record, which stand one loop deeper than those of facts."""
    blocks = [line for field in fact.fields.values() for line in _tests(field, tests(field))]
    return "\n".join("        " + line for block in blocks for line in block.splitlines())


def _given(fact: Fact) -> list[str]:
    name = fact.path.partition(".")[2]
    form = _GIVEN.get(fact.type.name)
    return [] if form is None else [form.format(name=name, attribute=attribute(name), longest=_LONGEST_FINE)]


def _typed(fact: Fact, space: dict[str, Any]) -> list[str]:
    tests = [_OF_TIME] if fact.type.is_time else []
    for sign, word, bound in (("<", "least", fact.minimum), (">", "most", fact.maximum)):
        if bound is not None:
            name = f"{word}_{fact.path.replace('.', '__')}"
            space[name] = bound
            tests.append(f"        if x {sign} {name}:\n            return False")
    return tests


def _indented(blocks: list[str]) -> list[str]:
    return ["    " + line for block in blocks for line in block.splitlines()]


def _made(name: str, lines: list[str], space: dict[str, Any]) -> Callable[..., bool]:
    exec(compile("\n".join(lines), f"<{name}>", "exec"), space)  # noqa: S102 - written from a checked vocabulary
    made: Callable[..., bool] = space[name]
    return made
