"""Holds blocks against the single call: rows, faults, policies, ids and facts."""

from dataclasses import dataclass

import numpy as np

from rulings import CaseFaults
from rulings.algebra.types import LIST
from rulings.audit.bulk.blocks import blocks
from rulings.audit.replay.columns import vocabulary_of
from rulings.audit.replay.decoding import decoder
from rulings.engine.columns.units import fact_at
from rulings.engine.facts import attribute


@dataclass
class Share:
    """How many rows there are, how many of them the single call takes, and how many were told to be good."""

    rows: int = 0
    good: int = 0
    fast: int = 0


def attempted(row, decode):
    """Give the typed case of a row, None where it is refused."""
    if row.faults:
        return None
    try:
        return decode(row)
    except CaseFaults:
        return None


def agree(source, book, rows=64, skip=0, position=0):
    """Hold every row of every block against the single call."""
    decode, share = decoder(source.form, book), Share()
    expected = source.rows(skip, position)
    for block in blocks(source, book, skip, position, rows):
        ids, batches = block.ids().to_pylist(), {policy: block.batch(policy) for policy in block.policies}
        assert 0 < block.size <= rows
        assert len(ids) == len(block.slow) == len(block.policy_codes) == block.size
        for place in range(block.size):
            row = next(expected)
            assert row.number == block.first + place
            assert block.row(place)._replace(weight=0) == row._replace(weight=0)
            case = attempted(row, decode)
            share.rows += 1
            share.good += case is not None
            share.fast += not block.slow[place]
            if not block.slow[place]:
                assert case is not None, row
                assert ids[place] == block.id(place) == case.id
                policy = block.policies[block.policy_codes[place]]
                assert policy == case.policy_id
                same_facts(book, policy, batches[policy], place, case)
        assert block.end == row.end
    assert next(expected, None) is None
    return share


def same_facts(book, policy, batch, place, case):
    vocabulary = vocabulary_of(book, policy)
    assert set(batch.facts) <= set(vocabulary.facts)
    for path, fact in vocabulary.facts.items():
        group, _, name = path.partition(".")
        known = getattr(getattr(case.facts, attribute(group)), attribute(name))
        found = told(batch.facts[path], place, fact) if path in batch.facts else None
        expected = None if known is None else records(known, fact) if fact.type == LIST else known
        assert (path, found) == (path, expected)


def told(column, place, fact):
    assert len(column) == len(column.known)
    if fact.type != LIST:
        assert column.values.dtype == np.int64
        return fact_at(column, place, fact.type)
    if not column.known[place]:
        return None
    return [
        {
            name: fact_at(column.fields[name], at, field.type) if name in column.fields else None
            for name, field in fact.fields.items()
        }
        for at in range(column.starts[place], column.starts[place + 1])
    ]


def records(known, fact):
    return [{name: getattr(record, attribute(name)) for name in fact.fields} for record in known]
