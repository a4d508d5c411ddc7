"""What goes by level, found again by what it was lowered to: a table that a condition looks up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rulings.algebra import All, Compare, Expr, Lookup, OneOf
from rulings.kinds.levels import Parameter
from rulings.model import TIERS, Policy


class ByLevel:
    """The parameters by level of one policy."""

    def __init__(self, policy: Policy) -> None:
        """Collect them from all decisions that have levels."""
        tiers = [decision for _, decision in sorted(policy.decisions.items()) if decision.kind == TIERS]
        self._all: list[tuple[str, Parameter]] = [
            pair for decision in tiers for pair in decision.detail["by_level"].items()
        ]

    def parameter(self, table: Lookup, written: str) -> Parameter | None:
        """Give the parameter that a table holds; of several with equal tables, the one that the line names."""
        found = [(name, one) for name, one in self._all if tuple(sorted(one.values.items())) == table.table]
        named = [one for name, one in found if f"by_level.{name}" in written]
        return named[0] if named else found[0][1] if found else None


def table_tests(expr: Expr) -> Iterator[tuple[OneOf, Lookup]]:
    """Give the conditions that only ask if the current level has a value, each with the table that is looked up."""
    items = expr.items if isinstance(expr, All) else ()
    tables = [one.right for one in items if isinstance(one, Compare) and isinstance(one.right, Lookup)]
    for item in items:
        if isinstance(item, OneOf):
            yield from ((item, table) for table in tables if table.key == item.item)
        yield from table_tests(item)


def without_table_tests(leaves: Iterable[Expr]) -> list[Expr]:
    """Leave out that the current level has a value, where the comparison with that value is told anyway."""
    found = list(leaves)
    keys = {node.right.key for node in found if isinstance(node, Compare) and isinstance(node.right, Lookup)}
    return [leaf for leaf in found if not (isinstance(leaf, OneOf) and leaf.item in keys)]
