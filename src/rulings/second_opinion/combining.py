"""What several values or truths come to, where some are unknown and some could not be carried.

Both are less than known, and not the same: of an unknown fact our engine knows no more either. What could not be
carried may be anything, so that it decides nothing, and stands in the way of a conclusion that needs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from rulings.second_opinion.conditions import KNOWN, NUMBER, TEXT, Subject
from rulings.second_opinion.encoding import code, text
from rulings.second_opinion.reasons import WORKER_GARBLED, NotCarried
from rulings.second_opinion.settling import Known, Truth, comparable

Held = dict[Subject, int | str | NotCarried]
"""What is known of the subjects of a group, as the other engine holds it; an unknown one is not in it."""


def missing_of(values: Iterable[object]) -> NotCarried | None:
    """Give why a value could not be carried, of several the first by name, or None where none is missing."""
    reasons = sorted(value.reason for value in values if isinstance(value, NotCarried))
    return NotCarried(reasons[0]) if reasons else None


def written(subject: Subject, value: Known) -> int | str | NotCarried | None:
    """Write a value as the other engine holds it."""
    if isinstance(value, NotCarried):
        return value
    if subject.kind == KNOWN:
        return int(value is not None)
    if value is None:
        return None
    if subject.kind == NUMBER:
        return code(value, subject.scale)
    return text(value) if subject.kind == TEXT else int(bool(value))


def judged(truths: set[bool], subjects: frozenset[Subject], held: Held, fault: NotCarried | None) -> Truth:
    """Conclude from what fired for one condition.

    What is surely true or false stays so, whatever a value is that could not be carried.
    """
    if truths:
        return NotCarried(WORKER_GARBLED) if len(truths) > 1 else next(iter(truths))
    return missing_of(held.get(subject) for subject in subjects) or fault


def nothing(value: Known) -> NotCarried | None:
    """Give why a value is not there: it is unknown, or could not be carried."""
    return value if isinstance(value, NotCarried) else None


def common(values: list[Known]) -> Known:
    """Give the value on which all agree. Where one is unknown there is none, whatever the others are."""
    if not values or None in values:
        return None
    missing = missing_of(values)
    if missing is not None:
        return missing
    return values[0] if all(comparable(value) == comparable(values[0]) for value in values) else None


def joined(seen: list[list[Known]], quantifier: str) -> Known:
    """Tell whether a condition holds for "some" or "every" record, from its truth for each."""
    truths = [one[0] for one in seen]
    decisive = quantifier == "some"
    if any(truth is decisive for truth in truths):
        return decisive
    missing = missing_of(truths)
    return missing if missing is not None else None if None in truths else not decisive


def carried(truths: list[Truth]) -> list[bool | None] | NotCarried:
    """Give the truths where all could be carried, else why not."""
    return missing_of(truths) or cast("list[bool | None]", truths)
