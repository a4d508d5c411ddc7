"""Compares two versions of a policy on all cases of an input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from rulings.audit.columns.engines import AUTO, End, columns_of, ends_of_blocks
from rulings.audit.columns.sample import Sample
from rulings.audit.columns.threads import in_threads
from rulings.audit.impact.changed_files import changes_file, form_of
from rulings.audit.impact.changes import ChangedRow, changed_row
from rulings.audit.impact.comparing import Counting, Question, Rule
from rulings.audit.impact.comparison import Comparison, Transition
from rulings.audit.replay.decoding import decoder, id_of
from rulings.audit.replay.judging import SHOWN, FaultyRow, PartWriter
from rulings.audit.replay.processes import in_order
from rulings.audit.replay.rows import Form, Row, Source, parts_of
from rulings.audit.replay.tally import PASSED_OVER, READ, RULED, Tally
from rulings.book import PolicyBook
from rulings.errors import RulingsError, diagnostics_of, nearest
from rulings.model import Policy

Tell = Callable[[int, int], None]


class UnknownSubject(RulingsError):
    """A decision or a fact that is to be compared, and that neither version has."""


@dataclass(frozen=True)
class Versions:
    """The two versions of a policy that are compared, by their dates, and the moment at which both rule."""

    policies: Path
    policy: str
    old: str
    new: str
    at: str | None = None

    def rules(self, book: PolicyBook) -> tuple[Rule, Rule]:
        """Give the functions that rule under them."""
        return self._rule(book, self.old), self._rule(book, self.new)

    def _rule(self, book: PolicyBook, version: str) -> Rule:
        return lambda case: book.rule(case, version=version, at=self.at)

    def both(self, book: PolicyBook) -> tuple[Policy, Policy]:
        """Give them. Raises UnknownPolicy and UnknownVersion."""
        return book.version(self.policy, self.old).policy, book.version(self.policy, self.new).policy


@dataclass(frozen=True)
class Impact:
    """What came of it: how many rows were read and why some were not compared, and the comparison of the others.

    `verified` is how many of them were ruled on in columns and singly too. Where they are wanted, `changes` holds lines
    about rows that changed, and `table`, of Arrow, others that were ruled on in columns.
    """

    tally: Tally = field(default_factory=Tally)
    comparison: Comparison = field(default_factory=Comparison)
    first_faults: tuple[FaultyRow, ...] = ()
    verified: int = 0
    changes: tuple[ChangedRow, ...] = ()
    table: Any = None

    def __add__(self, other: Impact) -> Impact:
        """Count both. Of faults the first are kept, and of changes none: who adds up parts has written them."""
        return Impact(
            self.tally + other.tally,
            self.comparison + other.comparison,
            (*self.first_faults, *other.first_faults)[:SHOWN],
            self.verified + other.verified,
        )


def question_of(
    old: Policy, new: Policy, decisions: Sequence[str] = (), money: Sequence[str] = (), examples: int = 3
) -> Question:
    """Say what is compared: decisions, else the answers of both versions; money is a decision, or a fact.

    Raises UnknownSubject for what neither version has.
    """
    known = {**old.decisions, **new.decisions}
    facts = {path: fact for path, fact in old.vocabulary.facts.items() if fact.type.name == "money"}
    for name in decisions:
        _known(name, known, "decision")
    for name in money:
        _known(name, {**known, **facts}, "decision, and no fact of money,")
    asked = decisions or (*old.answers, *(name for name in new.answers if name not in old.answers))
    extra = (name for name in money if name in known and name not in asked)
    return Question((*asked, *extra), tuple(name for name in money if name not in known), examples)


def _known(name: str, known: Mapping[str, object], what: str) -> None:
    if name not in known:
        near = nearest(name, known)
        hint = f'; did you mean "{near}"?' if near else f"; there are {', '.join(sorted(known))}"
        message = f'neither version has a {what} called "{name}"{hint}'
        raise UnknownSubject(message)


@dataclass(frozen=True)
class CompareCases:
    """The job of comparing the two versions on rows of cases.

    `changes` says in which form those that change are wanted; None is for not at all.
    """

    versions: Versions
    form: Form
    question: Question
    changes: str | None = None

    def start(self) -> CaseComparer:
        """Load the policies."""
        return self.ready(PolicyBook.load(self.versions.policies))

    def ready(self, book: PolicyBook) -> CaseComparer:
        """Make ready where the policies are loaded."""
        return CaseComparer(book, self)


class CaseComparer:
    """Compares the two versions on rows, each for itself: a row with a fault keeps no other from being compared."""

    def __init__(self, book: PolicyBook, job: CompareCases) -> None:
        """Start with the policies."""
        self._job = job
        self._decode = decoder(job.form, book)
        self._old, self._new = job.versions.rules(book)

    def __call__(self, rows: Sequence[Row]) -> Impact:
        """Compare."""
        part, counting = PartWriter(), Counting(self._job.question)
        changes: list[ChangedRow] = []
        for row in rows:
            part.tally.count(READ)
            try:
                changes += self._compare(row, part, counting)
            except RulingsError as error:
                part.add_faulty(row.number, id_of(row, self._job.form), diagnostics_of(error))
        done = part.done()
        return Impact(done.tally, counting.done(), done.first_faults, changes=tuple(changes))

    def _compare(self, row: Row, part: PartWriter, counting: Counting) -> list[ChangedRow]:
        if row.faults:
            part.add_faulty(row.number, None, row.faults)
            return []
        case = self._decode(row)
        if case.policy_id != self._job.versions.policy:
            part.tally.count(PASSED_OVER)
            return []
        old, new = self._old(case), self._new(case)
        changed = counting.add(row, old, new)
        part.tally.count(RULED)
        return [changed_row(row.number, changed, old, new)] if changed and self._job.changes else []


@dataclass(frozen=True)
class How:
    """How a comparison is done: by which engine, how many processes or threads, and which share is ruled on singly too.

    `changes` names a file for the rows that changed.
    """

    engine: str = AUTO
    processes: int = 1
    verify: Fraction = Fraction(0)
    changes: Path | None = None


def compare_versions(  # noqa: PLR0913 - what is compared, and how
    source: Source,
    versions: Versions,
    question: Question,
    book: PolicyBook,
    *,
    how: How = How(),
    tell: Tell = lambda _rows, _position: None,
) -> Impact:
    """Rule on every case under both versions, and count what is otherwise; what is in memory does not grow with them.

    Raises UnreadableInput, WorkerLost, PackageMissing, ColumnsDiffer and OSError.
    """
    found = Impact(comparison=Comparison(most_examples=question.examples))
    job = CompareCases(versions, source.form, question, form_of(how.changes))
    with changes_file(how.changes) as file, closing(_parts(job, source, book, how)) as parts:
        for (number, end), part in parts:
            found += part
            if file is not None:
                file.write(part.changes, part.table)
            tell(number, end)
    return found


@dataclass
class _Shown:
    """Counts examples in the order of the rows, so that later blocks look for none where there are `enough`."""

    most: int
    enough: set[Transition] = field(default_factory=set)
    _counts: Counter[Transition] = field(default_factory=Counter)

    def add(self, comparison: Comparison) -> None:
        """Count the examples of the next block."""
        for kind, rows in comparison.examples.items():
            self._counts[kind] += len(rows)
            if self._counts[kind] >= self.most:
                self.enough.add(kind)


def _parts(job: CompareCases, source: Source, book: PolicyBook, how: How) -> Generator[tuple[End, Impact], None, None]:
    """Give parts of the comparison in order, each with the number and the end of its last row."""
    blocks = columns_of(source, book, how.engine, verify=bool(how.verify))
    if blocks is not None:
        from rulings.audit.impact.columns import ColumnsComparer  # noqa: PLC0415 - needs an extra

        shown = _Shown(job.question.examples)

        work = ends_of_blocks(ColumnsComparer(book, job, Sample(how.verify), shown.enough))
        with closing(in_threads(work, blocks, how.processes)) as in_columns:
            for end, found in in_columns:
                shown.add(found.comparison)
                yield end, found
        return
    here = job.ready(book) if how.processes == 1 else None
    with closing(in_order(job, parts_of(source.rows()), how.processes, here)) as by_rows:
        yield from (((rows[-1].number, rows[-1].end), found) for rows, found in by_rows)
