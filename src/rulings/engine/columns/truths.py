"""Truths in columns: no, yes or unknown a row, and where they could not be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

from rulings.engine.columns.batch import Truths

NO, YES, UNKNOWN = 0, 1, 2
"""How truths stand in a column."""
Answers: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]
_NEGATED: Final = np.array([YES, NO, UNKNOWN], dtype=np.int8)
_BOTH: Final = np.array([[NO, NO, NO], [NO, YES, UNKNOWN], [NO, UNKNOWN, UNKNOWN]], dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Truth:
    """Truths a row, NO, YES or UNKNOWN, and where they could not be told."""

    answers: Answers
    flagged: Truths


def told(truth: Truths, known: Truths) -> Answers:
    """Give truths that count where they are known."""
    if known.all():
        return truth.astype(np.int8)
    # In bytes throughout: with the number itself NumPy would make eight bytes of each.
    return np.where(known, truth.astype(np.int8), np.int8(UNKNOWN))


def negated(one: Truth) -> Truth:
    """Give the opposite; the opposite of unknown is unknown."""
    return Truth(_NEGATED[one.answers], one.flagged)


def all_of(truths: list[Truth], size: int) -> Truth:
    """Give NO where one is, else UNKNOWN where one is, else YES."""
    answers, flagged = np.full(size, YES, np.int8), np.zeros(size, np.bool_)
    for one in truths:
        answers = _BOTH[answers, one.answers]
        flagged = flagged | one.flagged
    return Truth(answers, flagged)


def any_of(truths: list[Truth], size: int) -> Truth:
    """Give YES where one is, else UNKNOWN where one is, else NO."""
    return negated(all_of([negated(one) for one in truths], size))


def either(test: Truth, one: Truth, other: Truth) -> Truth:
    """Give the one where the test holds, the other where it fails, and what both agree on where it is unknown."""
    both = np.where(one.answers == other.answers, one.answers, UNKNOWN)
    answers = np.where(test.answers == YES, one.answers, np.where(test.answers == NO, other.answers, both))
    return Truth(
        answers.astype(np.int8),
        test.flagged | (one.flagged & (test.answers != NO)) | (other.flagged & (test.answers != YES)),
    )
