"""What a benchmarked engine is: how it is given a case, how it is called, and how its outcome is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispute.oracle import Case


class Section(StrEnum):
    """One table of the report: what goes in and what comes out."""

    TYPED = "a"
    JSON = "b-json"
    DICT = "b-dict"
    EXPLAINED = "c"


class Calendar(StrEnum):
    """Who turns moments into window ends, and whether that is timed."""

    ITSELF = "by the engine"
    PYTHON = "by hand in Python, timed"
    BEFOREHAND = "beforehand, not timed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One row of a table.

    `inputs` makes what the engine is given and is not timed; `call` is timed; `outcome` reads the outcome from what
    `call` gave and is not timed. `floor` marks the hand-written function that the others of the section are compared
    with; `unknowns` asks for the cases in which a fifth of the facts are unknown.
    """

    engine: str
    form: str
    section: Section
    calendar: Calendar
    inputs: Callable[[Case], Any]
    call: Callable[[Any], Any]
    outcome: Callable[[Any], str]
    floor: bool = False
    unknowns: bool = False

    @property
    def label(self) -> str:
        """The name of the row."""
        return f"{self.engine}: {self.form}"

    @property
    def key(self) -> str:
        """What tells it from all other rows of the report."""
        return f"({self.section}) {self.label}"


def as_is(outcome: str) -> str:
    """The outcome of a call which gives nothing else."""
    return outcome
