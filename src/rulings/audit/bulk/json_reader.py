"""Lines of JSON decoded together, by structs of just the facts that the lines so far have named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from msgspec import MsgspecError
from msgspec.json import Decoder

from rulings.audit.bulk.chunks import Chunk
from rulings.audit.bulk.structs import by_group, name_of, written_decoder
from rulings.audit.bulk.written import column_of
from rulings.audit.replay.columns import vocabulary_of
from rulings.book import PolicyBook
from rulings.engine.columns.batch import Batch, Column, Numbers, Records, Truths
from rulings.engine.facts import attribute
from rulings.model import Vocabulary

_OPEN, _CLOSED = ord("{"), ord("}")
_LOOKED_AT = 1_000
"""Lines of which the names are learnt before the first are decoded."""
_plain = Decoder[Any]()


class Reader:
    """Decodes lines, and makes columns of what they hold.

    It learns which facts are named; threads that share it may learn the same twice, and nothing wrong.
    """

    def __init__(self, book: PolicyBook) -> None:
        """Start with the facts of all policies."""
        self.vocabularies = {policy: vocabulary_of(book, policy) for policy in book.policies}
        self.policies = book.policies
        self._whole, _ = written_decoder(self.vocabularies)
        self._known = _Known(self, frozenset())

    def decoded(self, chunk: Chunk) -> tuple[list[Any], Numbers]:
        """Decode lines, None for those that are refused; give the places of their policies too, -1 for none."""
        if not self._known.paths:
            self._learn(chunk, range(min(len(chunk), _LOOKED_AT)))
        known = self._known
        cases = decoded(known.decoder, chunk)
        refused = [place for place, case in enumerate(cases) if case is None] if None in cases else []
        unfamiliar = [place for place in refused if _decoded(self._whole, chunk.line(place)) is not None]
        if unfamiliar and self._learn(chunk, unfamiliar):
            known = self._known
            cases = decoded(known.decoder, chunk)
        return cases, np.fromiter(map(known.codes.__getitem__, map(type, cases)), np.int64, len(cases))

    def _learn(self, chunk: Chunk, places: Iterable[int]) -> bool:
        """Learn what lines name; tell whether it was new."""
        paths = self._known.paths.union(*(_paths(chunk.line(place)) for place in places))
        if paths == self._known.paths:
            return False
        self._known = _Known(self, paths)
        return True

    def facts(self, vocabulary: Vocabulary, cases: Sequence[Any]) -> tuple[Batch, Truths]:
        """Read the facts of cases of one platform, and tell which are not surely good."""
        facts = list(map(attrgetter("facts"), cases))
        nothing = type(facts[0])()
        bad = np.zeros(len(cases), np.bool_)
        columns: dict[str, Column | Records] = {}
        for group, members in by_group(vocabulary).items():
            if not hasattr(nothing, attribute(group)):
                continue
            holders = list(map(attrgetter(attribute(group)), facts))
            for fact in members:
                found = column_of(fact, holders) if hasattr(holders[0], attribute(name_of(fact))) else None
                if found is not None:
                    columns[fact.path] = found.column
                    bad |= found.bad
        return Batch(len(cases), columns), bad


class _Known:
    """What a reader knows at one time: the paths of groups and facts, and their decoder."""

    def __init__(self, reader: Reader, paths: frozenset[str]) -> None:
        self.paths = paths
        self.decoder, structs = written_decoder(reader.vocabularies, paths)
        self.codes: dict[type, int] = {structs[policy]: code for code, policy in enumerate(reader.policies)}
        self.codes[type(None)] = -1


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


def decoded(decoder: Decoder[Any], chunk: Chunk) -> list[Any]:
    """Decode lines, None for those that are refused."""
    letters = chunk.letters
    # Then every line holds whole objects: no object goes on behind a line that ends so before one that begins so.
    if (letters[chunk.begins] == _OPEN).all() and (letters[chunk.ends - 2] == _CLOSED).all():
        try:
            cases: list[Any] = decoder.decode_lines(chunk.data)
        except (MsgspecError, UnicodeDecodeError):
            return _one_by_one(decoder, chunk)
        if len(cases) == len(chunk):
            return cases
    return _one_by_one(decoder, chunk)


def _one_by_one(decoder: Decoder[Any], chunk: Chunk) -> list[Any]:
    return [_decoded(decoder, chunk.line(place)) for place in range(len(chunk))]


def _decoded(decoder: Decoder[Any], line: bytes) -> Any:  # noqa: ANN401 - a struct made at run time
    try:
        return decoder.decode(line)
    except (MsgspecError, UnicodeDecodeError):
        return None
