"""The facts of an example, read and checked as those of a backend's case."""

from __future__ import annotations

import re

from rulings.book import PolicyBook
from rulings.errors import CaseFaults, Faults, nearest
from rulings.model import Policy
from rulings.reader.nodes import Mapping, Node, at, plain


def read_facts(node: Node | None, policy: Policy, book: PolicyBook, faults: Faults) -> dict[str, object]:
    """Read facts by path, None where one is taken away."""
    found: dict[str, object] = {}
    known = policy.vocabulary.facts
    for path, key, value in node.items() if isinstance(node, Mapping) else ():
        if path not in known:
            expected = f'a fact of the vocabulary "{policy.vocabulary.platform}"'
            message = f'there is no fact "{path}"'
            faults.add("unknown-fact", key.place, message, expected=expected, near=nearest(path, known))
        elif not isinstance(value, Mapping):
            found[path] = plain(value)
            _check(path, value, policy, book, faults)
    return found


def _check(path: str, node: Node, policy: Policy, book: PolicyBook, faults: Faults) -> None:
    """Check one value as that of a case with just this fact, and bring its faults to its place."""
    try:
        book.decode({"policy": policy.id, "facts": grouped({path: plain(node)})})
    except CaseFaults as refused:
        for bad in refused.diagnostics:
            place = at(node, _steps(bad.path or "", path)).place
            faults.add(bad.code, place, bad.message, expected=bad.expected, help=bad.help, near=bad.near)


def _steps(place: str, path: str) -> list[str | int]:
    """Give the steps to a place inside a fact: from `facts.shop.days[1].orders` those behind the fact's path."""
    inner = place.removeprefix(f"facts.{path}")
    return [int(position) if position else name for position, name in _STEP.findall(inner)]


_STEP = re.compile(r"\[([0-9]+)\]|\.([a-z0-9_]+)")


def grouped(facts: dict[str, object]) -> dict[str, dict[str, object]]:
    """Give facts as a case has them, by group and name, without those that were taken away."""
    groups: dict[str, dict[str, object]] = {}
    for path, value in facts.items():
        if value is not None:
            group, _, name = path.partition(".")
            groups.setdefault(group, {})[name] = value
    return groups
