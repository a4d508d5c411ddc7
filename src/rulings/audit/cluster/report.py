"""What a job came to, as data: the same as of `impact`, but that examples are told by their file and row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from rulings.audit.cluster.committing import Folder
from rulings.audit.cluster.counts import Sum
from rulings.audit.cluster.job import Job
from rulings.audit.impact.comparison import Transition
from rulings.audit.impact.report import Report
from rulings.audit.impact.running import Impact
from rulings.audit.replay.rows import CASES


@dataclass(frozen=True)
class Place:
    """A row that shows a transition: the file that it is in, its number there, and the id of the case."""

    file: str
    row: int
    case: str | None

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class JobReport(Report):
    """The comparison that a job came to, and the first rows with faults."""

    first_faults: tuple[dict[str, Any], ...] = ()

    def examples(self, one: Transition) -> Iterator[Place]:  # type: ignore[override]  # told by place, not by facts
        """Give the places of the examples of a transition."""
        for row in self.comparison.examples.get(one, ()):
            file, case = row.data
            yield Place(str(file), row.number, None if case is None else str(case))

    def rows(self, one: Transition) -> str:
        """Write the rows of a transition's examples, behind the names of their files."""
        return ", ".join(f"{PurePath(place.file).name}:{place.row}" for place in self.examples(one))

    def to_dict(self) -> dict[str, Any]:
        """Give the whole as plain data."""
        return {**super().to_dict(), "first_faults": list(self.first_faults)}


def report_of(job: Job, folder: Folder) -> JobReport:
    """Add up all parts, which are committed."""
    total = Sum(job.question.examples)
    for part in job.parts:
        result = folder.result(part)
        if result is None:
            message = f"{part} is not committed"
            raise AssertionError(message)
        total.add(result["counts"])
    impact = Impact(total.tally, total.comparison)
    return JobReport(impact, job.versions, job.question, job.texts.load(), CASES, total.first_faults)


def success_of(job: Job, folder: Folder, report: JobReport) -> dict[str, Any]:
    """Give what is written at the very end: the job's digests, its files and parts, and the counts."""
    results = [(part, folder.result(part) or {}) for part in job.parts]
    return {
        "job": job.digest,
        "release": job.texts.release,
        "policies": {file.path: file.digest for file in job.texts.files},
        "meanings": dict(job.texts.meanings),
        "files": [file.__dict__ for file in job.files],
        "parts": [
            {
                "part": part.number,
                "of": part.file.path,
                "first_row": part.before + 1,
                "rows": part.rows,
                "written": folder.out(part).name,
                "changed": result["counts"]["changed"],
                **result["file"],
            }
            for part, result in results
        ],
        "counts": report.to_dict(),
    }
