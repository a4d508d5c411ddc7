"""The results of a run, by row, and what can be asked of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dispute.contender import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispute.agreement import Disagreement
    from dispute.contender import Contender, Section

    from timing.interleave import Times

OURS = "rulings"
FLOOR = "hand-written"


@dataclass(frozen=True, slots=True)
class Row:
    """One contender's times, and its ratio (least, median, greatest) to the floor of its section."""

    contender: Contender
    times: Times
    ratios: tuple[float, float, float]

    @property
    def microseconds(self) -> float:
        """Median microseconds a case."""
        return self.times.microseconds

    @property
    def is_peer(self) -> bool:
        """Whether it is somebody else's engine."""
        return self.contender.engine not in (OURS, FLOOR)

    @property
    def does_the_same_work(self) -> bool:
        """Whether nothing that our engine does was done for it beforehand."""
        return self.contender.calendar is not Calendar.BEFOREHAND


@dataclass(slots=True)
class Results:
    """Everything that a run found."""

    rows: list[Row] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)
    cases: int = 0
    rounds: int = 0

    @property
    def failed(self) -> bool:
        """Whether an engine gave a wrong answer or could not run for another reason than not being installed."""
        return bool(self.faults or self.disagreements)

    def section(self, section: Section) -> list[Row]:
        """The rows of one table, the fastest first."""
        rows = [row for row in self.rows if row.contender.section is section]
        return sorted(rows, key=lambda row: row.microseconds)

    def ours(self, section: Section) -> Row | None:
        """Our row of a section, over cases whose facts are known."""
        return self._first(section, lambda row: row.contender.engine == OURS and not row.contender.unknowns)

    def floor(self, section: Section) -> Row | None:
        """The hand-written function of a section."""
        return self._first(section, lambda row: row.contender.floor)

    def fastest_peer(self, section: Section, *, engine: str = "", same_work: bool = False) -> Row | None:
        """The fastest row of any peer, or of one; if asked, of those that do the same work."""
        return self._first(
            section,
            lambda row: (
                row.is_peer and engine in ("", row.contender.engine) and (row.does_the_same_work or not same_work)
            ),
        )

    def _first(self, section: Section, wanted: Callable[[Row], bool]) -> Row | None:
        return next((row for row in self.section(section) if wanted(row)), None)
