"""Compiles the decisions of a version to readable Python source.

Of every decision there are two functions. `decide_<name>` asks as few questions as it can, in plain two-valued Python;
where it meets a fact that is unknown it hands over to `weigh_<name>`, which computes every row in three-valued logic.
So a case whose facts are known pays nothing for those that are not.
"""

from __future__ import annotations

import linecache
from collections.abc import Mapping
from types import CodeType
from typing import Any

from rulings.algebra import (
    UNLESS_APPLICABLE,
    All,
    AnyOf,
    Choose,
    Compare,
    Const,
    Expr,
    If,
    Not,
    OneOf,
    Row,
    Value,
    speaks_of_knowing,
    walk,
)
from rulings.engine.code import (
    INDENT,
    Names,
    ThreeValued,
    identifier,
    value_name,
)
from rulings.engine.compiled import Around, Compiled, Compute, Decide
from rulings.engine.facts import Memory, TypedFacts
from rulings.engine.settle import Outcome, Proved, weigh
from rulings.engine.tree import TooManyNodes, Tree, TreeBuilder
from rulings.engine.writer import TreeWriter
from rulings.model import Decision


def compile_decisions(
    name: str, decisions: Mapping[str, Decision], proved: Mapping[str, Proved], answers: tuple[str, ...]
) -> Compiled:
    """Compile the decisions of the version of that name; `answers` are those that a ruling is about."""
    return _Compiler(name, decisions, proved, answers).compile()


class _Values(dict[str, Compute]):
    """The values of one decision's rows, filled in once the functions are there."""

    def __init__(self, decision: str) -> None:
        super().__init__()
        self.decision = decision

    def __hash__(self) -> int:  # type: ignore[override]  # one such table a decision
        return hash(self.decision)


def _constant(value: Value) -> Compute:
    return lambda _f, _m: value


def _sorted_in(row: str, guard: str, beaten_by: list[str]) -> list[str]:
    """Lines that put a row where it belongs: among those that surely apply, among those that may, or nowhere."""
    if not beaten_by:
        return [f"if {guard} is not False:", f"{INDENT}(possible if {guard} is None else sure).append({row})"]
    not_beaten = " and ".join(f"{other} is not True" for other in beaten_by)
    open_ = " or ".join(f"{value} is None" for value in (guard, *beaten_by))
    return [f"if {guard} is not False and {not_beaten}:", f"{INDENT}(possible if {open_} else sure).append({row})"]


