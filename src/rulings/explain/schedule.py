"""What a story tells of obligations: how each stands, what is due next and by whom, and the timeline of the chains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from rulings.algebra import NOT_APPLICABLE
from rulings.engine.interpreter import Interpreter
from rulings.explain.duties import Duty
from rulings.explain.story import Drawing, Item, Node, bullets
from rulings.explain.svg import Entry, draw
from rulings.explain.timeline import AHEAD, DUE, FALLS_AWAY, NOW, UNKNOWN, Event, Timeline, events_of
from rulings.explain.voice import Voice
from rulings.model import Policy
from rulings.values import format_moment


class Schedule:
    """Tells the obligations of one case to one reader."""

    def __init__(
        self, policy: Policy, interpreter: Interpreter, duties: Sequence[Duty], at: dt.datetime | None, voice: Voice
    ) -> None:
        """Start with the obligations as they stand."""
        self.duties = duties
        self.voice = voice
        self.timeline = Timeline(policy, interpreter, voice)
        self.obligations = self.timeline.obligations
        self.events = events_of(duties, interpreter, at)

    def due(self) -> list[Node]:
        """List what is still to be done, what is due first in front."""
        pending = sorted((duty for duty in self.duties if duty.is_due), key=_first_due)
        return [bullets([self.voice.sentence(self._due(duty)) for duty in pending])] if pending else []

    def _due(self, duty: Duty) -> str:
        told = self.obligations
        if duty.due_at is None:
            return told.status(duty)
        return self.voice.say("due_by", due=told.due(duty), party=told.party(duty), duty=told.duty(duty))

    def drawing(self) -> Drawing:
        """Give the timeline: drawn, and as a list."""
        return Drawing(self.svg(), tuple(Item((self.timeline.line(event),)) for event in self.events))

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing on the timeline but the moment of the ruling."""
        return all(event.kind == NOW for event in self.events)

    def svg(self) -> str:
        """Draw the timeline."""
        return draw(self.voice.say("timeline_heading"), map(self._entry, self.events), self.voice.language)

    def _entry(self, event: Event) -> Entry:
        what = self.voice.sentence(self.timeline.what(event)).rstrip("。.")
        return Entry(event.kind, self.timeline.when(event), what, event.kind in (DUE, AHEAD, FALLS_AWAY, UNKNOWN))

    def text(self) -> list[str]:
        """Write the timeline line by line."""
        return [self.timeline.line(event) for event in self.events]


def _first_due(duty: Duty) -> tuple[str, str]:
    return ("" if duty.due_at is None else duty.due_at.astimezone(dt.UTC).isoformat(), duty.decision.name)


def as_data(told: Sequence[tuple[str, Schedule]]) -> list[dict[str, Any]]:
    """Give the events as plain data, each with its text in every language that is told."""
    _, first = told[0]
    return [
        {
            "kind": event.kind,
            "at": None if event.at is None else format_moment(event.at),
            "decision": None if event.duty is None else event.duty.decision.name,
            "party": None if event.duty is None else event.duty.party,
            "text": {language: schedule.timeline.what(event) for language, schedule in told},
        }
        for event in first.events
    ]


def concerning(duties: Sequence[Duty]) -> list[Duty]:
    """Give the obligations that concern the case."""
    return [duty for duty in duties if duty.status != NOT_APPLICABLE]
