"""Blocks made of single cases: what reading an input in columns gives."""

import json

import numpy as np
import pyarrow as pa

from rulings.audit.replay.decoding import decoder
from rulings.audit.replay.rows import CASES, Row
from rulings.engine.columns.batch import Batch, Column, Records
from rulings.engine.columns.units import constant_of
from rulings.engine.facts import attribute
from rulings.errors import RulingsError
from rulings.plain import plain_value


class Block:
    def __init__(self, book, rows):
        self.book, self.rows = book, rows
        self.first, self.size, self.end = rows[0].number, len(rows), rows[-1].end
        decode = decoder(CASES, book)
        self.cases = [self._decoded(decode, row) for row in rows]
        self.policies = tuple(sorted({one.policy_id for one in self.cases if one is not None}))
        self.slow = np.array([one is None for one in self.cases], dtype=np.bool_)
        codes = [-1 if one is None else self.policies.index(one.policy_id) for one in self.cases]
        self.policy_codes = np.array(codes, dtype=np.int64)

    @staticmethod
    def _decoded(decode, row):
        try:
            return None if row.faults else decode(row)
        except RulingsError:
            return None

    def ids(self):
        return pa.array([None if one is None else one.id for one in self.cases], pa.string())

    def row(self, place):
        return self.rows[place]

    def batch(self, policy):
        version = self.book.version(policy)
        vocabulary = version.policy.vocabulary
        typed = [
            one.facts if one is not None and one.policy_id.split("/")[0] == vocabulary.platform else None
            for one in self.cases
        ]
        facts = {}
        for path, fact in vocabulary.facts.items():
            values = [None if one is None else version.fact(one, path) for one in typed]
            if fact.type.name == "list":
                facts[path] = self._records(values, fact)
            else:
                facts[path] = self._column(values, fact.type)
        return Batch(self.size, facts)

    def _column(self, values, type_):
        texts = sorted({one for one in values if one is not None}) if type_.name == "text" else ()
        found = [self._number(one, type_, texts) for one in values]
        numbers = np.array([one if isinstance(one, int) else 0 for one in found], dtype=np.int64)
        for place, (value, number) in enumerate(zip(values, found, strict=True)):
            if value is not None and number is None:
                self.slow[place] = True
        return Column(numbers, np.array([one is not None for one in found], dtype=np.bool_), tuple(texts))

    @staticmethod
    def _number(value, type_, texts):
        if value is None or type_.name == "boolean":
            return None if value is None else int(value)
        if type_.name in ("choice", "text"):
            return (type_.options if type_.name == "choice" else texts).index(value)
        number = constant_of(value, type_)
        return int(number) if number.denominator == 1 and -(2**63) <= number < 2**63 else None

    def _records(self, values, fact):
        starts = np.concatenate(([0], np.cumsum([len(one or ()) for one in values]))).astype(np.int64)
        flat = [record for one in values for record in one or ()]
        known = np.array([one is not None for one in values], dtype=np.bool_)
        fields = {name: self._column_of(flat, name, field) for name, field in fact.fields.items()}
        return Records(starts, known, fields)

    def _column_of(self, records, name, field):
        short = attribute(name)
        slow = self.slow.copy()
        column = self._column([getattr(one, short) for one in records], field.type)
        self.slow = slow
        return column


def blocks_of(book, rows, size):
    for start in range(0, len(rows), size):
        yield Block(book, rows[start : start + size])


def rows_of(cases):
    """Rows of JSON from cases, or from lines that are none."""
    lines = [
        one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False, default=plain_value).encode()
        for one in cases
    ]
    rows, position = [], 0
    for number, line in enumerate(lines, start=1):
        end = position + len(line) + 1
        rows.append(Row(number, line, position, end, len(line)))
        position = end
    return rows
