"""To which values an undecided decision can still come: exactly, where the missing facts are few enough to try them all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from rulings.algebra import Value
from rulings.errors import Undecidable
from rulings.explain.matter import Matter, standing
from rulings.model import NOT_APPLICABLE, Decision, Fact
from rulings.values import CalendarBeyond

MOST_TRIED = 64


def possible_values(matter: Matter, decision: Decision) -> list[Value]:
    """Give the values to which a decision can still come, as far as they can be told; "does not apply" is left out."""
    options = [finite_values(matter.policy.vocabulary.facts[path]) for path in matter.needs]
    if not all(options) or prod(map(len, options)) > MOST_TRIED:
        return _of_rules(matter, decision)
    found = dict.fromkeys(_tried(matter, decision, options))
    return _in_order(decision, found) if None not in found else _of_rules(matter, decision)


def finite_values(fact: Fact) -> tuple[Value, ...]:
    """Give all values that a fact can have, none where they are too many to list."""
    if fact.type.name == "boolean":
        return (True, False)
    return tuple(fact.options) if fact.type.name == "choice" else ()


def _tried(matter: Matter, decision: Decision, options: list[tuple[Value, ...]]) -> Iterator[Value]:
    for values in product(*options):
        known = {**matter.facts, **dict(zip(matter.needs, values, strict=True))}
        try:
            yield matter.version.interpreter(known).decide(decision.name).value
        except (Undecidable, CalendarBeyond):
            continue


def _of_rules(matter: Matter, decision: Decision) -> list[Value]:
    """What the rules that may apply would give: nothing that can happen is missing, though some of it may not happen."""
    explained = matter.explained(decision.name)
    if explained is None:
        return []
    return _in_order(decision, dict.fromkeys(reason.value for reason in standing(explained)))


def _in_order(decision: Decision, found: dict[Value, None]) -> list[Value]:
    """The order of the decision's own titles, so that the same values always read the same."""
    titles = list(decision.value_titles)
    known = [value for value in found if value is not None and value != NOT_APPLICABLE]
    return sorted(known, key=lambda value: titles.index(value) if value in titles else len(titles))
