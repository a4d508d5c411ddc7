"""Lines of JSON decoded together, by structs of just the facts that the lines so far have named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from msgspec import MsgspecError
from msgspec.json import Decoder

from rulings.audit.bulk.chunks import Chunk
from rulings.audit.bulk.gathering import Decoding, Gathered, decoded_line
from rulings.audit.bulk.structs import written_decoder
from rulings.audit.bulk.table import UNKNOWN
from rulings.audit.replay.columns import vocabulary_of
from rulings.book import PolicyBook

_LOOKED_AT = 1_000
"""Lines of which the names are learnt before the first are decoded."""
_plain = Decoder[Any]()


class Reader:
    """Decodes lines.

    It learns which facts are named; threads that share it may learn the same twice, and nothing wrong.
    """

    def __init__(self, book: PolicyBook) -> None:
        """Start with the facts of all policies."""
        self.vocabularies = {policy: vocabulary_of(book, policy) for policy in book.policies}
        self.policies = book.policies
        self._whole, _ = written_decoder(self.vocabularies)
        self._known = Decoding(self.vocabularies, frozenset())

    def gathered(self, chunk: Chunk) -> Gathered:
        """Decode lines, and give what they hold."""
        if not self._known.paths:
            self._learn(chunk, range(min(len(chunk), _LOOKED_AT)))
        gathered = self._known.gather(chunk)
        refused = np.flatnonzero(gathered.codes == UNKNOWN).tolist()
        unfamiliar = [place for place in refused if decoded_line(self._whole, chunk.line(place)) is not None]
        return self._known.gather(chunk) if unfamiliar and self._learn(chunk, unfamiliar) else gathered

    def _learn(self, chunk: Chunk, places: Iterable[int]) -> bool:
        """Learn what lines name; tell whether it was new."""
        paths = self._known.paths.union(*(_paths(chunk.line(place)) for place in places))
        if paths == self._known.paths:
            return False
        self._known = Decoding(self.vocabularies, paths)
        return True


def _paths(line: bytes) -> Iterator[str]:
    """Give the groups and the facts that a line names."""
    try:
        case = _plain.decode(line)
    except (MsgspecError, UnicodeDecodeError):
        return
    facts = case.get("facts") if isinstance(case, Mapping) else None
    for group, inner in facts.items() if isinstance(facts, Mapping) else ():
        yield group
        yield from (f"{group}.{name}" for name in (inner if isinstance(inner, Mapping) else ()))
