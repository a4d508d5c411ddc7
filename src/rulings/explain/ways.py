"""The answer to "why not?" as a story: what it came to instead, and what would have led there, nearest first."""

from __future__ import annotations

from rulings.algebra import NOT_APPLICABLE, FactRef, Value, facts_of, results_of
from rulings.explain.clauses import Clauses
from rulings.explain.conditions import Conditions
from rulings.explain.grammar import in_a_sentence, listed, sequence
from rulings.explain.matter import rows_of
from rulings.explain.results import Results
from rulings.explain.spoken import value as in_words
from rulings.explain.story import Bullets, Code, Heading, Item, Line, Node, Paragraph, Story
from rulings.explain.voice import Voice
from rulings.explain.why_not import Obstacle, Way, WhyNot
from rulings.model import TIERS, Decision
from rulings.values import Distance

MOST_SHOWN = 6


class Ways:
    """Tells why not."""

    def __init__(self, asked: WhyNot, voice: Voice) -> None:
        """Start with the answer as data."""
        self.asked = asked
        self.voice = voice
        self.clauses = Clauses(asked.policy, asked.interpreter, voice)
        self.conditions = Conditions(self.clauses, voice)
        self.results = Results(asked.policy, voice)
        self.told: set[tuple[str, Value]] = set()

    def tell(self) -> Story:
        """Tell what it came to, and what would have had to be different."""
        wanted = self._result(self.asked, self.asked.value)
        title = Heading((self.voice.say("why_not", result=wanted),), 1)
        return Story(self.voice.language, (title, *self._answer()))

    def _answer(self) -> list[Node]:
        if self.asked.holds:
            return [Paragraph((self.voice.say("it_is_so"),))]
        nodes: list[Node] = [Paragraph((self.voice.sentence(self._actual()),))]
        if not self.asked.ways:
            return [*nodes, Paragraph((self._no_way(),))]
        return [*nodes, Paragraph((self.voice.say("ways"),)), Bullets(self._ways(self.asked))]

    def _no_way(self) -> str:
        """No rule gives the value at all; of levels, none does from the current one."""
        decision = self._decision(self.asked)
        current = decision.detail.get("current") if decision.kind == TIERS else None
        if not isinstance(current, FactRef):
            return self.voice.say("no_way")
        level = self.asked.interpreter.value(current)
        if level is None:
            return self.voice.sentence(self.clauses.unknown(current.path))
        before, wanted = (in_words(one, self.voice, decision.value_titles) for one in (level, self.asked.value))
        return self.voice.say("no_step", before=before, level=wanted)

    def _actual(self) -> str:
        if self.asked.actual is None:
            return self.voice.say("came_undecided")
        return self.voice.say("came_to", result=self._result(self.asked, self.asked.actual))

    def _result(self, asked: WhyNot, given: Value) -> str:
        decision = self._decision(asked)
        texts = self.results.of_value(decision, given)
        return sequence([in_a_sentence(text) for text in texts], self.voice.language)

    def _decision(self, asked: WhyNot) -> Decision:
        return self.asked.policy.decisions[asked.decision]

    def _ways(self, asked: WhyNot) -> tuple[Item, ...]:
        shown = [self._way(asked, way) for way in asked.ways[:MOST_SHOWN]]
        left = len(asked.ways) - len(shown)
        more = [Item((self.voice.say("further_ways", count=left),))] if left else []
        return (*shown, *more)

    def _way(self, asked: WhyNot, way: Way) -> Item:
        below = [self._obstacle(obstacle) for obstacle in way.obstacles]
        below += [Item((self.voice.sentence(self.clauses.unknown(path)),)) for path in way.missing]
        below += self._missed(asked, way)
        rules = self._decision(asked).rules
        for other in way.overridden_by:
            below.append(Item((self.voice.say("goes_before"), Code(other)), self.conditions.tree(rules[other])))
        return Item(self._named(asked, way), tuple(below))

    def _named(self, asked: WhyNot, way: Way) -> Line:
        if not way.rule:
            return (self.voice.say("would_not_concern" if asked.value == NOT_APPLICABLE else "would_concern"),)
        if self._decision(asked).if_true is not None:
            return (self.voice.say("together"),)
        title = self._decision(asked).rules[way.rule].title
        words = () if title is None else (self.voice.labelled("", in_a_sentence(self.voice.own(title))),)
        before, _, after = self.voice.say("by_rule", rule="\0").partition("\0")
        return (before, Code(way.rule), after, *words)

    def _missed(self, asked: WhyNot, way: Way) -> list[Item]:
        """The rule applies, and its own line was missed, or its formula gives something else."""
        if (
            way.rule
            and not (way.obstacles or way.overridden_by or way.missing)
            and not isinstance(way.distance, Distance)
        ):
            return [Item((self.voice.sentence(self._calculated(asked, way)),))]
        if way.obstacles or not isinstance(way.distance, Distance):
            return []
        return [Item((self.voice.sentence(self.results.margin(asked.actual, way.distance)),))]

    def _calculated(self, asked: WhyNot, way: Way) -> str:
        """Only other facts would let a formula give something else: they are named."""
        decision = self._decision(asked)
        row = next(row for row in rows_of(decision) if row.id == way.rule)
        paths = sorted(facts_of(row.value))
        titles = [self.clauses.title(asked.policy.vocabulary.fact(path)) for path in paths]
        titles += [self.clauses.decision_title(asked.policy.decisions[name]) for name in sorted(results_of(row.value))]
        told = self.voice.say("calculated", value=self.results.value(decision, asked.interpreter.value(row.value)))
        if way.distance is not None:
            told += self.voice.say("off_by", distance=in_words(way.distance, self.voice))
        if not titles:
            return told
        return told + self.voice.say("calculated_from", titles=listed(titles, self.voice.language))

    def _obstacle(self, obstacle: Obstacle) -> Item:
        line = self.conditions.line(obstacle.line)
        if not obstacle.wanted:
            line = (self.voice.say("must_not"), *line)
        if obstacle.distance is not None:
            line = (*line, self.voice.say("off_by", distance=in_words(obstacle.distance, self.voice)))
        return Item(line, self._because(obstacle.because))

    def _because(self, asked: WhyNot | None) -> tuple[Item, ...]:
        """Why another decision is not so; told once, however often it stands in the way."""
        if asked is None or (asked.decision, asked.value) in self.told:
            return ()
        self.told.add((asked.decision, asked.value))
        return self._ways(asked)
