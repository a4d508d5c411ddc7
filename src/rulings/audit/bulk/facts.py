"""Facts read from columns: what a column of a fact holds, and which of what is given is not surely good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rulings.audit.bulk import moments, numbers
from rulings.audit.bulk.texts import Texts
from rulings.cases.limits import LONGEST_TEXT, MOST_RECORDS
from rulings.engine.columns.batch import Column, Numbers, Records, Truths
from rulings.engine.columns.units import constant_of
from rulings.model import Fact

_BOOLEANS = ("false", "true", "False", "True", "FALSE", "TRUE")


class Seen(NamedTuple):
    """A fact in every row: where it is known it is surely good, and `bad` tells where something else is given."""

    column: Column | Records
    bad: Truths

    def take(self, rows: NDArray[Any]) -> Seen:
        """Give some of the rows."""
        return Seen(self.column.take(rows), self.bad[rows])


def nothing(given: Truths) -> Seen:
    """Give a column of which nothing can be read: what is given is bad."""
    size = len(given)
    return Seen(Column(np.zeros(size, np.int64), np.zeros(size, np.bool_)), given)


def seen(fact: Fact, read: numbers.Read, given: Truths) -> Seen:
    """Hold numbers against what the fact can be at least and at most."""
    good = read.good & given
    for bound, is_least in ((fact.minimum, True), (fact.maximum, False)):
        limit = None if bound is None else constant_of(bound, fact.type)
        if limit is not None:
            good &= read.values >= ceil(limit) if is_least else read.values <= floor(limit)
    return Seen(Column(read.values, good), given & ~good)


def of_texts(fact: Fact, texts: Texts) -> Seen:
    """Read a fact, no list, from texts as cells of CSV have them."""
    if fact.type.name == "text":
        return _words(texts)
    return seen(fact, _READERS[fact.type.name](fact, texts), texts.given)


def _words(texts: Texts) -> Seen:
    good = texts.given & (texts.lengths <= LONGEST_TEXT)
    good &= texts.unicode()
    coded = texts.arrow(good).dictionary_encode()
    places = coded.indices.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    column = Column(places, good, tuple(coded.dictionary.to_pylist()))
    return Seen(column, texts.given & ~good)


def _choices(fact: Fact, texts: Texts) -> numbers.Read:
    places = texts.places_in(fact.type.options)
    return numbers.Read(places, places >= 0)


def _booleans(_: Fact, texts: Texts) -> numbers.Read:
    places = texts.places_in(_BOOLEANS)
    return numbers.Read(places & 1, places >= 0)


def _plainly(read: Callable[[Texts], numbers.Read]) -> Callable[[Fact, Texts], numbers.Read]:
    return lambda _, texts: read(texts)


_READERS: dict[str, Callable[[Fact, Texts], numbers.Read]] = {
    "choice": _choices,
    "boolean": _booleans,
    "integer": _plainly(numbers.integers),
    "decimal": _plainly(numbers.decimals),
    "rate": _plainly(numbers.rates),
    "money": _plainly(numbers.money),
    "span": _plainly(numbers.spans),
    "date": _plainly(moments.dates),
    "datetime": _plainly(moments.moments),
}


def of_records(given: Truths, counts: Numbers, fields: Mapping[str, Seen], bad: Truths) -> Seen:
    """Make a list of how many records each row has, and of what all the records hold; `bad` tells of whole records."""
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    for field in fields.values():
        bad = bad | field.bad
    bad_rows = counts > MOST_RECORDS
    bad_rows[np.repeat(np.arange(len(counts)), counts)[bad]] = True
    columns = {name: field.column for name, field in fields.items() if isinstance(field.column, Column)}
    return Seen(Records(starts, given & ~bad_rows, columns), given & bad_rows)
