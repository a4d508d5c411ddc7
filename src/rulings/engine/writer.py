"""Writes a decision's tree as Python: nested ifs that read each fact once, and leave where it is unknown."""

from __future__ import annotations

from rulings.algebra import UNLESS_APPLICABLE, Compare, Const, Expr, FactRef, If, ResultRef, walk
from rulings.algebra.space import Space
from rulings.engine.code import (
    INDENT,
    Names,
    fact_source,
    identifier,
    is_direct,
    known_source,
    local_name,
    period_test,
    result_name,
    value_name,
    within_source,
)
from rulings.engine.periods import surely
from rulings.engine.settle import Outcome
from rulings.engine.tree import Ask, Leaf, Switch, Tree


class TreeWriter:
    """Writes the body of one `decide_` function from its tree."""

    def __init__(self, name: str, names: Names, place: dict[str, int], space: Space) -> None:
        """Prepare to write the function of a decision; `place` gives each decision's place in the case's memory."""
        self.place = place
        self.names = names
        self.name = name
        self.space = space
        self.give_up = f"return weigh_{identifier(name)}(f, m)"

    def write(self, tree: Tree) -> list[str]:
        """Give the lines of the function's body."""
        return [INDENT + line for line in self._tree(tree, frozenset())]

    def _tree(self, tree: Tree, loaded: frozenset[str]) -> list[str]:
        if isinstance(tree, Leaf):
            return self._leaf(tree, loaded)
        if isinstance(tree, Ask):
            return self._ask(tree, loaded)
        return self._switch(tree, loaded)

    def _load(self, expr: Expr, loaded: frozenset[str]) -> tuple[list[str], frozenset[str]]:
        """Lines that bring facts and results into locals, and leave the function where one is unknown."""
        lines: list[str] = []
        for node in walk(expr):
            if isinstance(node, FactRef) and local_name(node.path) not in loaded:
                name = local_name(node.path)
                lines += [f"{name} = {fact_source(node.path)}", f"if {name} is None:", INDENT + self.give_up]
                loaded |= {name}
            elif isinstance(node, ResultRef) and result_name(node.decision) not in loaded:
                name, at = result_name(node.decision), self.place[node.decision]
                other = identifier(node.decision)
                lines.append(f"{name} = (m[{at}] or decide_{other}(f, m)).value")
                lines += [f"if {name} is None:", INDENT + self.give_up]
                loaded |= {name}
        return lines, loaded

    def _ask(self, tree: Ask, loaded: frozenset[str]) -> list[str]:
        expr, holds = self.space.origin[tree.lit]
        if not is_direct(expr):
            return [self.give_up]
        lines, loaded = self._load(expr, loaded)
        source = self._condition(expr)
        yes, no = (tree.yes, tree.no) if holds else (tree.no, tree.yes)
        lines.append(f"if {source}:")
        lines += [INDENT + line for line in self._tree(yes, loaded)]
        return lines + self._tree(no, loaded)

    def _condition(self, expr: Expr, loaded: frozenset[str] = frozenset()) -> str:
        if (
            isinstance(expr, Compare)
            and expr.op == "eq"
            and isinstance(expr.right, Const)
            and isinstance(expr.right.value, bool)
        ):
            inner = known_source(expr.left, self.names, self.place)
            return inner if expr.right.value else f"not {inner}"
        period = period_test(expr) if isinstance(expr, Compare) else None
        if period is not None and isinstance(expr, Compare):
            asked, opened = (known_source(part, self.names, self.place) for part in (expr.left, period.opened))
            return within_source(period, asked, opened, self.names, days_known=_days_of(asked, opened) in loaded)
        return known_source(expr, self.names, self.place)

    def _switch(self, tree: Switch, loaded: frozenset[str]) -> list[str]:
        key = self.space.variables[tree.variable].key
        if not is_direct(key):
            return [self.give_up]
        lines, loaded = self._load(key, loaded)
        name = known_source(key, self.names, self.place)
        for options, inner in tree.ways:
            test = f"{name} == {options[0]!r}" if len(options) == 1 else f"{name} in {options!r}"
            lines.append(f"if {test}:")
            lines += [INDENT + line for line in self._tree(inner, loaded)]
        return lines + (self._tree(tree.rest, loaded) if tree.rest is not None else [self.give_up])

    def _leaf(self, leaf: Leaf, loaded: frozenset[str]) -> list[str]:
        if not leaf.rows:
            return [self.give_up]
        values = {row.value for row in leaf.rows}
        rules = tuple(sorted(row.id for row in leaf.rows if row.id != UNLESS_APPLICABLE))
        if len(values) > 1:
            return [self.give_up]
        value = leaf.rows[0].value
        return self._value(value, rules, loaded) if _is_plain(value) else self._calculated(leaf.rows[0].id, rules)

    def _calculated(self, row: str, rules: tuple[str, ...]) -> list[str]:
        """A value that a function of its own computes: that of the first row, for all rows of a leaf give the same."""
        outcome, at = self.names.bind("outcome", Outcome), self.place[self.name]
        return [
            f"value = {value_name(self.name, row)}(f, m)",
            "if value is None:",
            INDENT + self.give_up,
            f"m[{at}] = found = {outcome}(True, value, {rules!r})",
            "return found",
        ]

    def _pair_asked_twice(self, expr: If) -> tuple[str, str] | None:
        """Of "before it opens, else in time" the two moments.

        So that the days between them are computed once for both questions.
        """
        test, following = expr.test, expr.otherwise
        if not (isinstance(following, If) and isinstance(following.test, Compare) and isinstance(test, Compare)):
            return None
        period = period_test(following.test)
        if period is None or (test.op, test.left, test.right) != ("lt", following.test.left, period.opened):
            return None
        if surely(period.span, period.counting) is None:
            return None
        return known_source(test.left, self.names, self.place), known_source(test.right, self.names, self.place)

    def _value(self, expr: Expr, rules: tuple[str, ...], loaded: frozenset[str]) -> list[str]:
        if isinstance(expr, Const):
            wanted = (
                f"{self.name}_{expr.value if isinstance(expr.value, str) else ''}_by_{'_and_'.join(rules) or 'default'}"
            )
            outcome = self.names.bind(wanted.upper(), Outcome(decided=True, value=expr.value, rules=rules))
            return [f"m[{self.place[self.name]}] = {outcome}", f"return {outcome}"]
        if isinstance(expr, If):
            lines, loaded = self._load(expr.test, loaded)
            pair = self._pair_asked_twice(expr)
            if pair is not None:
                lines.append(f"days = ({pair[0]} - {pair[1]}).days")
                loaded |= {_days_of(*pair)}
            lines.append("if days < 0:" if pair is not None else f"if {self._condition(expr.test, loaded)}:")
            lines += [INDENT + line for line in self._value(expr.then, rules, loaded)]
            return lines + self._value(expr.otherwise, rules, loaded)
        return [self.give_up]


def _is_plain(value: Expr) -> bool:
    """Tell whether a value is a constant, or one of several by questions that can be asked in the tree."""
    if isinstance(value, If):
        return is_direct(value.test) and _is_plain(value.then) and _is_plain(value.otherwise)
    return isinstance(value, Const)


def _days_of(asked: str, opened: str) -> str:
    """The mark that the days between two moments are in the local `days`."""
    return f"days from {opened} to {asked}"
