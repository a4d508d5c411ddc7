"""Levels, lowest first, and what goes by level: caps and thresholds as a table keyed by level."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from fractions import Fraction

from rulings.algebra import INTEGER, MONEY, Const, Expr, FactRef, Lookup, Type
from rulings.errors import nearest
from rulings.model import Bilingual
from rulings.reader.fragments import BILINGUAL, LITERAL, SNAKE, Schema, mapping, record, text
from rulings.reader.literals import infer_literal, read_literal
from rulings.reader.nodes import Mapping, Node, Scalar
from rulings.reader.scope import Scope
from rulings.reader.texts import bilingual, names
from rulings.values import BadValue, Money, Rate, Span

_BY_LEVEL = mapping(SNAKE, LITERAL, "values: a level, and its value; a level without one has no limit here", least=1)
BY_LEVEL: Schema = mapping(
    SNAKE,
    record(
        {
            "title": BILINGUAL,
            "values": _BY_LEVEL,
            "of": text("another name of by_level", SNAKE),
            "share": text("a share of it such as 80%"),
        },
        ("title",),
        "by level: {title: …, values: …}, or {title: …, of: another name, share: 80%}",
    )
    | {"anyOf": [{"required": ["values"]}, {"required": ["of", "share"]}]},
    "by_level: a name in small letters, with a title and values",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that goes by level: its title, its type, and its value at every level that has one."""

    title: Bilingual
    type: Type
    values: MappingOf[str, Const]

    def at(self, current: Expr) -> Lookup:
        """Give its value at the current level."""
        return Lookup(current, tuple(sorted(self.values.items())), self.type)

    def after(self, current: Expr, levels: MappingOf[str, str]) -> Expr:
        """Give its value at the level that follows the current one."""
        table = {level: self.values[then] for level, then in levels.items() if then in self.values}
        return Lookup(current, tuple(sorted(table.items())), self.type)


def level_names(node: Mapping) -> tuple[str, ...]:
    """Give the levels in their order."""
    return tuple(dict.fromkeys(item.text for item in names(node.get("levels"))))


def check_outside(node: Mapping, levels: tuple[str, ...], scope: Scope) -> None:
    """What lies outside the levels must not be called like one."""
    outside = node.get("outside")
    for name, key, _ in outside.items() if isinstance(outside, Mapping) else ():
        if name in levels:
            scope.faults.add("name-taken", key.place, f'"{name}" is a level', help="take another name")


def titles_of(node: Mapping, levels: tuple[str, ...], scope: Scope) -> dict[str, Bilingual]:
    """Give the texts of levels, from `titles` or from the fact that holds the current level, and of what is outside."""
    found: dict[str, Bilingual] = {}
    current = node.get("current")
    fact = scope.vocabulary.facts.get(current.text) if isinstance(current, Scalar) else None
    if fact is not None:
        found = {level: fact.options[level] for level in levels if level in fact.options}
    written = node.get("titles")
    for name, key, inner in written.items() if isinstance(written, Mapping) else ():
        if name not in levels:
            unknown_level(key, levels, scope)
        elif (title := bilingual(inner)) is not None:
            found[name] = title
    missing = [level for level in levels if level not in found]
    if isinstance(written, Mapping) and missing and written.entries.keys() <= set(levels):
        message = "no title is given for " + ", ".join(missing)
        scope.faults.add("missing-key", written.place, message, expected="a title for every level")
    outside = node.get("outside")
    for name, _, inner in outside.items() if isinstance(outside, Mapping) else ():
        found[name] = bilingual(inner) or Bilingual("", "")
    return found


def unknown_level(node: Scalar, levels: tuple[str, ...], scope: Scope) -> None:
    """Report a name that is no level."""
    expected = "one of " + ", ".join(levels)
    near = nearest(node.text, levels)
    scope.faults.add("unknown-level", node.place, f'there is no level "{node.text}"', expected=expected, near=near)


def type_of_parameter(node: Node, decision: Mapping, scope: Scope) -> Type | None:
    """Tell the type of what goes by level, before anything is checked: that of its first value."""
    if not isinstance(node, Mapping):
        return None
    of, values = node.get("of"), node.get("values")
    if isinstance(of, Scalar) and values is None:
        table = decision.get("by_level")
        origin = table.get(of.text) if isinstance(table, Mapping) else None
        has_values = isinstance(origin, Mapping) and origin.get("of") is None  # no share of a share, nor of itself
        return type_of_parameter(origin, decision, scope) if origin is not None and has_values else None
    first = min(values.items(), key=lambda item: item[0]) if isinstance(values, Mapping) and values.entries else None
    const = None if first is None else infer_literal(first[2], scope.silent().faults)
    return const.type if isinstance(const, Const) else None


