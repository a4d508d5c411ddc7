"""A job as plain data: policies as text, the two versions, the question, and the files, cut into parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from rulings.audit.cluster.refusing import JobRefused
from rulings.audit.cluster.texts import Texts
from rulings.audit.impact.comparing import Question
from rulings.audit.impact.running import Versions, question_of
from rulings.audit.replay.arrow import packages
from rulings.audit.replay.columns import POLICY, check_columns
from rulings.audit.replay.identity import identity_of
from rulings.audit.replay.parquet_cases import ParquetCases
from rulings.book import PolicyBook

ROWS_OF_PART = 1_000_000
_FORMAT = 1


@dataclass(frozen=True)
class InputFile:
    """A Parquet file: its path, which workers know it by too, its size in bytes, and what tells it from another."""

    path: str
    size: int
    identity: str
    rows: int

    def open(self, policy: str, book: PolicyBook) -> ParquetCases:
        """Open it where a part is done. Raises JobRefused where it is another file, UnreadableInput and OSError."""
        path = Path(self.path)
        if path.stat().st_size != self.size or identity_of(path) != self.identity:
            message = f"{self.path} is not the file that the job was made for"
            raise JobRefused(message)
        return opened(path, policy, book)


@dataclass(frozen=True)
class Part:
    """Some row groups of a file, behind so many of its rows."""

    number: int
    file: InputFile
    groups: tuple[int, ...]
    before: int
    rows: int

    @property
    def name(self) -> str:
        """Name what is written of it."""
        return f"part-{self.number:05d}"

    def __str__(self) -> str:
        """Say where it is."""
        return f"part {self.number} (rows {self.before + 1} to {self.before + self.rows} of {self.file.path})"


@dataclass(frozen=True)
class Job:
    """What is compared, by what, and on what. Two jobs with the same digest write the same bytes."""

    texts: Texts
    old: str
    new: str
    at: str | None
    question: Question
    parts: tuple[Part, ...]

    @property
    def policy(self) -> str:
        """Give the policy's name."""
        return self.texts.policy

    @property
    def versions(self) -> Versions:
        """Give the two versions. Policies come from the job's text: there is no folder."""
        return Versions(Path(), self.policy, self.old, self.new, self.at)

    @property
    def files(self) -> tuple[InputFile, ...]:
        """Give the files, in their order."""
        return tuple(dict.fromkeys(part.file for part in self.parts))

    def to_dict(self) -> dict[str, Any]:
        """Give the job as plain data."""
        return {"format": _FORMAT, **asdict(self)}

    @cached_property
    def digest(self) -> str:
        """Give a digest over all of it."""
        data = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(data.encode('utf-8')).hexdigest()}"


def make_job(  # noqa: PLR0913 - what a job is made of
    versions: Versions,
    files: Sequence[str | Path],
    *,
    book: PolicyBook | None = None,
    decisions: Sequence[str] = (),
    money: Sequence[str] = (),
    examples: int = 3,
    rows_of_part: int = ROWS_OF_PART,
) -> Job:
    """Make a job of Parquet files, in the order in which they are given; large files are cut between row groups.

    Without `book`, policies are loaded from the folder of `versions`. Columns are checked here, once. Raises
    UnknownPolicy, UnknownVersion, UnknownSubject, PolicyFaults, UnreadableInput, PackageMissing, OSError, and
    ValueError where there is no file, or one twice.
    """
    book = PolicyBook.load(versions.policies) if book is None else book
    question = question_of(*versions.both(book), decisions, money, examples)
    names = [str(file) for file in files]
    if not names or len(set(names)) < len(names):
        message = "no file is given" if not names else "a file is given twice, and its rows would count twice"
        raise ValueError(message)
    cut = (piece for name in names for piece in _pieces(Path(name), versions.policy, book, rows_of_part))
    parts = tuple(replace(part, number=number) for number, part in enumerate(cut, start=1))
    both = (versions.old, versions.new)
    texts = Texts.of(versions.policies, versions.policy, book, both, others=_name_policies(parts))
    return Job(texts, versions.old, versions.new, versions.at, question, parts)


def opened(path: Path, policy: str, book: PolicyBook) -> ParquetCases:
    """Open a file and check its columns. Raises UnreadableInput, PackageMissing and OSError."""
    with path.open("rb"):
        source = ParquetCases.open(path, policy)
    check_columns(source.form, book)
    source.check_types(book)
    return source


def _pieces(path: Path, policy: str, book: PolicyBook, most: int) -> Iterator[Part]:
    """Cut a file, of which an empty one is a part too: so that it counts as read."""
    source = opened(path, policy, book)
    file = InputFile(str(path), path.stat().st_size, source.identity, source.size)
    before = 0
    for groups, rows in _together(_groups(path), most):
        yield Part(0, file, groups, before, rows)
        before += rows


def _name_policies(parts: Iterable[Part]) -> bool:
    """Tell whether rows of some file say by which policy they are ruled on."""
    paths = dict.fromkeys(part.file.path for part in parts)
    return any(POLICY in packages()[1].read_schema(path).names for path in paths)


def _groups(path: Path) -> list[int]:
    """Give the rows of each row group."""
    metadata = packages()[1].read_metadata(path)
    return [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]


def _together(groups: Iterable[int], most: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Put neighbouring row groups together while they have no more than so many rows."""
    some: list[int] = []
    rows = 0
    for number, size in enumerate(groups):
        if some and rows + size > most:
            yield tuple(some), rows
            some, rows = [], 0
        some.append(number)
        rows += size
    yield tuple(some), rows
