"""Decides one decision in columns: digits of its atoms, and for each combination of them what the reference says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, NoReturn

import msgspec
import numpy as np

from rulings.algebra import NOT_APPLICABLE, Const, Row, Value
from rulings.engine.columns.atoms import Atom, Condition
from rulings.engine.columns.batch import Column, Numbers, Truths
from rulings.engine.columns.bitmaps import Bitmaps, Standing
from rulings.engine.columns.frame import Frame
from rulings.engine.columns.quantity import Quantity, aligned
from rulings.engine.columns.standings import Standings
from rulings.engine.columns.units import PARTS, column_of, is_whole, number_of
from rulings.engine.interpreter import Interpreter
from rulings.engine.settle import UNDECIDED, Outcome, Proved, gate_of, weigh
from rulings.errors import RulingsError
from rulings.model import Decision
from rulings.values import BadValue


class _InColumn:
    """The value of outcomes whose value is a number that differs from row to row."""

    def __repr__(self) -> str:
        return "IN_COLUMN"


IN_COLUMN: Final[Any] = _InColumn()
"""Stands for a decided value in an outcome of many rows; the numbers are in a column beside."""
_UNKNOWN_VALUE: Final = -1


@dataclass(slots=True)
class Outcomes:
    """What a decision came to: a row's place in `table`, and where that says IN_COLUMN, its value in `values`.

    `table` grows from batch to batch. `values` counts as columns of the decision's type do.
    """

    codes: Numbers
    table: Sequence[Outcome]
    values: Column | None
    combinations: Numbers
    """Of each row the number of the combination of digits from which the outcome follows."""


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A number of which only matters which others it equals: the place of the first row that has it."""

    place: int


@dataclass(slots=True)
class _Table:
    """The outcomes that were met, by standing and by which numbers are known and equal."""

    outcomes: list[Outcome] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    """The place of the row whose number is the value, -1 where the outcome holds the value itself."""
    faulty: list[bool] = field(default_factory=list)
    standings: list[int] = field(default_factory=list)
    places: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, key: tuple[int, int], outcome: Outcome | None, source: int = -1) -> int:
        self.places[key] = len(self.outcomes)
        self.standings.append(key[0])
        self.outcomes.append(UNDECIDED if outcome is None else outcome)
        self.sources.append(source)
        self.faulty.append(outcome is None)
        return self.places[key]


