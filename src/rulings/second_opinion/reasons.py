"""Why there is no second opinion on a decision: stable codes, counted apart and never taken for agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TOO_LARGE: Final = "too-large"
"""A number does not fit the integers that the other engine calculates with."""
TOO_MANY_CONDITIONS: Final = "too-many-conditions"
"""One rule asks for more properties than a message of the other engine can hold."""
BEYOND_CALENDAR: Final = "beyond-calendar"
"""A period ends on a day that the holiday calendar, or the years that are counted, do not cover."""
NOT_TRANSLATED: Final = "not-translated"
"""The policy says something for which the other engine has no form."""
NO_RULING: Final = "no-ruling"
"""There is nothing to compare with: the version could not be chosen, or deciding ends in an error."""
WORKER_CRASHED: Final = "worker-crashed"
"""The other engine's process ended while it looked at this case, twice."""
WORKER_TIMED_OUT: Final = "worker-timed-out"
"""The other engine's process did not answer in time, and was ended."""
WORKER_GARBLED: Final = "worker-garbled"
"""The other engine's answer was not one, or contradicted itself."""
ENGINE_REFUSED: Final = "engine-refused"
"""The other engine refused a ruleset or a fact by an error."""

REASONS: Final = (
    BEYOND_CALENDAR,
    ENGINE_REFUSED,
    NO_RULING,
    NOT_TRANSLATED,
    TOO_LARGE,
    TOO_MANY_CONDITIONS,
    WORKER_CRASHED,
    WORKER_GARBLED,
    WORKER_TIMED_OUT,
)


@dataclass(frozen=True, slots=True)
class NotCarried:
    """Stands for a value that the other engine could not be asked for. It is not an unknown fact: nothing is known."""

    reason: str


class Untranslatable(Exception):
    """An expression has no form in the other engine."""

    def __init__(self, reason: str) -> None:
        """Carry the reason."""
        super().__init__(reason)
        self.reason = reason
