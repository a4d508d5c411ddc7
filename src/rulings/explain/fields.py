"""What the computed fields of decisions are called."""

from __future__ import annotations

from rulings.explain.voice import Voice
from rulings.model import SCORE, TIERS, Decision

NAMED = ("opens_at", "last_moment", "due_at", "settled_at", "onward", "next_review")


def field_title(decision: Decision, field: str, voice: Voice) -> str:
    """Name a computed field of a decision."""
    if field in NAMED:
        return voice.say(f"field_{field}")
    if decision.kind == TIERS and field in decision.detail["by_level"]:
        return voice.told(decision.detail["by_level"][field].title)
    if decision.kind == SCORE and field in decision.detail["parts"]:
        return voice.say("field_part", part=voice.told(decision.detail["parts"][field].title))
    return voice.say("field_other", field=field)
