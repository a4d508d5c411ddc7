"""The process in which the other engine runs. It may crash, hang or grow: nothing else runs here.

A request is a line of JSON, `{"rulesets": {key: text}, "questions": [[key, message], …]}`; so is the reply,
`{"answers": [["always", "r1"], "an error", …]}`. The first line that it writes, before any request, says that it is
ready, or why not.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

_ASSERTED = 0
Reply = dict[str, Any]


class Asked:
    """The other engine, one handle a ruleset. A message is asserted, its rules fire, and it is taken back."""

    def __init__(self, engine: Any) -> None:  # noqa: ANN401 - a C module without types
        """Take the C module: the package around it starts threads, which take actions away."""
        self._engine = engine
        self._texts: dict[str, str] = {}
        self._handles: dict[str, int] = {}

    def add(self, rulesets: dict[str, str]) -> None:
        """Take rulesets, which are built when they are first asked."""
        self._texts |= rulesets

    def answer(self, key: str, message: str) -> list[str] | str:
        """Give the names of the rules that fire, or what the engine has against it."""
        try:
            if key not in self._handles:
                self._handles[key] = self._engine.create_ruleset(key, self._texts[key])
            return self._fired(self._handles[key], message)
        except Exception as fault:  # noqa: BLE001 - whatever it raises, it has no answer to this question
            # What it refused half-way may still lie there: the next question meets a new one.
            self._handles.pop(key, None)
            return f"{type(fault).__name__}: {fault}"

    def _fired(self, handle: int, message: str) -> list[str]:
        status, state = self._engine.assert_fact(handle, message)
        if status != _ASSERTED:
            refused = f"status {status}"
            raise ValueError(refused)
        _, fired = self._engine.start_action_for_state(handle, state)
        names: list[str] = []
        while fired is not None:
            names += json.loads(fired)
            fired = self._engine.complete_and_start_action(handle, state)
        self._engine.retract_fact(handle, message)
        return names


def serve(source: BinaryIO, sink: BinaryIO, engine: Any) -> None:  # noqa: ANN401 - a C module without types
    """Answer requests until there are no more."""
    asked = Asked(engine)
    _write(sink, {"ready": True})
    for line in source:
        request = json.loads(line)
        asked.add(request["rulesets"])
        _write(sink, {"answers": [asked.answer(key, message) for key, message in request["questions"]]})


def _write(sink: BinaryIO, reply: Reply) -> None:
    sink.write(json.dumps(reply).encode() + b"\n")
    sink.flush()


def _limit_memory(most: int) -> None:
    """Refuse more memory than `most` bytes, and leave no image behind where the process crashes."""
    import resource  # noqa: PLC0415 - not on every system

    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(most_memory: str) -> None:
    """Run as a process of its own. Replies go to what was standard output; whatever else is printed goes nowhere."""
    sink = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    limits: list[Callable[[], None]] = [lambda: _limit_memory(int(most_memory))] if sys.platform != "win32" else []
    try:
        import durable_rules_engine  # noqa: PLC0415 - only here, and only in this process
    except ImportError as fault:
        _write(sink, {"ready": False, "why": str(fault)})
        return
    for limit in limits:
        limit()
    serve(sys.stdin.buffer, sink, durable_rules_engine)


if __name__ == "__main__":
    main(sys.argv[1])
