"""What a second opinion says, and how opinions are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Final

AGREES: Final = "agrees"
DIFFERS: Final = "differs"
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the second opinion is on one decision: "agrees", "differs", or "none" with the reason.

    Where it differs, `ours` and `theirs` are the two results in one line each. `timeline` tells that the timeline of an
    obligation or a window was replayed as well, apart from its conditions.
    """

    stance: str
    reason: str | None = None
    ours: str | None = None
    theirs: str | None = None
    timeline: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Give the verdict as plain data, without empty fields."""
        given: dict[str, Any] = {"reason": self.reason, "ours": self.ours, "theirs": self.theirs}
        given |= {"timeline": True if self.timeline else None}
        return {"stance": self.stance, **{key: value for key, value in given.items() if value is not None}}


@dataclass(frozen=True, slots=True)
class Opinion:
    """The second opinion on one ruling, decision by decision."""

    case: str | None
    version: str
    verdicts: Mapping[str, Verdict]

    @property
    def differing(self) -> tuple[str, ...]:
        """Give the decisions on which the two engines differ."""
        return tuple(name for name, verdict in self.verdicts.items() if verdict.stance == DIFFERS)

    @property
    def stance(self) -> str:
        """Give "differs" where any decision does, "agrees" where all agree, else "none"."""
        stances = {verdict.stance for verdict in self.verdicts.values()}
        return DIFFERS if DIFFERS in stances else NONE if NONE in stances else AGREES

    def to_dict(self) -> dict[str, Any]:
        """Give the opinion as plain data."""
        verdicts = {name: verdict.to_dict() for name, verdict in sorted(self.verdicts.items())}
        return {"case": self.case, "version": self.version, "stance": self.stance, "decisions": verdicts}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of verdicts, decision by decision; counts of several runs add up with `+`.

    What has no second opinion is counted by its reason, and never as agreement.
    """

    rulings: int = 0
    agreed: int = 0
    differed: int = 0
    none: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, opinion: Opinion) -> Agreement:
        """Count one opinion."""
        stances = Counter(verdict.stance for verdict in opinion.verdicts.values())
        reasons = Counter(str(one.reason) for one in opinion.verdicts.values() if one.stance == NONE)
        return cls(1, stances[AGREES], stances[DIFFERS], dict(sorted(reasons.items())))

    def __add__(self, other: Agreement) -> Agreement:
        """Add up."""
        none = dict(sorted((Counter(self.none) + Counter(other.none)).items()))
        return Agreement(self.rulings + other.rulings, self.agreed + other.agreed, self.differed + other.differed, none)

    @property
    def decisions(self) -> int:
        """Give how many decisions were looked at; the counts add up to it."""
        return self.agreed + self.differed + sum(self.none.values())

    def to_dict(self) -> dict[str, Any]:
        """Give the counts as plain data."""
        return {"rulings": self.rulings, "agreed": self.agreed, "differed": self.differed, "none": dict(self.none)}


def summary(opinions: Iterable[Opinion]) -> Agreement:
    """Count opinions."""
    return reduce(Agreement.__add__, map(Agreement.of, opinions), Agreement())
