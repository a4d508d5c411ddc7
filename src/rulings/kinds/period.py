"""What kinds share that count time: the settings by which it is counted, and spans that are literals or parameters."""

from __future__ import annotations

from rulings.reader.fragments import Schema, record, text
from rulings.reader.literals import read_span
from rulings.reader.nodes import Mapping, Node, Scalar
from rulings.reader.scope import Scope, is_reference
from rulings.values import BadValue, Counting, Span
from rulings.values.counting import CHOICES

_SETTINGS = {name: {"enum": list(values), "description": " or ".join(values)} for name, values in CHOICES.items()}
COUNTING: Schema = record(
    {"timezone": text("the name of a time zone, such as Asia/Shanghai")} | _SETTINGS,
    ("timezone",),
    "how days and months are counted; timezone is required",
)


def read_counting(node: Node | None, scope: Scope) -> Counting | None:
    """Read the settings; a wrong setting is the schema's to report, an unknown time zone ours."""
    if not isinstance(node, Mapping):
        return None
    given = {key: inner.text for key, _, inner in node.items() if isinstance(inner, Scalar)}
    usable = {key: value for key, value in given.items() if value in CHOICES.get(key, ())}
    zone = node.get("timezone")
    try:
        return Counting(timezone=given.get("timezone", "Asia/Shanghai"), **usable)
    except BadValue as fault:
        place = zone.place if zone is not None else node.place
        scope.faults.add("unknown-timezone", place, str(fault), expected=fault.expected, help=fault.help)
        return None


def read_period(rule: Mapping, key: str, scope: Scope) -> Span | None:
    """Read a span of any unit under a key: a literal, or a parameter that is one."""
    node = rule.get(key)
    if node is None:
        return None
    if not (isinstance(node, Scalar) and is_reference(node)):
        return read_span(node, scope.faults)
    found = scope.reference(node)
    if found is None or isinstance(found, Span):
        return found
    message = f"`{node.text}` is of the type {found.type}"
    advice = "give the parameter a unit: 15 days, 6 months, 48 hours" if found.type.name == "integer" else None
    expected = "a parameter that is a span, such as 15 days"
    scope.faults.add("type-mismatch", node.place, message, expected=expected, help=advice)
    return None
