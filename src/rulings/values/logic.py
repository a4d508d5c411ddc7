"""Three-valued logic (Kleene): true, false, and unknown, which is never false."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Truth: TypeAlias = bool | None
"""True, False, or None for unknown."""


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return False if one is false, else None if one is unknown, else True (also of nothing)."""
    unknown = False
    for truth in truths:
        if truth is None:
            unknown = True
        elif not truth:
            return False
    return None if unknown else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return True if one is true, else None if one is unknown, else False (also of nothing)."""
    unknown = False
    for truth in truths:
        if truth is None:
            unknown = True
        elif truth:
            return True
    return None if unknown else False


def negate(truth: Truth) -> Truth:
    """Return the opposite; the opposite of unknown is unknown."""
    return None if truth is None else not truth
