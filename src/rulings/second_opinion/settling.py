"""What follows from the rules that apply, in a few plain lines of its own.

What is proved of a policy when it is loaded is taken as given: which rules may apply together, and whether one always
does. Everything about the case comes from the other engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from rulings.algebra import UNLESS_APPLICABLE, Choose, Row, Value
from rulings.engine.settle import Proved
from rulings.second_opinion.encoding import number
from rulings.second_opinion.reasons import NotCarried, Untranslatable

Known = Value | NotCarried
Truth = bool | NotCarried | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a decision comes to by the other engine. `behind` are the rules that apply or may apply."""

    decided: bool
    value: Value
    rules: tuple[str, ...]
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The rows that surely apply, those that may, and whether one of all rows surely does."""

    sure: tuple[Row, ...]
    possible: tuple[Row, ...]
    covered: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        """Give all of them."""
        return self.sure + self.possible


def candidates(choose: Choose, guards: list[bool | None], applies: list[bool | None], proved: Proved) -> Candidates:
    """Sort the rows by whether they apply."""
    sure = tuple(row for row, truth in zip(choose.rows, applies, strict=True) if truth)
    possible = [row for row, truth in zip(choose.rows, applies, strict=True) if truth is None]
    if sure:
        return Candidates(sure, tuple(row for row in possible if _may_join(row, sure, proved)), covered=True)
    covered = any(guards)
    if choose.otherwise is not None and not covered:
        possible.append(choose.otherwise)
    return Candidates((), tuple(possible), covered or proved.complete or choose.otherwise is not None)


def _may_join(row: Row, sure: tuple[Row, ...], proved: Proved) -> bool:
    pairs = proved.overlapping
    return pairs is None or all({row.id, other.id} in pairs for other in sure)


def concluded(found: Candidates, values: list[Known]) -> Finding | NotCarried:
    """Conclude from the values of the candidates' rows, in their order."""
    missing = next((value for value in values if isinstance(value, NotCarried)), None)
    if missing is not None:
        return missing
    behind = _ids(found.sure) + _ids(found.possible)
    if found.covered and values and agree(values):
        value = cast("Value", values[0])
        return Finding(decided=True, value=value, rules=_ids(found.sure or found.possible), behind=behind)
    return Finding(decided=False, value=None, rules=_ids(found.rows), behind=behind)


def agree(values: list[Known]) -> bool:
    """Tell whether all values are known and the same."""
    return all(value is not None and comparable(value) == comparable(values[0]) for value in values)


def comparable(value: Known) -> tuple[str, object]:
    """Give a value so that 1 is not true, and 2 fen calculated are 2 fen."""
    if isinstance(value, bool | str):
        return (type(value).__name__, value)
    try:
        return ("number", number(value))  # type: ignore[arg-type]  # what is no value is refused
    except Untranslatable:
        return ("other", value)


def _ids(rows: tuple[Row, ...]) -> tuple[str, ...]:
    return tuple(sorted(row.id for row in rows if row.id != UNLESS_APPLICABLE))
