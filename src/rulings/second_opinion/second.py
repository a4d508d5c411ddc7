"""The second opinion on rulings: the same case derived by an engine that we did not write, and compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rulings.algebra import AT, Type
from rulings.engine.settle import UNDETERMINED
from rulings.errors import Undecidable
from rulings.plain import plain_value
from rulings.second_opinion.asking import Answer, Question, Steps
from rulings.second_opinion.deriving import Derivation
from rulings.second_opinion.opinion import AGREES, DIFFERS, NONE, Opinion, Verdict
from rulings.second_opinion.process import Limits, Process, check_installed
from rulings.second_opinion.reasons import NO_RULING, NotCarried, Untranslatable
from rulings.second_opinion.settling import Finding, comparable
from rulings.second_opinion.timeline import replayed
from rulings.second_opinion.translation import Translation
from rulings.values import BadValue
from rulings.values.rounding import as_type

if TYPE_CHECKING:
    from rulings.engine.settle import Outcome
    from rulings.ruling import Ruling
    from rulings.version import Version

_AT_ONCE = 500
_MOST_VERSIONS = 100


class SecondOpinion:
    """Gives second opinions on rulings, by durable-rules in a process of its own. Use it in a `with`.

    Raises NoSecondEngine where the other engine is not installed. It is not safe to share between threads.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        """Prepare; the process starts with the first ruling."""
        check_installed()
        self._process = Process(limits or Limits())
        self._translations: dict[int, tuple[Version, Translation]] = {}

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process, if it runs."""
        self._process.close()

    @property
    def restarts(self) -> int:
        """How often the process failed and was started again."""
        return self._process.restarts

    def on(self, ruling: Ruling) -> Opinion:
        """Give the second opinion on one ruling."""
        return self._opinions([ruling])[0]

    def on_many(self, rulings: Iterable[Ruling]) -> Iterator[Opinion]:
        """Give the second opinion on each ruling, in their order. Some hundred are held at a time."""
        waiting = iter(rulings)
        while batch := list(islice(waiting, _AT_ONCE)):
            yield from self._opinions(batch)

    def _opinions(self, rulings: list[Ruling]) -> list[Opinion]:
        derived = self._run([_derived(self._translation(one.version), one) for one in rulings])
        return [
            Opinion(ruling.id, ruling.version.name, _compared(ruling, found))
            for ruling, found in zip(rulings, derived, strict=True)
        ]

    def _translation(self, version: Version) -> Translation:
        # By identity, and kept together: an object that is gone leaves its number to another.
        if id(version) not in self._translations:
            if len(self._translations) == _MOST_VERSIONS:
                del self._translations[next(iter(self._translations))]
            self._translations[id(version)] = version, Translation.of(version)
        return self._translations[id(version)][1]

    def _run(self, cases: list[Steps[dict[str, _Derived]]]) -> list[dict[str, _Derived]]:
        """Let all cases go on together, one round of questions after the other."""
        results: dict[int, dict[str, _Derived]] = {}
        answers: dict[int, Answer | None] = dict.fromkeys(range(len(cases)))
        while answers:
            questions: dict[int, Question] = {}
            for place, answer in answers.items():
                try:
                    # A generator that has not begun takes no answer but None.
                    questions[place] = cases[place].send(answer)  # type: ignore[arg-type]
                except StopIteration as end:
                    results[place] = end.value
            found = self._process.answers(list(questions.values()))
            answers = dict(zip(questions, found, strict=True))
        return [results[place] for place in range(len(cases))]


@dataclass(frozen=True, slots=True)
class _Derived:
    """What the other engine came to on a decision, and where it has a timeline, what that came to."""

    finding: Finding | NotCarried
    status: str | None = None


def _derived(translation: Translation, ruling: Ruling) -> Steps[dict[str, _Derived]]:
    if not ruling.chosen:
        return {}
    facts = dict(ruling.facts) | ({} if ruling.at is None else {AT.path: ruling.at})
    case = Derivation(translation, facts)
    found: dict[str, _Derived] = {}
    for name in translation.decisions:
        finding = yield from case.decide(name)
        found[name] = _Derived(finding)
        if not isinstance(finding, NotCarried):
            found[name] = yield from _with_timeline(case, name, finding)
    return found


def _with_timeline(case: Derivation, name: str, finding: Finding) -> Steps[_Derived]:
    try:
        status = yield from replayed(case, name)
    except Untranslatable:
        return _Derived(finding)  # a deadline that nobody can count has no tick; the conditions did not ask for it
    return _Derived(status) if isinstance(status, NotCarried) else _Derived(finding, status)


def _compared(ruling: Ruling, derived: dict[str, _Derived]) -> dict[str, Verdict]:
    if not ruling.chosen:
        return {name: Verdict(NONE, NO_RULING) for name in ruling}
    decisions = ruling.version.policy.decisions
    return {name: _verdict(_outcome(ruling, name), derived[name], decisions[name].type) for name in ruling}


def _outcome(ruling: Ruling, name: str) -> Outcome | None:
    """Give our outcome, None where deciding ends in an error: of what nobody asked for, that is known only now."""
    with suppress(Undecidable, BadValue):
        return ruling.outcome(name)
    return None


def _verdict(ours: Outcome | None, derived: _Derived, kind: Type) -> Verdict:
    if ours is None:
        return Verdict(NONE, NO_RULING)
    theirs = derived.finding
    if isinstance(theirs, NotCarried):
        return Verdict(NONE, theirs.reason)
    same = (
        ours.decided is theirs.decided
        and ours.rules == theirs.rules
        and comparable(ours.value) == comparable(theirs.value)
        and (derived.status is None or derived.status == ours.value)
    )
    by_timeline = derived.status is not None
    if same:
        return Verdict(AGREES, timeline=by_timeline)
    timeline = f", by its timeline {derived.status}" if by_timeline else ""
    return Verdict(DIFFERS, ours=_line(ours, kind), theirs=_line(theirs, kind) + timeline, timeline=by_timeline)


def _line(found: Outcome | Finding, kind: Type) -> str:
    """Write a result in one line: its value as rulings have it, and its rules."""
    value: object = found.value
    if isinstance(found.value, Fraction):
        with suppress(ValueError):  # a number that no result of the type can be is written as it is
            value = as_type(found.value, kind.name)
    written = plain_value(value) if found.decided else UNDETERMINED
    return f"{written if isinstance(written, str) else json.dumps(written)} ({', '.join(found.rules)})"
