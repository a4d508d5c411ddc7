"""Conditions: `<subject> <operator>: <operand>`, and `any of`, `all of`, `none of` over lists of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rulings.algebra import (
    INTEGER,
    All,
    AnyOf,
    Compare,
    Const,
    Expr,
    FactRef,
    Figure,
    IsKnown,
    Lookup,
    Not,
    OneOf,
    Quantified,
    Type,
)
from rulings.algebra.types import LIST
from rulings.errors import Place, nearest
from rulings.model import Fact, Line
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping, Node, Scalar, Sequence, part
from rulings.reader.scope import Scope, fitting, is_reference

GROUPS = ("any of", "all of", "none of")
QUANTIFIERS = ("some", "every")
COUNT = "count of"
_INSIDE = dict.fromkeys(QUANTIFIERS, "conditions on one record, behind the colon") | {
    COUNT: "a comparison such as {at least: 3}, behind the colon"
}
NEVER_TOO_DEEP = 12

_BY_ORDER = {"at least": "ge", "at most": "le", "more than": "gt", "less than": "lt"}
_BY_TIME = {"before": "lt", "after": "gt", "no later than": "le", "no earlier than": "ge"}
_SYMBOLS = {
    ">": "more than",
    "<": "less than",
    **dict.fromkeys((">=", "≥"), "at least"),
    **dict.fromkeys(("<=", "≤"), "at most"),
    **dict.fromkeys(("=", "=="), "is"),
    **dict.fromkeys(("!=", "≠"), "is not"),
}
_MEANT = {"any": "any of", "or": "any of", "all": "all of", "and": "all of", "none": "none of", "not": "none of"}
_MEANT_OVER_LISTS: dict[str, tuple[str | None, str | None]] = {
    **dict.fromkeys(("any", "some of", "exists", "one", "one of"), ("some", None)),
    **dict.fromkeys(("all", "each", "all of", "every of", "for all"), ("every", None)),
    **dict.fromkeys(("count", "number of", "number"), (COUNT, None)),
    **dict.fromkeys(("no", "none", "none of"), (None, "write `none of: [{some …}]`, or `count of …: {is: 0}`")),
    **dict.fromkeys(("sum of", "sum"), (None, "sums are `figures` of a decision of the kind amount")),
}
_FULLWIDTH = re.compile("[\u3000\uff01-\uff5e]")
_SET_OPERATORS = ("is one of", "is none of")
_KNOWING = ("is known", "is unknown")


def operators_of(kind: Type) -> tuple[str, ...]:
    """Give the operators that a type has, in the order in which the documentation lists them."""
    if kind.name in ("choice", "text"):
        own: tuple[str, ...] = ("is", "is not", *_SET_OPERATORS)
    elif kind.name == "boolean":
        own = ("is",)
    elif kind.is_time:
        own = tuple(_BY_TIME)
    elif kind.is_ordered:
        own = ("is", "is not", *_BY_ORDER)
    else:
        own = ()
    return (*own, *_KNOWING)


OPERATORS = tuple(dict.fromkeys(("is", "is not", *_SET_OPERATORS, *_BY_ORDER, *_BY_TIME, *_KNOWING)))


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a `when` means, and its lines one by one."""

    expr: Expr
    lines: tuple[Line, ...]


ALWAYS = Conditions(All(()), ())


def read_conditions(node: Node | None, scope: Scope) -> Conditions:
    """Read a `when`; without one, it always holds. Faulty lines are reported and left out."""
    if node is None:
        return ALWAYS
    lines: list[Line] = []
    expr = _mapping(node, scope, lines, 0)
    return Conditions(expr, tuple(lines))


def _mapping(node: Node, scope: Scope, lines: list[Line], depth: int) -> Expr:
    if depth > NEVER_TOO_DEEP:
        scope.faults.add(
            "nested-too-deeply",
            node.place,
            "conditions are nested too deeply",
            help="name the inner part as a condition",
        )
        return All(())
    if (isinstance(node, Scalar) and node.value is None) or (isinstance(node, Mapping) and not node.entries):
        help_ = "take it away" if depth else "leave `when` out"
        message = "there is no condition here"
        scope.faults.add("empty", node.place, message, expected="at least one line", help=help_)
        return All(())
    if not isinstance(node, Mapping):
        message = "conditions are a mapping of lines"
        scope.faults.add("not-a-condition", node.place, message, expected="lines such as `goods.durable is: true`")
        return All(())
    items = [_line(key, value, scope, lines, depth) for _, key, value in node.items()]
    kept = sorted((item for item in items if item is not None), key=repr)
    return kept[0] if len(kept) == 1 else All(tuple(kept))


