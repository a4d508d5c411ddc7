"""What the kinds of decision have to tell beyond a value and its reasons, one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from rulings.explain.amounts import Amounts
from rulings.explain.because import Because
from rulings.explain.dates import Dates
from rulings.explain.duties import Duty, duties_of
from rulings.explain.exemptions import Exemptions
from rulings.explain.explanation import Explained
from rulings.explain.grammar import capital, sequence
from rulings.explain.levels import Levels
from rulings.explain.matter import Matter, concerns
from rulings.explain.reasons import APPLIES, Reason
from rulings.explain.results import Results
from rulings.explain.schedule import Schedule, concerning
from rulings.explain.scores import Scores
from rulings.explain.story import Bullets, Heading, Item, Node, bullets, section
from rulings.explain.voice import Voice
from rulings.model import AMOUNT, EXEMPTION, OBLIGATION, SCORE, TIERS


class Kinds:
    """Tells what is special of each kind, for one ruling and one reader."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling and its reader."""
        self.matter = matter
        self.voice = voice
        self.results = Results(matter.policy, voice)
        self.because = Because(matter, voice)
        self.amounts = Amounts(matter, voice)
        self.scores = Scores(matter, voice)
        self.tiers = Levels(matter, voice)
        self.exemptions = Exemptions(matter, voice)

    def kind(self, explained: Explained) -> str:
        """Give the kind of a decision."""
        return self.matter.decision(explained).kind

    def result(self, explained: Explained) -> list[str]:
        """Say in sentences what a decision came to; of levels, where they moved."""
        if explained.outcome.decided and self.kind(explained) == TIERS:
            title = self.results.title(self.matter.decision(explained))
            return [self.voice.labelled(title, self.tiers.result(explained))]
        return self.results.of(explained)

    # Sections for a party

    def calculations(self, decisions: Iterable[Explained]) -> tuple[Node, ...]:
        """Tell how amounts and scores were calculated, those that others rest on behind them."""
        counted = [one for one in decisions if concerns(one) and self.kind(one) in (AMOUNT, SCORE)]
        told = [(one, nodes) for one in counted if (nodes := self._calculation(one))]
        found: list[Node] = []
        for explained, nodes in told:
            title = capital(self.results.title(self.matter.decision(explained)))
            found += [*([Heading((title,), 3)] if len(told) > 1 else []), *nodes]
        return section(self.voice.say("calculation_heading"), *found)

    def _calculation(self, explained: Explained) -> list[Node]:
        if self.kind(explained) == SCORE:
            return self.scores.nodes(explained)
        steps = self.amounts.steps(explained)
        return [bullets([self.voice.sentence(step) for step in steps])] if steps else []

    def levels(self, answers: Iterable[Explained]) -> tuple[Node, ...]:
        """Tell what there is to the levels."""
        items = [item for one in answers if self.kind(one) == TIERS for item in self.tiers.items(one)]
        return section(self.voice.say("level_heading"), Bullets(tuple(items)))

    def duties(self) -> tuple[Node, ...]:
        """Tell who must do what by when, what is due next, and the timeline."""
        schedule = self._schedule()
        items = tuple(self._duty(schedule, duty) for duty in concerning(schedule.duties))
        if not items:
            return ()
        return (
            *section(self.voice.say("duties_heading"), Bullets(items), Dates(self.matter, self.voice).note()),
            *section(self.voice.say("due_heading"), *schedule.due()),
            *self.timeline(),
        )

    def timeline(self) -> tuple[Node, ...]:
        """Draw the timeline of the obligations that the ruling is about."""
        schedule = self._schedule()
        return () if schedule.is_empty else section(self.voice.say("timeline_heading"), schedule.drawing())

    def _schedule(self) -> Schedule:
        names = [one.decision for one in self.matter.explanation.decisions if self.kind(one) == OBLIGATION]
        policy, interpreter = self.matter.policy, self.matter.interpreter
        return Schedule(policy, interpreter, duties_of(policy, interpreter, names), self.matter.at, self.voice)

    def _duty(self, schedule: Schedule, duty: Duty) -> Item:
        """Say how an obligation stands, how its end came about, and why this time applies."""
        told = schedule.obligations
        below = [told.derivation(duty), *self._possible(duty)]
        below += [self._why(duty)] if self.voice.is_plain else []
        lines = tuple(Item((self.voice.sentence(line),)) for line in below if line)
        return Item((self.voice.sentence(told.status(duty)),), lines)

    def _possible(self, duty: Duty) -> list[str]:
        """Where several rules may still apply, say which time each gives, and when."""
        explained = self.matter.explained(duty.decision.name)
        if explained is None or duty.rule is not None:
            return []
        return Dates(self.matter, self.voice).possible_ends(explained)

    def _why(self, duty: Duty) -> str:
        explained = self.matter.explained(duty.decision.name)
        carrying = () if explained is None else explained.reasons.in_state(APPLIES)
        if explained is None or not any(reason.conditions for reason in carrying):
            return ""
        clauses = self.because.of(explained)
        return self.voice.say("this_time", clauses=sequence(clauses, self.voice.language)) if clauses else ""

    # For an auditor

    def rule_items(self, explained: Explained, reason: Reason) -> list[Item]:
        """Give what stands below a rule."""
        return self.amounts.rule_items(explained, reason) if self.kind(explained) == AMOUNT else []

    def replaces_rules(self, explained: Explained) -> bool:
        """Tell whether the rules of a decision are told in a way of their own."""
        return self.kind(explained) == EXEMPTION

    def items(self, explained: Explained) -> list[Item]:
        """Give what stands behind the rules of a decision."""
        decision = self.matter.decision(explained)
        if decision.kind == EXEMPTION and concerns(explained):
            return self.exemptions.rule_items(decision)
        if decision.kind == TIERS:
            return self.tiers.items(explained)
        if decision.kind == OBLIGATION:
            return self._obligation(explained.decision)
        return []

    def _obligation(self, name: str) -> list[Item]:
        schedule = self._schedule()
        return [self._duty(schedule, duty) for duty in schedule.duties if duty.decision.name == name]

    def nodes(self, explained: Explained) -> list[Node]:
        """Give tables and paragraphs behind the rules."""
        return self.scores.nodes(explained) if self.kind(explained) == SCORE else []
