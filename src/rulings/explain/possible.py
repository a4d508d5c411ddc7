"""To which values an undecided decision can still come: exactly, where the missing facts are few enough to try."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod
from typing import Any

from msgspec import structs

from rulings.algebra import NOT_APPLICABLE, Value
from rulings.engine.facts import Memory, attribute
from rulings.engine.settle import Outcome
from rulings.errors import Undecidable
from rulings.explain.matter import Matter, standing
from rulings.model import Decision, Fact
from rulings.values import BeyondCalendar

MOST_TRIED = 1024


def possible_values(matter: Matter, decision: Decision) -> list[Value]:
    """Give the values to which a decision can still come, as far as they can be told; "does not apply" is left out."""
    options = [finite_values(matter.policy.vocabulary.fact(path)) for path in matter.needs]
    if not all(options) or prod(map(len, options)) > MOST_TRIED:
        return _of_rules(matter, decision)
    tried = (
        what_if(matter, dict(zip(matter.needs, values, strict=True)), (decision.name,)) for values in product(*options)
    )
    found = dict.fromkeys(outcome.value for outcomes in tried for outcome in outcomes)
    return _in_order(decision, found) if None not in found else _of_rules(matter, decision)


def what_if(matter: Matter, more: Mapping[str, Value], names: Iterable[str]) -> tuple[Outcome, ...]:
    """Decide as if more facts were known. Gives nothing where the policy itself fails on such a case."""
    compiled = matter.version.compiled
    facts = _with(matter.case.facts, more)
    memory: Memory = [None] * compiled.memory_size
    memory[-1] = matter.at
    try:
        return tuple(compiled.decide[name](facts, memory) for name in names)
    except (Undecidable, BeyondCalendar):
        return ()


def _with(facts: Any, more: Mapping[str, Value]) -> Any:  # noqa: ANN401 - a typed case is a struct made for its vocabulary
    for path, value in more.items():
        group, name = (attribute(part) for part in path.split("."))
        facts = structs.replace(facts, **{group: structs.replace(getattr(facts, group), **{name: value})})
    return facts


def finite_values(fact: Fact) -> tuple[Value, ...]:
    """Give all values that a fact can have, none where they are too many to list."""
    if fact.type.name == "boolean":
        return (True, False)
    return tuple(fact.options) if fact.type.name == "choice" else ()


def _of_rules(matter: Matter, decision: Decision) -> list[Value]:
    """What the rules that may apply would give: all that can happen, and perhaps some that cannot."""
    explained = matter.explained(decision.name)
    if explained is None:
        return []
    return _in_order(decision, dict.fromkeys(reason.value for reason in standing(explained)))


def _in_order(decision: Decision, found: dict[Value, None]) -> list[Value]:
    """The order of the decision's own titles, so that the same values always read the same."""
    titles: list[Value] = list(decision.value_titles)
    known = [value for value in found if value is not None and value != NOT_APPLICABLE]
    return sorted(known, key=lambda value: titles.index(value) if value in titles else len(titles))
