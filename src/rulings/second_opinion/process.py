"""The other engine's process, as seen from here: started when needed, limited, and started again after a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, Final

from rulings.errors import RulingsError
from rulings.second_opinion.asking import Answer, Question
from rulings.second_opinion.reasons import (
    ENGINE_REFUSED,
    WORKER_CRASHED,
    WORKER_GARBLED,
    WORKER_TIMED_OUT,
    NotCarried,
)

_WORKER: Final = Path(__file__).with_name("worker.py")
_LONGEST_REPLY: Final = 2**26
_NEWEST: Final = (3, 13)
_ADVICE: Final = "install it with pip install 'rulings[second-opinion]' (it needs a C compiler, and Python below 3.13)"


class NoSecondEngine(RulingsError):
    """The other engine is not installed, or cannot be imported by this Python."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the other engine's process may use, and how much it is asked at once.

    `seconds` for one round of questions, `memory` in bytes of address space, `questions` a round, `rulesets` before a
    new process takes over. After so many `failures` with no answer between them the engine is given up for good.
    """

    seconds: int = 10
    memory: int = 2**30
    questions: int = 2000
    rulesets: int = 1500
    failures: int = 20


class _Failed(Exception):
    """The process gave no usable reply."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Process:
    """One process at a time. It is not safe to share between threads."""

    def __init__(self, limits: Limits) -> None:
        """Prepare; the process starts with the first question."""
        self.limits = limits
        self.restarts = 0
        self._in_vain = 0
        self._given_up: str | None = None
        self._running: _Running | None = None

    def answers(self, questions: Sequence[Question]) -> list[Answer]:
        """Answer questions. Those at which the process fails twice are not carried; the others are answered."""
        different = list(dict.fromkeys(questions))  # many cases ask the same
        most = self.limits.questions
        found: dict[Question, Answer] = {}
        for first in range(0, len(different), most):
            part = different[first : first + most]
            found |= zip(part, self._tried(part), strict=True)
        return [found[question] for question in questions]

    def _tried(self, questions: Sequence[Question]) -> list[Answer]:
        """Ask, and where that fails, in halves, until the question that makes it fail stands alone, and once more."""
        reason = WORKER_CRASHED
        for _ in range(2 if len(questions) == 1 else 1):
            if self._given_up is not None:
                return [NotCarried(self._given_up)] * len(questions)
            try:
                found = self._started().answers(questions)
            except _Failed as failed:
                reason = failed.reason
                self._failed(reason)
            else:
                self._in_vain = 0
                return found
        if len(questions) == 1:
            return [NotCarried(reason)]
        middle = len(questions) // 2
        return [*self._tried(questions[:middle]), *self._tried(questions[middle:])]

    def _started(self) -> _Running:
        if self._running is not None and self._running.rulesets > self.limits.rulesets:
            self.close()
        if self._running is None:
            self._running = _Running(self.limits)
        return self._running

    def _failed(self, reason: str) -> None:
        self.close()
        self.restarts += 1
        self._in_vain += 1
        if self._in_vain >= self.limits.failures:
            self._given_up = reason

    def close(self) -> None:
        """End the process, if there is one."""
        if self._running is not None:
            self._running.close()
            self._running = None


class _Running:
    """A process that runs."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._keys: dict[str, str] = {}
        self._timed_out = False
        # A program of its own, which needs none of our modules: it starts fast, and what the user's program does when
        # it is imported does not happen again. It imports the engine from where we would.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-P", str(_WORKER), str(limits.memory)]
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and a file of ours
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        try:
            ready = self._exchanged(b"")
        except _Failed:
            self.close()
            raise
        if ready.get("ready") is not True:
            self.close()
            if ready.get("ready") is not False:
                raise _Failed(WORKER_GARBLED)
            message = f"the engine of the second opinion cannot be imported ({ready.get('why')}): {_ADVICE}"
            raise NoSecondEngine(message)

    @property
    def rulesets(self) -> int:
        """How many rulesets it holds."""
        return len(self._keys)

    def answers(self, questions: Sequence[Question]) -> list[Answer]:
        """Ask, and read the answers. Raises _Failed."""
        new: dict[str, str] = {}
        for question in questions:
            if question.ruleset not in self._keys:
                key = f"k{len(self._keys)}"
                self._keys[question.ruleset] = key
                new[key] = question.ruleset
        asked = [[self._keys[question.ruleset], question.message] for question in questions]
        request = json.dumps({"rulesets": new, "questions": asked}, ensure_ascii=False)
        found = self._exchanged(request.encode() + b"\n").get("answers")
        if not isinstance(found, list) or len(found) != len(questions):
            raise _Failed(WORKER_GARBLED)
        return [_answer(one) for one in found]

    def _exchanged(self, request: bytes) -> dict[str, Any]:
        """Send a request and give the reply; whatever it hangs at, the process ends when its time is over."""
        timer = Timer(self._limits.seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            line = self._sent(request)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise _Failed(WORKER_TIMED_OUT if self._timed_out else WORKER_GARBLED if line else WORKER_CRASHED)
        try:
            reply = json.loads(line)
        except ValueError:
            raise _Failed(WORKER_GARBLED) from None
        if not isinstance(reply, dict):
            raise _Failed(WORKER_GARBLED)
        return reply

    def _sent(self, request: bytes) -> bytes:
        source, sink = self._process.stdout, self._process.stdin
        if source is None or sink is None:
            raise _Failed(WORKER_CRASHED)
        try:
            if request:
                sink.write(request)
                sink.flush()
            return source.readline(_LONGEST_REPLY)
        except OSError:
            return b""

    def _end_late(self) -> None:
        self._timed_out = True
        self._process.kill()

    def close(self) -> None:
        """End the process and forget it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                _close(stream)


def _close(stream: Any) -> None:  # noqa: ANN401 - a pipe
    try:
        stream.close()
    except OSError:
        return  # what was still to be written goes to a process that has ended


def _answer(found: object) -> Answer:
    if isinstance(found, str):
        return NotCarried(ENGINE_REFUSED)
    if isinstance(found, list) and all(isinstance(name, str) for name in found):
        return frozenset(found)
    return NotCarried(WORKER_GARBLED)


def check_installed() -> None:
    """Raise NoSecondEngine where the other engine cannot run here; it is not imported for that."""
    from importlib.util import find_spec  # noqa: PLC0415 - needed here alone

    if sys.version_info >= _NEWEST:
        message = "the engine of the second opinion (durable-rules) cannot be imported on Python 3.13 and later"
        raise NoSecondEngine(message)
    if find_spec("durable_rules_engine") is None:
        message = f"the engine of the second opinion (durable-rules) is not installed: {_ADVICE}"
        raise NoSecondEngine(message)
