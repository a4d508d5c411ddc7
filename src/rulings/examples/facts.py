"""The facts of an example, read and checked as those of a backend's case."""

from __future__ import annotations

from rulings.book import PolicyBook
from rulings.errors import CaseFaults, Faults, nearest
from rulings.model import Policy
from rulings.reader.nodes import Mapping, Node, Plain, Scalar


def read_facts(node: Node | None, policy: Policy, book: PolicyBook, faults: Faults) -> dict[str, Plain]:
    """Read facts by path, None where one is taken away."""
    found: dict[str, Plain] = {}
    known = policy.vocabulary.facts
    for path, key, value in node.items() if isinstance(node, Mapping) else ():
        if path not in known:
            expected = f'a fact of the vocabulary "{policy.vocabulary.platform}"'
            message = f'there is no fact "{path}"'
            faults.add("unknown-fact", key.place, message, expected=expected, near=nearest(path, known))
        elif isinstance(value, Scalar):
            found[path] = value.value
            _check(path, value, policy, book, faults)
    return found


def _check(path: str, node: Scalar, policy: Policy, book: PolicyBook, faults: Faults) -> None:
    """Check one value as that of a case with just this fact, and bring its faults to its place."""
    try:
        book.decode({"policy": policy.id, "facts": grouped({path: node.value})})
    except CaseFaults as refused:
        for bad in refused.diagnostics:
            faults.add(bad.code, node.place, bad.message, expected=bad.expected, help=bad.help, near=bad.near)


def grouped(facts: dict[str, Plain]) -> dict[str, dict[str, Plain]]:
    """Give facts as a case has them, by group and name, without those that were taken away."""
    groups: dict[str, dict[str, Plain]] = {}
    for path, value in facts.items():
        if value is not None:
            group, _, name = path.partition(".")
            groups.setdefault(group, {})[name] = value
    return groups
