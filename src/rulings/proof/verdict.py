"""What a proof comes to: what was found about a decision, and whether that is certain."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulings.algebra import Choose, Value, speaks_of_knowing
from rulings.engine.settle import Proved

WITNESS, UNKNOWN = "witness", "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One finding about a decision: `about` is "gap", "conflict", "dead" or "constant".

    `case` shows it where `status` is a witness.
    """

    about: str
    status: str
    decision: str
    rules: tuple[str, ...] = ()
    case: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """All that was found about one decision.

    `overlapping` are the pairs of rules that may apply together, with one result.
    """

    decision: str
    verdicts: tuple[Verdict, ...] = ()
    overlapping: frozenset[frozenset[str]] = field(default_factory=frozenset)

    @property
    def is_complete(self) -> bool:
        """Tell whether it is proved that some rule applies to every case."""
        return not any(verdict.about == "gap" for verdict in self.verdicts)

    @property
    def is_exclusive(self) -> bool:
        """Tell whether it is proved that no two rules contradict each other."""
        return not any(verdict.about == "conflict" for verdict in self.verdicts)

    def relied_on(self, choose: Choose) -> Proved:
        """Give what the engines may rely on.

        Of a decision that asks what is known, a missing fact may still leave a gap.
        """
        complete = self.is_complete and not speaks_of_knowing(choose)
        return Proved(complete, self.overlapping, sound=self.is_complete and self.is_exclusive)
