"""The names in a case: keys, groups and facts that do not exist, or stand there twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from rulings.cases.json_text import Object
from rulings.cases.shown import one_of, shown, shown_key
from rulings.errors import Diagnostic, nearest
from rulings.model import Fact, Vocabulary

CASE_KEYS = ("id", "policy", "facts")
_MOST = 100
"""Unknown names of one object that are reported one by one; the rest is counted."""


class Hint(NamedTuple):
    """What may have been meant by an unknown name, and what to do."""

    near: str | None = None
    advice: str | None = None


class Names(NamedTuple):
    """The names that an object may have: what they are called, and what to say about others."""

    code: str
    noun: str
    known: tuple[str, ...]
    prefix: str
    hint: Callable[[str], Hint]


def fault_at(  # noqa: PLR0913, PLR0917 - the fields of a diagnostic
    path: str,
    code: str,
    message: str,
    expected: str | None = None,
    advice: str | None = None,
    near: str | None = None,
) -> Diagnostic:
    """Make the diagnostic of a fault at a path of the case; the empty path is the case itself."""
    return Diagnostic(code, message, None, path or "case", expected, advice, near)


def twice(path: str, given: Mapping[Any, Any]) -> list[Diagnostic]:
    """Find the keys that stand in an object more than once. Python data has none."""
    keys = given.twice[:_MOST] if isinstance(given, Object) else ()
    return [
        fault_at(_at(path, key), "duplicate-key", f"the key {shown(key)} stands here twice", None, "keep one of them")
        for key in keys
    ]


def strangers(path: str, given: Mapping[Any, Any], names: Names) -> list[Diagnostic]:
    """Find the keys of an object that it may not have."""
    known = frozenset(names.known)
    strange = [key for key in given if type(key) is not str or key not in known]
    found = [_stranger(path, key, names) for key in strange[:_MOST]]
    if len(strange) > _MOST:
        message = f"{len(strange) - _MOST:,} more names here are unknown"
        found.append(fault_at(path, names.code, message, one_of(names.known)))
    return found


def _stranger(path: str, key: object, names: Names) -> Diagnostic:
    where = _at(path, key)
    if type(key) is not str:
        advice = "give plain texts as keys"
        return fault_at(where, "wrong-type", f"the key {shown(key)} is not a text", one_of(names.known), advice)
    near, advice_for_name = names.hint(key)
    message = f"there is no {names.noun} {shown(names.prefix + key)}"
    return fault_at(where, names.code, message, one_of(names.known), advice_for_name, near)


def _at(path: str, key: object) -> str:
    return f"{path}.{shown_key(key)}" if path else shown_key(key)


def key_names(vocabulary: Vocabulary | None) -> Names:
    """Give the keys that a case may have."""
    groups = () if vocabulary is None else _groups(vocabulary)

    def hint(key: str) -> Hint:
        is_of_facts = key.partition(".")[0] in groups
        return Hint(nearest(key, CASE_KEYS), 'facts stand under "facts"' if is_of_facts else None)

    return Names("unknown-key", "key", CASE_KEYS, "", hint)


def group_names(vocabulary: Vocabulary) -> Names:
    """Give the groups of facts that a vocabulary has."""
    groups = _groups(vocabulary)

    def hint(name: str) -> Hint:
        if name in vocabulary.facts:
            group, _, fact = name.partition(".")
            return Hint(name, f'write one object inside the other: {{"{group}": {{"{fact}": …}}}}')
        return Hint(nearest(name, groups) or _of_any_group(name, vocabulary))

    return Names("unknown-group", "group of facts", groups, "", hint)


def fact_names(group: str, vocabulary: Vocabulary) -> Names:
    """Give the facts of a group."""
    known = tuple(path.partition(".")[2] for path in sorted(vocabulary.facts) if path.partition(".")[0] == group)

    def hint(name: str) -> Hint:
        return Hint(_of_any_group(name, vocabulary) or nearest(f"{group}.{name}", vocabulary.facts))

    return Names("unknown-fact", "fact", known, f"{group}.", hint)


def field_names(fact: Fact) -> Names:
    """Give the fields of the records of a list."""
    known = tuple(sorted(fact.fields))
    return Names("unknown-fact", "field", known, f"{fact.of}.", lambda name: Hint(nearest(name, known)))


def _of_any_group(name: str, vocabulary: Vocabulary) -> str | None:
    """Give the fact that has this name in the only group that knows it."""
    same = [path for path in vocabulary.facts if path.partition(".")[2] == name]
    return same[0] if len(same) == 1 else None


def _groups(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(sorted({path.partition(".")[0] for path in vocabulary.facts}))
