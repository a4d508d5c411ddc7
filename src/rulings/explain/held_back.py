"""What held a level back: the nearest way to the next one, and by how much each of its conditions was missed."""

from __future__ import annotations

from rulings.explain.clauses import Clauses
from rulings.explain.grammar import in_a_sentence
from rulings.explain.matter import Matter
from rulings.explain.spoken import value as in_words
from rulings.explain.story import Item
from rulings.explain.why_not import Obstacle, Way, why_not
from rulings.kinds.moves import WAITING
from rulings.model import Decision


class HeldBack:
    """Tells what was missing."""

    def __init__(self, matter: Matter, clauses: Clauses) -> None:
        """Start with the ruling."""
        self.matter = matter
        self.clauses = clauses
        self.voice = clauses.voice

    def items(self, decision: Decision, above: str) -> list[Item]:
        """Tell what was missing to the level above; nothing where no rule leads there."""
        asked = why_not(self.matter.policy, self.matter.interpreter, decision.name, above)
        if not asked.ways:
            return []
        level = in_words(above, self.voice, decision.value_titles)
        below = self._missing(decision, asked.ways[0])
        return [Item((self.voice.say("held_back", level=level),), below)] if below else []

    def _missing(self, decision: Decision, way: Way) -> tuple[Item, ...]:
        """The conditions, and the rules that go before; that a review comes first is told elsewhere."""
        found = [self._obstacle(obstacle) for obstacle in way.obstacles]
        titles = [decision.rules[other].title for other in way.overridden_by if other != WAITING]
        found += [Item((self.voice.sentence(self.voice.told(title)),)) for title in titles if title is not None]
        return tuple(found)

    def _obstacle(self, obstacle: Obstacle) -> Item:
        """Say how far a condition is from holding; of a named one, how far those are that keep it from that."""
        told = in_a_sentence(self.clauses.line(obstacle.line))
        if obstacle.distance is not None:
            told += self.voice.say("off_by", distance=in_words(obstacle.distance, self.voice))
        ways = () if obstacle.because is None else obstacle.because.ways
        below = tuple(self._obstacle(inner) for inner in ways[0].obstacles) if ways else ()
        return Item((self.voice.sentence(told),), below)