def read_by_level(node: Node | None, levels: tuple[str, ...], scope: Scope) -> dict[str, Parameter]:
    """Read what goes by level: first what has values, of which the others are shares."""
    if not isinstance(node, Mapping):
        return {}
    found: dict[str, Parameter] = {}
    whole = [(name, inner) for name, _, inner in sorted(node.items()) if isinstance(inner, Mapping)]
    for name, inner in whole:
        if inner.get("of") is None and (read := _parameter(inner, levels, scope)) is not None:
            found[name] = read
    own = dict(found)
    faulty = {name for name, inner in whole if inner.get("of") is None and name not in found}
    for name, inner in whole:
        of = inner.get("of")
        if isinstance(of, Scalar) and of.text in faulty:
            continue
        if of is not None and (read := _share(inner, own, scope)) is not None:
            found[name] = read
    return dict(sorted(found.items()))


def _parameter(node: Mapping, levels: tuple[str, ...], scope: Scope) -> Parameter | None:
    title, values = bilingual(node.get("title")), node.get("values")
    if title is None or not isinstance(values, Mapping):
        return None
    kind: Type | None = None
    found: dict[str, Const] = {}
    for level, key, inner in sorted(values.items()):
        if level not in levels:
            unknown_level(key, levels, scope)
            continue
        const = _value(inner, kind, scope)
        if const is not None:
            kind = const.type
            found[level] = const
    return None if kind is None or len(found) < len(values.entries) else Parameter(title, kind, found)


def _value(node: Node, kind: Type | None, scope: Scope) -> Const | None:
    if kind is not None:
        return read_literal(node, kind, scope.faults)
    const = infer_literal(node, scope.faults)
    if isinstance(const, Span):
        message = f"`{const}` has no length of its own: it is counted on a calendar"
        scope.faults.add("type-mismatch", node.place, message, expected="a value such as 500, 5000 CNY or 90%")
        return None
    return const


def _share(node: Mapping, known: dict[str, Parameter], scope: Scope) -> Parameter | None:
    title, of, share = bilingual(node.get("title")), node.get("of"), node.get("share")
    if title is None or not isinstance(of, Scalar) or not isinstance(share, Scalar):
        return None
    if node.get("values") is not None:
        message = "a share of another table has no values of its own"
        scope.faults.add("not-wanted", node.entries["values"].key.place, message, help="take one of the two away")
        return None
    if of.text not in known:
        near = nearest(of.text, known)
        message = f'by_level has no values called "{of.text}"'
        expected = "one of " + ", ".join(known) if known else "a name of by_level that has values of its own"
        scope.faults.add("unknown-reference", of.place, message, expected=expected, near=near)
        return None
    return _shared(title, known[of.text], of, share, scope)


def _shared(title: Bilingual, whole: Parameter, of: Scalar, share: Scalar, scope: Scope) -> Parameter | None:
    try:
        rate = Rate.parse(share.text)
    except BadValue as fault:
        scope.faults.add(fault.code, share.place, str(fault), expected=fault.expected, help=fault.help)
        return None
    make = {INTEGER.name: int, MONEY.name: Money}.get(whole.type.name)
    if make is None:
        message = f'"{of.text}" is of the type {whole.type}'
        scope.faults.add("type-mismatch", of.place, message, expected="integers or money, of which there are shares")
        return None
    found: dict[str, Const] = {}
    for level, const in whole.values.items():
        part = Fraction(int(const.value)) * Fraction(rate)  # type: ignore[arg-type]  # an integer, or fen
        if part.denominator != 1:
            message = f"{share.text} of {const.value} is no whole number"
            scope.faults.add("out-of-range", share.place, message, help="state the values themselves")
            return None
        found[level] = Const(make(int(part)), whole.type)
    return Parameter(title, whole.type, found)


def current_level(node: Mapping, levels: tuple[str, ...], scope: Scope) -> FactRef | None:
    """Read the fact that holds the current level: a choice with just these options."""
    named = node.get("current")
    fact = scope.fact(named, ("choice",))
    if fact is None or not isinstance(named, Scalar):
        return None
    if set(fact.type.options) != set(levels):
        message = f'the fact "{named.text}" has other options than there are levels'
        scope.faults.add("type-mismatch", named.place, message, expected="a choice of " + ", ".join(levels))
        return None
    return fact
