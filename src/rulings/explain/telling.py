"""Tells a ruling: checks what was asked for, has the story made for its audience, and has it written in its format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from rulings.engine.interpreter import Interpreter
from rulings.errors import nearest
from rulings.explain.auditor import AuditorStory
from rulings.explain.duties import duties_of
from rulings.explain.html import to_html
from rulings.explain.markdown import to_markdown
from rulings.explain.matter import Matter
from rulings.explain.party import PartyStory
from rulings.explain.schedule import Schedule, as_data
from rulings.explain.story import Story
from rulings.explain.text import to_text
from rulings.explain.unchosen import unchosen_story
from rulings.explain.voice import AUDITOR, Voice
from rulings.explain.ways import Ways
from rulings.explain.why_not import WhyNot
from rulings.model import Policy

LANGUAGES = ("en", "zh")
AUDIENCES = (AUDITOR, "buyer", "merchant")
DATA = "data"
WRITERS: dict[str, Callable[[Story], str]] = {"text": to_text, "markdown": to_markdown, "html": to_html}
FORMATS = (*WRITERS, DATA)
TIMELINES = ("text", "svg", DATA)


def check_request(language: str, audience: str, format_: str) -> None:
    """Raise ValueError, naming the choices, where an argument is none of them."""
    check_choice("language", language, LANGUAGES)
    check_choice("audience", audience, AUDIENCES)
    check_choice("format", format_, FORMATS)


def check_choice(name: str, given: str, choices: tuple[str, ...]) -> None:
    """Raise ValueError, naming the choices, where an argument is none of them."""
    if given not in choices:
        near = nearest(given, choices) if isinstance(given, str) else None
        hint = f'; did you mean "{near}"?' if near else ""
        message = f"the {name} {given!r} is not known: it is one of {', '.join(choices)}{hint}"
        raise ValueError(message)


def tell(matter: Matter, language: str, audience: str, format_: str) -> str:
    """Tell a ruling in words."""
    return WRITERS[format_](story_of(matter, language, audience))


def story_of(matter: Matter, language: str, audience: str) -> Story:
    """Make the story for an audience."""
    policy = matter.policy
    voice = Voice(language, audience, policy.in_force.timezone, policy.vocabulary.parties.get(audience))
    story = PartyStory(matter, voice) if voice.is_plain else AuditorStory(matter, voice)
    return story.tell()


class Ground(NamedTuple):
    """What a timeline is made of: the policy, how the case stands to it, and the moment of evaluation."""

    policy: Policy
    interpreter: Interpreter
    at: datetime | None


def tell_timeline(ground: Ground, language: str, audience: str, format_: str) -> Any:  # noqa: ANN401 - data, or a text
    """Tell the timeline of a policy's obligations: as text, as a drawing, or as data in both languages."""
    check_choice("language", language, LANGUAGES)
    check_choice("audience", audience, AUDIENCES)
    check_choice("format", format_, TIMELINES)
    if format_ == DATA:
        return as_data([(one, _schedule(ground, one, audience)) for one in LANGUAGES])
    schedule = _schedule(ground, language, audience)
    if format_ == "svg":
        return schedule.svg()
    lines = schedule.text() if not schedule.is_empty else [schedule.voice.say("no_obligations")]
    return "\n".join(lines) + "\n"


def _schedule(ground: Ground, language: str, audience: str) -> Schedule:
    policy, interpreter, at = ground
    voice = Voice(language, audience, policy.in_force.timezone, policy.vocabulary.parties.get(audience))
    return Schedule(policy, interpreter, duties_of(policy, interpreter), at, voice)


def tell_unchosen(policy: Policy, identity: str | None, language: str, audience: str, format_: str) -> str:
    """Tell in words that no version can be chosen for a case."""
    voice = Voice(language, audience, policy.in_force.timezone, policy.vocabulary.parties.get(audience))
    return WRITERS[format_](unchosen_story(policy, identity, voice))


def tell_why_not(asked: WhyNot, language: str) -> str:
    """Tell in words why a decision did not come to another value."""
    check_request(language, AUDITOR, "text")
    return to_text(Ways(asked, Voice(language, AUDITOR, asked.policy.in_force.timezone)).tell())
