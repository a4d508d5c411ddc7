"""Expected values, read in their plain form; what a decision can never come to is a fault of the example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rulings.algebra import NOT_APPLICABLE, Const, Expr, If
from rulings.algebra.types import SHARES
from rulings.errors import Faults, nearest
from rulings.model import Decision
from rulings.plain import AS_AGREED, plain_value
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping as MappingNode
from rulings.reader.nodes import Node, Scalar
from rulings.values import BadValue, Rate

WHOLE = str(Rate("1"))


def unknown(node: Scalar, what: str, known: Mapping[str, object], expected: str, faults: Faults) -> None:
    """Report a name that means nothing here, with the nearest that does."""
    near = nearest(node.text, known)
    faults.add(f"unknown-{what}", node.place, f'there is no {what} "{node.text}"', expected=expected, near=near)


def read_value(node: Node, decision: Decision, faults: Faults) -> Any:  # noqa: ANN401 - plain data of any kind
    """Read the value that a decision is expected to come to; null for one that stays undetermined."""
    if isinstance(node, Scalar) and node.value is None:
        return None
    before = len(faults)
    value = _read(node, decision, faults)
    if len(faults) == before and not any(_can_be(given, value) for given in _given(decision)):
        possible = dict.fromkeys(written(constant) for given in _given(decision) for constant in _constants(given))
        message = f'the decision "{decision.name}" can never be {written(value)}'
        faults.add("impossible-value", node.place, message, expected="one of: " + "; ".join(possible))
    return value


def _read(node: Node, decision: Decision, faults: Faults) -> object:
    if isinstance(node, Scalar) and node.text == NOT_APPLICABLE and decision.type.name != "choice":
        return NOT_APPLICABLE
    if decision.type == SHARES:
        return _shares(node, decision, faults)
    const = read_literal(node, decision.type, faults)
    return None if const is None else plain_value(const.value)


def _shares(node: Node, decision: Decision, faults: Faults) -> dict[str, object]:
    costs: Mapping[str, object] = decision.detail["costs"]
    if not isinstance(node, MappingNode):
        message = f"{decision.name} gives shares by cost"
        expected = "shares such as {" + ", ".join(f"{cost}: …" for cost in costs) + "}"
        faults.add("not-shares", node.place, message, expected=expected)
        return {}
    for cost, key, _ in node.items():
        if cost not in costs:
            unknown(key, "cost", costs, "one of " + ", ".join(costs), faults)
    return {cost: _share(inner, decision.detail["parties"], faults) for cost, _, inner in node.items()}


def _share(node: Node, parties: tuple[str, ...], faults: Faults) -> object:
    """Read who bears one cost: one party, shares by party, or as the parties agreed."""
    if isinstance(node, Scalar):
        if node.text != AS_AGREED:
            _check_party(node, parties, faults)
        return AS_AGREED if node.text == AS_AGREED else {node.text: WHOLE}
    if not isinstance(node, MappingNode):
        faults.add("not-shares", node.place, "a list says nothing of shares", expected="a party, or shares by party")
        return None
    for _, key, _ in node.items():
        _check_party(key, parties, faults)
    shares = {party: _rate(inner, faults) for party, _, inner in node.items()}
    return {party: str(rate) for party, rate in shares.items() if rate}


def _check_party(node: Scalar, parties: tuple[str, ...], faults: Faults) -> None:
    if node.text not in parties:
        known = dict.fromkeys((*parties, AS_AGREED))
        unknown(node, "party", known, "one of " + ", ".join(known), faults)


def _rate(node: Node, faults: Faults) -> Rate:
    try:
        return Rate.parse(node.text if isinstance(node, Scalar) else "")
    except BadValue as bad:
        faults.add(bad.code, node.place, str(bad), expected=bad.expected, help=bad.help)
        return Rate("0")


def _given(decision: Decision) -> list[Expr]:
    last = decision.choose.otherwise
    return [row.value for row in decision.choose.rows] + ([] if last is None else [last.value])


def _can_be(expr: Expr, value: object) -> bool:
    """Tell whether an expression can come to a plain value; one that rests on facts is believed to take any."""
    if isinstance(expr, Const):
        return bool(plain_value(expr.value) == value)
    if isinstance(expr, If):
        return _can_be(expr.then, value) or _can_be(expr.otherwise, value)
    return value != NOT_APPLICABLE


def _constants(expr: Expr) -> Iterator[Any]:
    if isinstance(expr, Const):
        yield plain_value(expr.value)
    elif isinstance(expr, If):
        yield from _constants(expr.then)
        yield from _constants(expr.otherwise)


def written(value: object) -> str:
    """Write plain data in one line, as an author would."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if value is None:
        return "null"
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
