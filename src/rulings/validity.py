"""When versions are in force: corrections, ends and temporary measures, as known now or at an earlier moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from rulings.engine.periods import CHINA
from rulings.errors import Faults
from rulings.model import Policy
from rulings.values.moment import LAST_YEAR
from rulings.values.zone import from_clock, to_local

_END_OF_TIME = datetime.max.replace(tzinfo=CHINA)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A stretch of days on which a version is in force, by the clocks of its time zone.

    Where `last` is None it has no end. A version that a temporary measure suspends has several.
    """

    version: str
    first: date
    last: date | None
    timezone: str

    def contains(self, moment: date | datetime) -> bool:
        """Tell whether a day, or a moment, lies in the period."""
        first, behind = self.instants if isinstance(moment, datetime) else self.days
        return first <= moment < behind

    @cached_property
    def days(self) -> tuple[date, date]:
        """Give the first day and the one behind the last."""
        return self.first, date.max if self.last is None else self.last + _DAY

    @cached_property
    def instants(self) -> tuple[datetime, datetime]:
        """Give the instants at which these two days begin in the time zone."""
        first, behind = self.days
        begins, ends = _begin_of(first, self.timezone), _END_OF_TIME
        return begins, ends if behind == date.max else _begin_of(behind, self.timezone)

    @cached_property
    def years(self) -> tuple[int, int]:
        """Give the first and the last year of which every day, on any clock, lies in the period."""
        first, behind = self.days
        return first.year + 2, min(behind.year - 2, LAST_YEAR)


def _begin_of(day: date, timezone: str) -> datetime:
    return from_clock(datetime.combine(day, time.min), timezone).astimezone(CHINA)


@dataclass(frozen=True)
class Timetable:
    """The periods of one policy's versions, in order; no two share a day."""

    periods: tuple[Period, ...]

    def on(self, moment: date | datetime) -> Period | None:
        """Give the period that a day, or a moment, lies in."""
        return next((period for period in self.periods if period.contains(moment)), None)

    def before(self, day: date) -> Period | None:
        """Give the last period that ended before a day."""
        return next((one for one in reversed(self.periods) if one.last is not None and one.last < day), None)

    def after(self, day: date) -> Period | None:
        """Give the first period that begins after a day."""
        found = bisect_right(self.periods, day, key=lambda period: period.first)
        return self.periods[found] if found < len(self.periods) else None

    def of(self, version: str) -> tuple[Period, ...]:
        """Give the periods of a version."""
        return tuple(period for period in self.periods if period.version == version)

    @property
    def versions(self) -> tuple[str, ...]:
        """Give the versions that are in force some time, in the order in which they first are."""
        return tuple(dict.fromkeys(period.version for period in self.periods))


def day_of(moment: date | datetime, timezone: str) -> date:
    """Give the day on which a moment lies on the clocks of a time zone; a day is given back."""
    return to_local(moment, timezone).date() if isinstance(moment, datetime) else moment


def base_of(version: str) -> str:
    """Give the date of a version without the number of its correction."""
    return version.partition("+")[0]


def number_of(version: str) -> int:
    """Give the number of a correction, 0 for a version that corrects none."""
    return int(version.partition("+")[2] or 0)


def recorded_at(policy: Policy) -> datetime:
    """Give the moment from which a version was known. A day counts from its beginning."""
    known = policy.recorded
    return known if isinstance(known, datetime) else _begin_of(known, policy.in_force.timezone)


def known_by(policies: Iterable[Policy], moment: datetime | None) -> list[Policy]:
    """Give the versions that were recorded by a moment, each with the last correction of it alone; None is now."""
    newest: dict[str, Policy] = {}
    for policy in sorted(policies, key=lambda one: number_of(one.version)):
        if moment is None or recorded_at(policy) <= moment:
            newest[base_of(policy.version)] = policy
    return sorted(newest.values(), key=lambda one: (one.in_force.since, one.version))


def timetable(policies: Sequence[Policy], moment: datetime | None = None, faults: Faults | None = None) -> Timetable:
    """Lay out when each version is in force, as known at a moment or now. Faults are added where versions overlap."""
    noted = Faults() if faults is None else faults
    known = known_by(policies, moment)
    lasting = [policy for policy in known if policy.in_force.suspends is None]
    periods = list(_in_turn(lasting, noted))
    for policy in known:
        if policy.in_force.suspends is not None:
            periods = _suspended(periods, policy, noted)
    return Timetable(tuple(sorted(periods, key=lambda period: period.first)))


