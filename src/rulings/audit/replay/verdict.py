"""The verdict on a receipt: whether it can be derived again, and what would be ruled today instead, with the cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from rulings.audit.replay.deriving import Underivable, derive, differences
from rulings.book import PolicyBook
from rulings.engine.facts import TypedCase
from rulings.errors import Diagnostic, RulingsError, diagnostics_of
from rulings.plain import plain_value
from rulings.receipt import Receipt
from rulings.release import RELEASE
from rulings.ruling import Ruling
from rulings.ruling.touching import answers_of
from rulings.selection import NAMED
from rulings.validity import recorded_at

SAME: Final = "same"
POLICY_CORRECTED: Final = "policy corrected later"
FACTS_CORRECTED: Final = "facts corrected later"
ENGINE_CHANGED: Final = "engine changed"
TAMPERED: Final = "tampered"
UNDERIVABLE: Final = "cannot be derived"


@dataclass(frozen=True)
class Verdict:
    """What replay says of a receipt.

    `causes` is ("same",), or why it is not: one cause, or policy and facts both. `reasons` say why it is tampered with
    or cannot be derived; `differences` what an engine gives otherwise than sealed; `today` what would be ruled with the
    corrected policy, with the corrected facts, and with both; `facts` the corrected facts, each as it was and is.
    """

    causes: tuple[str, ...] = (SAME,)
    ruling: Ruling | None = None
    reasons: tuple[Diagnostic, ...] = ()
    differences: Mapping[str, Any] = field(default_factory=dict)
    today: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give the causes in one text."""
        return " and ".join(self.causes)

    def to_dict(self) -> dict[str, Any]:
        """Give the verdict as plain data, without empty parts."""
        parts = {
            "reasons": [fault.to_dict() for fault in self.reasons],
            "differences": dict(self.differences),
            "today": dict(self.today),
            "facts": dict(self.facts),
        }
        return {"causes": list(self.causes), **{name: part for name, part in parts.items() if part}}


def tampered(*reasons: Diagnostic) -> Verdict:
    """Give the verdict on what is no receipt, or one that its seal does not fit."""
    return Verdict((TAMPERED,), None, reasons)


def judge(
    book: PolicyBook, receipt: Receipt, today: TypedCase | None = None, as_known_at: datetime | str | None = None
) -> Verdict:
    """Derive a receipt again, and compare it with what would be ruled as known now, or at a moment.

    `today` is the same case with the facts as they are known today, where those are known.
    """
    try:
        ruling = derive(book, receipt)
    except Underivable as error:
        return Verdict((UNDERIVABLE,), None, error.diagnostics)
    differing = differences(receipt, ruling)
    if differing:
        cause = TAMPERED if receipt.engine == RELEASE else ENGINE_CHANGED
        return Verdict((cause,), ruling, _why(receipt, cause), differing)
    return _against_today(Today(book, receipt, ruling, as_known_at), today)


def _why(receipt: Receipt, cause: str) -> tuple[Diagnostic, ...]:
    if cause == TAMPERED:
        message = f"release {RELEASE} seals another ruling for this case: it never gave this one"
        return (Diagnostic("not-this-engine", message),)
    return (Diagnostic("engine-changed", f"it was sealed by release {receipt.engine}, and {RELEASE} rules otherwise"),)


@dataclass(frozen=True)
class Today:
    """Rules on the case of a receipt with what has become known since."""

    book: PolicyBook
    receipt: Receipt
    sealed: Ruling
    as_known_at: datetime | str | None

    def by_policy(self, case: TypedCase) -> Ruling:
        """Rule by the version that stands today where the sealed one stood: chosen by date, or a correction of it."""
        if self.receipt.data["selection"]["how"] == NAMED:
            return self.book.rule(case, version=self._correction(), at=self.receipt.at)
        return self.book.rule(case, at=self.receipt.at, as_known_at=self.as_known_at)

    def by_facts(self, case: TypedCase) -> Ruling:
        """Rule by the sealed version; where the date that chooses it was corrected, by the one that it chooses."""
        chosen_by = self.sealed.version.policy.in_force.chosen_by
        is_named = self.receipt.data["selection"]["how"] == NAMED
        version = self.sealed.version
        if is_named or version.fact(case.facts, chosen_by) == version.fact(self.sealed.case.facts, chosen_by):
            return self.book.rule(case, version=self.receipt.version, at=self.receipt.at)
        return self.book.rule(case, at=self.receipt.at, as_known_at=self.receipt.data["selection"]["as_known_at"])

    def _correction(self) -> str | None:
        """Follow the corrections of the sealed version to the last that is known."""
        known_at = None if self.as_known_at is None else recorded_by(self.as_known_at)
        name, policy = self.receipt.version, self.receipt.policy
        corrections = self.book.corrections(policy)
        while (following := corrections.get(str(name))) is not None:
            if known_at is not None and recorded_at(following.policy) > known_at:
                break
            name = following.policy.version
        return name


def recorded_by(moment: datetime | str) -> datetime:
    """Give the moment until which what is recorded counts."""
    return datetime.fromisoformat(moment) if isinstance(moment, str) else moment
