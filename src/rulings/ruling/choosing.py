"""Chooses the version for a case by the case's own date, and rules under it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter
from typing import TypeAlias

from rulings.engine.facts import Memory, TypedCase, attribute
from rulings.explain.explanation import Explainer
from rulings.ruling.ruling import Ruling
from rulings.selection import IN_FORCE, NAMED, NO_DATE, Selection, chosen
from rulings.validity import Timetable, recorded_at, timetable
from rulings.version import Version

Ruler: TypeAlias = Callable[[TypedCase, datetime | None], Ruling]
"""Rules on a checked case, at a moment of evaluation where there is one."""


class Shelf:
    """All versions of one policy, those included that a correction has taken the place of.

    A shelf does not change, but for what it remembers of the work that it has done.
    """

    def __init__(self, versions: tuple[Version, ...], corrected: tuple[Version, ...] = ()) -> None:
        """Take the versions that are in force some time, in their order, and those that were corrected."""
        self.versions = versions
        self.all = tuple(sorted((*versions, *corrected), key=lambda version: version.policy.version))
        self.explainers = {version.policy.version: Explainer(version) for version in self.all}
        first = versions[0].policy
        self.policy, self.chosen_by = first.id, first.in_force.chosen_by
        periods = (period for version in versions for period in version.periods)
        self._now = Timetable(tuple(sorted(periods, key=lambda period: period.first)))
        self._recorded = sorted({recorded_at(version.policy) for version in self.all})
        self._as_known: dict[int, Timetable] = {}

    def timetable(self, known_at: datetime | None = None) -> Timetable:
        """Give the periods of the versions as known at a moment, or now."""
        if known_at is None:
            return self._now
        # Between two moments at which something was recorded, the same was known.
        state = bisect_right(self._recorded, known_at)
        found = self._as_known.get(state)
        if found is None:
            found = self._as_known[state] = timetable([version.policy for version in self.all], known_at)
        return found

    def moment(self, case: TypedCase) -> date | datetime | None:
        """Give the date of a case that chooses the version, None where it is not known."""
        found = self.all[0].fact(case.facts, self.chosen_by)
        return found if isinstance(found, date) else None

    def select(self, moment: date | datetime | None, known_at: datetime | None = None) -> Selection:
        """Choose by a date, as known at a moment or now, and say why."""
        if moment is None:
            return Selection(NO_DATE, self.policy, self.chosen_by, as_known_at=known_at)
        return chosen(self.policy, self.chosen_by, moment, self.timetable(known_at), known_at)

    def named(self, version: str, case: TypedCase) -> Selection:
        """Say that a version was asked for by its date."""
        found = next(one for one in self.all if one.policy.version == version)
        in_force = found.policy.in_force
        since, until = in_force.since, found.ends
        return Selection(NAMED, self.policy, self.chosen_by, self.moment(case), version, since, until)

    def rule_under(self, version: str, case: TypedCase, at: datetime | None = None) -> Ruling:
        """Rule on a checked case under one version, whatever its date."""
        explainer = self.explainers[version]
        memory: Memory = [None] * explainer.memory_size
        memory[-1] = at
        return Ruling(explainer, case, memory, explainer.answer(case.facts, memory), at, shelf=self, named=True)


def ruler(shelf: Shelf) -> Ruler:
    """Make the function that rules on a checked case of one policy by what is known now."""
    last = shelf.timetable().periods[-1]
    explainer = shelf.explainers[last.version]
    read = attrgetter(".".join(map(attribute, shelf.chosen_by.split("."))))
    first_year, last_year = last.years
    is_moment = explainer.version.policy.vocabulary.fact(shelf.chosen_by).type.name == "datetime"
    begins, ends = last.instants if is_moment else last.days
    answer = explainer.answer
    nothing_decided: Memory = [None] * explainer.memory_size

    def rule(case: TypedCase, at: datetime | None = None) -> Ruling:
        facts = case.facts
        moment = read(facts)
        # Most cases lie in years of which every day belongs to the last period.
        if moment is not None and (first_year <= moment.year <= last_year or begins <= moment < ends):
            memory = nothing_decided.copy()
            memory[-1] = at
            return Ruling(explainer, case, memory, answer(facts, memory), at, shelf=shelf)
        return rule_by_date(shelf, case, at)

    return rule


def rule_by_date(shelf: Shelf, case: TypedCase, at: datetime | None, known_at: datetime | None = None) -> Ruling:
    """Rule on a checked case by the version that its date chooses, as known at a moment or now.

    Without the date nothing is ruled; that date is what the ruling needs. Raises NotYetInForce, NoLongerInForce or
    NotYetRecorded where no version is in force on it.
    """
    selection = shelf.select(shelf.moment(case), known_at)
    if selection.answer == NO_DATE:
        newest = shelf.explainers[shelf.versions[-1].policy.version]
        memory: Memory = [None] * newest.memory_size
        return Ruling(newest, case, memory, decided=False, at=at, chosen=False, shelf=shelf, known_at=known_at)
    if selection.answer != IN_FORCE or selection.version is None:
        selection.refuse()
    ruling = shelf.rule_under(selection.version, case, at)
    ruling.named, ruling.known_at = False, known_at
    return ruling
