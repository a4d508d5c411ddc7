"""Obligations and windows as timelines, replayed in the other engine: what happened, and what did not, in order.

This does not follow the policy's algebra: it takes what the author wrote, lets the start, the deed, the tick behind the
deadline and the moment of the question pass one after the other, and has its rules say after each how things stand. It
has to come to the same. Where a fact is unknown there is no timeline, and the conditions alone have to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rulings.algebra import AT, UNLESS_APPLICABLE, Closing, Row, walk
from rulings.model import OBLIGATION, WINDOW
from rulings.second_opinion.asking import Properties, Steps, fired
from rulings.second_opinion.combining import carried
from rulings.second_opinion.deriving import Derivation
from rulings.second_opinion.period_ends import end_of, ends_inside
from rulings.second_opinion.reasons import WORKER_GARBLED, NotCarried
from rulings.second_opinion.rulesets import ALWAYS, ruleset_text
from rulings.values import Counting, Span

NOT_STARTED, PENDING, MET, LATE, MISSED = "not_started", "pending", "met", "late", "missed"
NOT_APPLICABLE = "not_applicable"
_WAITING, _LAPSED = "waiting", "lapsed"
_TICK, _START, _DONE, _ASKED = "tick", "start", "done", "asked"
"""What happens, in the order in which it counts where it happens at the same moment."""
_A_TICK: Final = timedelta(microseconds=1)
_GOES_TO: Final = {
    (_WAITING, _START): PENDING,
    (_WAITING, _TICK): _LAPSED,
    (_LAPSED, _START): MISSED,
    (PENDING, _TICK): MISSED,
    (_WAITING, _DONE): MET,
    (PENDING, _DONE): MET,
    (MISSED, _DONE): LATE,
    (_LAPSED, _DONE): LATE,
    (_WAITING, _ASKED): NOT_STARTED,
    (_LAPSED, _ASKED): NOT_STARTED,
    (PENDING, _ASKED): PENDING,
    (MISSED, _ASKED): MISSED,
}
_TIMELINE: Final = ruleset_text({
    f"{state} {event}": {"$and": [{"state": state}, {"event": event}]} for state, event in _GOES_TO
})  # fmt: skip


_WINDOWS: Final = {NOT_STARTED: "not_yet_open", PENDING: "open", MISSED: "expired"}
"""A window is open as an obligation is pending."""


def replayed(case: Derivation, name: str) -> Steps[str | NotCarried | None]:
    """Replay an obligation or a window and give its value; None for other kinds, and where a fact is unknown."""
    kind = case.translation.decisions[name].kind
    if kind == WINDOW:
        return (yield from _window(case, name))
    found = (yield from standing(case, name)) if kind == OBLIGATION else None
    return found.status if isinstance(found, Standing) else found


@dataclass(frozen=True, slots=True)
class Standing:
    """How an obligation stands, when it was settled, and how a chain goes on from it: "goes_on", "ends" or "waits"."""

    status: str
    settled: datetime | None = None
    onward: str | None = None


def standing(case: Derivation, name: str) -> Steps[Standing | NotCarried | None]:  # noqa: PLR0911 - one a way to stand
    """Replay the timeline of an obligation; None where a fact that it needs is unknown."""
    row = yield from _row_of(case, name)
    if row is None or isinstance(row, NotCarried):
        return row
    if row.id == UNLESS_APPLICABLE:
        return Standing(NOT_APPLICABLE)
    detail = case.translation.decisions[name].detail
    if detail["follows"] is None:
        start = yield from case.value(detail["start"])
        return (yield from _duty(case, name, row, start)) if isinstance(start, datetime) else None
    before = yield from standing(case, detail["follows"])
    if before is None or isinstance(before, NotCarried):
        return before
    if before.status in {NOT_STARTED, PENDING} or before.onward == "waits":
        return Standing(NOT_STARTED)
    if before.status == NOT_APPLICABLE or before.onward == "ends":
        return Standing(NOT_APPLICABLE)
    return (yield from _duty(case, name, row, before.settled)) if before.settled is not None else None


def _row_of(case: Derivation, name: str) -> Steps[Row | NotCarried | None]:
    """Give the one row of a decision that applies, by the conditions that the other engine has judged."""
    choose = case.translation.decisions[name].choose
    guards = carried((yield from case.truths(tuple(row.guard for row in choose.rows))))
    if isinstance(guards, NotCarried):
        return guards
    if None in guards:
        return None
    held = {row.id for row, truth in zip(choose.rows, guards, strict=True) if truth}
    rows = [row for row in choose.rows if row.id in held and not held & set(row.beaten_by)]
    return rows[0] if len(rows) == 1 else None


def _window(case: Derivation, name: str) -> Steps[str | NotCarried | None]:
    row = yield from _row_of(case, name)
    if row is None or isinstance(row, NotCarried):
        return row
    if row.id == UNLESS_APPLICABLE:
        return NOT_APPLICABLE
    decision = case.translation.decisions[name]
    rule, counting = decision.rules[row.id].detail, decision.detail["counting"]
    event = yield from case.value(decision.detail["opens"])
    asked = yield from case.value(decision.detail["asked_at"])
    if not isinstance(event, datetime) or not isinstance(asked, datetime):
        return None
    opens = event if rule["opens_after"] is None else end_of(event, rule["opens_after"], counting)
    events = [(opens, 1, _START), (asked, 2, _ASKED)]
    if rule["lasts"] is not None:
        events.append((_tick_behind(end_of(event, rule["lasts"], counting), rule["lasts"], counting), 0, _TICK))
    found = yield from _through([what for _, _, what in sorted(events)], _ASKED)
    return found if isinstance(found, NotCarried) else _WINDOWS[found]


def _tick_behind(end: datetime, span: Span, counting: Counting) -> datetime:
    """Give the first moment that no longer belongs to a period."""
    return end + _A_TICK if ends_inside(span, counting) else end


def _duty(case: Derivation, name: str, row: Row, start: datetime) -> Steps[Standing | NotCarried | None]:
    decision = case.translation.decisions[name]
    rule = decision.rules[row.id].detail
    counting = next(node.counting for _, part in row.fields for node in walk(part) if isinstance(node, Closing))
    due = end_of(start, rule["within"], counting)
    tick = _tick_behind(due, rule["within"], counting)
    done = yield from case.value(decision.detail["done"])
    closing = (_DONE, decision.detail["done_at"]) if done else (_ASKED, AT)
    moment = yield from case.value(closing[1])
    if done is None or not isinstance(moment, datetime):
        return None
    events = [(tick, 0, _TICK), (start, 1, _START), (moment, 2, closing[0])]
    status = yield from _through([what for _, _, what in sorted(events)], closing[0])
    return status if isinstance(status, NotCarried) else _settled(status, moment, due, rule["then"])


def _through(events: list[str], last: str) -> Steps[str | NotCarried]:
    """Let the events pass until the last that counts: the deed, or the question."""
    state = _WAITING
    for event in events[: events.index(last) + 1]:
        message: Properties = {"state": state, "event": event}
        answer = yield from fired(_TIMELINE, message)
        if isinstance(answer, NotCarried):
            return answer
        if answer != {ALWAYS, f"{state} {event}"}:
            return NotCarried(WORKER_GARBLED)
        state = _GOES_TO[state, event]
    return state


def _settled(status: str, moment: datetime, due: datetime, then: str) -> Standing:
    if status == MET:
        return Standing(status, moment, "goes_on")
    if status == LATE:
        return Standing(status, moment if then == "waits" else due, "ends" if then == "ends" else "goes_on")
    if status == MISSED:
        return Standing(status, None if then == "waits" else due, then)
    return Standing(status)
