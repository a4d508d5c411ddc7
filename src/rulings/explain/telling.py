"""Tells a ruling: checks what was asked for, has the story made for its audience, and has it rendered."""

from __future__ import annotations

LANGUAGES = ("en", "zh")
AUDIENCES = ("auditor", "buyer", "merchant")
FORMATS = ("text", "markdown", "html", "data")


def check_choice(name: str, given: object, choices: tuple[str, ...]) -> None:
    """Raise ValueError, naming the choices, where an argument is none of them."""
    if given not in choices:
        message = f"{name} is one of {', '.join(choices)}, not {given!r}"
        raise ValueError(message)
