"""The verdict on a receipt: whether it can be derived again, and what would be ruled today instead, with the cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Final

from rulings.audit.differences import Difference, differences_of
from rulings.audit.verifying import derive
from rulings.book import PolicyBook
from rulings.engine.facts import TypedCase
from rulings.errors import Diagnostic, RulingsError, UnknownVersion, diagnostics_of
from rulings.plain import plain_value
from rulings.receipt import Receipt
from rulings.release import RELEASE
from rulings.ruling import Ruling
from rulings.ruling.touching import answers_of
from rulings.selection import NAMED
from rulings.validity import base_of, number_of, recorded_at
from rulings.values import BadValue, parse_datetime

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
        ruling = derive(receipt, book)
        differing = {one.path: _sides(one) for one in differences_of(receipt, ruling)}
    except RulingsError as error:
        return Verdict((UNDERIVABLE,), None, tuple(diagnostics_of(error)))
    except BadValue as bad:
        return Verdict((UNDERIVABLE,), None, (Diagnostic(bad.code, str(bad)),))
    if differing:
        cause = TAMPERED if receipt.engine == RELEASE else ENGINE_CHANGED
        return Verdict((cause,), ruling, _why(receipt, cause), differing)
    hidden = [path.removeprefix("facts.") for path in receipt.withheld if path.startswith("facts.")]
    if hidden:
        return Verdict((UNDERIVABLE,), None, (_withheld(hidden),))
    return _against_today(Today(book, receipt, ruling, as_known_at), today)


def _sides(difference: Difference) -> dict[str, Any]:
    return {"sealed": difference.sealed, "derived": difference.derived}


def _withheld(paths: list[str]) -> Diagnostic:
    message = f"facts are withheld, and what is shown contradicts nothing: {', '.join(paths)}"
    return Diagnostic("facts-withheld", message, help="replay the receipt from which they were withheld")


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
        """Give the last correction of the sealed version that is known."""
        name = self.receipt.version
        if name is None:
            return None
        known_at = parse_datetime(self.as_known_at) if isinstance(self.as_known_at, str) else self.as_known_at
        for number in count(number_of(name) + 1):
            following = f"{base_of(name)}+{number}"
            try:
                policy = self.book.version(self.receipt.policy, following).policy
            except UnknownVersion:
                return name
            if known_at is not None and recorded_at(policy) > known_at:
                return name
            name = following
        return name


def _against_today(today: Today, corrected: TypedCase | None) -> Verdict:
    """Compare a receipt that holds with what would be ruled today: by the policy, by the facts, and by both."""
    case = today.sealed.case
    sealed = answers_of(today.sealed)
    changed = {} if corrected is None else _changed_facts(today.sealed, corrected)
    found = {"policy": _said(today.by_policy, case)}
    if corrected is not None and changed:
        found |= {"facts": _said(today.by_facts, corrected), "both": _said(today.by_policy, corrected)}
    differing = {name: said for name, said in found.items() if said["answers"] != sealed}
    if not differing:
        return Verdict((SAME,), today.sealed)
    return Verdict(
        _causes(differing),
        today.sealed,
        today={name: _only_changed(said, sealed) for name, said in differing.items()},
        facts=changed if differing.keys() - {"policy"} else {},
    )


def _causes(differing: Mapping[str, object]) -> tuple[str, ...]:
    """Name the causes: what makes a difference alone, or both where only together they do."""
    single = {"policy": POLICY_CORRECTED, "facts": FACTS_CORRECTED}
    alone = tuple(cause for name, cause in single.items() if name in differing)
    return alone or (POLICY_CORRECTED, FACTS_CORRECTED)


def _said(rule: Callable[[TypedCase], Ruling], case: TypedCase) -> dict[str, Any]:
    """Give the version and the answers that come out, or why none do."""
    try:
        ruling = rule(case)
        return {"version": ruling.version.policy.version if ruling.chosen else None, "answers": answers_of(ruling)}
    except RulingsError as error:
        return {"version": None, "answers": None, "faults": [fault.to_dict() for fault in diagnostics_of(error)]}


def _only_changed(said: Mapping[str, Any], sealed: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of the answers those that are not as they were, each with what it was."""
    answers = said["answers"] or {}
    names = sorted(answers.keys() | sealed.keys()) if said["answers"] is not None else []
    changed = {
        name: {"was": sealed.get(name), "is": answers.get(name)}
        for name in names
        if sealed.get(name) != answers.get(name) or (name in sealed) != (name in answers)
    }
    return {**said, "answers": changed}


def _changed_facts(sealed: Ruling, corrected: TypedCase) -> dict[str, dict[str, Any]]:
    """Give the facts that are not as they were sealed, by path."""
    now = sealed.version.known_facts(corrected.facts)
    was = sealed.facts
    return {
        path: {"was": plain_value(was.get(path)), "is": plain_value(now.get(path))}
        for path in sorted(was.keys() | now.keys())
        if was.get(path) != now.get(path)
    }
