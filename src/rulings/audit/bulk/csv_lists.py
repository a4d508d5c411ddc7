"""Lists of records in cells of CSV, which hold them as JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import MsgspecError
from msgspec.json import Decoder

from rulings.audit.bulk.facts import Seen
from rulings.audit.bulk.structs import records_decoder
from rulings.audit.bulk.texts import Texts
from rulings.audit.bulk.written import lists_of
from rulings.audit.replay.columns import vocabulary_of
from rulings.book import PolicyBook
from rulings.model import Fact

_BACKSLASH = b"\\"


class Lists:
    """Decodes lists of records."""

    def __init__(self, book: PolicyBook) -> None:
        """Make the decoders of all lists that there are."""
        facts = (fact for policy in book.policies for fact in vocabulary_of(book, policy).facts.values())
        self._decoders = {id(fact): records_decoder(fact) for fact in facts if fact.fields}

    def read(self, fact: Fact, texts: Texts) -> Seen:
        """Read a list in every row that gives one."""
        decoder, values = self._decoders[id(fact)], [None] * len(texts)
        for place in np.flatnonzero(texts.given).tolist():
            values[place] = _decoded(decoder, texts.bytes_at(place))
        found = lists_of(fact, values)
        undecoded = texts.given & np.array([value is None for value in values], dtype=np.bool_)
        return Seen(found.column, found.bad | undecoded)


def _decoded(decoder: Decoder[Any], cell: bytes) -> Any:  # noqa: ANN401 - a tuple of structs made at run time
    """Decode a cell, or give None where that is not surely what reading it alone gives."""
    if _BACKSLASH in cell:
        return None
    try:
        return decoder.decode(cell)
    except (MsgspecError, UnicodeDecodeError):
        return None
