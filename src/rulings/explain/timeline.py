"""The timeline of a policy's chains of obligations on one case: what happened, what was missed, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rulings.algebra import NOT_APPLICABLE, FactRef
from rulings.engine.interpreter import Interpreter
from rulings.explain.clauses import Clauses
from rulings.explain.duties import Duty
from rulings.explain.grammar import in_a_sentence, without_time
from rulings.explain.obligations import Obligations
from rulings.explain.spoken import moment
from rulings.explain.voice import Voice
from rulings.kinds.obligation import LATE, MET, MISSED, NOT_STARTED
from rulings.model import PENDING, Policy

BEGAN, DONE, DONE_LATE, RAN_OUT, NOW = "began", "done", "done_late", "ran_out", "now"
DUE, AHEAD, UNKNOWN, FALLS_AWAY = "due", "ahead", "unknown", "falls_away"
_ORDER = (BEGAN, DONE, DONE_LATE, RAN_OUT, NOW, DUE, UNKNOWN)
"""What happens at the same moment comes in this order."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: what kind it is, of which obligation, and when; without a moment where that is not known yet."""

    kind: str
    at: dt.datetime | None
    duty: Duty | None = None


def events_of(duties: Iterable[Duty], interpreter: Interpreter, at: dt.datetime | None) -> tuple[Event, ...]:
    """Give the events of obligations in the order of time; behind them, along the chains, what has no moment yet."""
    found = [event for duty in duties for event in _of(duty, interpreter)]
    dated = [(event.at, _ORDER.index(event.kind), event) for event in found if event.at is not None]
    if at is not None:
        dated.append((at, _ORDER.index(NOW), Event(NOW, at)))
    in_time = sorted(dated, key=lambda one: one[:2])
    return (*(event for _, _, event in in_time), *(event for event in found if event.at is None))


def _of(duty: Duty, interpreter: Interpreter) -> Iterator[Event]:
    start = duty.decision.detail["start"]
    began = interpreter.value(start) if isinstance(start, FactRef) else None
    if isinstance(began, dt.datetime) and duty.status != NOT_APPLICABLE:
        yield Event(BEGAN, began, duty)
    yield from _state(duty)


def _state(duty: Duty) -> Iterator[Event]:
    moments = {DONE: duty.done_at, DONE_LATE: duty.done_at, AHEAD: None, FALLS_AWAY: None}
    for kind in _EVENTS.get(str(duty.status), (UNKNOWN,)):
        if kind != FALLS_AWAY or duty.follows is not None:
            yield Event(kind, moments.get(kind, duty.due_at), duty)


_EVENTS = {
    MET: (DONE,),
    LATE: (RAN_OUT, DONE_LATE),
    MISSED: (RAN_OUT,),
    PENDING: (DUE,),
    NOT_STARTED: (AHEAD,),
    NOT_APPLICABLE: (FALLS_AWAY,),
}
"""What a status shows on a timeline; a chain's first obligation that does not apply is not shown."""


class Timeline:
    """Tells the events of one ruling to one reader."""

    def __init__(self, policy: Policy, interpreter: Interpreter, voice: Voice) -> None:
        """Start with how the case stands."""
        self.voice = voice
        self.clauses = Clauses(policy, interpreter, voice)
        self.obligations = Obligations(self.clauses)

    def when(self, event: Event) -> str:
        """Write the moment of an event; an end of time as the 24:00 of its day."""
        if event.at is None:
            return ""
        is_end = event.kind in (RAN_OUT, DUE, UNKNOWN)
        return self.obligations.due(event.duty) if is_end and event.duty is not None else moment(event.at, self.voice)

    def what(self, event: Event) -> str:
        """Say what happened, or will, as a clause."""
        duty = event.duty
        if duty is None:
            return self.voice.say("event_now")
        told = self.obligations
        parts = {
            "party": told.party(duty),
            "duty": told.duty(duty),
            "margin": told.margin(duty),
            "happens": told.happens(duty),
            "before": told.before(duty),
            "within": "" if duty.period is None else duty.period.span.text(self.voice.language),
            "event": self._event(duty) if event.kind in (BEGAN, DONE, DONE_LATE) else "",
            "unknown": told.unknown(duty) if event.kind == UNKNOWN else "",
        }
        if event.kind == BEGAN:
            parts["event"] = self._began(duty)
        return self.voice.say(_key(event, duty), **parts)

    def _event(self, duty: Duty) -> str:
        return in_a_sentence(self.clauses.fact(duty.decision.detail["done"].path, given=True))

    def _began(self, duty: Duty) -> str:
        fact = self.clauses.fact_of(duty.decision.detail["start"])
        return self.clauses.event(fact) or without_time(self.clauses.title(fact))

    def line(self, event: Event) -> str:
        """Say when and what in one sentence."""
        when = self.when(event)
        what = self.what(event)
        return self.voice.sentence(self.voice.say("event_at", when=when, what=what) if when else what)


def _key(event: Event, duty: Duty) -> str:
    """What is said of an event: of what was missed also how the chain goes on, as far as that is known."""
    kind = event.kind
    if kind == RAN_OUT:
        return f"event_{kind}" if duty.then is None else f"event_{kind}_{duty.then}"
    is_open = (kind == UNKNOWN and event.at is None) or (kind == AHEAD and duty.period is None)
    return f"event_{kind}_open" if is_open else f"event_{kind}"
