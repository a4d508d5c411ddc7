"""Derives a ruling again from its receipt, offline, and holds the two against each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from rulings.book import PolicyBook
from rulings.errors import CaseFaults, RulingsError
from rulings.model import Fact, Policy
from rulings.receipt import Receipt
from rulings.receipt.canonical import canonical, carried
from rulings.release import RELEASE
from rulings.ruling import Ruling
from rulings.selection import IN_FORCE, NO_DATE
from rulings.validity import day_of, recorded_at
from rulings.values import BadValue, format_moment, parse_date, parse_datetime

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
class Difference:
    """A part of a receipt that comes out otherwise: its path, what is sealed and what is derived, as plain data."""

    path: str
    sealed: Any
    derived: Any

    def __str__(self) -> str:
        """Write it on one line."""
        return f"{self.path}: sealed {_short(self.sealed)}, derived {_short(self.derived)}"


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


def differences_of(receipt: Receipt, ruling: Ruling) -> Iterator[Difference]:
    """Find the parts of a receipt that come out otherwise in a ruling."""
    derived = carried(ruling.to_dict())
    yield from _of_selection(receipt, ruling)
    lacks_facts = any(path.startswith("facts.") for path in receipt.withheld)
    if not lacks_facts:
        for part in ("version", "status", "needs", "due"):
            if part not in receipt.withheld and _differ(receipt.data.get(part), derived.get(part)):
                yield Difference(part, receipt.data.get(part), derived.get(part))
    for name in sorted({*receipt.results, *derived["results"]}):
        sealed, found = receipt.results.get(name), derived["results"].get(name)
        if f"results.{name}" not in receipt.withheld and (_contradict if lacks_facts else _differ)(sealed, found):
            yield Difference(f"results.{name}", sealed, found)


def _contradict(sealed: dict[str, Any] | None, found: dict[str, Any] | None) -> bool:
    """What is decided without the withheld facts is so whatever they are: the receipt must say the same."""
    if sealed is None or found is None:
        return True
    return found["status"] == "decided" and _differ(sealed["value"], found["value"])


def _of_selection(receipt: Receipt, ruling: Ruling) -> Iterator[Difference]:
    """The date of the case must lie where the receipt says that the version was in force."""
    sealed, in_force = receipt.data["selection"], ruling.version.policy.in_force
    if sealed["by"] != in_force.chosen_by:
        yield Difference("selection.by", sealed["by"], in_force.chosen_by)
    if sealed["how"] == NO_DATE and receipt.version is not None:
        yield Difference("selection.how", NO_DATE, IN_FORCE)
    yield from _of_knowledge(sealed["as_known_at"], receipt, ruling.version.policy)
    if sealed["how"] != IN_FORCE or ruling.shelf is None:
        return
    moment = ruling.shelf.moment(ruling.case)
    if moment is None:
        if f"facts.{in_force.chosen_by}" not in receipt.withheld:
            yield Difference("selection.how", sealed["how"], "no date")
        return
    day = day_of(moment, in_force.timezone)
    if not (_lies_in(day, sealed["from"], sealed["until"]) and in_force.since <= day <= (in_force.until or day)):
        yield Difference("selection", sealed, {"by": in_force.chosen_by, "value": str(day)})


def _lies_in(day: date, first: str | None, last: str | None) -> bool:
    """Tell whether a day lies in a period as it is sealed; one in force always has a first day."""
    return first is not None and parse_date(first) <= day <= (day if last is None else parse_date(last))


def _of_knowledge(known_at: str | None, receipt: Receipt, policy: Policy) -> Iterator[Difference]:
    """What was recorded after a moment cannot have been chosen as known at it."""
    if known_at is None or receipt.version is None:
        return
    recorded = recorded_at(policy)
    if parse_datetime(known_at) < recorded:
        yield Difference("selection.as_known_at", known_at, {"recorded": format_moment(recorded)})


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


def _differ(one: object, other: object) -> bool:
    """Compare plain data as it is written: for Python alone, true would equal 1."""
    return one is not other and json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True)


def _reason(why: RulingsError | BadValue) -> str:
    if isinstance(why, CaseFaults):
        return "; ".join(f"{fault.path}: {fault.message}" for fault in why.diagnostics)
    return str(why)


def _short(value: object) -> str:
    text = canonical(value).decode("utf-8")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 200
