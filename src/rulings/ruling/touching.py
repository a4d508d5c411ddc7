"""Cases that touch two versions: opened under one, completed under another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from rulings.algebra import Value
from rulings.plain import plain_value
from rulings.validity import Timetable

if TYPE_CHECKING:
    from rulings.ruling.ruling import Ruling


class Touch(NamedTuple):
    """Another version in whose time a date of the case lies, and what it would have said.

    `facts` are those dates by path. `ruling` is the ruling under that version, None where it cannot rule, which
    `fault` then says. `differs` tells whether an answer that both versions give comes out otherwise, or one has an
    answer that the other has not.
    """

    version: str
    facts: Mapping[str, date | datetime]
    ruling: Ruling | None
    differs: bool
    fault: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        facts = {path: plain_value(value) for path, value in sorted(self.facts.items())}
        data: dict[str, Any] = {"version": self.version, "facts": facts, "differs": self.differs}
        if self.ruling is None:
            return data | {"status": None, "answers": {}, "fault": self.fault}
        return data | {"status": self.ruling.status, "answers": answers_of(self.ruling)}


def answers_of(ruling: Ruling) -> dict[str, Any]:
    """Give what the answers of a ruling came to, as plain data."""
    return {name: plain_value(ruling[name].value) for name in sorted(ruling.version.policy.answers)}


def dates_elsewhere(
    facts: Mapping[str, Value], paths: tuple[str, ...], table: Timetable, version: str
) -> dict[str, dict[str, date | datetime]]:
    """Give, by version, the known dates of a case that lie in the time of another version than its own."""
    found: dict[str, dict[str, date | datetime]] = {}
    for path in paths:
        moment = facts.get(path)
        period = table.on(moment) if isinstance(moment, date) else None
        if period is not None and period.version != version and isinstance(moment, date):
            found.setdefault(period.version, {})[path] = moment
    return found
