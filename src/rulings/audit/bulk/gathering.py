"""What lines of JSON hold, gathered fact by fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from msgspec import MsgspecError
from msgspec.json import Decoder

from rulings.audit.bulk.block import Arrow
from rulings.audit.bulk.chunks import Chunk
from rulings.audit.bulk.structs import by_group, written_decoder
from rulings.audit.bulk.table import UNKNOWN
from rulings.audit.bulk.written import Held, getter, held
from rulings.engine.columns.batch import Numbers
from rulings.engine.facts import attribute
from rulings.model import Fact, Vocabulary

_OPEN, _CLOSED = ord("{"), ord("}")
_STRIDE = 1_024
"""So many lines are decoded and looked at together: few enough to stay in the processor's own memory."""
_IDS, _FACTS = attrgetter("id"), attrgetter("facts")

Get = Callable[[Any], Any]
Values = dict[str, list[Held]]


class Gathered(NamedTuple):
    """The policies of lines as places in the book's, -1 where a line is refused; ids in parts; the facts by platform.

    The facts of a platform are those of its lines alone, in order.
    """

    codes: Numbers
    ids: list[Arrow]
    facts: dict[str, Values]


class Decoding:
    """Decodes lines that name no other groups and facts than it knows, and refuses all others."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], paths: frozenset[str]) -> None:
        """Start with the paths of groups and facts."""
        self.paths = paths
        self._decoder, structs = written_decoder(vocabularies, paths)
        self._codes: dict[type, int] = {structs[policy]: code for code, policy in enumerate(vocabularies)}
        self._codes[type(None)] = UNKNOWN
        self._platforms = {structs[policy]: vocabulary.platform for policy, vocabulary in vocabularies.items()}
        self._groups = {one.platform: list(_getters(one, paths)) for one in vocabularies.values()}

    def gather(self, chunk: Chunk) -> Gathered:
        """Decode all lines, and give what they hold."""
        codes: list[int] = []
        gathered = Gathered(np.zeros(0, np.int64), [], {})
        for begin in range(0, len(chunk), _STRIDE):
            cases = _decoded(self._decoder, chunk, begin, min(begin + _STRIDE, len(chunk)))
            kinds = list(map(type, cases))
            codes += map(self._codes.__getitem__, kinds)
            self._add(gathered, cases, kinds)
        return gathered._replace(codes=np.array(codes, dtype=np.int64))

    def _add(self, gathered: Gathered, cases: list[Any], kinds: list[type]) -> None:
        there = set(kinds)
        platforms = {self._platforms.get(kind) for kind in there}
        ids = [case and case.id for case in cases] if None in platforms else list(map(_IDS, cases))
        gathered.ids.append(pa.array(ids, pa.large_string()))
        for platform in platforms - {None}:
            own = cases
            if len(platforms) > 1:
                own = [case for case, kind in zip(cases, kinds, strict=True) if self._platforms.get(kind) == platform]
            self._facts(str(platform), gathered.facts.setdefault(str(platform), {}), own)

    def _facts(self, platform: str, values: Values, cases: list[Any]) -> None:
        facts = list(map(_FACTS, cases))
        for group, members in self._groups[platform]:
            holders = list(map(group, facts))
            for fact, member in members:
                values.setdefault(fact.path, []).append(held(fact, list(map(member, holders))))


def _getters(vocabulary: Vocabulary, paths: frozenset[str]) -> Iterator[tuple[Get, list[tuple[Fact, Get]]]]:
    for group, facts in by_group(vocabulary, paths).items():
        yield attrgetter(attribute(group)), [(fact, getter(fact)) for fact in facts]


def _decoded(decoder: Decoder[Any], chunk: Chunk, begin: int, end: int) -> list[Any]:
    """Decode some lines, None for those that are refused."""
    begins, ends = chunk.begins[begin:end], chunk.ends[begin:end]
    # Then every line holds whole objects: no object goes on behind a line that ends so before one that begins so.
    if (chunk.letters[begins] == _OPEN).all() and (chunk.letters[ends - 2] == _CLOSED).all():
        try:
            cases: list[Any] = decoder.decode_lines(chunk.data[int(begins[0]) : int(ends[-1])])
        except (MsgspecError, UnicodeDecodeError):
            cases = []
        if len(cases) == end - begin:
            return cases
    return [decoded_line(decoder, chunk.line(place)) for place in range(begin, end)]


def decoded_line(decoder: Decoder[Any], line: bytes) -> Any:  # noqa: ANN401 - a struct made at run time
    """Decode a line, or give None where it is refused."""
    try:
        return decoder.decode(line)
    except (MsgspecError, UnicodeDecodeError):
        return None
