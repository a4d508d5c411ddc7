"""What a receipt says otherwise than a ruling that was derived from it, part by part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from rulings.model import Policy
from rulings.receipt import Receipt
from rulings.receipt.canonical import canonical, carried
from rulings.ruling import Ruling
from rulings.selection import IN_FORCE, NO_DATE
from rulings.validity import day_of, recorded_at
from rulings.values import format_moment, parse_date, parse_datetime

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a receipt that comes out otherwise: its path, what is sealed and what is derived, as plain data."""

    path: str
    sealed: Any
    derived: Any

    def __str__(self) -> str:
        """Write it on one line."""
        return f"{self.path}: sealed {_short(self.sealed)}, derived {_short(self.derived)}"


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


def _differ(one: object, other: object) -> bool:
    """Compare plain data as it is written: for Python alone, true would equal 1."""
    return one is not other and json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True)


def _short(value: object) -> str:
    text = canonical(value).decode("utf-8")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
