"""Counts of what was read and what came of it. Those of parts add up to those of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

READ, RULED, FAULTY, PASSED_OVER = "read", "ruled", "faulty", "passed over"
STATUS, VERSION, ANSWER, FAULT, VERDICT = "status", "version", "answer", "fault", "verdict"
SECOND = "second opinion"
"""Counts decisions, not rows: on how many the other engine agrees, differs, or has none to give."""
Key = tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """How often each thing happened: `("read",)`, `("version", "douyin/returns@2024-08-22")`, and so on."""

    counts: Counter[Key] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        """Count both."""
        return Tally(self.counts + other.counts)

    def __getitem__(self, name: str) -> int:
        """Give how many rows were read, ruled on, faulty or passed over."""
        return self.counts[name,]

    def count(self, *key: str) -> None:
        """Count one more."""
        self.counts[key] += 1

    @property
    def adds_up(self) -> bool:
        """Tell whether every row that was read is accounted for, once."""
        parts = self[RULED] + self[FAULTY] + self[PASSED_OVER]
        return self[READ] == parts and self[RULED] == sum(self.of(STATUS).values())

    def of(self, *above: str) -> dict[str, int]:
        """Give the counts below a key, what is most frequent first."""
        depth = len(above)
        found = [
            (key[depth], number)
            for key, number in self.counts.items()
            if len(key) == depth + 1 and key[:depth] == above
        ]
        return dict(sorted(found, key=lambda one: (-one[1], one[0])))

    def answers(self) -> dict[str, dict[str, dict[str, int]]]:
        """Give by policy and answer how often each value came out."""
        pairs = sorted({key[1:3] for key in self.counts if key[0] == ANSWER})
        found: dict[str, dict[str, dict[str, int]]] = {}
        for policy, decision in pairs:
            found.setdefault(policy, {})[decision] = self.of(ANSWER, policy, decision)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Give the counts as plain data."""
        return {
            "read": self[READ],
            "ruled": self[RULED],
            "faulty": self[FAULTY],
            "passed_over": self[PASSED_OVER],
            "status": self.of(STATUS),
            "versions": self.of(VERSION),
            "answers": self.answers(),
            "faults": self.of(FAULT),
            "verdicts": self.of(VERDICT),
            "second_opinion": self.of(SECOND),
        }

    def to_list(self) -> list[list[str | int]]:
        """Give the counts in a form that `from_list` reads."""
        return [[*key, number] for key, number in sorted(self.counts.items())]

    @classmethod
    def from_list(cls, data: Iterable[list[Any]]) -> Tally:
        """Read what `to_list` gave."""
        return cls(Counter({tuple(key): number for *key, number in data}))


def tally_of(counts: Mapping[str, int]) -> Tally:
    """Give the tally of things that happened so often; what did not happen is not in it."""
    return Tally(Counter({(name,): number for name, number in counts.items() if number}))
