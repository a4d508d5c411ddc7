"""Which missing facts undetermined cases need: asked of the reference once for all cases that stand alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rulings.algebra import (
    AT,
    Expr,
    FactRef,
    Figure,
    If,
    ItemRef,
    Lookup,
    Quantified,
    Value,
    walk,
)
from rulings.algebra.types import Type
from rulings.engine.columns.batch import Batch, Column, Numbers, Records, Truths
from rulings.engine.columns.deciding import Decider
from rulings.engine.columns.lists import lacking
from rulings.engine.columns.units import fact_at, value_of
from rulings.engine.facts import attribute
from rulings.engine.interpreter import Interpreter
from rulings.engine.needs import needs_of
from rulings.engine.settle import Proved
from rulings.model import Decision

if TYPE_CHECKING:
    from rulings.engine.columns.ruled import RuledBatch

_MOST_REMEMBERED: Final = 200_000


class Asking:
    """Finds what undetermined cases need, and remembers it by how a case stands: what decides, and what is known."""

    def __init__(
        self, decisions: Mapping[str, Decision], proved: Mapping[str, Proved], deciders: Mapping[str, Decider]
    ) -> None:
        """Find on which parts of the decisions needs depend."""
        self._decisions, self._proved, self._deciders = decisions, proved, deciders
        nodes = list(dict.fromkeys(node for one in decisions.values() for node in walk(one.choose)))
        self._facts = {node.path: node.type for node in nodes if isinstance(node, FactRef) and node != AT}
        self._tests: tuple[Expr, ...] = tuple(
            dict.fromkeys(node.test for node in nodes if isinstance(node, If) and not _is_inside(node.test))
        )
        self._lookups = tuple(node for node in nodes if isinstance(node, Lookup) and not _is_inside(node))
        self._lists = _lists(nodes)
        self._remembered: dict[tuple[tuple[str, ...], bool, bytes], tuple[str, ...]] = {}

    def needs(self, ruled: RuledBatch, answers: tuple[str, ...]) -> tuple[Numbers, list[tuple[str, ...]]]:
        """Give what is needed, by row as a place in a list of which the first is nothing."""
        places = np.zeros(ruled.batch.size, np.int64)
        rows = np.flatnonzero(self._open(ruled, answers) & ~ruled.slow)
        if not len(rows):
            return places, [()]
        keys = self._keys(ruled, rows)
        distinct, first, which = np.unique(keys, return_index=True, return_inverse=True)
        asked = [
            self._asked(ruled, answers, key, int(rows[place]))
            for key, place in zip(distinct.tolist(), first, strict=True)
        ]
        table = list(dict.fromkeys([(), *asked]))
        at = {needs: place for place, needs in enumerate(table)}
        places[rows] = np.array([at[needs] for needs in asked], dtype=np.int64)[which]
        return places, table

    @staticmethod
    def _open(ruled: RuledBatch, answers: tuple[str, ...]) -> Truths:
        found = np.zeros(ruled.batch.size, np.bool_)
        for name in answers:
            outcomes = ruled.outcomes(name)
            found |= np.array([*(not one.decided for one in outcomes.table), False])[outcomes.codes]
        return found

    def _keys(self, ruled: RuledBatch, rows: Numbers) -> np.ndarray[Any, Any]:
        """Give for each row the bytes that say how it stands; rows that stand alike need the same."""
        ruled.decide_all()
        wide = [ruled.outcomes(name).codes[rows] for name in self._decisions]
        wide += [ruled.outcomes(name).combinations[rows] for name in self._decisions]
        frame = ruled.frame
        narrow = [frame.truth(test).answers[rows].astype(np.bool_) for test in self._tests]
        narrow += [frame.truth(test).answers[rows] == 1 for test in self._tests]
        narrow += [frame.quantity(one).known[rows] for one in self._lookups if one.type.name not in _PLAIN]
        narrow += [frame.known(FactRef(path, kind))[0][rows] for path, kind in sorted(self._facts.items())]
        for path, fields in self._lists:
            records = ruled.batch.facts.get(path)
            if isinstance(records, Records):
                narrow.append(lacking(records, fields)[rows])
        combos = np.stack(wide, axis=1).astype(np.int32)
        packed = np.packbits(np.stack(narrow, axis=1), axis=1) if narrow else np.zeros((len(rows), 0), np.uint8)
        whole = np.ascontiguousarray(np.concatenate([combos.view(np.uint8), packed], axis=1))
        return whole.view(np.dtype((np.void, whole.shape[1]))).ravel()

    def _asked(self, ruled: RuledBatch, answers: tuple[str, ...], key: bytes, row: int) -> tuple[str, ...]:
        remembered = answers, ruled.at is None, key
        if remembered not in self._remembered:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            facts = self.facts_at(ruled.batch, row)
            if ruled.at is not None:
                facts[AT.path] = ruled.at
            interpreter = Interpreter(self._decisions, facts.get, self._proved)
            self._remembered[remembered] = needs_of(interpreter, answers)
        return self._remembered[remembered]

    def facts_at(self, batch: Batch, row: int) -> dict[str, Value]:
        """Give the facts of one case that the decisions read, as the interpreter takes them."""
        found: dict[str, Value] = {}
        for path, type_ in self._facts.items():
            given = batch.facts.get(path)
            if isinstance(given, Column):
                found[path] = fact_at(given, row, type_)
            elif isinstance(given, Records) and given.known[row]:
                found[path] = self._records(given, path, row)  # type: ignore[assignment]  # structs, as in typed cases
        return found

    def _records(self, records: Records, path: str, row: int) -> tuple[SimpleNamespace, ...]:
        start, end = int(records.starts[row]), int(records.starts[row + 1])
        return tuple(
            SimpleNamespace(
                **{
                    attribute(name): _field(records.fields.get(name), place, type_)
                    for name, type_ in self._fields_of(path)
                }
            )
            for place in range(start, end)
        )

    def _fields_of(self, path: str) -> list[tuple[str, Type]]:
        """Give the fields of a list's records that the decisions read."""
        asked = [node for one in self._decisions.values() for node in walk(one.choose)]
        items = {node.item for node in asked if isinstance(node, Quantified | Figure) and node.records.path == path}
        fields = {(node.field, node.type) for node in asked if isinstance(node, ItemRef) and node.item in items}
        return sorted(fields, key=lambda pair: pair[0])


_PLAIN: Final = frozenset({"choice", "boolean", "text"})


def _field(column: Column | None, place: int, type_: Type) -> Value:
    if column is None or not column.known[place]:
        return None
    return value_of(int(column.values[place]), type_, column.texts)


def _is_inside(expr: Expr) -> bool:
    """Tell whether an expression speaks of a record of a list, so that cases as such have no answer."""
    bound = {node.item for node in walk(expr) if isinstance(node, Quantified | Figure)}
    return any(isinstance(node, ItemRef) and node.item not in bound for node in walk(expr))


def _lists(nodes: list[Expr]) -> list[tuple[str, frozenset[str]]]:
    """Give every list with the fields that one question asks of its records."""
    found: dict[tuple[str, frozenset[str]], None] = {}
    for node in nodes:
        if isinstance(node, Quantified | Figure):
            fields = frozenset(
                inner.field for inner in walk(node) if isinstance(inner, ItemRef) and inner.item == node.item
            )
            found.setdefault((node.records.path, fields))
    return list(found)
