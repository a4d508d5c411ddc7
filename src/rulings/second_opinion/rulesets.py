"""Rulesets of the other engine for a group of conditions, kept within what it survives.

It looks at a message with a stack of 64 places, which no more rules than `MOST_RULES` can fill: at any time what lies
there leads to different rules. Alternatives are rules of their own, since an `$or` fires once for each of its branches,
and inside an `$and` multiplies. `$nex` is not used: beside an `$ex` of the same property it fires where it must not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rulings.algebra import Expr
from rulings.second_opinion.conditions import Atom, Branch, Subject, branches
from rulings.second_opinion.reasons import TOO_MANY_CONDITIONS, Untranslatable

MOST_RULES: Final = 50
MOST_PROPERTIES: Final = 200
ALWAYS: Final = "always"
"""A rule that fires for every message: an answer without it is none."""
PRESENT: Final = {"on": 1}
_OPERATORS: Final = {
    "ne": "$neq",
    "lt": "$lt",
    "le": "$lte",
    "gt": "$gt",
    "ge": "$gte",
}


@dataclass(frozen=True, slots=True)
class Ruleset:
    """One ruleset: its JSON, the properties by subject, and of each rule which conditions it makes true or false.

    Names are "p0", "p1", … and "r0", "r1", …: the engine knows names by a hash of 32 bits, in which these all differ.
    """

    text: str
    properties: tuple[tuple[Subject, str], ...]
    outcomes: tuple[tuple[str, tuple[tuple[int, bool], ...]], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that are asked for together: their rulesets, and of each the subjects that it rests on.

    `refused` holds, by place, those that cannot be translated, with the reason.
    """

    rulesets: tuple[Ruleset, ...]
    subjects: tuple[frozenset[Subject], ...]
    refused: tuple[tuple[int, str], ...] = ()


_Outcomes = dict[Branch, list[tuple[int, bool]]]


def grouped(conditions: Sequence[Expr]) -> Group:
    """Translate a group of conditions."""
    rules: _Outcomes = {}
    subjects: list[frozenset[Subject]] = []
    refused: list[tuple[int, str]] = []
    for place, condition in enumerate(conditions):
        try:
            found = _rules_of(condition, place)
        except Untranslatable as fault:
            refused.append((place, fault.reason))
            found = {}
        for branch, outcomes in found.items():
            rules.setdefault(branch, []).extend(outcomes)
        subjects.append(frozenset(atom.subject for branch in found for atom in branch))
    return Group(tuple(map(_ruleset, _parts(rules))), tuple(subjects), tuple(refused))


def _rules_of(condition: Expr, place: int) -> _Outcomes:
    rules: _Outcomes = {}
    for wanted in (True, False):
        for branch in branches(condition, wanted):
            if len({atom.subject for atom in branch}) > MOST_PROPERTIES:
                raise Untranslatable(TOO_MANY_CONDITIONS)
            rules.setdefault(branch, []).append((place, wanted))
    return rules


def _parts(rules: _Outcomes) -> Iterator[_Outcomes]:
    part: _Outcomes = {}
    subjects: set[Subject] = set()
    for branch, outcomes in rules.items():
        wider = subjects | {atom.subject for atom in branch}
        if part and (len(part) == MOST_RULES or len(wider) > MOST_PROPERTIES):
            yield part
            part, wider = {}, {atom.subject for atom in branch}
        part[branch], subjects = outcomes, wider
    if part:
        yield part


def _ruleset(rules: _Outcomes) -> Ruleset:
    subjects = dict.fromkeys(atom.subject for branch in rules for atom in sorted(branch, key=repr))
    names = {subject: f"p{place}" for place, subject in enumerate(subjects)}
    named = {f"r{place}": branch for place, branch in enumerate(rules)}
    conditions = {name: _condition(branch, names) for name, branch in named.items()}
    outcomes = tuple((name, tuple(rules[branch])) for name, branch in named.items())
    return Ruleset(ruleset_text(conditions), tuple(names.items()), outcomes)


def _condition(branch: Branch, names: dict[Subject, str]) -> dict[str, Any]:
    if not branch:
        return dict(PRESENT)
    written = sorted((_atom(atom, names[atom.subject]) for atom in branch), key=str)
    return written[0] if len(written) == 1 else {"$and": written}


def _atom(atom: Atom, name: str) -> dict[str, Any]:
    return {name: atom.value} if atom.op == "eq" else {_OPERATORS[atom.op]: {name: atom.value}}


def ruleset_text(conditions: dict[str, dict[str, Any]]) -> str:
    """Write a ruleset of named conditions about one message, and the rule that always fires."""
    rules = {name: {"all": [{"m": condition}]} for name, condition in {ALWAYS: PRESENT, **conditions}.items()}
    return json.dumps(rules, ensure_ascii=False, separators=(",", ":"))
