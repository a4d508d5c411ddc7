"""Rules on a part of the rows. Pure but for the policies and the index that it opens: any process can do any part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rulings.audit.replay.decoding import decoder, id_of
from rulings.audit.replay.lines import fault_row, line, ruling_row
from rulings.audit.replay.rows import Form, Row
from rulings.audit.replay.second import Adviser
from rulings.audit.replay.tally import ANSWER, FAULT, FAULTY, PASSED_OVER, READ, RULED, STATUS, VERSION, Tally
from rulings.book import PolicyBook
from rulings.engine.settle import Outcome
from rulings.errors import Diagnostic, RulingsError, diagnostics_of
from rulings.model import Policy
from rulings.plain import plain_value
from rulings.ruling import Ruling

_COUNTED_BY_VALUE = frozenset({"choice", "boolean"})
FaultyRow = tuple[int, str | None, tuple[Diagnostic, ...]]
SHOWN = 5
"""How many rows with faults are told of in the summary."""


@dataclass(frozen=True)
class Request:
    """What is asked: by which policies, which policy's rows, by which version or as known when, at which moment.

    `second_opinion` asks for one on every ruling.
    """

    policies: Path
    policy: str | None = None
    version: str | None = None
    at: str | None = None
    as_known_at: str | None = None
    second_opinion: bool = False


@dataclass(frozen=True)
class Ruled:
    """What came of a part: lines of rulings and of faults, the counts, and the first rows with faults.

    `verified` is how many rows were ruled on in columns and singly too.
    """

    rows: bytes
    faults: bytes
    tally: Tally
    first_faults: tuple[FaultyRow, ...]
    verified: int = 0


@dataclass(frozen=True)
class RuleOnCases:
    """The job of ruling on rows of cases."""

    request: Request
    form: Form

    def start(self) -> CaseJudge:
        """Load the policies."""
        return self.ready(PolicyBook.load(self.request.policies))

    def ready(self, book: PolicyBook) -> CaseJudge:
        """Make ready where the policies are loaded."""
        return CaseJudge(book, self.request, self.form)


class CaseJudge:
    """Rules on rows of cases."""

    def __init__(self, book: PolicyBook, request: Request, form: Form) -> None:
        """Start with the policies."""
        self._book = book
        self._request = request
        self._form = form
        self._decode = decoder(form, book)
        self._adviser = Adviser(wanted=request.second_opinion)

    def close(self) -> None:
        """Let go of the other engine."""
        self._adviser.close()

    def __call__(self, rows: Sequence[Row]) -> Ruled:
        """Rule on rows, each for itself."""
        part = PartWriter(self._adviser)
        for row in rows:
            part.tally.count(READ)
            try:
                self._rule(row, part)
            except RulingsError as error:
                part.add_faulty(row.number, id_of(row, self._form), diagnostics_of(error))
        return part.done()

    def _rule(self, row: Row, part: PartWriter) -> None:
        if row.faults:
            part.add_faulty(row.number, None, row.faults)
            return
        case = self._decode(row)
        request = self._request
        if request.policy is not None and case.policy_id != request.policy:
            part.tally.count(PASSED_OVER)
            return
        ruling = self._book.rule(case, version=request.version, at=request.at, as_known_at=request.as_known_at)
        part.add(ruling_row(row.number, ruling), ruling)
        count_ruling(part.tally, ruling)


class PartWriter:
    """Gathers what comes of the rows of a part."""

    def __init__(self, adviser: Adviser | None = None) -> None:
        """Start with nothing; without an adviser there are no second opinions."""
        self.tally = Tally()
        self._adviser = adviser or Adviser(wanted=False)
        self._rows: list[tuple[dict[str, object], Ruling | None]] = []
        self._faults: list[bytes] = []
        self._first: list[FaultyRow] = []

    def add(self, row: dict[str, object], ruling: Ruling | None) -> None:
        """Take a row of the output, with the ruling that it tells of."""
        self._rows.append((row, ruling))

    def add_faulty(self, number: int, case: str | None, faults: Sequence[Diagnostic]) -> None:
        """Count a row on which nothing was ruled, and write its faults."""
        self.tally.count(FAULTY)
        for code in sorted({fault.code for fault in faults}):
            self.tally.count(FAULT, code)
        self._faults.append(line(fault_row(number, case, faults)))
        if len(self._first) < SHOWN:
            self._first.append((number, case, tuple(faults)))

    def done(self) -> Ruled:
        """Give all of it."""
        rulings = [ruling for _, ruling in self._rows if ruling is not None]
        opinions = iter(self._adviser.on(rulings, self.tally))
        rows = [line(row if ruling is None else {**row, **next(opinions)}) for row, ruling in self._rows]
        return Ruled(b"".join(rows), b"".join(self._faults), self.tally, tuple(self._first))


def count_ruling(tally: Tally, ruling: Ruling) -> None:
    """Count a ruling by status, version, and answers.

    Answers of few values are counted by value, others (amounts, scores) by whether they are decided: what is counted
    must not grow with the number of cases.
    """
    tally.count(RULED)
    tally.count(STATUS, ruling.status)
    if not ruling.chosen:
        return
    policy = ruling.version.policy
    tally.count(VERSION, policy.name)
    for name in policy.answers:
        tally.count(ANSWER, policy.id, name, counted_as(policy, name, ruling.outcome(name)))


def counted_as(policy: Policy, name: str, outcome: Outcome) -> str:
    """Say under what an answer is counted: its value, or whether it is decided."""
    if not outcome.decided or policy.decisions[name].type.name not in _COUNTED_BY_VALUE:
        return outcome.status
    value = plain_value(outcome.value)
    return value if isinstance(value, str) else str(value).lower()