class _Compiler:
    def __init__(
        self, name: str, decisions: Mapping[str, Decision], proved: Mapping[str, Proved], answers: tuple[str, ...]
    ) -> None:
        self.answers = answers
        self.name = name
        self.decisions = decisions
        self.proved = proved
        self.place = {decision: at for at, decision in enumerate(sorted(decisions))}
        self.names = Names()
        self.names.globals["weigh"] = weigh
        self.parts: dict[str, dict[str, str]] = {}

    def compile(self) -> Compiled:
        blocks = [block for name in sorted(self.decisions) for block in self._decision(name)]
        blocks.append(self._answer())
        source = f'"""{self.name}, compiled."""\n\n\n' + "\n\n\n".join(blocks) + "\n"
        space: dict[str, Any] = dict(self.names.globals)
        around: dict[str, dict[str, Around]] = {}
        fields: dict[tuple[str, str], dict[str, Compute]] = {}
        decide: dict[str, Decide] = {}
        gates: dict[str, Compute] = {}

        def outcome(name: str, f: TypedFacts, m: Memory) -> Outcome:
            found: Outcome | None = m[self.place[name]]
            return decide[name](f, m) if found is None else found

        def field_of(name: str, field: str, f: TypedFacts, m: Memory) -> Value:
            found = outcome(name, f, m)
            if not found.decided and name in gates and gates[name](f, m) is not False:
                return None  # the decision may not apply, and then there is no such field
            return _agreed(fields.get((name, field), {}), found.behind, f, m)

        space["field_of"] = field_of
        exec(_code(self.name, source), space)  # noqa: S102 - the source is generated from a checked policy
        decide |= {name: space[f"decide_{identifier(name)}"] for name in self.decisions}
        gates |= {name: space[f] for name in self.decisions if (f := f"gate_{identifier(name)}") in space}
        for name, decision in self.decisions.items():
            values = space[f"VALUES_{name}".upper()]
            for row in _all_rows(decision.choose):
                value = row.value
                values[row.id] = _constant(value.value) if isinstance(value, Const) else space[value_name(name, row.id)]
            around[name] = {
                row.id: space[f] for row in _all_rows(decision.choose) if (f := self._around_name(name, row)) in space
            }
            for row in _all_rows(decision.choose):
                for field, _ in row.fields:
                    fields.setdefault((name, field), {})[row.id] = space[self._field_name(name, row, field)]
        traits = {name: space[f"traits_{identifier(name)}"] for name in self.decisions}
        # One place more than decisions: the last holds the moment of evaluation.
        return Compiled(source, decide, space["answer"], len(self.place) + 1, self.place, around, field_of, traits)

    @staticmethod
    def _around_name(name: str, row: Row) -> str:
        return f"around_{identifier(name)}__{identifier(row.id)}"

    def _around(self, name: str, row: Row) -> str:
        """The function that computes what stands around a row's value: its margin, then its fields."""
        body = ThreeValued(self.names, self.place)
        fields = [body.value(expr) for _, expr in row.fields]
        margin = "None" if row.margin is None else body.value(row.margin)
        lines = [f"def {self._around_name(name, row)}(f, m):", *(INDENT + line for line in body.lines)]
        return "\n".join([*lines, f"{INDENT}return ({', '.join((margin, *fields))},)"])

    @staticmethod
    def _field_name(name: str, row: Row, field: str) -> str:
        return f"field_{identifier(name)}__{identifier(row.id)}__{field.replace('.', '__')}"

    def _answer(self) -> str:
        """The function that a ruling begins with: it decides every answer and tells whether all are decided."""
        first, *others = sorted(self.answers)  # in one order, so that of several faults always the same is met
        decided = [f"decide_{identifier(first)}(f, m).decided"]
        decided += [f"(m[{self.place[name]}] or decide_{identifier(name)}(f, m)).decided" for name in others]
        return f"def answer(f, m):\n{INDENT}return {' & '.join(decided)}"

    def _decision(self, name: str) -> list[str]:
        blocks = [self._decide(name), self._weigh(name), self._traits(name)]
        for row in _all_rows(self.decisions[name].choose):
            if row.id == UNLESS_APPLICABLE:
                blocks.append(self._function(f"gate_{identifier(name)}", row.guard))
            if not isinstance(row.value, Const):
                blocks.append(self._function(value_name(name, row.id), row.value))
            if row.margin is not None or row.fields:
                blocks.append(self._around(name, row))
            blocks += [self._function(self._field_name(name, row, field), expr) for field, expr in row.fields]
        return blocks

    def _function(self, name: str, expr: Expr) -> str:
        body = ThreeValued(self.names, self.place)
        result = body.value(expr)
        return "\n".join([f"def {name}(f, m):", *(INDENT + line for line in body.lines), f"{INDENT}return {result}"])

    def _traits(self, name: str) -> str:
        body = ThreeValued(self.names, self.place)
        values = [body.value(expr) for expr in traits_of(self.decisions[name])]
        lines = [f"def traits_{identifier(name)}(f, m):", *(INDENT + line for line in body.lines)]
        return "\n".join([*lines, f"{INDENT}return ({''.join(value + ', ' for value in values)})"])

    def _weigh(self, name: str) -> str:
        choose = self.decisions[name].choose
        body = ThreeValued(self.names, self.place)
        guards = {row.id: body.value(row.guard) for row in choose.rows}
        rows = {row.id: self.names.bind(f"row_{name}_{row.id}".upper(), row) for row in _all_rows(choose)}
        values = self.names.bind(f"values_{name}".upper(), _Values(name))
        lines = [f"def weigh_{identifier(name)}(f, m):", f'{INDENT}"""Decision {name}, where facts are unknown."""']
        lines += [INDENT + line for line in body.lines]
        lines += [f"{INDENT}sure, possible = [], []"]
        for row in choose.rows:
            lines += [
                INDENT + line
                for line in _sorted_in(rows[row.id], guards[row.id], [guards[other] for other in row.beaten_by])
            ]
        proved = self.names.bind(f"proved_{name}".upper(), self.proved[name])
        last = "None" if choose.otherwise is None else rows[choose.otherwise.id]
        covered = " or ".join(f"{guards[row.id]} is True" for row in choose.rows) or "False"
        value = f"lambda row: {values}[row.id](f, m)"
        call = f"weigh({name!r}, sure, possible, {last}, {value}, {proved}, covered={covered})"
        at = self.place[name]
        lines += [f"{INDENT}m[{at}] = outcome = {call}", f"{INDENT}return outcome"]
        return "\n".join(lines)

    def _decide(self, name: str) -> str:
        decision = self.decisions[name]
        head = [f"def decide_{identifier(name)}(f, m):", INDENT + repr(f"Decision {name}: {decision.title.en}.")]
        tree = self._tree(name)
        if tree is None:
            return "\n".join([*head, f"{INDENT}return weigh_{identifier(name)}(f, m)"])
        return "\n".join([*head, *TreeWriter(name, self.names, self.place, tree[0].space).write(tree[1])])

    def _tree(self, name: str) -> tuple[TreeBuilder, Tree] | None:
        """The tree of a decision; none where it grows too large, or fewer questions could hide another's fault."""
        choose = self.decisions[name].choose
        if speaks_of_knowing(choose) or not self._sound_below(name):
            return None
        builder = TreeBuilder(choose, self.proved[name])
        try:
            # A tree would not ask for a fact whose value cannot matter; where it is unknown, so is the condition.
            return None if builder.space.has_constants else (builder, builder.build())
        except TooManyNodes:
            return None

    def _sound_below(self, name: str) -> bool:
        return all(self.proved[other].sound and self._sound_below(other) for other in self.decisions[name].uses)


