"""The dates of a matter: from when a time ran, how long, how its end came about, and how near the case is to it."""

from __future__ import annotations

from rulings.algebra import Closing, Expr, FactRef, Row
from rulings.explain.because import Because
from rulings.explain.clauses import Clauses
from rulings.explain.counted import closes, derivation
from rulings.explain.duties import period_of
from rulings.explain.explanation import Explained
from rulings.explain.grammar import sequence
from rulings.explain.matter import Matter, standing
from rulings.explain.reasons import APPLIES, Reason
from rulings.explain.results import Results
from rulings.explain.spoken import has_other_offsets, zone_name
from rulings.explain.story import Bullets, Item, Node, Paragraph
from rulings.explain.supposed import Supposed
from rulings.explain.voice import Voice
from rulings.model import WINDOW
from rulings.values import Distance


class Dates:
    """Tells a party about the times that matter to the case."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling and its reader."""
        self.matter = matter
        self.voice = voice
        self.clauses = Clauses(matter.policy, matter.interpreter, voice)
        self.because = Because(matter, voice)

    def nodes(self) -> list[Node]:
        """Tell every window that concerns the case."""
        windows = [one for one in self.matter.answers() if self.matter.decision(one).kind == WINDOW]
        return [Bullets(tuple(self._items(one))) for one in windows if one.reasons.applicable]

    def _items(self, explained: Explained) -> list[Item]:
        detail = self.matter.decision(explained).detail
        items = [Item((self._sentence(self._stated(detail["opens"])),))]
        items += self._periods(explained)
        items += [Item((line,)) for line in self._why(explained)]
        return [*items, Item((self._sentence(self._asked(explained, detail["asked_at"])),))]

    def _sentence(self, text: str) -> str:
        return self.voice.sentence(text)

    def _stated(self, fact: Expr) -> str:
        return self.clauses.subject(fact)

    def _asked(self, explained: Explained, fact: FactRef) -> str:
        stated = self._stated(fact)
        if not isinstance(explained.margin, Distance):
            return stated
        margin = Results(self.matter.policy, self.voice).margin(explained.outcome.value, explained.margin, "asked")
        return self.voice.say("asked_with_margin", clause=stated, margin=margin)

    def _periods(self, explained: Explained) -> list[Item]:
        carrying = standing(explained)
        texts = dict.fromkeys(text for reason in carrying for text in self._of_rule(explained, reason))
        if len(carrying) == 1 or len(texts) == 1:
            return [Item((self._sentence(text),)) for text in texts]
        otherwise_last = sorted(carrying, key=_is_last)
        below = tuple(Item((self._sentence(self._possible(explained, reason)),)) for reason in otherwise_last)
        closing = [Item((self.voice.say("in_any_case"),))] if explained.outcome.decided else []
        return [Item((self.voice.say("one_of_periods"),), below), *closing]

    def _of_rule(self, explained: Explained, reason: Reason) -> list[str]:
        """How the opening and the end of one rule came about; what cannot be counted yet, by its span alone."""
        row = self.matter.row(self.matter.decision(explained), reason.rule)
        periods = {} if row is None else _periods_of(row)
        texts = [self._counted(period, role) for role, period in periods.items()]
        return texts if "ends" in periods else [*texts, self.voice.say("no_end")]

    def _counted(self, period: Closing, role: str) -> str:
        start = self.matter.start(period)
        if start is None:
            return self.voice.say("time_is", span=period.span.text(self.voice.language))
        return derivation(period, start, self.voice, role)

    def possible_ends(self, explained: Explained) -> list[str]:
        """Say of each rule that may apply, in which case it does and what time it gives."""
        return [self._possible(explained, reason) for reason in sorted(standing(explained), key=_is_last)]

    def _possible(self, explained: Explained, reason: Reason) -> str:
        unknown = [Supposed(self.clauses).clause(line.line.expr) for line in reason.conditions if line.holds is None]
        row = self.matter.row(self.matter.decision(explained), reason.rule)
        shown = [self._short(period) for period in _periods_of(row).values()] if row is not None else []
        period = sequence(shown, self.voice.language)
        if not unknown:
            return self.voice.say("else_period", period=period)
        return self.voice.say("if_period", clause=sequence(unknown, self.voice.language), period=period)

    def _short(self, period: Closing) -> str:
        start, span = self.matter.start(period), period.span.text(self.voice.language)
        return (
            span if start is None else self.voice.say("unless_known", span=span, end=closes(period, start, self.voice))
        )

    def _why(self, explained: Explained) -> list[str]:
        """Say why this time and no other: by the rule's own conditions, else by what excludes the other rules."""
        carrying = explained.reasons.in_state(APPLIES)
        if not carrying:
            return []
        own = any(reason.conditions for reason in carrying)
        found = self.because.of(explained) if own else self.because.exclusions(explained)
        key = "this_time" if own or not found else "no_other_time"
        found = found or self.because.scope(explained)
        return [self.voice.say(key, clauses=sequence(found, self.voice.language))] if found else []

    def note(self) -> Paragraph:
        """Say by which clocks the moments are shown."""
        other = has_other_offsets(self.matter.explanation.facts.values(), self.voice)
        key = "times_in_other" if other else "times_in"
        return Paragraph((self.voice.say(key, zone=zone_name(self.voice.timezone, self.voice)),))


def _is_last(reason: Reason) -> bool:
    """Those that wait for a condition are told first, what holds otherwise behind them."""
    return not _waits(reason)


def _waits(reason: Reason) -> bool:
    return any(condition.holds is None for condition in reason.conditions)


def _periods_of(row: Row) -> dict[str, Closing]:
    fields = dict(row.fields)
    found = {role: fields.get(name) for role, name in (("opens", "opens_at"), ("ends", "last_moment"))}
    periods = {role: expr for role, expr in found.items() if isinstance(expr, Closing)}
    due = period_of(row)
    return periods if due is None else {"ends": due}
