"""Facts read from arrays of Arrow, in whatever type they have there."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rulings.algebra.types import LIST
from rulings.audit.bulk.block import Arrow
from rulings.audit.bulk.facts import Seen, nothing, of_records, of_texts, seen
from rulings.audit.bulk.moments import DAY, FIRST_DAY, LAST_DAY, MICROSECONDS
from rulings.audit.bulk.numbers import MOST_PLAIN, Read
from rulings.audit.bulk.texts import of_arrow, valid
from rulings.engine.columns.batch import DECIMAL_DECIMALS, Numbers, Truths
from rulings.model import Fact

_NO_TEXTS = ("boolean", "integer", "list")
_A_SECOND = {"s": 1, "ms": 1_000, "us": MICROSECONDS, "ns": 1_000 * MICROSECONDS}
_DAY_IN_MILLISECONDS = 86_400_000


def is_text(type_: Arrow) -> bool:
    """Tell whether values of a type are texts."""
    types = pa.types
    return bool(types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_))


def given(array: Arrow, *, empty: bool = False) -> Truths:
    """Tell where something is given; where not `empty`, an empty text is nothing."""
    if pa.types.is_dictionary(array.type):
        there = given(array.dictionary, empty=empty)
        return valid(array) & there[_places(array)] if len(there) else np.zeros(len(array), np.bool_)
    return of_arrow(array, empty=empty).given if is_text(array.type) else valid(array)


def of_array(fact: Fact, array: Arrow, *, empty: bool = False) -> Seen:
    """Read a fact; where not `empty`, an empty text is nothing."""
    if pa.types.is_dictionary(array.type):
        return _coded(fact, array, empty=empty)
    if is_text(array.type) and fact.type.name not in _NO_TEXTS:
        return of_texts(fact, of_arrow(array, empty=empty))
    if fact.type == LIST:
        return _list(fact, array)
    read = _READERS[fact.type.name](array) if fact.type.name in _READERS else None
    there = given(array, empty=empty)
    return nothing(there) if read is None else seen(fact, read, there)


def _places(array: Arrow) -> Numbers:
    places: Numbers = array.indices.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return places


def _coded(fact: Fact, array: Arrow, *, empty: bool) -> Seen:
    """Read a fact of which each value is stored once: each is read once, unless there are more than rows."""
    if len(array.dictionary) > len(array):
        return of_array(fact, array.dictionary_decode(), empty=empty)
    if not len(array.dictionary) or fact.type == LIST:
        return nothing(given(array, empty=empty))
    found, there = of_array(fact, array.dictionary, empty=empty).take(_places(array)), valid(array)
    np.logical_and(found.column.known, there, out=found.column.known)
    return Seen(found.column, found.bad & there)


def _whole(array: Arrow) -> Numbers:
    """Give whole numbers, 0 for nulls."""
    if array.null_count:
        array = array.fill_null(False if pa.types.is_boolean(array.type) else 0)
    values: Numbers = array.cast(pa.int64(), safe=False).to_numpy(zero_copy_only=False)
    return values


def _booleans(array: Arrow) -> Read | None:
    return Read(_whole(array), valid(array)) if pa.types.is_boolean(array.type) else None


def _integers(array: Arrow) -> Read | None:
    if not pa.types.is_integer(array.type):
        return None
    values = _whole(array)
    # What has all 64 bits and no sign can be too large, and is negative then.
    return Read(values, values >= 0 if pa.types.is_uint64(array.type) else np.ones(len(values), np.bool_))


def _decimals(array: Arrow) -> Read | None:
    if pa.types.is_integer(array.type):
        read, decimals = _integers(array), 0
    elif pa.types.is_decimal(array.type):
        read, decimals = _digits(array), min(array.type.scale, DECIMAL_DECIMALS)
    else:
        return None
    if read is None or decimals < 0:
        return None
    power = np.int64(10 ** (DECIMAL_DECIMALS - decimals))
    most = MOST_PLAIN // power
    fits = read.good & (read.values >= -most) & (read.values <= most)
    return Read(np.where(fits, read.values, 0) * power, fits)


def _digits(array: Arrow) -> Read | None:
    """Give the digits of decimals as whole numbers, at most `DECIMAL_DECIMALS` decimals of them, where they fit."""
    scale = array.type.scale
    try:
        cut = array.cast(pa.decimal128(38, min(scale, DECIMAL_DECIMALS)), safe=scale <= DECIMAL_DECIMALS)
    except pa.ArrowInvalid:
        return None  # more digits than any fact has
    size, first = len(cut), cut.offset
    halves = np.frombuffer(cut.buffers()[1], np.int64)[2 * first : 2 * (first + size)].reshape(-1, 2)
    good = halves[:, 1] == halves[:, 0] >> 63
    if scale > DECIMAL_DECIMALS:
        finer = pc.not_equal(cut.cast(array.type, safe=False), array).fill_null(fill_value=False)
        good &= ~finer.to_numpy(zero_copy_only=False)
    return Read(halves[:, 0], good)


def _dates(array: Arrow) -> Read | None:
    if pa.types.is_date32(array.type):
        days = _whole(array.cast(pa.int32()))
        good = np.ones(len(days), np.bool_)
    elif pa.types.is_date64(array.type):
        days, rest = np.divmod(_whole(array.cast(pa.int64())), _DAY_IN_MILLISECONDS)
        good = rest == 0
    else:
        return None
    return Read(days, good & (days >= FIRST_DAY) & (days <= LAST_DAY))


def _moments(array: Arrow) -> Read | None:
    if not pa.types.is_timestamp(array.type) or not _is_readable(array.type):
        return None
    stored, a_second = _whole(array.cast(pa.int64())), _A_SECOND[array.type.unit]
    # A moment of the first or the last day can lie in another year by the clocks of the column's time zone.
    good = stored >= (FIRST_DAY + 1) * DAY // MICROSECONDS * a_second
    good &= stored < LAST_DAY * DAY // MICROSECONDS * a_second
    if a_second > MICROSECONDS:
        values, rest = np.divmod(stored, a_second // MICROSECONDS)
        return Read(values, good & (rest == 0))
    factor = MICROSECONDS // a_second
    return Read(stored if factor == 1 else np.where(good, stored, 0) * factor, good)


@lru_cache
def _is_readable(type_: Arrow) -> bool:
    """Tell whether moments of a type can be given as Python has them: their time zone may be one that nobody knows."""
    try:
        moment = pa.scalar(0, pa.int64()).cast(type_).as_py()
    except (pa.ArrowException, LookupError, ValueError, OSError):
        return False
    return moment.tzinfo is not None


_READERS: dict[str, Callable[[Arrow], Read | None]] = {
    "boolean": _booleans,
    "integer": _integers,
    "decimal": _decimals,
    "date": _dates,
    "datetime": _moments,
}


def _list(fact: Fact, array: Arrow) -> Seen:
    there = valid(array)
    is_list = pa.types.is_list(array.type) or pa.types.is_large_list(array.type)
    if not is_list or not pa.types.is_struct(array.type.value_type):
        return nothing(there)
    counts = array.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    records = array.flatten()
    bad = ~valid(records)
    fields: dict[str, Seen] = {}
    for place, values in enumerate(records.flatten()):
        name = array.type.value_type.field(place).name
        if name not in fact.fields or name in fields:
            bad = np.ones(len(records), np.bool_)
        else:
            fields[name] = of_array(fact.fields[name], values, empty=True)
    return of_records(there, counts, fields, bad)
