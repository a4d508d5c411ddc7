"""What a derivation asks the other engine, and the steps in which it does.

A derivation is a generator: it yields a question, is sent the answer, and goes on. So many cases can be asked for
together, one round after the other, in one process or in none.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final, TypeAlias, TypeVar

from rulings.second_opinion.encoding import fitting
from rulings.second_opinion.reasons import WORKER_GARBLED, NotCarried, Untranslatable
from rulings.second_opinion.rulesets import ALWAYS, PRESENT, ruleset_text

Properties: TypeAlias = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class Question:
    """Which rules of a ruleset fire for one message?"""

    ruleset: str
    message: str


Answer: TypeAlias = frozenset[str] | NotCarried
"""The names of the rules that fired, or why that is not known."""
_T = TypeVar("_T")
Steps: TypeAlias = Generator[Question, Answer, _T]


def fired(ruleset: str, properties: Properties) -> Steps[Answer]:
    """Ask which rules fire. An answer without the rule that always fires is none."""
    # A constant id and state: they are told apart by a hash of 32 bits only, and never more than one is alive.
    message = {"id": "m", "sid": "s", **PRESENT, **properties}
    answer = yield Question(ruleset, json.dumps(message, ensure_ascii=False, separators=(",", ":")))
    if isinstance(answer, NotCarried) or ALWAYS in answer:
        return answer
    return NotCarried(WORKER_GARBLED)


def of(name: str) -> dict[str, str]:
    """Write a property of the message itself, for the right side; `{"m": …}` would mean another, and never be false."""
    return {"$m": name}


def _two(operation: str, left: object, right: object) -> dict[str, Any]:
    return {operation: {"$l": left, "$r": right}}


def plus(left: object, right: object) -> dict[str, Any]:
    """Write a sum of integers."""
    return _two("$add", left, right)


def minus(left: object, right: object) -> dict[str, Any]:
    """Write a difference of integers."""
    return _two("$sub", left, right)


def times(left: object, right: object) -> dict[str, Any]:
    """Write a product of integers."""
    return _two("$mul", left, right)


_ORDER: Final = ruleset_text({"-1": {"$lt": {"l": of("r")}}, "0": {"l": of("r")}, "1": {"$gt": {"l": of("r")}}})
_SAME: Final = ruleset_text({"1": {"l": of("r")}, "0": {"$neq": {"l": of("r")}}})


def sign(left: Fraction, right: Fraction) -> Steps[int | NotCarried]:
    """Let the other engine compare two numbers: -1, 0 or 1."""
    try:
        common = lcm(left.denominator, right.denominator)
        sides = fitting(int(left * common)), fitting(int(right * common))
    except Untranslatable as fault:
        return NotCarried(fault.reason)
    return (yield from _only(_ORDER, {"l": sides[0], "r": sides[1]}))


def same(left: str, right: str) -> Steps[int | NotCarried]:
    """Let the other engine compare two texts: 1 where they are alike, else 0."""
    return (yield from _only(_SAME, {"l": left, "r": right}))


def _only(ruleset: str, properties: Properties) -> Steps[int | NotCarried]:
    answer = yield from fired(ruleset, properties)
    if isinstance(answer, NotCarried):
        return answer
    found = answer - {ALWAYS}
    return int(next(iter(found))) if len(found) == 1 else NotCarried(WORKER_GARBLED)
