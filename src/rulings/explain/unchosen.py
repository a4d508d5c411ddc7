"""The story of a case on which no version can be chosen, because the date that chooses it is not known."""

from __future__ import annotations

from rulings.explain.spoken import shown_text
from rulings.explain.story import Bullets, Heading, Item, Node, Paragraph, Story, section
from rulings.explain.voice import Voice
from rulings.model import Policy


def unchosen_story(policy: Policy, identity: str | None, voice: Voice) -> Story:
    """Say that nothing is decided, and which date is needed first."""
    title = voice.say("title_party", policy=voice.own(policy.title))
    nodes: list[Node] = [Heading((title,), 1)]
    if identity is not None:
        nodes.append(Paragraph((voice.say("case", id=shown_text(identity)[1:-1]),)))
    nodes.append(Paragraph((voice.say("no_version"),)))
    wanted = voice.own(policy.vocabulary.fact(policy.in_force.chosen_by).title)
    nodes += section(voice.say("needs_heading"), Bullets((Item((voice.sentence(wanted),)),)))
    return Story(voice.language, tuple(nodes))
