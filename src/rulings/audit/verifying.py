"""Derives a ruling again from its receipt, offline, and holds the two against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from rulings.audit.differences import Difference, differences_of
from rulings.book import PolicyBook
from rulings.errors import CaseFaults, RulingsError
from rulings.model import Fact, Policy
from rulings.receipt import Receipt
from rulings.release import RELEASE
from rulings.ruling import Ruling
from rulings.selection import IN_FORCE
from rulings.values import BadValue

if TYPE_CHECKING:
    from rulings.second_opinion import Opinion, SecondOpinion

Verdict: TypeAlias = Literal["derived", "not contradicted", "differs", "cannot be derived"]
DERIVED: Final = "derived"
PARTLY: Final = "not contradicted"
DIFFERS: Final = "differs"
NOT_DERIVED: Final = "cannot be derived"


class NotDerivable(RulingsError):
    """A receipt from which no ruling can be derived: its version is not there, is another now, or refuses the case."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of deriving a receipt again.

    `verdict` is "derived" where every byte of the results came out again; "not contradicted" where fields are withheld
    and what is shown leads to nothing else; "differs", with the differences; or "cannot be derived", with the reason.
    `notes` are what an auditor should know though it changes nothing: another text of the same meaning, another
    release, another version that would be chosen as known now.
    """

    receipt: Receipt
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    reason: str | None = None
    notes: tuple[str, ...] = ()
    ruling: Ruling | None = None
    opinion: Opinion | None = None

    @property
    def is_good(self) -> bool:
        """Tell whether nothing speaks against the receipt; the second opinion, where it was asked for, included."""
        return self.verdict in (DERIVED, PARTLY) and (self.opinion is None or not self.opinion.differing)

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "case": self.receipt.case_id,
            "policy": self.receipt.policy,
            "version": self.receipt.version,
            "seal": self.receipt.seal,
            "verdict": self.verdict,
            "differences": [
                {"path": one.path, "sealed": one.sealed, "derived": one.derived} for one in self.differences
            ],
            "reason": self.reason,
            "withheld": list(self.receipt.withheld),
            "notes": list(self.notes),
            **({} if self.opinion is None else {"second_opinion": self.opinion.to_dict()}),
        }


def verify(receipt: Receipt, book: PolicyBook, second: SecondOpinion | None = None) -> Verification:
    """Derive a receipt again by the policies of a book, and where asked for, by another engine too.

    Never raises for what a receipt may hold.
    """
    found = _verified(receipt, book)
    return found if second is None or found.ruling is None else replace(found, opinion=second.on(found.ruling))


def _verified(receipt: Receipt, book: PolicyBook) -> Verification:
    try:
        ruling = derive(receipt, book)
        differences = tuple(differences_of(receipt, ruling))
    except (RulingsError, BadValue) as why:
        return Verification(receipt, NOT_DERIVED, reason=_reason(why))
    notes = tuple(_notes(receipt, ruling, book))
    if differences:
        return Verification(receipt, DIFFERS, differences, notes=notes, ruling=ruling)
    return Verification(receipt, PARTLY if receipt.withheld else DERIVED, notes=notes, ruling=ruling)


def derive(receipt: Receipt, book: PolicyBook) -> Ruling:
    """Rule again on the case of a receipt under its own version. Fields that are withheld are unknown.

    Raises NotDerivable where the book has not that version with that meaning, and what `evaluate` raises where the case
    is refused.
    """
    if receipt.policy not in book.policies:
        message = f"there is no policy {receipt.policy}"
        raise NotDerivable(message)
    if receipt.version is None:
        case = case_of(receipt, book.version(receipt.policy).policy)
        return book.evaluate(case, at=receipt.at, as_known_at=receipt.data["selection"]["as_known_at"])
    policy = book.version(receipt.policy, receipt.version).policy
    if policy.digest != receipt.meaning:
        message = f"{policy.name} has another meaning now: {policy.digest}, and in the receipt {receipt.meaning}"
        raise NotDerivable(message)
    return book.evaluate(case_of(receipt, policy), version=receipt.version, at=receipt.at)


def case_of(receipt: Receipt, policy: Policy) -> dict[str, Any]:
    """Give the case of a receipt as `evaluate` takes it; large integers, which receipts hold as texts, as integers."""
    known = policy.vocabulary.facts
    facts = {
        group: {name: _fact(known.get(f"{group}.{name}"), value) for name, value in inner.items()}
        for group, inner in receipt.facts.items()
    }
    return {"id": receipt.case_id, "policy": receipt.policy, "facts": facts}


def _fact(fact: Fact | None, value: Any) -> Any:  # noqa: ANN401 - plain data of any form
    if fact is not None and fact.fields and isinstance(value, list):
        records = (record if isinstance(record, dict) else {} for record in value)
        return [{name: _fact(fact.fields.get(name), inner) for name, inner in record.items()} for record in records]
    is_large = fact is not None and fact.type.name == "integer" and isinstance(value, str)
    return int(value) if is_large and value.removeprefix("-").isdecimal() and value.isascii() else value


def _notes(receipt: Receipt, ruling: Ruling, book: PolicyBook) -> Iterator[str]:
    policy = ruling.version.policy
    if receipt.bytes_digest not in (None, policy.bytes_digest):
        yield f"the file of {policy.name} is not the one that ruled; its meaning is the same"
    if receipt.engine != RELEASE:
        yield f"it was ruled by release {receipt.engine}, and derived by {RELEASE}"
    if receipt.data["selection"]["how"] != IN_FORCE or ruling.shelf is None:
        return
    now = book.select(policy.id, ruling.shelf.moment(ruling.case))
    if now.version not in (None, receipt.version):
        yield f"as known now, version {now.version} would rule"


def _reason(why: RulingsError | BadValue) -> str:
    if isinstance(why, CaseFaults):
        return "; ".join(f"{fault.path}: {fault.message}" for fault in why.diagnostics)
    return str(why)
