"""Judges a part of the rows where they are receipts. Every receipt gets a verdict, also one that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rulings.audit.replay.judging import PartWriter, Request, Ruled, count_ruling
from rulings.audit.replay.later import Later
from rulings.audit.replay.lines import ruling_row
from rulings.audit.replay.rows import Row
from rulings.audit.replay.second import Adviser
from rulings.audit.replay.tally import PASSED_OVER, READ, VERDICT
from rulings.audit.replay.verdict import Verdict, judge, tampered
from rulings.book import PolicyBook
from rulings.errors import UnreadableReceipt
from rulings.receipt import Receipt


@dataclass(frozen=True)
class JudgeReceipts:
    """The job of judging rows of receipts."""

    request: Request
    later: Later

    def start(self) -> ReceiptJudge:
        """Load the policies, and open the index of today's facts."""
        return self.ready(PolicyBook.load(self.request.policies))

    def ready(self, book: PolicyBook) -> ReceiptJudge:
        """Make ready where the policies are loaded."""
        return ReceiptJudge(book, self.request, self.later)


class ReceiptJudge:
    """Judges rows of receipts."""

    def __init__(self, book: PolicyBook, request: Request, later: Later) -> None:
        """Start with the policies."""
        self._book = book
        self._request = request
        self._later = later.open(book)
        self._adviser = Adviser(wanted=request.second_opinion)

    def close(self) -> None:
        """Let go of the index and of the other engine."""
        self._later.close()
        self._adviser.close()

    def __call__(self, rows: Sequence[Row]) -> Ruled:
        """Judge rows, each for itself."""
        part = PartWriter(self._adviser)
        for row in rows:
            part.tally.count(READ)
            self._judge(row, part)
        return part.done()

    def _judge(self, row: Row, part: PartWriter) -> None:
        try:
            receipt = Receipt.read(row.data) if isinstance(row.data, bytes) and not row.faults else None
        except UnreadableReceipt as error:
            _add(part, row, None, tampered(*error.diagnostics))
            return
        if receipt is None:
            _add(part, row, None, tampered(*row.faults))
        elif self._request.policy is not None and receipt.policy != self._request.policy:
            part.tally.count(PASSED_OVER)
        else:
            today = self._later.case(receipt, row.number)
            _add(part, row, receipt, judge(self._book, receipt, today, self._request.as_known_at))


def _add(part: PartWriter, row: Row, receipt: Receipt | None, verdict: Verdict) -> None:
    """Write and count a verdict. Where nothing could be ruled, the row is one of the faulty too."""
    ruling = verdict.ruling
    written = _unruled(row.number, receipt) if ruling is None else ruling_row(row.number, ruling)
    part.add({**written, "verdict": verdict.to_dict()}, ruling)
    part.tally.count(VERDICT, verdict.name)
    if ruling is None:
        part.add_faulty(row.number, None if receipt is None else receipt.case_id, verdict.reasons)
    else:
        count_ruling(part.tally, ruling)


def _unruled(number: int, receipt: Receipt | None) -> dict[str, Any]:
    """Give the row of a receipt on which nothing could be ruled, with what it claims."""
    case, policy, version = (None,) * 3 if receipt is None else (receipt.case_id, receipt.policy, receipt.version)
    row: dict[str, Any] = {"row": number, "case": case, "policy": policy, "version": version}
    return {**row, "status": None, "results": {}, "needs": []}
