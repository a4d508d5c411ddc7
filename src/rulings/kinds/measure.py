"""What kinds share that give a number: the type, how it is rounded, and the figures over lists of records."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from rulings.algebra import DECIMAL, INTEGER, MONEY, NUMBER, SPAN, Const, Expr, Figure, ItemRef, Type
from rulings.algebra.ranges import EVERYTHING, Range, bounds
from rulings.errors import nearest
from rulings.model import Fact, Line
from rulings.reader.conditions import COUNT, read_figure
from rulings.reader.fragments import LITERAL, SNAKE, WHEN, mapping, record, text
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping, Node, Scalar, part
from rulings.reader.scope import PartialVocabulary, Scope
from rulings.values.rounding import MODES, exact

SUM = "sum of"
_UNITS: dict[str, Type] = {"integer": INTEGER, "decimal": DECIMAL, "rate": DECIMAL, "money": MONEY, "span": SPAN}

ROUNDING = record(
    {
        "to": LITERAL | {"description": "the step to round to, such as 0.01 CNY"},
        "mode": {"enum": list(MODES), "description": "one of " + ", ".join(MODES)},
    },
    ("to", "mode"),
    "how the result is rounded: {to: a step such as 0.01 CNY, mode: half up}",
)
FIGURES = mapping(
    SNAKE,
    record(
        {
            COUNT: text("a fact that is a list of records"),
            SUM: text("a field of records, such as case.time"),
            "where": WHEN,
        },
        (),
        "a figure over a list: {count of: a list, where: …} or {sum of: a field, where: …}",
    )
    | {"anyOf": [{"required": [COUNT]}, {"required": [SUM]}]},
    "figures: a name in small letters, and what is counted or added up",
)


@dataclass(frozen=True, slots=True)
class Rounding:
    """To which multiple a result is rounded, and in which way."""

    step: Const
    mode: str


def read_rounding(node: Node | None, kind: Type, scope: Scope) -> Rounding | None:
    """Read how results of a type are rounded; the step counts what the type counts, and is more than zero."""
    to, mode = (node.get("to"), node.get("mode")) if isinstance(node, Mapping) else (None, None)
    if not isinstance(to, Scalar) or not isinstance(mode, Scalar) or mode.text not in MODES:
        return None
    step = read_literal(to, kind, scope.faults)
    if step is None:
        return None
    number = exact(step.value)  # type: ignore[arg-type]  # a number by its type
    if number <= 0:
        message = f"`{to.text}` is no step that a result can be rounded to"
        scope.faults.add("out-of-range", to.place, message, expected=f"a step of the type {kind} above zero")
        return None
    return Rounding(Const(number, NUMBER), mode.text)


def read_range(node: Node | None, kind: Type, keys: tuple[str, str], scope: Scope) -> Range:
    """Read the least and the most that something can be, under two keys of which either may be missing."""
    ends = [node.get(key) if isinstance(node, Mapping) else None for key in keys]
    low, high = (None if end is None else read_literal(end, kind, scope.faults) for end in ends)
    found = bounds(None if low is None else low.value, None if high is None else high.value)
    if found.low is not None and found.high is not None and found.low > found.high and ends[0] is not None:
        message = f"`{keys[0]}` lies above `{keys[1]}`"
        scope.faults.add("wrong-order", ends[0].place, message, help="exchange them")
        return EVERYTHING
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """A figure under the name that its author gave it, with the lines of its conditions."""

    figure: Figure
    records: Fact
    lines: tuple[Line, ...]


def read_figures(node: Node | None, scope: Scope) -> dict[str, Named]:
    """Read the figures of a decision by name; a name may mean nothing else."""
    found: dict[str, Named] = {}
    for name, key, inner in node.items() if isinstance(node, Mapping) else ():
        if scope.can_refer_to(name):
            message = f'"{name}" already means something else in this policy'
            scope.faults.add("name-taken", key.place, message, help="call the figure by another name")
        figure = _figure(inner, scope) if isinstance(inner, Mapping) else None
        if figure is not None:
            found[name] = figure
    return found


def _figure(node: Mapping, scope: Scope) -> Named | None:
    counted, added = node.get(COUNT), node.get(SUM)
    if isinstance(counted, Scalar) and added is None:
        fact = scope.list_of(counted, counted.text, counted.place)
        return None if fact is None else _named(fact, *read_figure(fact, node.get("where"), None, INTEGER, scope))
    if isinstance(added, Scalar) and counted is None:
        return _sum(node, added, scope)
    if counted is not None and added is not None:
        message = f"a figure counts or adds up, and here stand both `{COUNT}` and `{SUM}`"
        scope.faults.add("not-wanted", node.place, message, expected="one of the two", help="make two figures of it")
    return None


def _sum(node: Mapping, added: Scalar, scope: Scope) -> Named | None:
    item, _, name = added.text.partition(".")
    fact = scope.vocabulary.lists.get(item)
    field = None if fact is None else fact.fields.get(name)
    if fact is None and isinstance(scope.vocabulary, PartialVocabulary):
        return None
    if fact is None or field is None:
        fields = [inner for one in scope.vocabulary.lists.values() for inner in one.fields.values()]
        known = sorted(inner.path for inner in fields if inner.type.name in _UNITS)
        message = f'there is no field "{added.text}" of a record'
        expected = "a field of a record, such as " + known[0] if known else "a list of records in the vocabulary"
        near = nearest(added.text, known)
        scope.faults.add("unknown-fact", added.place, message, expected=expected, near=near)
        return None
    if field.type.name not in _UNITS:
        message = f'the field "{added.text}" is of the type {field.type}, which cannot be added up'
        scope.faults.add(
            "type-mismatch", part(added, 0, len(added.text)), message, expected="a number, money or a span"
        )
        return None
    of = ItemRef(item, name, field.type)
    return _named(fact, *read_figure(fact, node.get("where"), of, _UNITS[field.type.name], scope))


def _named(records: Fact, figure: Figure, lines: list[Line]) -> Named:
    return Named(figure, records, tuple(lines))


def unread(node: Node | None, read: MappingOf[str, object], prefix: str = "") -> frozenset[str]:
    """Give the names that are written but could not be read: using them is no further fault."""
    written = node.entries if isinstance(node, Mapping) else {}
    return frozenset(prefix + name for name in written if name not in read)


def own_names(figures: MappingOf[str, Named]) -> dict[str, Expr]:
    """Give what formulas can refer to by the names of figures."""
    return {name: named.figure for name, named in figures.items()}
