"""Large tables: every condition as a pair of bitmaps, where it holds and where it does not fail, shared by all rules.

Sixty-four cases are told at once. It pays where a decision has so many conditions that nearly every case stands in a
way of its own, and yet most cases meet just one rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from threading import Lock
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from rulings.algebra import All, AnyOf, Choose, Const, Expr, Not
from rulings.engine.columns.batch import Numbers, Truths
from rulings.engine.columns.frame import Frame
from rulings.engine.columns.truths import YES
from rulings.values import Truth as Known

Bits: TypeAlias = np.ndarray[Any, np.dtype[np.uint64]]
_WORD: Final = 64
_MOST_REMEMBERED: Final = 16_000_000
"""Truths of rules in the standings that are remembered; cases beyond them are ruled on singly, so memory stays flat."""
_NO_ROOM: Final = -1
_AT_ONCE: Final = 4_096
"""Cases that meet several rules, or may, which are looked at together: a byte a rule for each of them."""


class _Pair(NamedTuple):
    """Where a condition holds, and where it holds or is unknown; one and the same object where all is known."""

    holds: Bits
    may_hold: Bits


class Standing(NamedTuple):
    """How the rules of a decision stand: which apply, and whether some guard holds, whoever is put aside."""

    effective: tuple[Known, ...]
    covered: bool


class Bitmaps:
    """Tells how a decision's rules stand in every case."""

    def __init__(self, choose: Choose) -> None:
        """Take the rows."""
        self._rows = choose.rows
        self._at = {row.id: place for place, row in enumerate(choose.rows)}
        self._beaten = [[self._at[other] for other in row.beaten_by] for row in choose.rows]
        self.known: list[Standing] = []
        self._places: dict[bytes, int] = {}
        self._single: Numbers = np.full(len(choose.rows) + 1, -1, dtype=np.int64)
        self._lock = Lock()

    def standings(self, frame: Frame) -> tuple[Numbers, Truths]:
        """Give the place of each case's standing in `known`, and where it could not be told."""
        work = _Work(frame)
        guards = [work.pair(row.guard) for row in self._rows]
        effective = [self._effective(work, guards, place) for place in range(len(guards))]
        once, twice, maybe = work.none.copy(), work.none.copy(), work.none.copy()
        planes = [work.none.copy() for _ in range(len(guards).bit_length())]
        for place, one in enumerate(effective):
            twice |= once & one.holds
            once |= one.holds
            if one.may_hold is not one.holds:
                maybe |= one.may_hold & ~one.holds
            for bit in range(len(planes)):
                if (place + 1) >> bit & 1:
                    planes[bit] |= one.holds
        # Where no rule applies and none may, no guard holds either: overrides make no circles (`settle.is_covered`).
        plain = work.rows_of(~(twice | maybe))
        rules = np.zeros(frame.size, np.int64)
        for bit, plane in enumerate(planes):
            rules |= work.rows_of(plane).astype(np.int64) << bit
        found = self._of_single_rules(np.where(plain, rules, 0))
        mixed = np.flatnonzero(~plain)
        for start in range(0, len(mixed), _AT_ONCE):
            rows = mixed[start : start + _AT_ONCE]
            found[rows] = self._of_several(effective, guards, rows)
        too_many = found == _NO_ROOM
        return np.where(too_many, 0, found), work.flagged | too_many

    def _effective(self, work: _Work, guards: list[_Pair], place: int) -> _Pair:
        beaten = self._beaten[place]
        if not beaten:
            return guards[place]
        others = reduce(work.either, [guards[other] for other in beaten])
        return work.both(guards[place], work.opposite(others))

    def _of_single_rules(self, rules: Numbers) -> Numbers:
        """Give the standing in which one rule applies and no other may; its place counts from 1, 0 is for the rest."""
        found = self._single[rules]
        if (found < 0).any():
            with self._lock:
                for rule in np.unique(rules[found < 0]).tolist():
                    digits = bytearray(len(self._rows) + 1)
                    if rule:
                        digits[rule - 1] = digits[-1] = YES
                    self._single[rule] = self._place(bytes(digits))
            found = self._single[rules]
        return found

    def _place(self, digits: bytes) -> int:
        """Give the place of a standing: a digit a rule, and whether some guard holds."""
        if digits not in self._places:
            self.known.append(_standing(digits))
            self._places[digits] = len(self.known) - 1
        return self._places[digits]

    def _of_several(self, effective: Sequence[_Pair], guards: Sequence[_Pair], rows: Numbers) -> Numbers:
        """Give the standings of cases that meet no rule, several, or perhaps some."""
        words, bits = rows // _WORD, (rows % _WORD).astype(np.uint64)

        def told(one: Bits) -> np.ndarray[Any, np.dtype[np.uint8]]:
            return (one[words] >> bits & np.uint64(1)).astype(np.uint8)

        matrix = np.zeros((len(rows), len(effective) + 1), np.uint8)
        for place, (one, guard) in enumerate(zip(effective, guards, strict=True)):
            holds = told(one.holds)
            matrix[:, place] = holds if one.may_hold is one.holds else np.where(holds, YES, 2 * told(one.may_hold))
            matrix[:, -1] |= told(guard.holds)
        distinct, which = np.unique(matrix.view(np.dtype((np.void, matrix.shape[1]))).ravel(), return_inverse=True)
        with self._lock:
            places = [self._place_if_there_is_room(bytes(one)) for one in distinct.tolist()]
        return np.array(places, dtype=np.int64)[which]

    def _place_if_there_is_room(self, digits: bytes) -> int:
        """Give the place of a standing, or where it would be one too many to remember, none."""
        if digits not in self._places and len(self.known) * len(digits) >= _MOST_REMEMBERED:
            return _NO_ROOM
        return self._place(digits)


