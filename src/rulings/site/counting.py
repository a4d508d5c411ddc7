"""How time is counted, in words, and one period counted out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rulings.algebra import DATETIME, Closing, Const
from rulings.explain.counted import derivation
from rulings.explain.spoken import zone_name
from rulings.site.markup import Html, element
from rulings.site.sheet import PolicySheet
from rulings.values import BadValue, BeyondCalendar, Counting, Span, Unit
from rulings.values.zone import from_clock

_EVENT = dt.datetime(2024, 3, 1, 10, 0)  # noqa: DTZ001 - clock time; each policy reads it by its own clocks
_MONTHS = (Unit.MONTHS, Unit.YEARS)
_NOMINAL_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30, Unit.YEARS: 365}
_DAY = 86_400


def nominal(span: Span | None) -> int:
    """Give about how many seconds a span lasts, for drawings; five working days are taken as a week."""
    if span is None:
        return 0
    if span.is_exact:
        return span.seconds
    if span.unit is Unit.WORKING_DAYS:
        return span.count * 7 * _DAY // 5
    return span.count * _NOMINAL_DAYS[span.unit] * _DAY


def settings(counting: Counting, spans: Iterable[Span], sheet: PolicySheet) -> list[str]:
    """Say by which settings these spans are counted; settings that none of them needs are not named."""
    used = list(spans)
    said: list[str] = []
    if any(span.is_exact for span in used):
        said.append(sheet.say("counts_exact"))
    calendar = [span for span in used if not span.is_exact]
    if not calendar:
        return said
    said.append(sheet.say("counts_days", zone=zone_name(counting.timezone, sheet.voice)))
    said += [sheet.say(_key("first_day", counting.first_day)), sheet.say(_key("last_day", counting.last_day))]
    if any(span.unit in _MONTHS for span in calendar):
        said.append(sheet.say(_key("month_end", counting.month_end)))
    if any(span.unit is Unit.WORKING_DAYS for span in calendar):
        said.append(sheet.say("counts_working_days"))
    return [*said, sheet.say(_key("rest_day", counting.rest_day))]


def _key(setting: str, value: str) -> str:
    return f"counts_{setting}_{value}".replace(" ", "_")


def counted(counting: Counting | None, spans: Iterable[Span | None], sheet: PolicySheet) -> Html | None:
    """Write how time is counted, with the longest span counted out."""
    used = sorted({span for span in spans if span is not None}, key=lambda span: (nominal(span), str(span)))
    if counting is None or not used:
        return None
    lines = [element("li", line) for line in settings(counting, used, sheet)]
    example = _example(counting, used[-1], sheet)
    return element(
        "div",
        element("p", sheet.say("how_counted"), class_="label"),
        element("ul", lines),
        element("p", element("span", sheet.say("for_instance"), class_="word"), " ", example) if example else None,
        class_="counted",
    )


def _example(counting: Counting, span: Span, sheet: PolicySheet) -> str | None:
    """Count one period out; None where it lies beyond the calendar."""
    start = from_clock(_EVENT, counting.timezone)
    period = Closing(Const(start, DATETIME), span, counting)
    try:
        return derivation(period, start, sheet.voice) + sheet.voice.stop
    except (BadValue, BeyondCalendar):
        return None
