"""Policies with one thing changed, so that it can be seen whether the second opinion notices."""

from dataclasses import fields, is_dataclass, replace

from rulings.algebra import Choose, Closing, Compare, Row, walk
from rulings.algebra.expressions import NODES
from rulings.explain.explanation import Explainer
from rulings.ruling import Ruling
from rulings.values import Span
from rulings.version import Version

FLIPPED = {"le": "lt", "lt": "le", "ge": "gt", "gt": "ge"}


def rewritten(expr, change):
    """Give an expression in which every node for which `change` gives another one is that other one."""
    new = change(expr)
    if new is not expr:
        return new
    if not isinstance(expr, (*NODES, tuple)):
        return expr
    if isinstance(expr, tuple):
        parts = tuple(rewritten(part, change) for part in expr)
        return parts if any(one is not other for one, other in zip(parts, expr, strict=True)) else expr
    assert is_dataclass(expr)
    parts = {field.name: rewritten(getattr(expr, field.name), change) for field in fields(expr)}
    changed = {name: part for name, part in parts.items() if part is not getattr(expr, name)}
    return replace(expr, **changed) if changed else expr


def with_decision(version, name, choose):
    """Give a version in which a decision is chosen otherwise; its rules say what they said."""
    decisions = dict(version.policy.decisions)
    decisions[name] = replace(decisions[name], choose=choose)
    return replace(version, policy=replace(version.policy, decisions=decisions))


def one_day_longer(version, name):
    """Give a version in which every period of a decision is a day, month or hour longer."""

    def longer(node):
        return replace(node, span=Span(node.span.count + 1, node.span.unit)) if isinstance(node, Closing) else node

    return with_decision(version, name, rewritten(version.policy.decisions[name].choose, longer))


def flips(version):
    """Give, for every ordered comparison of a version, the version in which it is strict, or no longer is."""
    for name, decision in sorted(version.policy.decisions.items()):
        compared = [node for node in walk(decision.choose) if isinstance(node, Compare) and node.op in FLIPPED]
        for old in dict.fromkeys(compared):
            yield name, old, with_decision(version, name, rewritten(decision.choose, flipped(old)))


def flipped(old):
    return lambda node: replace(old, op=FLIPPED[old.op]) if node == old else node


def denied(version, name):
    """Give a version in which every equality in a decision is an inequality."""

    def other(node):
        return replace(node, op="ne") if isinstance(node, Compare) and node.op == "eq" else node

    return with_decision(version, name, rewritten(version.policy.decisions[name].choose, other))


def without_overrides(version, name):
    """Give a version in which no rule of a decision puts another aside."""
    choose = version.policy.decisions[name].choose
    return with_decision(version, name, Choose(tuple(map(alone, choose.rows)), choose.otherwise, choose.type))


def alone(row):
    return Row(row.id, row.guard, row.value, (), row.fields, row.margin)


def ruled_by(version, ruling):
    """Give the ruling that another version comes to, as if the ruling's own version had."""
    assert isinstance(version, Version)
    memory = [*[None] * (version.compiled.memory_size - 1), ruling.at]
    for name in version.policy.decisions:
        memory[version.compiled.place[name]] = version.compiled.decide[name](ruling.case.facts, memory)
    return Ruling(Explainer(ruling.version), ruling.case, memory, ruling.decided, ruling.at)


def ruled_whole_by(version, ruling):
    """Give the ruling of another version as its own."""
    return Ruling(Explainer(version), ruling.case, ruled_by(version, ruling).memory, ruling.decided, ruling.at)
