"""From what to what a decision goes, in columns: a pair of outcomes a row, named once a pair."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rulings.audit.columns.told import Told, distinct
from rulings.audit.impact.comparing import ABSENT_TYPE, between, is_label, relation
from rulings.audit.impact.comparison import (
    ABSENT,
    EQUAL,
    LESS,
    MORE,
    NEW,
    OLD,
    UNDETERMINED,
    VALUE,
    RuleUse,
    Transition,
)
from rulings.engine.columns.batch import Numbers, Truths
from rulings.engine.settle import Outcome

NO_DECISION: Final = Outcome(decided=True, value=ABSENT, rules=())
"""What a version says of a decision that it does not have."""
_BY_ROW: Final = -1


@dataclass(frozen=True)
class Changes:
    """The transitions of a decision: a row's place in `kinds`, under the old version and the new."""

    codes: Numbers
    kinds: list[Transition]
    old: Told
    new: Told

    @property
    def counts(self) -> Counter[Transition]:
        """Count the rows of each."""
        numbers = np.bincount(self.codes, minlength=len(self.kinds)).tolist()
        return Counter({one: number for one, number in zip(self.kinds, numbers, strict=True) if number})

    @property
    def changed(self) -> Truths:
        """Tell in which rows the decision changed."""
        return np.array([one.is_changed for one in self.kinds], dtype=np.bool_)[self.codes]

    @property
    def undetermined(self) -> Truths:
        """Tell in which rows a version leaves it open."""
        return np.array([one.is_undetermined for one in self.kinds], dtype=np.bool_)[self.codes]

    def rules(self, decision: str) -> Counter[RuleUse]:
        """Count the rules under which the rows stood, changed or not."""
        found: Counter[RuleUse] = Counter()
        for side, told in ((OLD, self.old), (NEW, self.new)):
            numbers = np.bincount(2 * told.codes + self.changed, minlength=2 * len(told.table)).tolist()
            for place, number in enumerate(numbers):
                if number:
                    uses = (RuleUse(decision, side, rule, bool(place & 1)) for rule in told.table[place >> 1].rules)
                    found.update(dict.fromkeys(uses, number))
        return found


def changes_between(decision: str, old: Told, new: Told) -> Changes:
    """Name the transition of every row."""
    pairs, places = distinct(old.codes * len(new.table) + new.codes, len(old.table) * len(new.table))
    kinds: dict[Transition, int] = {}
    of_pair = [_of_pair(decision, divmod(pair, len(new.table)), old, new, kinds) for pair in pairs.tolist()]
    codes = np.array(of_pair, dtype=np.int64)[places]
    open_ = np.flatnonzero(codes == _BY_ROW)
    if len(open_):
        codes[open_] = _by_row(decision, old.take(open_), new.take(open_), kinds)
    return Changes(codes, list(kinds), old, new)


def _of_pair(decision: str, pair: tuple[int, int], old: Told, new: Told, kinds: dict[Transition, int]) -> int:
    """Give the place of a pair's transition, or say that it differs by row."""
    sides = [(_value(told.table[place]), told.type) for told, place in zip((old, new), pair, strict=True)]
    in_column = old.is_in_column[pair[0]] or new.is_in_column[pair[1]]
    if in_column and not any(is_label(*side) for side in sides):
        return _BY_ROW
    return _place(between(decision, *sides), kinds)


def _value(outcome: Outcome) -> object:
    return outcome.value if outcome.decided else UNDETERMINED


def _place(one: Transition, kinds: dict[Transition, int]) -> int:
    return kinds.setdefault(one, len(kinds))


def _by_row(decision: str, old: Told, new: Told, kinds: dict[Transition, int]) -> Numbers:
    """Compare the numbers of rows, all of them at once where they are of one type."""
    (was, is_old), (becomes, is_new) = old.whole(), new.whole()
    in_columns: NDArray[np.bool_] = is_old[old.codes] & is_new[new.codes] & np.bool_(old.type == new.type)
    found = np.full(len(old), _BY_ROW, np.int64)
    for word, here in ((EQUAL, becomes == was), (MORE, becomes > was), (LESS, becomes < was)):
        rows = here & in_columns
        if rows.any():
            found[rows] = _place(Transition(decision, VALUE, word), kinds)
    rest = np.flatnonzero(~in_columns)
    values = zip(old.take(rest).values(), new.take(rest).values(), strict=True)
    found[rest] = [_place(Transition(decision, VALUE, relation(*pair)), kinds) for pair in values]
    return found


def absent(size: int) -> Told:
    """Say of so many rows that a version has no such decision."""
    return Told.same(ABSENT_TYPE, NO_DECISION, size)
