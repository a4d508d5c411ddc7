"""Replays an input from its first row, or from where a broken replay stopped, to its last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from rulings.audit.replay.journal import Journal, Paths, State, begin
from rulings.audit.replay.judging import FaultyRow, Request, RuleOnCases
from rulings.audit.replay.processes import in_order
from rulings.audit.replay.rows import MOST_ROWS, Source, Table, parts_of
from rulings.audit.replay.tally import Tally
from rulings.book import PolicyBook
from rulings.release import RELEASE
from rulings.version import Version

Tell = Callable[[int, int], None]
"""Is told, from time to time, how many rows are read, and where the last of them ended."""


@dataclass(frozen=True)
class Pace:
    """How the work is cut: processes, rows of a part, and after how many parts a state is remembered."""

    processes: int = 1
    rows: int = MOST_ROWS
    parts: int = 10


@dataclass(frozen=True)
class Report:
    """What a replay came to: the counts, and the first rows with faults that this run met."""

    tally: Tally
    first_faults: tuple[FaultyRow, ...] = field(default=())


def replay(  # noqa: PLR0913 - what is replayed, where to, and how
    source: Source,
    request: Request,
    book: PolicyBook,
    paths: Paths | None = None,
    *,
    resume: bool = False,
    pace: Pace = Pace(),
    tell: Tell = lambda _rows, _position: None,
) -> Report:
    """Rule on every row of an input, and write rulings and faults to files where there are paths.

    Where the run is killed, at any moment, `resume` goes on from there, and the files end with the same bytes. What is
    in memory does not grow with the input. Raises ResumeMismatch, UnreadableState, UnreadableInput and OSError.
    """
    if paths is None:
        return _ruled(source, request, State(""), None, pace, tell)
    state = begin(paths, fingerprint_of(source, request, book), resume=resume)
    if state.finished:
        _tidy(paths)
        return Report(state.tally)
    with Journal(paths, state) as journal:
        report = _ruled(source, request, state, journal, pace, tell)
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


def _ruled(  # noqa: PLR0913, PLR0917 - the same
    source: Source, request: Request, state: State, journal: Journal | None, pace: Pace, tell: Tell
) -> Report:
    tally = state.tally
    first: tuple[FaultyRow, ...] = ()
    job = RuleOnCases(request, source.form)
    parts = parts_of(source.rows(state.rows, state.position), pace.rows)
    with closing(in_order(job, parts, pace.processes)) as done:
        for count, (rows, ruled) in enumerate(done, start=1):
            tally += ruled.tally
            first = first or ruled.first_faults
            last = rows[-1]
            if journal is not None:
                journal.append(ruled.rows, ruled.faults, ruled.tally, (last.number, last.end))
                if count % pace.parts == 0:
                    journal.checkpoint()
            tell(last.number, last.end)
    return Report(tally, first)


def fingerprint_of(source: Source, request: Request, book: PolicyBook) -> str:
    """Give a digest over all on which the bytes of a replay's files depend."""
    form = source.form
    asked = {
        "input": source.identity,
        "form": [*form.columns, form.policy] if isinstance(form, Table) else form,
        "policies": {version.name: version.policy.digest for version in _versions(book)},
        "request": [RELEASE, request.policy, request.version, request.at, request.as_known_at],
    }
    return f"sha256:{hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()}"


def _versions(book: PolicyBook) -> Iterator[Version]:
    for policy in book.policies:
        yield from book.versions(policy)
