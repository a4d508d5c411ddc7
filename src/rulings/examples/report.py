"""What comes out of a run: each example's result, the faults of the files, and how much the examples cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rulings.errors import Diagnostic, Place


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example that was ruled on. `version` is the date of the version that ruled, "" where none could.

    `place` is that of the example's id. Each failure stands at the expectation that was not met.
    """

    policy: str
    version: str
    id: str
    place: Place
    failures: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether everything came as expected."""
        return not self.failures

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain data."""
        return {
            "policy": self.policy,
            "version": self.version,
            "id": self.id,
            "file": self.place.file,
            "line": self.place.line,
            "passed": self.passed,
            "failures": [failure.to_dict() for failure in self.failures],
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of all items the examples reach; `missing` has a note for each that they do not."""

    total: int
    missing: tuple[Diagnostic, ...] = ()

    @property
    def covered(self) -> int:
        """Count the items that are reached."""
        return self.total - len(self.missing)

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing

    def to_dict(self) -> dict[str, Any]:
        """Give the measure as plain data."""
        missing = [note.to_dict() for note in self.missing]
        return {"covered": self.covered, "total": self.total, "missing": missing}


@dataclass(frozen=True, slots=True)
class PolicyCoverage:
    """How much of one version the examples cover.

    - `rules`: every rule and every `otherwise` applied in an example in which its decision is decided; of a condition,
      both answers count.
    - `conditions`: every line of every `when`, `applies_when` and condition was seen true and seen false (two items).
    - `boundaries`: every line drawn by an ordered comparison or a window has an example just before it, exactly on it
      and just behind it, one smallest step apart (three items; see `rulings.examples.boundaries`).
    - `readings`: every reading is pinned by an example.
    """

    policy: str
    version: str
    rules: Measure
    conditions: Measure
    boundaries: Measure
    readings: Measure

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Give the four measures by name."""
        return {name: getattr(self, name) for name in ("rules", "conditions", "boundaries", "readings")}

    @property
    def complete(self) -> bool:
        """Tell whether all four measures are complete."""
        return all(measure.complete for measure in self.measures.values())

    @property
    def missing(self) -> tuple[Diagnostic, ...]:
        """Give all that is missing, one measure after the other."""
        return tuple(note for measure in self.measures.values() for note in measure.missing)

    def to_dict(self) -> dict[str, Any]:
        """Give the coverage as plain data."""
        measures = {name: measure.to_dict() for name, measure in self.measures.items()}
        return {"policy": self.policy, "version": self.version, **measures}


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run.

    `faults` are those of the policies (nothing runs then) and of the files of examples: an example with a fault does
    not run. `coverage` has an entry for every version that was asked for; where one example was asked for, it is empty.
    """

    examples: tuple[ExampleResult, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    coverage: tuple[PolicyCoverage, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether there are no faults and all examples pass. Coverage has a word of its own, `covered`."""
        return not self.faults and all(result.passed for result in self.examples)

    @property
    def covered(self) -> bool:
        """Tell whether the examples cover every version whole."""
        return all(coverage.complete for coverage in self.coverage)

    def to_dict(self) -> dict[str, Any]:
        """Give the report as plain data."""
        return {
            "ok": self.ok,
            "covered": self.covered,
            "examples": [result.to_dict() for result in self.examples],
            "faults": [fault.to_dict() for fault in self.faults],
            "coverage": [coverage.to_dict() for coverage in self.coverage],
        }
