"""What is told of a case that touches another version: which date decided, and what the other would have said."""

from __future__ import annotations

from rulings.explain.clauses import Clauses
from rulings.explain.grammar import in_a_sentence, listed, sequence
from rulings.explain.matter import Elsewhere, Matter
from rulings.explain.results import Results
from rulings.explain.story import Bullets, Item, Node, section
from rulings.explain.voice import Voice


def elsewhere(matter: Matter, voice: Voice) -> tuple[Node, ...]:
    """Tell of the other versions whose time the case touches; nothing where there are none."""
    if not matter.elsewhere:
        return ()
    clauses = Clauses(matter.policy, matter.interpreter, voice)
    chosen_by = matter.policy.in_force.chosen_by
    decided = voice.say(
        "elsewhere_chosen",
        clause=clauses.fact(chosen_by, matter.facts[chosen_by]),
        version=matter.policy.version,
    )
    items = [Item((voice.sentence(decided),)), *(_item(other, clauses, voice) for other in matter.elsewhere)]
    return section(voice.say("elsewhere_heading"), Bullets(tuple(items)))


def _item(other: Elsewhere, clauses: Clauses, voice: Voice) -> Item:
    lying = [clauses.fact(path, moment) for path, moment in sorted(other.facts.items())]
    head = voice.say("elsewhere", clauses=listed(lying, voice.language), version=other.policy.version)
    return Item((voice.sentence(head),), (Item((voice.sentence(_said(other, voice)),)),))


def _said(other: Elsewhere, voice: Voice) -> str:
    if other.answers is None:
        return voice.say("elsewhere_fault")
    if not other.answers:
        return voice.say("elsewhere_same")
    results = Results(other.policy, voice)
    told = [in_a_sentence(text) for explained in other.answers for text in results.of(explained)]
    return voice.say("elsewhere_differs", results=sequence(told, voice.language))