def _line(key: Scalar, value: Node, scope: Scope, lines: list[Line], depth: int) -> Expr | None:
    if scope.faults.is_full:
        return None
    text = " ".join(key.text.split())
    if _is_badly_written(key, value, scope):
        return None
    if text in GROUPS:
        return _group(text, value, scope, lines, depth)
    if _is_list_by_another_word(key, text, scope):
        return None
    if text.split(" ")[0] in QUANTIFIERS or text.startswith(f"{COUNT} ") or text == COUNT:
        return _over_records(key, text, value, scope, lines, depth)
    expr = _condition(key, text, value, scope)
    if expr is not None:
        lines.append(Line(f"{text}: {_written(value)}", expr, key.place))
    return expr


def _is_badly_written(key: Scalar, value: Node, scope: Scope) -> bool:
    """Report a line whose colon YAML did not see, and signs of Chinese typing that look like ours."""
    colon = key.text.find(":")
    if colon > 0 and isinstance(value, Scalar) and value.value is None and value.text == "":
        place = part(key, colon, 1)
        scope.faults.add(
            "space-missing", place, "the space behind the colon is missing", help=f"write `{key.text[:colon]}: …`"
        )
        return True
    wide = _FULLWIDTH.search(key.text)
    if wide is not None:
        message = f"`{wide.group()}` is a fullwidth sign, which conditions do not have"
        help_ = "write an ordinary colon and a space" if wide.group() == "：" else "write it in ASCII"
        scope.faults.add("fullwidth-sign", part(key, wide.start(), 1), message, help=help_)
    return wide is not None


def _is_list_by_another_word(key: Scalar, text: str, scope: Scope) -> bool:
    """Report `any shop.days`, `count shop.days` and the like, which only look like conditions over lists."""
    words, _, path = text.rpartition(" ")
    fact = scope.vocabulary.lists.get(path.partition(".")[0]) or scope.vocabulary.facts.get(path)
    known = (*QUANTIFIERS, COUNT)
    if fact is None or fact.type != LIST or words in known or words not in _MEANT_OVER_LISTS:
        return False
    path, (near, help_) = fact.path, _MEANT_OVER_LISTS[words]
    message = f'"{words}" does not begin a condition over a list'
    expected = ", ".join(f"`{word} {path}`" for word in known)
    place = part(key, len(key.text) - len(key.text.lstrip()), len(words))
    scope.faults.add("unknown-operator", place, message, expected=expected, near=near and f"{near} {path}", help=help_)
    return True


def _written(node: Node) -> str:
    if isinstance(node, Sequence):
        return "[" + ", ".join(_written(item) for item in node.items) + "]"
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{key}: {_written(value)}" for key, _, value in node.items()) + "}"
    return node.text


def _group(text: str, value: Node, scope: Scope, lines: list[Line], depth: int) -> Expr | None:
    if not isinstance(value, Sequence):
        message = f'"{text}" holds a list of conditions'
        scope.faults.add("not-a-list", value.place, message, expected="a list: each item begins with `- `")
        return None
    if not value.items:
        scope.faults.add("empty", value.place, f'"{text}" holds nothing', expected="at least one condition")
        return None
    items = tuple(sorted((_mapping(item, scope, lines, depth + 1) for item in value.items), key=repr))
    if text == "all of":
        return All(items)
    return AnyOf(items) if text == "any of" else Not(AnyOf(items))


