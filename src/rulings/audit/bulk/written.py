"""Columns of what was decoded from JSON: of one fact of many cases, or one field of many records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from rulings.algebra.types import LIST
from rulings.audit.bulk.arrow_facts import of_array
from rulings.audit.bulk.block import Arrow
from rulings.audit.bulk.facts import Seen, of_records, of_texts
from rulings.audit.bulk.structs import NO_DECIMAL, name_of
from rulings.audit.bulk.texts import Texts, of_arrow
from rulings.engine.facts import attribute
from rulings.model import Fact

Held: TypeAlias = Arrow
"""Values of a fact as they are held until there are many: an array of Arrow, or of lists of records a list."""

_NO_DECIMAL, _QUOTE = bytes(NO_DECIMAL), ord('"')
_KINDS = {"boolean": pa.bool_(), "integer": pa.int64()}


def held(fact: Fact, values: list[Any]) -> Held:
    """Hold values as they were decoded."""
    if fact.type == LIST:
        return values
    if fact.type.name == "decimal":
        return pa.array(list(map(bytes, values)), pa.large_binary())
    return pa.array(values, _KINDS.get(fact.type.name, pa.large_string()))


def column_of(fact: Fact, parts: Sequence[Held]) -> Seen | None:
    """Read the values of a fact, None where it is given in none of them."""
    if fact.type == LIST:
        values = list(chain.from_iterable(parts))
        return lists_of(fact, values) if any(value is not None for value in values) else None
    array = pa.concat_arrays(parts)
    if array.null_count == len(array):
        return None
    return _decimals(fact, array) if fact.type.name == "decimal" else of_array(fact, array, empty=True)


def _decimals(fact: Fact, array: Arrow) -> Seen:
    """Read decimals, which are texts or numbers as they stand in JSON."""
    texts = of_arrow(array, empty=True)
    given = ~texts.equal(_NO_DECIMAL)
    quotes = (texts.letter(0) == _QUOTE).astype(np.int64)
    return of_texts(fact, Texts(texts.data, texts.starts, texts.lengths, given).cut(quotes, quotes))


def lists_of(fact: Fact, values: list[Any]) -> Seen:
    """Read a list of records, a tuple of structs in each row where it is given."""
    given = np.array([value is not None for value in values], dtype=np.bool_)
    counts = np.fromiter((len(value) if value else 0 for value in values), np.int64, len(values))
    records = list(chain.from_iterable(value for value in values if value))
    columns = {name: _field(field, records) for name, field in fact.fields.items()}
    fields = {name: column for name, column in columns.items() if column is not None}
    return of_records(given, counts, fields, np.zeros(len(records), np.bool_))


def _field(field: Fact, records: list[Any]) -> Seen | None:
    return column_of(field, [held(field, list(map(getter(field), records)))])


def getter(fact: Fact) -> Callable[[Any], Any]:
    """Give what takes a fact from the struct of its group, or a field from the struct of its record."""
    return attrgetter(attribute(name_of(fact)))
