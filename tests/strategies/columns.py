"""Typed cases as columns, and what columns say of a case, in the words in which the other engines are asked."""

from fractions import Fraction

import numpy as np

from rulings.engine.columns.batch import Batch, Column, Records
from rulings.engine.columns.clocks import EPOCH_DAY, microseconds
from rulings.engine.columns.ruled import IN_COLUMN, ColumnsRuler
from rulings.engine.columns.units import PARTS, fact_at, value_of
from rulings.engine.facts import attribute

TOO_LARGE_FOR_COLUMNS = object()


def whole(value, kind, texts):
    """The number that stands for a value in its column; none where columns cannot hold it."""
    match kind.name:
        case "choice":
            return kind.options.index(value)
        case "text":
            return texts.setdefault(value, len(texts))
        case "decimal" | "rate":
            number = Fraction(value) * PARTS[kind.name]
            return int(number) if number.denominator == 1 and abs(number) < 2**63 else TOO_LARGE_FOR_COLUMNS
        case "date":
            return value.toordinal() - EPOCH_DAY
        case "datetime":
            return microseconds(value)
    return int(value)


def column_of(values, kind):
    """A column, and the rows whose values it cannot hold."""
    texts = {}
    numbers = [0 if value is None else whole(value, kind, texts) for value in values]
    lost = [place for place, number in enumerate(numbers) if number is TOO_LARGE_FOR_COLUMNS]
    kept = [0 if number is TOO_LARGE_FOR_COLUMNS else number for number in numbers]
    known = np.array([value is not None for value in values], dtype=bool)
    return Column(np.array(kept, dtype=np.int64), known, tuple(texts)), lost


def records_of(values, fact):
    counts = [0 if value is None else len(value) for value in values]
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    records = [record for value in values for record in value or ()]
    owners = [place for place, count in enumerate(counts) for _ in range(count)]
    fields, lost = {}, []
    for name, field in fact.fields.items():
        fields[name], inner = column_of([getattr(record, attribute(name)) for record in records], field.type)
        lost += [owners[place] for place in inner]
    return Records(starts, np.array([value is not None for value in values], dtype=bool), fields), lost


def batch_of(version, all_facts):
    """The facts of typed cases as a batch, and the rows that columns cannot hold."""
    facts, lost = {}, []
    for path, fact in version.policy.vocabulary.facts.items():
        values = [version.fact(one, path) for one in all_facts]
        if any(value is not None for value in values):
            made = records_of(values, fact) if fact.type.name == "list" else column_of(values, fact.type)
            facts[path] = made[0]
            lost += made[1]
    return Batch(len(all_facts), facts), set(lost)


class ByColumns:
    """The rulings of a version on cases, by columns; `slow` are the cases of which columns say nothing."""

    def __init__(self, version, all_facts, at=None, ruler=None):
        self.version = version
        batch, lost = batch_of(version, all_facts)
        policy = version.policy
        self.ruled = (ruler or ColumnsRuler(policy.decisions, version.proved)).rule(batch, at)
        self.ruled.decide_all()
        self._needs = self.ruled.needs(policy.answers)
        self.fields = {
            (name, field): (self.ruled.field(name, field), expr.type)
            for name, decision in policy.decisions.items()
            for row in (*decision.choose.rows, *filter(None, [decision.choose.otherwise]))
            for field, expr in row.fields
            if expr.type.name in PARTS and expr.type.name != "boolean"
        }
        self.slow = {place for place in range(len(all_facts)) if self.ruled.slow[place]} | lost

    def outcome(self, name, row):
        """Whether it is decided, the value, the rules, and those that may apply beside."""
        found = self.ruled.outcomes(name)
        told = found.table[found.codes[row]]
        value = told.value
        if value is IN_COLUMN:
            value = value_of(int(found.values.values[row]), self.version.policy.decisions[name].type)
        return told.decided, value, told.rules, told.perhaps

    def needs(self, row):
        places, table = self._needs
        return table[places[row]]

    def field(self, name, field, row):
        column, kind = self.fields[name, field]
        return fact_at(column, row, kind)