def _over_records(  # noqa: PLR0913, PLR0917 - a line, and where it stands
    key: Scalar, text: str, value: Node, scope: Scope, lines: list[Line], depth: int
) -> Expr | None:
    """Read `some <list>`, `every <list>` or `count of <list>`."""
    word = COUNT if text.startswith(COUNT) else text.split(" ", maxsplit=1)[0]
    path = text.removeprefix(word).strip()
    if not path:
        message = f'"{word}" stands without a list'
        scope.faults.add("unknown-list", key.place, message, expected=f"`{word} <list>`, such as `{word} shop.days`")
        return None
    path, _, rest = path.partition(" ")
    at = key.text.index(path, key.text.index(word) + len(word))
    fact = scope.list_of(key, path, part(key, at, len(path)))
    if fact is None:
        return None
    if rest:
        message = f'behind the list stands "{rest}", which belongs into the braces'
        help_ = f"write `{word} {path}: {{{rest}: …}}`"
        place = part(key, len(key.text.rstrip()) - len(rest), len(rest))
        scope.faults.add("not-a-condition", place, message, expected=_INSIDE[word], help=help_)
        return None
    inside: list[Line] = []
    if word == COUNT:
        expr = _count(fact, value, scope, inside, depth)
    else:
        where = _mapping(value, scope.inside(fact), inside, depth + 1)
        expr = Quantified(word, FactRef(fact.path, fact.type), fact.of, where)
    if expr is not None:
        lines.append(Line(f"{text}: {_written(value)}", expr, key.place, tuple(inside)))
    return expr


def read_figure(fact: Fact, where: Node | None, of: Expr | None, kind: Type, scope: Scope) -> tuple[Figure, list[Line]]:
    """Read a figure over the records of a list: of those for which `where` holds, how many, or what `of` adds up to."""
    lines: list[Line] = []
    expr = All(()) if where is None else _mapping(where, scope.inside(fact), lines, 1)
    return Figure(FactRef(fact.path, fact.type), fact.of, expr, of, kind), lines


def _count(fact: Fact, value: Node, scope: Scope, inside: list[Line], depth: int) -> Expr | None:
    known = ("where", "is", "is not", *_BY_ORDER)
    expected = "{where: conditions, at least: 3} with one of: " + ", ".join(known[1:])
    if not isinstance(value, Mapping) or depth > NEVER_TOO_DEEP:
        scope.faults.add("not-a-condition", value.place, f'"{COUNT}" holds a mapping', expected=expected)
        return None
    unknown = [key for name, key, _ in value.items() if name not in known]
    for key in unknown:
        near = "where" if key.text == "when" else nearest(key.text, known)
        help_ = "conditions on the records stand under `where`" if "." in key.text else None
        message = f'"{key.text}" is no part of "{COUNT}"'
        scope.faults.add("unknown-key", key.place, message, expected=expected, near=near, help=help_)
    figure, lines = read_figure(fact, value.get("where"), None, INTEGER, scope)
    inside += lines
    compared = [(name, node) for name, _, node in sorted(value.items()) if name in known[1:]]
    if not compared and not unknown:
        scope.faults.add("operator-missing", value.place, "the count is compared with nothing", expected=expected)
    operands = [(name, _operand(INTEGER, node, scope)) for name, node in compared]
    items = tuple(comparison(figure, name, operand) for name, operand in operands if operand is not None)
    return None if not items else items[0] if len(items) == 1 else All(items)


def _condition(key: Scalar, text: str, value: Node, scope: Scope) -> Expr | None:
    name, _, operator = text.partition(" ")
    if not operator:
        _no_operator(key, name, scope)
        return None
    start = len(key.text) - len(key.text.lstrip())
    subject = scope.subject(name, part(key, start, len(name)))
    behind = start + len(name)
    gap = len(key.text[behind:]) - len(key.text[behind:].lstrip())
    operator_place = part(key, behind + gap, len(key.text.rstrip()) - behind - gap)
    if subject is None:
        return None
    allowed = operators_of(subject.type)
    if operator not in allowed:
        _bad_operator(operator, operator_place, subject.type, scope)
        return None
    return _meaning(subject, operator, value, scope)


def _no_operator(key: Scalar, name: str, scope: Scope) -> None:
    near = _MEANT.get(name) or nearest(name, GROUPS)
    symbol = re.search("[<>=!≥≤≠]", name)
    if symbol is not None:
        message = f"`{symbol.group()}` is a comparison symbol; conditions use words"
        place = part(key, key.text.index(symbol.group()), 1)
        scope.faults.add("comparison-symbol", place, message, expected="words such as `at least`")
        return
    subject = scope.subject(name, key.place) if near is None else None
    if subject is None and near is None:
        return
    operators = operators_of(subject.type) if subject is not None else GROUPS
    message = f'"{name}" stands without an operator'
    expected = f"`{name} <operator>: <value>` with one of: " + ", ".join(operators) if near is None else None
    scope.faults.add("operator-missing", key.place, message, expected=expected, near=near)


