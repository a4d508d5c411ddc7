"""How combinations of digits stand to a decision: what its guards come to there, told of many combinations at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from threading import Lock
from typing import Any, Final

import numpy as np

from rulings.algebra import Choose, Expr, ResultRef
from rulings.engine.columns.atoms import Atom, Switch, atoms_of
from rulings.engine.columns.batch import Column, Numbers
from rulings.engine.columns.bitmaps import Standing
from rulings.engine.columns.combinations import Combinations
from rulings.engine.columns.frame import Calendars, Frame
from rulings.engine.columns.quantity import Quantity
from rulings.engine.columns.truths import Truth
from rulings.engine.settle import effective, is_covered
from rulings.values import Truth as Known

_MOST_COMBINATIONS: Final = 1 << 40
_TRUTHS: Final[tuple[Known, ...]] = (False, True, None)


class Standings:
    """Numbers the ways in which guards can stand, as they are met.

    Combinations stand alike where all guards have the same truths, and so has everything on which values rest.
    """

    def __init__(self, choose: Choose, others: Sequence[Expr]) -> None:
        """Find the atoms of the guards, and of the other expressions, on which values of few possibilities rest."""
        self._choose = choose
        guards = self._guards = tuple(row.guard for row in choose.rows)
        self.atoms: tuple[Atom, ...] = atoms_of([*guards, *others])
        deciding = {_named(atom) for atom in atoms_of(others)}
        self._kept = [place for place, atom in enumerate(self.atoms) if _named(atom) in deciding]
        self.combinations = Combinations([atom.base for atom in self.atoms])
        self._standing: Numbers = np.zeros(0, np.int64)
        """By combination the number of its standing."""
        self._places: dict[bytes, int] = {}
        self.examples: list[int] = []
        """By standing one of its combinations."""
        self.known: list[Standing] = []
        """By number how the rows stand."""
        self._lock = Lock()

    @property
    def are_many(self) -> bool:
        """Tell whether there are so many combinations that most cases would have one of their own."""
        return prod(atom.base for atom in self.atoms) > _MOST_COMBINATIONS

    def of(self, combos: Numbers) -> Numbers:
        """Give the standing of each row's combination."""
        most = int(combos.max()) if len(combos) else -1
        if len(self._standing) <= most:
            with self._lock:
                if len(self._standing) <= most:
                    self._learn(np.arange(len(self._standing), most + 1))
        found: Numbers = self._standing[combos]
        return found

    def _learn(self, combos: Numbers) -> None:
        digits = self.combinations.digits_of_all(combos)
        frame = self._frame(digits, len(combos))
        answers = [frame.truth(guard).answers.astype(np.int64) for guard in self._guards]
        kept = [digits[place] for place in self._kept]
        keys = np.stack([*answers, *kept, np.zeros(len(combos), np.int64)], axis=1).astype(np.int32)
        numbers = []
        for row, key in enumerate(map(bytes, keys)):
            if key not in self._places:
                truths = [_TRUTHS[int(answer[row])] for answer in answers]
                self.examples.append(int(combos[row]))
                self.known.append(Standing(tuple(effective(self._choose, truths)), covered=is_covered(truths)))
                self._places[key] = len(self.known) - 1
            numbers.append(self._places[key])
        self._standing = np.concatenate([self._standing, np.array(numbers, dtype=np.int64)])

    def _frame(self, digits: Sequence[Numbers], size: int) -> Frame:
        """Give the combinations as rows of which the atoms are known."""
        results: dict[Expr, Column] = {}

        def result(ref: ResultRef) -> Quantity | Column:
            return results[ref]

        frame = Frame(size, {}, result, Calendars())
        for atom, column in zip(self.atoms, digits, strict=True):
            for expr in atom.meaning(0):
                if expr.type.name == "boolean":
                    told = [_TRUTHS.index(_truth(atom.meaning(digit)[expr])) for digit in range(atom.base)]
                    frame.tell(expr, Truth(np.array(told, dtype=np.int8)[column], frame.never()))
                else:
                    results[expr] = _options(atom, expr, column)
                    frame.tell_column(expr, results[expr])
        return frame

    def digits(self, standing: int) -> tuple[int, ...]:
        """Give the digits of one of a standing's combinations."""
        return self.combinations.digits_of(self.examples[standing])


def _named(atom: Atom) -> Expr:
    return atom.subject if isinstance(atom, Switch) else atom.expr


def _truth(value: Any) -> Known:  # noqa: ANN401 - of a boolean, by its type
    return None if value is None else bool(value)


def _options(atom: Atom, expr: Expr, column: Numbers) -> Column:
    options = expr.type.options
    values = [atom.meaning(digit)[expr] for digit in range(atom.base)]
    places = [options.index(value) if value in options else -1 for value in values]
    known = [value is not None for value in values]
    return Column(np.array(places, dtype=np.int64)[column], np.array(known)[column])