class Decider:
    """Decides one decision; keeps what it has learnt from batch to batch."""

    def __init__(self, decision: Decision, proved: Proved, fields: Collection[str] = ()) -> None:
        """Find the atoms; `fields` are those of few values that other decisions ask for."""
        self.decision = decision
        choose = decision.choose
        self._proved = proved
        self.rows = [*choose.rows, *([choose.otherwise] if choose.otherwise is not None else [])]
        # Moments keep the offset with which they are written, and columns do not.
        self._numeric = is_whole(decision.type) and decision.type.name != "datetime"
        values = [] if self._numeric else [row.value for row in self.rows]
        asked = [expr for row in self.rows for field, expr in row.fields if field in fields]
        self._standings = Standings(choose, [*values, *asked])
        constant = not asked and all(isinstance(value, Const) for value in values)
        self._bitmaps = Bitmaps(choose) if constant and self._standings.are_many else None
        self.atoms: tuple[Atom, ...] = () if self._bitmaps is not None else self._standings.atoms
        self._candidates: list[tuple[int, ...]] = []
        """By standing the places of rows that may apply with values that stand in columns; none where none does."""
        self._table = _Table()
        self._lock = Lock()
        """Held by the thread that learns; what is known is read without it, for nothing of it changes any more."""
        self._direct: list[int] = []

    def decide(self, frame: Frame, digits: Sequence[Numbers], flagged: Truths) -> tuple[Outcomes, Truths]:
        """Decide in every row; `digits` are those of the atoms. Gives where a row must be ruled on singly."""
        if self._bitmaps is None:
            combos = self._standings.combinations.numbers(digits, frame.size)
            standings = self._standings.of(combos)
        else:
            standings, lost = self._bitmaps.standings(frame)
            combos, flagged = standings, flagged | lost
        most = int(standings.max()) if frame.size else -1
        if len(self._direct) <= most:
            with self._lock:
                while len(self._direct) <= most:
                    self._learn(len(self._direct))
        codes = np.array([*self._direct, 0], dtype=np.int64)[standings]
        if codes.size and codes.min() == _UNKNOWN_VALUE:
            flagged = flagged | self._refine(frame, standings, codes)
        values, lost = self._values(frame, codes)
        faulty = np.array([*self._table.faulty, False])[codes]
        return Outcomes(codes, self._table.outcomes, values, combos), flagged | faulty | lost

    # Once for each standing

    def _interpreter(self, standing: int) -> Interpreter:
        """Give the interpreter that knows one combination of those that stand so."""
        interpreter = Interpreter({}, _not_among_atoms)
        if self._bitmaps is None:
            for atom, digit in zip(self.atoms, self._standings.digits(standing), strict=True):
                interpreter.record.update(atom.meaning(digit))
        return interpreter

    def _learn(self, standing: int) -> None:
        """Ask the reference what a standing comes to, or which rows' numbers that depends on."""
        choose = self.decision.choose
        places = [place for place, truth in enumerate(self._known[standing].effective) if truth is not False]
        if choose.otherwise is not None:
            places.append(len(self.rows) - 1)
        if self._numeric and any(not isinstance(self.rows[place].value, Const) for place in places):
            self._candidates.append(tuple(places))
            self._direct.append(_UNKNOWN_VALUE)
            return
        self._candidates.append(())
        interpreter = self._interpreter(standing)
        self._direct.append(self._settled((standing, 0), lambda row: interpreter.value(row.value)))

    @property
    def _known(self) -> Sequence[Standing]:
        return self._standings.known if self._bitmaps is None else self._bitmaps.known

    def _settled(self, key: tuple[int, int], value_of: Callable[[Row], Any]) -> int:
        standing, choose = self._known[key[0]], self.decision.choose
        truths = list(zip(choose.rows, standing.effective, strict=True))
        sure = [row for row, truth in truths if truth is True]
        possible = [row for row, truth in truths if truth is None]
        name, proved, covered = self.decision.name, self._proved, standing.covered
        try:
            outcome = weigh(name, sure, possible, choose.otherwise, value_of, proved, covered=covered)
        except (RulingsError, BadValue):
            return self._table.add(key, None)
        value: object = outcome.value
        if isinstance(value, _Symbol):
            place = value.place
            const = self.rows[place].value
            if isinstance(const, Const):
                return self._table.add(key, msgspec.structs.replace(outcome, value=const.value))
            told = Outcome(decided=True, value=IN_COLUMN, rules=outcome.rules, perhaps=outcome.perhaps)
            return self._table.add(key, told, place)
        return self._table.add(key, outcome)

    # Where it depends on which numbers are known, and which are equal

    def _refine(self, frame: Frame, standings: Numbers, codes: Numbers) -> Truths:
        flagged = frame.never()
        for standing in np.unique(standings[codes == _UNKNOWN_VALUE]).tolist():
            rows = np.flatnonzero(standings == standing)
            places = self._candidates[standing]
            patterns, uncertain = self._patterns(frame, places, rows)
            flagged[rows[uncertain]] = True
            distinct, which = np.unique(patterns, return_inverse=True)
            with self._lock:
                known = [self._by_pattern(standing, pattern) for pattern in distinct.tolist()]
            codes[rows] = np.array(known, dtype=np.int64)[which]
        return flagged

    def _patterns(self, frame: Frame, places: tuple[int, ...], rows: Numbers) -> tuple[Numbers, Truths]:
        """Give a digit for each row's number: 0 where it is unknown, else that of the first number that equals it."""
        found = [self._number(frame, place, rows) for place in places]
        base = len(places) + 1
        patterns = np.zeros(len(rows), np.int64)
        uncertain = np.zeros(len(rows), np.bool_)
        for place, one in enumerate(found):
            digit = np.full(len(rows), place + 1) if one is None else np.where(one.known, place + 1, 0)
            uncertain |= one.flagged if one is not None else frame.never()[rows]
            for earlier in range(place - 1, -1, -1):
                before = found[earlier]
                if one is None or before is None:
                    # No number equals what is none; two that are none are the same word.
                    digit = np.full(len(rows), earlier + 1) if one is before else digit
                    continue
                left, right, _, apart = aligned(before, one)
                both = before.known & one.known
                uncertain |= apart & both
                digit = np.where(both & (left == right), earlier + 1, digit)
            patterns = patterns * base + digit
        return patterns, uncertain

    def _number(self, frame: Frame, place: int, rows: Numbers) -> Quantity | None:
        """Give the numbers of a row's value in some cases; none where it says that the decision does not apply."""
        value = self.rows[place].value
        if isinstance(value, Const) and value.value == NOT_APPLICABLE:
            return None
        return _taken(frame.quantity(value), rows)

    def _by_pattern(self, standing: int, pattern: int) -> int:
        key = standing, pattern + 1
        if key in self._table.places:
            return self._table.places[key]
        places = self._candidates[standing]
        base = len(places) + 1
        symbols: dict[str, Value | _Symbol] = {}
        for place in reversed(places):
            pattern, digit = divmod(pattern, base)
            symbols[self.rows[place].id] = _Symbol(places[digit - 1]) if digit else None
        return self._settled(key, lambda row: symbols[row.id])

    # The numbers themselves

    def _values(self, frame: Frame, codes: Numbers) -> tuple[Column | None, Truths]:
        if not self._numeric:
            return None, frame.never()
        sources = np.array([*self._table.sources, -1], dtype=np.int64)[codes]
        values, lost = np.zeros(frame.size, np.int64), frame.never()
        for place in np.unique(sources[sources >= 0]).tolist():
            found, flagged = column_of(frame.quantity(self.rows[place].value), self.decision.type)
            here = sources == place
            values = np.where(here, found.values, values)
            lost = lost | (here & flagged)
        return Column(values, sources >= 0), lost

    def field_of_few(self, code: int, field: str) -> Value:
        """Give a field of few values for one of the codes, where other decisions ask for it; None where it is open."""
        outcome = self._table.outcomes[code]
        interpreter = self._interpreter(self._table.standings[code])
        gate = gate_of(self.decision.choose)
        if not outcome.decided and gate is not None and interpreter.truth(gate.guard) is not False:
            return None
        parts = [dict(row.fields).get(field) for row in self.rows if row.id in outcome.behind]
        values = [None if part is None else interpreter.value(part) for part in parts]
        return values[0] if values and all(value == values[0] for value in values) else None

    def numbers(self, outcomes: Outcomes) -> Quantity:
        """Give the results as numbers, for other decisions; what is decided and no number is flagged."""
        parts = PARTS[self.decision.type.name]
        tops, known, odd = [0], [False], [False]
        for outcome in self._table.outcomes:
            number = None if outcome.value is IN_COLUMN else number_of(outcome.value, self.decision.type)
            top = None if number is None else number * parts
            fits = top is not None and top.denominator == 1 and abs(top) < 2**62
            tops.append(int(top) if top is not None and fits else 0)
            known.append(fits)
            odd.append(outcome.decided and outcome.value is not IN_COLUMN and not fits)
        at = outcomes.codes + 1
        values = outcomes.values
        constant = np.array(tops, dtype=np.int64)[at]
        if values is None:
            return Quantity(constant, parts, np.array(known)[at], np.array(odd)[at])
        tops_of_rows = np.where(values.known, values.values, constant)
        return Quantity(tops_of_rows, parts, values.known | np.array(known)[at], np.array(odd)[at])


def digits_of_conditions(atoms: Sequence[Atom], frame: Frame) -> tuple[dict[int, Numbers], Truths]:
    """Give the digits of those atoms that are conditions, by place, and where one could not be told."""
    found: dict[int, Numbers] = {}
    flagged = frame.never()
    for place, atom in enumerate(atoms):
        if isinstance(atom, Condition):
            truth = frame.truth(atom.expr)
            found[place] = truth.answers.astype(np.int64)
            flagged = flagged | truth.flagged
    return found, flagged


def _taken(one: Quantity, rows: Numbers) -> Quantity:
    bottom = one.bottom if isinstance(one.bottom, int) else one.bottom[rows]
    return Quantity(one.top[rows], bottom, one.known[rows], one.flagged[rows])


def _not_among_atoms(path: str) -> NoReturn:
    message = f"the fact {path} is asked for, and no atom tells it"
    raise LookupError(message)
