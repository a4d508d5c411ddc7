"""What a verification finds: faults as diagnostics, and where the first wrong entry is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rulings.errors import Diagnostic

_MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification came to: the ledger as its head has it, how many checkpoints it meets, and the faults.

    `first_wrong` names the first entry that is not what was appended: one index, or several of which it is one. It is
    None where nothing is wrong, and where what is wrong is not an entry.
    """

    size: int
    root: bytes
    checkpoints: int
    faults: tuple[Diagnostic, ...]
    first_wrong: range | None

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


class Findings:
    """Collects the faults of one verification; after the first hundred only where the first wrong entry is."""

    def __init__(self) -> None:
        """Start with none."""
        self.faults: list[Diagnostic] = []
        self.first_wrong: range | None = None
        self._more = False

    def add(self, code: str, message: str, wrong: range | None = None, help: str | None = None) -> None:  # noqa: A002 - the field's name
        """Add a fault, and the entries of which at least one is wrong."""
        self.tell(Diagnostic(code, message, help=help), wrong)

    def tell(self, fault: Diagnostic, wrong: range | None) -> None:
        """Add a fault that has no path yet, and the entries of which at least one is wrong."""
        if wrong is not None and (self.first_wrong is None or _end(wrong) < _end(self.first_wrong)):
            self.first_wrong = wrong
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(replace(fault, path=_path(wrong)))
        elif not self._more:
            self._more = True
            message = f"there are more faults; these are {_MOST_FAULTS} of them"
            self.faults.append(Diagnostic("too-many-faults", message))


def _end(wrong: range) -> tuple[int, int]:
    """Order by where the wrong entry is at the latest: that is known for sure."""
    return wrong.stop, -wrong.start


def _path(wrong: range | None) -> str | None:
    if wrong is None:
        return None
    return f"entries[{wrong.start}]" if len(wrong) == 1 else f"entries[{wrong.start}..{wrong.stop - 1}]"
