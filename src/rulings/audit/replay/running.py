"""Replays an input from its first row, or from where a broken replay stopped, to its last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rulings.audit.columns.engines import AUTO, SINGLE, End, MakeBlock, columns_of, ends_of_blocks
from rulings.audit.columns.sample import Sample
from rulings.audit.columns.threads import in_threads
from rulings.audit.replay.journal import Journal, Paths, State, begin
from rulings.audit.replay.json_lines import JsonLines
from rulings.audit.replay.judging import SHOWN, FaultyRow, Request, Ruled, RuleOnCases
from rulings.audit.replay.later import Later, build_index
from rulings.audit.replay.processes import in_order
from rulings.audit.replay.receipts import JudgeReceipts
from rulings.audit.replay.rows import MOST_ROWS, RECEIPTS, Source, Table, parts_of
from rulings.audit.replay.tally import Tally
from rulings.book import PolicyBook
from rulings.release import RELEASE
from rulings.version import Version

Tell = Callable[[int, int], None]
"""Is told, from time to time, how many rows are read, and where the last of them ended."""


@dataclass(frozen=True)
class Pace:
    """How the work is done and cut.

    By which engine, how many processes, or threads of columns, rows of a part, and after how many parts a state is
    remembered; `verify` is the share of the rows ruled on in columns that are ruled on singly too.
    """

    processes: int = 1
    rows: int = MOST_ROWS
    parts: int = 10
    engine: str = AUTO
    verify: Fraction = Fraction(0)


@dataclass(frozen=True)
class Report:
    """What a replay came to: the counts, the first rows with faults that this run met, and how many it verified."""

    tally: Tally
    first_faults: tuple[FaultyRow, ...] = field(default=())
    verified: int = 0


@dataclass(frozen=True)
class Plan:
    """What is replayed: an input, what is asked of it, and a file of cases with today's facts where there is one."""

    source: Source
    request: Request
    book: PolicyBook
    facts: JsonLines | None = None

    @property
    def fingerprint(self) -> str:
        """Give a digest over all on which the bytes of a replay's files depend."""
        form, request = self.source.form, self.request
        asked = {
            "engine": RELEASE,
            "input": self.source.identity,
            "form": [*form.columns, form.policy] if isinstance(form, Table) else form,
            "facts": None if self.facts is None else self.facts.identity,
            "policies": {version.name: version.policy.digest for version in _versions(self.book)},
            "request": [request.policy, request.version, request.at, request.as_known_at, request.second_opinion],
        }
        return f"sha256:{hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()}"

    def job(self, folder: Path) -> RuleOnCases | JudgeReceipts:
        """Give the job by what the rows hold; for receipts the index of today's facts is made in a folder."""
        if self.source.form != RECEIPTS:
            return RuleOnCases(self.request, self.source.form)
        known: Any = self.source if self.facts is None else self.facts
        index = folder / "today.sqlite"
        build_index(known, self.book, index)
        return JudgeReceipts(self.request, Later(index, known))


def replay(
    plan: Plan,
    paths: Paths | None = None,
    *,
    resume: bool = False,
    pace: Pace = Pace(),
    tell: Tell = lambda _rows, _position: None,
) -> Report:
    """Rule on every row of an input, and write rulings and faults to files where there are paths.

    Where the run is killed, at any moment, `resume` goes on from there, and the files end with the same bytes. What is
    in memory does not grow with the input. Raises ResumeMismatch, UnreadableState, UnreadableInput, WorkerLost and
    OSError.
    """
    if paths is None:
        return _ruled(plan, State(""), None, pace, tell)
    state = begin(paths, plan.fingerprint, resume=resume)
    if state.finished:
        _tidy(paths)
        return Report(state.tally)
    with Journal(paths, state) as journal:
        report = _ruled(plan, state, journal, pace, tell)
        journal.checkpoint()
        if paths.is_parquet:
            from rulings.audit.replay.parquet_rows import write_parquet  # noqa: PLC0415 - needs an extra

            write_parquet(paths.rows, paths.out)
        journal.finish()
    _tidy(paths)
    return report


def _tidy(paths: Paths) -> None:
    if paths.is_parquet:
        paths.rows.unlink(missing_ok=True)


def _ruled(plan: Plan, state: State, journal: Journal | None, pace: Pace, tell: Tell) -> Report:
    report = Report(state.tally)
    with closing(_parts(plan, state, pace)) as parts:
        for count, (last, ruled) in enumerate(parts, start=1):
            first = (*report.first_faults, *ruled.first_faults)[:SHOWN]
            report = Report(report.tally + ruled.tally, first, report.verified + ruled.verified)
            if journal is not None:
                journal.append(ruled.rows, ruled.faults, ruled.tally, last)
                if count % pace.parts == 0:
                    journal.checkpoint()
            tell(*last)
    return report


def _parts(plan: Plan, state: State, pace: Pace) -> Generator[tuple[End, Ruled], None, None]:
    """Give what comes of the parts behind a state, each with the number and the end of its last row."""
    engine = SINGLE if plan.request.second_opinion else pace.engine
    blocks = columns_of(plan.source, plan.book, engine, verify=bool(pace.verify), behind=(state.rows, state.position))
    yield from _by_rows(plan, state, pace) if blocks is None else _in_columns(plan, blocks, pace)


def _by_rows(plan: Plan, state: State, pace: Pace) -> Iterator[tuple[End, Ruled]]:
    parts = parts_of(plan.source.rows(state.rows, state.position), pace.rows)
    with TemporaryDirectory(prefix="rulings-") as folder, ExitStack() as stack:
        job = plan.job(Path(folder))
        here = stack.enter_context(closing(job.ready(plan.book))) if pace.processes == 1 else None
        for rows, ruled in stack.enter_context(closing(in_order(job, parts, pace.processes, here))):
            yield (rows[-1].number, rows[-1].end), ruled


def _in_columns(plan: Plan, blocks: Iterator[MakeBlock], pace: Pace) -> Iterator[tuple[End, Ruled]]:
    from rulings.audit.replay.columns_judge import ColumnsJudge  # noqa: PLC0415 - needs an extra

    work = ends_of_blocks(ColumnsJudge(plan.book, plan.request, plan.source.form, Sample(pace.verify)))
    with closing(in_threads(work, blocks, pace.processes)) as done:
        yield from done


def _versions(book: PolicyBook) -> Iterator[Version]:
    for policy in book.policies:
        yield from book.every_version(policy)
