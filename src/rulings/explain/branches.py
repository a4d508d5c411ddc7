"""The ways in which a value that is chosen by tests could come to be another: of an obligation, its status."""

from __future__ import annotations

from rulings.algebra import AT, Closing, Compare, Const, Expr, FactRef, If, OneOf, ResultRef, Value
from rulings.engine.interpreter import Interpreter
from rulings.errors import Place
from rulings.explain.alternatives import Alternative
from rulings.model import Line
from rulings.plain import plain_value

_WORDS = {"lt": "before", "le": "no later than", "eq": "is"}


def ways_through(interpreter: Interpreter, expr: Expr, wanted: Value) -> list[Alternative]:
    """Give the ways to a constant inside nested choices: the tests that would have to come out otherwise."""
    if not isinstance(expr, If):
        return [()] if isinstance(expr, Const) and expr.value == wanted else []
    found: list[Alternative] = []
    for part, truth in ((expr.then, True), (expr.otherwise, False)):
        own = () if interpreter.truth(expr.test) is truth else ((expr.test, truth),)
        found += [(*own, *rest) for rest in ways_through(interpreter, part, wanted)]
    return sorted(dict.fromkeys(found), key=len)


def lines_through(expr: Expr, place: Place) -> dict[Expr, Line]:
    """Write the tests of nested choices as lines, as an author would."""
    if not isinstance(expr, If):
        return {}
    own = {expr.test: Line(_written(expr.test), expr.test, place)}
    return own | lines_through(expr.then, place) | lines_through(expr.otherwise, place)


def _written(test: Expr) -> str:
    if isinstance(test, OneOf):
        return f"{_name(test.item)} is one of: [{', '.join(str(option.value) for option in test.options)}]"
    if isinstance(test, Compare):
        return f"{_name(test.left)} {_WORDS.get(test.op, test.op)}: {_name(test.right)}"
    return _name(test)


def _name(expr: Expr) -> str:
    match expr:
        case FactRef(path=path):
            return path
        case ResultRef(decision=decision, field=field):
            return f"{decision}.{field}" if field else decision
        case Closing(opened=opened, span=span):
            return f"{_name(opened)} + {span}"
        case Const(value=value):
            plain = plain_value(value)
            return str(plain).lower() if isinstance(plain, bool) else str(plain)
    return AT.path
