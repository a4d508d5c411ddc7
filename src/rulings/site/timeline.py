"""Versions in time: which was in force from when until when, on one scale for all that stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rulings.site.addresses import version_page
from rulings.site.catalogue import Edition
from rulings.site.drawing import Bar, Lane, figure, lanes
from rulings.site.markup import Content, Html, element, separated
from rulings.site.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale: from the first day of a year to the first day of a later one."""

    first: date
    last: date

    @classmethod
    def of(cls, editions: Sequence[Edition]) -> Axis:
        """Give a scale on which the beginnings and ends of all versions lie, with a year of room behind the last."""
        days = [edition.policy.in_force.since for edition in editions]
        days += [edition.ends for edition in editions if edition.ends is not None]
        return cls(date(min(days).year, 1, 1), date(max(days).year + 2, 1, 1))

    def at(self, day: date) -> Fraction:
        """Give the place of a day."""
        return min(Fraction((day - self.first).days, (self.last - self.first).days), Fraction(1))

    @property
    def years(self) -> tuple[Fraction, ...]:
        """Give the places at which years begin."""
        return tuple(self.at(date(year, 1, 1)) for year in range(self.first.year + 1, self.last.year))


def timeline(sheet: Sheet, editions: Sequence[Edition], axis: Axis, here: Edition | None = None) -> Html:
    """Draw the versions of one policy, the newest on top."""
    rows = [_lane(sheet, edition, axis, here) for edition in reversed(editions)]
    return figure(sheet.say("versions"), lanes(rows, ends=(str(axis.first.year), str(axis.last.year))))


def _lane(sheet: Sheet, edition: Edition, axis: Axis, here: Edition | None) -> Lane:
    policy = edition.policy
    is_here = here is not None and edition.name == here.name
    link = sheet.to(version_page(policy), policy.version, class_="day", aria_current="page" if is_here else None)
    look = "version corrected" if edition.replaced_by else "version here" if is_here else "version"
    bars = tuple(_bar(look, since, until, axis) for since, until in edition.spans)
    said = f"{policy.version}: {in_force_text(sheet, edition)}"
    return Lane(link, bars, [in_force(sheet, edition), state(sheet, edition)], said, None, axis.years)


def _bar(look: str, since: date, until: date | None, axis: Axis) -> Bar:
    ends = Fraction(1) if until is None else axis.at(until)
    return Bar(look, axis.at(since), ends, goes_on=until is None)


def in_force(sheet: Sheet, edition: Edition) -> Content:
    """Say from when until when a version is in force; of one that was suspended, each time."""
    return separated([_span(sheet, since, until) for since, until in edition.spans], sheet.comma)


def _span(sheet: Sheet, since: date, until: date | None) -> Content:
    if until is None:
        return _filled(sheet, "from_day", {"since": sheet.day(since)})
    return _filled(sheet, "from_to_day", {"since": sheet.day(since), "until": sheet.day(until)})


def in_force_text(sheet: Sheet, edition: Edition) -> str:
    """Say the same as text alone."""
    return sheet.comma.join(
        sheet.say("from_to_day" if until else "from_day", since=since.isoformat(), until=until and until.isoformat())
        for since, until in edition.spans
    )


def _filled(sheet: Sheet, key: str, parts: dict[str, Html]) -> list[Content]:
    """Fill the gaps of a phrase with elements."""
    marks = {name: f"\x00{name}\x00" for name in parts}
    pieces = sheet.say(key, **marks).split("\x00")
    return [parts.get(piece, piece) for piece in pieces]


def state(sheet: Sheet, edition: Edition) -> Content:
    """Say whether a version is published, a draft, or corrected."""
    if edition.replaced_by:
        return [" ", element("span", sheet.say("corrected", by=edition.replaced_by), class_="state corrected")]
    key = "published" if edition.is_published else "draft"
    return [" ", element("span", sheet.say(key), class_=f"state {key}")]


def versions_text(sheet: Sheet, editions: Sequence[Edition]) -> list[Content]:
    """List versions in one line."""
    return separated([sheet.to(version_page(one.policy), one.policy.version) for one in editions], sheet.comma)