_TRUTHS: Final[tuple[Known, ...]] = (False, True, None)


def _standing(digits: bytes) -> Standing:
    return Standing(tuple(map(_TRUTHS.__getitem__, digits[:-1])), covered=bool(digits[-1]))


class _Work:
    """The bitmaps of one batch; equal conditions are told once."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._pairs: dict[Expr, _Pair] = {}
        self.flagged = frame.never()
        self.none: Bits = np.zeros(-(-frame.size // _WORD), dtype=np.uint64)
        self._all: Bits = ~self.none

    def pair(self, expr: Expr) -> _Pair:
        if expr not in self._pairs:
            self._pairs[expr] = self._pair(expr)
        return self._pairs[expr]

    def _pair(self, expr: Expr) -> _Pair:
        match expr:
            case Const(value=bool(value)):
                return _Pair(*(2 * [self._all if value else self.none]))
            case All(items=items) if items:
                return reduce(self.both, map(self.pair, items))
            case AnyOf(items=items) if items:
                return reduce(self.either, map(self.pair, items))
            case Not(item=item):
                return self.opposite(self.pair(item))
        return self._told(expr)

    def _told(self, expr: Expr) -> _Pair:
        truth = self._frame.truth(expr)
        self.flagged = self.flagged | truth.flagged
        holds = self._packed(truth.answers == YES)
        unknown = truth.answers > YES
        return _Pair(holds, holds | self._packed(unknown)) if unknown.any() else _Pair(holds, holds)

    def _packed(self, truths: Truths) -> Bits:
        packed = np.zeros(8 * len(self.none), np.uint8)
        found = np.packbits(truths, bitorder="little")
        packed[: len(found)] = found
        return packed.view(np.uint64)

    def rows_of(self, bits: Bits) -> Truths:
        """Give bits as truths a row."""
        return np.unpackbits(bits.view(np.uint8), count=self._frame.size, bitorder="little").view(np.bool_)

    @staticmethod
    def both(one: _Pair, other: _Pair) -> _Pair:
        holds = one.holds & other.holds
        if one.may_hold is one.holds and other.may_hold is other.holds:
            return _Pair(holds, holds)
        return _Pair(holds, one.may_hold & other.may_hold)

    @staticmethod
    def either(one: _Pair, other: _Pair) -> _Pair:
        holds = one.holds | other.holds
        if one.may_hold is one.holds and other.may_hold is other.holds:
            return _Pair(holds, holds)
        return _Pair(holds, one.may_hold | other.may_hold)

    @staticmethod
    def opposite(one: _Pair) -> _Pair:
        if one.may_hold is one.holds:
            fails = ~one.holds
            return _Pair(fails, fails)
        return _Pair(~one.may_hold, ~one.holds)
