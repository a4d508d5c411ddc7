"""What a worker does: one part of a job, from its file to the rows that changed, and the counts."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Self

from rulings.audit.cluster.counts import plain_counts
from rulings.audit.cluster.job import Job, Part
from rulings.audit.cluster.refusing import JobRefused
from rulings.audit.impact.running import How, Impact, compare_versions
from rulings.audit.replay.rows import Form
from rulings.audit.replay.tally import READ
from rulings.errors import RulingsError
from rulings.library.digests import digest_of_bytes

REFUSED = "refused"


def compare_part(job: Job, part: Part, changes: Path) -> tuple[Impact, Form]:
    """Compare the two versions on the rows of a part, and write those that changed as a Parquet file.

    Raises JobRefused, UnreadableInput, PackageMissing and OSError.
    """
    book = job.texts.load()
    whole = part.file.open(job.policy, book)
    source = replace(whole, groups=part.groups, before=part.before, size=part.before + part.rows)
    impact = compare_versions(source, job.versions, job.question, book, how=How(changes=changes))
    if impact.tally[READ] != part.rows:
        message = f"{impact.tally[READ]} rows were read of {part}"
        raise JobRefused(message)
    return impact, source.form


@dataclass(frozen=True)
class Work:
    """A job and the folder for what its parts write: all that is sent to a worker. Any worker can do any part.

    A part may be done twice, and at the same time: each attempt writes a file of its own, and what it answers names it.
    """

    job: Job
    attempts: Path

    def start(self) -> Self:
        """Make ready; policies are loaded with the first part."""
        return self

    def __call__(self, part: Part) -> dict[str, Any]:
        """Do a part, and answer with plain data. A refusal is an answer too: to try once more would not help."""
        out = _attempt(self.attempts, part)
        try:
            impact, form = compare_part(self.job, part, out)
        except RulingsError as error:
            out.unlink()
            return {"part": part.number, REFUSED: str(error)}
        return {
            "part": part.number,
            "attempt": out.name,
            "file": {"bytes": out.stat().st_size, "digest": digest_of_bytes(out.read_bytes())},
            "counts": plain_counts(impact, part.file, form),
        }


def _attempt(folder: Path, part: Part) -> Path:
    """Give a file that nobody else writes to: whoever makes it first has it, on this machine or another."""
    for number in count():
        path = folder / f"{part.name}-{platform.node()}-{os.getpid()}-{number}.parquet"
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise AssertionError