def _bad_operator(operator: str, place: Place, kind: Type, scope: Scope) -> None:
    allowed = operators_of(kind)
    expected = f"for the type {kind}: " + ", ".join(allowed)
    symbol = re.match(r"[<>=!≥≤≠]+", operator)
    if symbol is not None:
        word = _SYMBOLS.get(symbol.group())
        near = word if word in allowed else _same_direction(word, kind) if word is not None else None
        message = f"`{symbol.group()}` is a comparison symbol; conditions use words"
        scope.faults.add("comparison-symbol", place, message, expected=expected, near=near)
    elif operator in OPERATORS:
        message, near = f'"{operator}" does not fit the type {kind}', _same_direction(operator, kind)
        help_ = "`some`, `every` and `count of` before the list look at its records" if kind == LIST else None
        scope.faults.add("operator-not-for-type", place, message, expected=expected, near=near, help=help_)
    else:
        near = nearest(operator, allowed)
        scope.faults.add("unknown-operator", place, f'there is no operator "{operator}"', expected=expected, near=near)


def _same_direction(operator: str, kind: Type) -> str | None:
    pairs = dict(zip(_BY_ORDER, ("no earlier than", "no later than", "after", "before"), strict=True))
    both = pairs | {other: own for own, other in pairs.items()}
    twin = both.get(operator)
    if operator == "is not" and kind.name == "boolean":
        return "is"
    return twin if twin in operators_of(kind) else None


def _meaning(subject: Expr, operator: str, value: Node, scope: Scope) -> Expr | None:
    if operator in _KNOWING:
        return _knowing(subject, operator, value, scope)
    if operator in _SET_OPERATORS:
        return _among(subject, operator, value, scope)
    operand = _operand(subject.type, value, scope)
    if operand is None:
        return None
    compared = comparison(subject, operator, operand)
    if isinstance(operand, Lookup) and len(operand.table) < len(operand.key.type.options):
        # Where the table has nothing to compare with, the line does not hold.
        there = OneOf(operand.key, tuple(Const(name, operand.key.type) for name, _ in operand.table))
        return All((there, compared))
    return compared


def comparison(subject: Expr, operator: str, operand: Expr) -> Expr:
    """Build the comparison that an operator stands for."""
    if operator in ("is", "is not"):
        return Compare("eq" if operator == "is" else "ne", subject, operand)
    return Compare((_BY_ORDER | _BY_TIME)[operator], subject, operand)


def _knowing(subject: Expr, operator: str, value: Node, scope: Scope) -> Expr | None:
    if not (isinstance(value, Scalar) and value.value is True):
        message = f'"{operator}" takes the value true'
        near = "is unknown" if operator == "is known" else "is known"
        scope.faults.add(
            "known-needs-true", value.place, message, expected="true", help=f"for the opposite write `{near}: true`"
        )
        return None
    known = IsKnown(subject)
    return known if operator == "is known" else Not(known)


def _among(subject: Expr, operator: str, value: Node, scope: Scope) -> Expr | None:
    if not isinstance(value, Sequence):
        message = f'"{operator}" holds a list'
        scope.faults.add(
            "not-a-list", value.place, message, expected="a list such as [a, b]", help="for one value write `is`"
        )
        return None
    if not value.items:
        scope.faults.add("empty", value.place, f'"{operator}" holds nothing', expected="at least one value")
        return None
    found = [read_literal(item, subject.type, scope.faults) for item in value.items]
    options: list[Const] = []
    for item, const in zip(value.items, found, strict=True):
        if const is not None and const in options:
            scope.faults.add(
                "duplicate-option", item.place, f"`{const.value}` stands here a second time", help="keep one of them"
            )
        elif const is not None:
            options.append(const)
    if not options:
        return None
    among = OneOf(subject, tuple(sorted(options, key=lambda const: str(const.value))))
    return among if operator == "is one of" else Not(among)


def _operand(kind: Type, value: Node, scope: Scope) -> Expr | None:
    if isinstance(value, Scalar) and is_reference(value):
        return fitting(scope.reference(value), kind, value, scope.faults)
    if (
        isinstance(value, Scalar)
        and value.text not in kind.options
        and kind.name != "text"
        and scope.can_refer_to(value.text)
    ):
        message = f"`{value.text}` is a name, and a reference is written with a dollar sign"
        scope.faults.add("dollar-missing", value.place, message, near=f"${value.text}")
        return None
    return read_literal(value, kind, scope.faults)


Reader = Callable[[Node, Scope], Conditions]
