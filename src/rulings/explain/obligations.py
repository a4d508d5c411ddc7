"""Obligations in words: how each stands, until when it must be done, and what happens otherwise."""

from __future__ import annotations

import datetime as dt

from rulings.algebra import AT, NOT_APPLICABLE, FactRef
from rulings.explain.clauses import Clauses
from rulings.explain.counted import closes, derivation
from rulings.explain.duties import Duty
from rulings.explain.grammar import in_a_sentence
from rulings.explain.results import Results
from rulings.explain.spoken import length, moment
from rulings.kinds.obligation import LATE, MET, MISSED, NOT_STARTED
from rulings.model import PENDING

_TOLD = (PENDING, MET, LATE, MISSED)


class Obligations:
    """Tells obligations to one reader."""

    def __init__(self, clauses: Clauses) -> None:
        """Start with what states facts."""
        self.clauses = clauses
        self.voice = clauses.voice
        self.policy = clauses.policy
        self.results = Results(clauses.policy, clauses.voice)

    def status(self, duty: Duty) -> str:
        """Say how an obligation stands, as a sentence without its stop."""
        if duty.status in _TOLD and duty.due_at is not None:
            return self._told(duty)
        if duty.status == NOT_STARTED:
            return self._not_started(duty)
        if duty.status == NOT_APPLICABLE:
            return self._not_applicable(duty)
        if duty.status in _TOLD and duty.status != PENDING:
            title = self.clauses.decision_title(duty.decision)
            return self.voice.say(f"obligation_{duty.status}", title=title)
        return self._open(duty)

    def _told(self, duty: Duty) -> str:
        done = "" if duty.done_at is None else moment(duty.done_at, self.voice)
        parts = {"due": self.due(duty), "margin": self.margin(duty), "done": done, "happens": self.happens(duty)}
        return self.voice.say(f"duty_{duty.status}", party=self.party(duty), duty=self.duty(duty), **parts)

    def _not_started(self, duty: Duty) -> str:
        """It begins with an event, or once the one before it is settled; how long it will take is known already."""
        key = "duty_follows" if duty.follows is not None else "duty_begins"
        begins = moment(duty.start, self.voice) if duty.start is not None else self.voice.say("nothing_known")
        told = self.voice.say(key, party=self.party(duty), duty=self.duty(duty), before=self.before(duty), start=begins)
        return told + self.within(duty)

    def within(self, duty: Duty) -> str:
        """Say how long the time is, to be put behind a clause."""
        if duty.period is None:
            return ""
        return self.voice.say("duty_within", span=duty.period.span.text(self.voice.language))

    def _not_applicable(self, duty: Duty) -> str:
        if duty.follows is None:
            return self.voice.say("obligation_not_applicable", title=self.clauses.decision_title(duty.decision))
        return self.voice.say("duty_falls_away", before=self.before(duty), party=self.party(duty), duty=self.duty(duty))

    def _open(self, duty: Duty) -> str:
        """It is not known whether it was done, or when, or at which moment that is asked."""
        if duty.due_at is None:
            return self.voice.say("duty_open", party=self.party(duty), duty=self.duty(duty))
        known = self.voice.say("duty_open_until", party=self.party(duty), duty=self.duty(duty), due=self.due(duty))
        return self.voice.say("duty_unknown", clause=known, unknown=self.unknown(duty))

    def unknown(self, duty: Duty) -> str:
        """Say what is not known of an obligation whose end is known."""
        detail = duty.decision.detail
        value = self.clauses.interpreter.value
        facts: tuple[FactRef, ...] = (detail["done"], *([detail["done_at"]] if value(detail["done"]) is True else [AT]))
        unknown = next((fact for fact in facts if value(fact) is None), None)
        return self.voice.say("undecided") if unknown is None else self.clauses.unknown(unknown.path)

    # Parts

    def party(self, duty: Duty) -> str:
        """Name who must; the reader is "you"."""
        return self.results.party(duty.party)

    def duty(self, duty: Duty) -> str:
        """Say what must be done: "handle the request"."""
        return in_a_sentence(self.voice.told(duty.decision.detail["duty"]))

    def happens(self, duty: Duty) -> str:
        """Say what happens where it is not done in time."""
        return "" if duty.happens is None else in_a_sentence(self.voice.told(duty.happens))

    def before(self, duty: Duty) -> str:
        """Name the obligation that goes before it."""
        return "" if duty.follows is None else self.voice.own(self.policy.decisions[duty.follows].title)

    def due(self, duty: Duty) -> str:
        """Write the moment until which it must be done: 24:00 of a day, where the time ends with that day."""
        if duty.period is not None and duty.start is not None:
            return closes(duty.period, duty.start, self.voice)
        return self.voice.say("nothing_known") if duty.due_at is None else moment(duty.due_at, self.voice)

    def margin(self, duty: Duty) -> str:
        """Say how much time is left, or by how much it was early or late."""
        if duty.margin is None or duty.status not in _TOLD:
            return ""
        zero = "_zero" if duty.margin.microseconds == 0 else ""
        return self.voice.say(f"duty_margin_{duty.status}{zero}", length=length(duty.margin, self.voice))

    def derivation(self, duty: Duty) -> str:
        """Say how the end of the time came about; nothing where it is not known."""
        if duty.period is None or duty.start is None or duty.due_at is None:
            return ""
        return derivation(duty.period, duty.start, self.voice)

    def when(self, when: dt.datetime) -> str:
        """Write a moment."""
        return moment(when, self.voice)
