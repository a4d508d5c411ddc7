"""The one exception that a wrong value raises, and the way from a wrong text to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

Code: TypeAlias = Literal[
    "not-a-rate",
    "not-money",
    "not-a-span",
    "not-a-date",
    "not-a-datetime",
    "not-a-decimal",
    "not-an-integer",
    "out-of-range",
    "unit-missing",
    "unit-unknown",
    "currency-unknown",
    "too-many-decimals",
    "offset-missing",
    "no-such-day",
]

_LEGIBLE_LENGTH = 60


class BadValue(ValueError):
    """A value that cannot be read, or lies outside its range; `str()` is a whole sentence, without the place.

    `code` is the stable name of the fault, `expected` says in plain English what was expected, and `help` says what
    to do (None where `expected` says it all).
    """

    code: Code
    expected: str
    help: str | None

    def __init__(
        self,
        message: str,
        *,
        code: Code,
        expected: str,
        help: str | None = None,  # noqa: A002 - the word of the diagnostics, the same as the attribute
    ) -> None:
        """Keep the sentence `message` and its parts."""
        super().__init__(message)
        self.code = code
        self.expected = expected
        self.help = help

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way between processes, which the keyword arguments of an exception do not by themselves."""
        return _rebuilt, (type(self), str(self), self.code, self.expected, self.help)


def _rebuilt(kind: type[BadValue], message: str, code: Code, expected: str, advice: str | None) -> BadValue:
    return kind(message, code=code, expected=expected, help=advice)


class Symptom(NamedTuple):
    """One way in which a text can be wrong: `says` and `help` may name the groups of `pattern` in braces."""

    pattern: re.Pattern[str]
    code: Code
    says: str
    help: str | None


class Diagnosis(NamedTuple):
    """Everything that can be said about a text that should have been a `noun`; the first symptom that fits counts."""

    noun: str
    code: Code
    expected: str
    symptoms: tuple[Symptom, ...]

    def of(self, text: str) -> BadValue:
        """Return (not raise) the fault of `text`, which the caller could not read."""
        for symptom in self.symptoms:
            match = symptom.pattern.fullmatch(text)
            if match is not None:
                return self._fault(text, symptom, match)
        return BadValue(f"{quoted(text)} is not {self.noun}.", code=self.code, expected=self.expected, help=None)

    def _fault(self, text: str, symptom: Symptom, match: re.Match[str]) -> BadValue:
        groups = {name: legible(found or "") for name, found in match.groupdict().items()}
        says = symptom.says.format(**groups)
        advice = None if symptom.help is None else symptom.help.format(**groups)
        message = f"{quoted(text)} is not {self.noun}: {says}."
        return BadValue(message, code=symptom.code, expected=self.expected, help=advice)


def symptom(pattern: str, code: Code, says: str, advice: str | None = None) -> Symptom:
    """Return the symptom whose regular expression (ASCII classes, any character for `.`) has the text `pattern`."""
    return Symptom(re.compile(pattern, re.ASCII | re.DOTALL), code, says, advice)


def legible(text: str) -> str:
    """Return `text` fit for one line of a message: shortened, and what cannot be printed escaped."""
    short = text if len(text) <= _LEGIBLE_LENGTH else text[: _LEGIBLE_LENGTH - 3] + "..."
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in short)


def quoted(text: str) -> str:
    """Return `text` legible and in double quotes."""
    return f'"{legible(text)}"'


def listed(choices: Iterable[str]) -> str:
    """Return `choices` quoted and joined: '"a", "b" or "c"'."""
    names = [f'"{choice}"' for choice in choices]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
