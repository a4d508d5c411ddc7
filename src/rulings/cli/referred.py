"""Names of what expressions refer to, as an author writes them."""

from __future__ import annotations

from rulings.algebra import Const, Expr, FactRef, ItemRef, ResultRef
from rulings.plain import plain_value


def referred(expr: Expr) -> str:
    """Give a fact, a field of a record or a result by its name, and a value as it is written."""
    match expr:
        case FactRef(path=path):
            return path
        case ItemRef(item=item, field=field):
            return f"{item}.{field}"
        case ResultRef(decision=decision, field=field):
            return f"{decision}.{field}" if field else decision
        case Const(value=value):
            return str(plain_value(value))
    return ""