def _in_turn(policies: list[Policy], faults: Faults) -> Iterator[Period]:
    """The next version closes an open end; ends that reach into the next version are refused."""
    for policy, following in zip(policies, [*policies[1:], None], strict=False):
        last = policy.in_force.until
        if following is not None:
            day_before = following.in_force.since - _DAY
            if following.in_force.since == policy.in_force.since:
                message = f"versions {policy.version} and {following.version} begin on the same day"
                faults.add("overlapping-versions", following.place, message, help="let one begin later")
                continue
            if last is not None and last > day_before:
                begins = f"{following.version} begins on {following.in_force.since}"
                message = f"version {policy.version} is in force until {last}, but {begins}"
                help_ = "let one end before the other begins; a temporary measure says which version it `suspends`"
                faults.add("overlapping-versions", following.place, message, help=help_)
            last = day_before if last is None else min(last, day_before)
        yield Period(policy.version, policy.in_force.since, last, policy.in_force.timezone)


def _suspended(periods: list[Period], measure: Policy, faults: Faults) -> list[Period]:
    """Cut a temporary measure out of the period of the version that it suspends."""
    since, until, suspends = measure.in_force.since, measure.in_force.until, measure.in_force.suspends
    if until is None or suspends is None:
        return periods  # reading has refused it
    for position, period in enumerate(periods):
        is_inside = period.first <= since and (period.last is None or until <= period.last)
        if base_of(period.version) == base_of(suspends) and is_inside:
            before = [replace(period, last=since - _DAY)] if period.first < since else []
            after = [replace(period, first=until + _DAY)] if period.last is None or until < period.last else []
            own = Period(measure.version, since, until, measure.in_force.timezone)
            return [*periods[:position], *before, own, *after, *periods[position + 1 :]]
    message = f"version {suspends} is not in force on every day from {since} until {until}, so it cannot be suspended"
    faults.add(
        "suspends-nothing",
        measure.place,
        message,
        expected="a version that is in force the whole time of the measure, and no other measure then",
        help="correct `suspends`, `from` or `until`",
    )
    return periods


def check_validity(policies: Sequence[Policy], faults: Faults) -> None:
    """Add a fault for every correction that corrects nothing, and for versions that overlap, now or as known before."""
    by_version = {policy.version: policy for policy in policies}
    for policy in sorted(policies, key=lambda one: one.version):
        _check_correction(policy, by_version, faults)
        _check_chosen_by(policy, policies, faults)
    for moment in sorted({recorded_at(policy) for policy in policies}):
        timetable(policies, moment, faults)


def _check_correction(policy: Policy, by_version: dict[str, Policy], faults: Faults) -> None:
    number = number_of(policy.version)
    if number == 0:
        return
    expected = base_of(policy.version) + (f"+{number - 1}" if number > 1 else "")
    corrected = by_version.get(expected)
    if corrected is None and Path(policy.place.file).with_name(f"{expected}.yaml").is_file():
        return  # it is there and has faults, which are told
    if corrected is None:
        message = f"version {policy.version} corrects {expected}, which is not there"
        help_ = "a correction is numbered one above what it corrects, which stays in its file"
        faults.add("corrects-nothing", policy.place, message, expected=f"{expected}.yaml beside it", help=help_)
    elif recorded_at(policy) <= recorded_at(corrected):
        message = f"{policy.version} is recorded on {policy.recorded}, and {expected} on {corrected.recorded}"
        faults.add("recorded-too-early", policy.place, message, expected="a correction recorded after what it corrects")


def _check_chosen_by(policy: Policy, policies: Sequence[Policy], faults: Faults) -> None:
    """Versions that are chosen by different facts could both be in force for one case, or none."""
    first = min(policies, key=lambda one: (one.in_force.since, one.version))
    ours, theirs = policy.in_force, first.in_force
    if (ours.chosen_by, ours.timezone) != (theirs.chosen_by, theirs.timezone):
        message = f"{policy.version} is chosen by {ours.chosen_by} ({ours.timezone})"
        message += f", and {first.version} by {theirs.chosen_by} ({theirs.timezone})"
        help_ = "let all versions of a policy be chosen by the same fact on the same clocks"
        faults.add("chosen-differently", policy.place, message, help=help_)
