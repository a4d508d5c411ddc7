"""The facts of an example, read and checked as those of a backend's case."""

from __future__ import annotations

from rulings.cases.check import check_fact
from rulings.errors import Faults, nearest
from rulings.model import Fact, Vocabulary
from rulings.reader.nodes import Mapping, Node, Plain, Scalar


def read_facts(node: Node | None, vocabulary: Vocabulary, faults: Faults) -> dict[str, Plain]:
    """Read facts by path, None where one is taken away."""
    found: dict[str, Plain] = {}
    for path, key, value in node.items() if isinstance(node, Mapping) else ():
        fact = vocabulary.facts.get(path)
        if fact is None:
            expected = f'a fact of the vocabulary "{vocabulary.platform}"'
            near = nearest(path, vocabulary.facts)
            faults.add("unknown-fact", key.place, f'there is no fact "{path}"', expected=expected, near=near)
        elif isinstance(value, Scalar):
            found[path] = value.value
            _check(fact, value, faults)
    return found


def _check(fact: Fact, node: Scalar, faults: Faults) -> None:
    """Check a value as that of a backend's case is checked."""
    bad = None if node.value is None else check_fact(fact, node.value)
    if bad is not None:
        faults.add(bad.code, node.place, bad.message, expected=bad.expected, help=bad.help, near=bad.near)


def grouped(facts: dict[str, Plain]) -> dict[str, dict[str, Plain]]:
    """Give facts as a case has them, by group and name, without those that were taken away."""
    groups: dict[str, dict[str, Plain]] = {}
    for path, value in facts.items():
        if value is not None:
            group, _, name = path.partition(".")
            groups.setdefault(group, {})[name] = value
    return groups
