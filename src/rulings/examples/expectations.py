"""What an example expects, read and checked against the version that rules on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rulings.algebra import AT
from rulings.errors import Faults, Place
from rulings.examples.files import Example
from rulings.examples.wanted import read_value, unknown
from rulings.model import Decision, Policy
from rulings.reader.nodes import Mapping, Node, Scalar, Sequence
from rulings.values import BadValue, Distance

PARTS = ("value", "rules", "margin", "needs")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that is expected, with its place.

    `part` is "status" or "needs" of the whole ruling (`decision` is None), or "value", "rules", "margin" or "needs" of
    a decision. `wanted` is plain data (`rulings.plain`), None for a value that stays undetermined.
    """

    decision: str | None
    part: str
    wanted: Any
    place: Place


def read_expectations(example: Example, policy: Policy, faults: Faults) -> tuple[Expectation, ...]:
    """Read what an example expects, and check the readings that it pins; what is wrong goes to `faults`."""
    for pin in example.pins:
        if pin.text not in policy.readings:
            unknown(pin, "reading", policy.readings, f"a reading of {policy.name}", faults)
    return tuple(_Reader(policy, faults).read(example.expect))


def to_plain(expectations: tuple[Expectation, ...]) -> dict[str, Any]:
    """Give expectations as plain data: `status`, `needs`, and by decision what is expected of it."""
    found: dict[str, Any] = {}
    for one in expectations:
        where = found if one.decision is None else found.setdefault(one.decision, {})
        where[one.part] = one.wanted
    return found


class _Reader:
    def __init__(self, policy: Policy, faults: Faults) -> None:
        self.policy = policy
        self.faults = faults

    def read(self, node: Mapping) -> Iterator[Expectation]:
        for name, key, inner in node.items():
            if name == "status":
                yield Expectation(None, name, inner.text if isinstance(inner, Scalar) else None, inner.place)
            elif name == "needs":
                yield Expectation(None, name, self._needs(inner), inner.place)
            elif name in self.policy.decisions:
                yield from self._result(self.policy.decisions[name], key, inner)
            else:
                expected = f"a decision of {self.policy.name}, status or needs"
                unknown(key, "decision", self.policy.decisions, expected, self.faults)

    def _result(self, decision: Decision, key: Scalar, node: Node) -> Iterator[Expectation]:
        """Read what is expected of a decision: its parts, or its value alone."""
        if not isinstance(node, Mapping) or not set(node.entries) <= set(PARTS):
            yield Expectation(decision.name, "value", read_value(node, decision, self.faults), node.place)
            return
        if not node.entries:
            self.faults.add("empty", key.place, "nothing is expected here", expected="one of " + ", ".join(PARTS))
        for part, _, inner in node.items():
            yield Expectation(decision.name, part, self._part(decision, part, inner), inner.place)

    def _part(self, decision: Decision, part: str, node: Node) -> object:
        if part == "value":
            return read_value(node, decision, self.faults)
        if part == "margin":
            return self._margin(node)
        return self._needs(node) if part == "needs" else self._rules(node, decision)

    def _needs(self, node: Node) -> list[str]:
        """Read facts, whose order counts: those to ask first stand in front."""
        vocabulary = self.policy.vocabulary
        for item in _names(node):
            if item.text not in vocabulary.facts and item.text != AT.path:
                expected = f'facts of the vocabulary "{vocabulary.platform}"'
                unknown(item, "fact", vocabulary.facts, expected, self.faults)
        return [item.text for item in _names(node)]

    def _rules(self, node: Node, decision: Decision) -> list[str]:
        """Read rules, whose order says nothing."""
        for item in _names(node):
            if item.text not in decision.rules:
                expected = f"rules of {decision.name}: " + ", ".join(decision.rules)
                unknown(item, "rule", decision.rules, expected, self.faults)
        return sorted({item.text for item in _names(node)})

    def _margin(self, node: Node) -> str | None:
        try:
            return str(Distance.parse(node.text)) if isinstance(node, Scalar) else None
        except BadValue as bad:
            self.faults.add(bad.code, node.place, str(bad), expected=bad.expected, help=bad.help)
            return None


def _names(node: Node) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else ()
    return [item for item in items if isinstance(item, Scalar)]