def traits_of(decision: Decision) -> tuple[Expr, ...]:
    """Give the expressions on which the reasons of a decision depend.

    Of its lines, the facts and results that they compare with constants, or, where there is an order, whether they
    hold; the values of rows that are not constant, and by which way they and the fields came about.
    """
    lines = [*decision.applies_lines, *(line for rule in decision.rules.values() for line in rule.lines)]
    leaves = [leaf for line in lines for leaf in _leaves(line.expr)]
    rows = _all_rows(decision.choose)
    values = [row.value for row in rows if not isinstance(row.value, Const)]
    given = (expr for row in rows for expr in (row.value, *(field for _, field in row.fields)))
    ways = [leaf for expr in given for node in walk(expr) if isinstance(node, If) for leaf in _leaves(node.test)]
    return tuple(dict.fromkeys([*map(_trait, leaves), *values, *ways]))


def _leaves(expr: Expr) -> list[Expr]:
    """A line is one condition, but where it means several at once."""
    if isinstance(expr, All | AnyOf):
        return [leaf for item in expr.items for leaf in _leaves(item)]
    return [expr]


def _trait(expr: Expr) -> Expr:
    """What a line depends on: a choice or a yes-or-no as such, of values without number just whether the line holds."""
    if isinstance(expr, Not):
        return _trait(expr.item)
    if isinstance(expr, OneOf):
        named: Expr = expr.item
    elif isinstance(expr, Compare) and isinstance(expr.right, Const):
        named = expr.left
    else:
        return expr
    return named if named.type.name in ("choice", "boolean") else expr


def _all_rows(choose: Choose) -> list[Row]:
    return [*choose.rows, *([choose.otherwise] if choose.otherwise is not None else [])]


def _agreed(parts: Mapping[str, Compute], rules: tuple[str, ...], f: TypedFacts, m: Memory) -> Value:
    if not parts or not rules:
        return None
    if len(rules) == 1:
        part = parts.get(rules[0])
        return None if part is None else part(f, m)
    values = [parts[rule](f, m) if rule in parts else None for rule in rules]
    return values[0] if all(value == values[0] for value in values) else None


def _code(name: str, source: str) -> CodeType:
    """Compile source so that tracebacks show its lines."""
    file = f"<policy {name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    return compile(source, file, "exec")
