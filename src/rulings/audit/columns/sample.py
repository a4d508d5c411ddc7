"""Rows that are ruled on singly as well, where columns rule: so many of all, chosen by their numbers alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from rulings.errors import Diagnostic, RulingsError

if TYPE_CHECKING:
    from rulings.engine.columns.batch import Numbers

_HELP = "run it with --engine single, which is the reference, and report this row"


class ColumnsDiffer(RulingsError):
    """Columns ruled otherwise on a row than the single call. `diagnostics` says on which, and how."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep what differs."""
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(map(str, self.diagnostics)))


@dataclass(frozen=True)
class Sample:
    """A share of all rows, from nothing to the whole, spread evenly: of 1% every hundredth row."""

    share: Fraction = Fraction(0)

    def places(self, rows: Numbers) -> Numbers:
        """Give the places of those among rows, by their numbers from 1, that are in the sample."""
        top, bottom = self.share.numerator, self.share.denominator
        # Row n is in it where the whole part of n times the share is more than that of n - 1.
        found: Numbers = (rows % bottom * top % bottom < top).nonzero()[0]
        return found


def differs(row: int, decision: str, columns: Sequence[str], single: Sequence[str]) -> Diagnostic:
    """Say that columns and the single call differ on a row; `decision` names the decision, or what else differs."""
    message = f"row {row}, {decision}: columns say {_said(columns)}, the single call says {_said(single)}"
    return Diagnostic("columns-differ", message, None, decision, "the same value, rules and needs", _HELP)


def _said(parts: Sequence[str]) -> str:
    return " ".join(parts) or "nothing"
