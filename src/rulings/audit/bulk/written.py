"""Columns of what was decoded from JSON: of one fact of many cases, or one field of many records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
import pyarrow as pa

from rulings.algebra.types import LIST
from rulings.audit.bulk import numbers
from rulings.audit.bulk.arrow_facts import of_array
from rulings.audit.bulk.facts import Seen, of_records, of_texts, seen
from rulings.audit.bulk.structs import NO_DECIMAL, name_of
from rulings.audit.bulk.texts import of_arrow
from rulings.engine.columns.batch import Numbers
from rulings.engine.facts import attribute
from rulings.model import Fact

_NO_DECIMAL, _QUOTE = bytes(NO_DECIMAL), ord('"')
_UNKNOWN = {type(None)}
_BOOLEANS = {None: -1, False: 0, True: 1}


def column_of(fact: Fact, holders: Sequence[Any]) -> Seen | None:
    """Read a fact of the structs that hold it, None where it is given in none of them."""
    values = list(map(attrgetter(attribute(name_of(fact))), holders))
    if set(map(type, values)) == _UNKNOWN:
        return None
    return lists_of(fact, values) if fact.type == LIST else _READERS.get(fact.type.name, _texts)(fact, values)


def _texts(fact: Fact, values: list[Any]) -> Seen:
    return of_texts(fact, of_arrow(pa.array(values, pa.large_string()), empty=True))


def _integers(fact: Fact, values: list[Any]) -> Seen:
    return of_array(fact, pa.array(values, pa.int64()))


def _booleans(fact: Fact, values: list[Any]) -> Seen:
    return _coded(fact, map(_BOOLEANS.__getitem__, values), len(values))


def _choices(fact: Fact, values: list[Any]) -> Seen:
    places: dict[str | None, int] = {option: place for place, option in enumerate(fact.type.options)}
    return _coded(fact, map({None: -1, **places}.__getitem__, values), len(values))


def _coded(fact: Fact, codes: Iterable[int], size: int) -> Seen:
    values: Numbers = np.fromiter(codes, np.int64, size)
    given = values >= 0
    return seen(fact, numbers.Read(values, given), given)


def _decimals(fact: Fact, values: list[Any]) -> Seen:
    """Read decimals, which are texts or numbers as they stand in JSON."""
    written = [None if (one := bytes(value)) == _NO_DECIMAL else one for value in values]
    texts = of_arrow(pa.array(written, pa.large_binary()).cast(pa.large_string(), safe=False), empty=True)
    quotes = (texts.letter(0) == _QUOTE).astype(np.int64)
    return of_texts(fact, texts.cut(quotes, quotes))


def lists_of(fact: Fact, values: list[Any]) -> Seen:
    """Read a list of records, a tuple of structs in each row where it is given."""
    given = np.array([value is not None for value in values], dtype=np.bool_)
    counts = np.fromiter((len(value) if value else 0 for value in values), np.int64, len(values))
    records = list(chain.from_iterable(value for value in values if value))
    columns = {name: column_of(field, records) for name, field in fact.fields.items()}
    fields = {name: column for name, column in columns.items() if column is not None}
    return of_records(given, counts, fields, np.zeros(len(records), np.bool_))


_READERS: dict[str, Callable[[Fact, list[Any]], Seen]] = {
    "integer": _integers,
    "boolean": _booleans,
    "choice": _choices,
    "decimal": _decimals,
}
