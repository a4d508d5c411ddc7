"""Typed cases: decoded and checked by msgspec in one pass. This is the way of good cases.

What it refuses goes to `rulings.cases.check`, which finds every fault and describes it.

Two things are wider here than where policies are written. Moments may have a small `t` or `z`, a space for the `T`, and
an offset without its colon, as RFC 3339 and ISO 8601 allow; a fraction that is finer than a microsecond is refused. And
of equal keys in one object of JSON the last one counts, for seeing them would cost every good case too much:
`rulings.cases.check.faults_of_json` sees them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, convert
from msgspec.json import Decoder

from rulings.cases.json_text import read_number
from rulings.cases.limits import MOST_BYTES, TOO_FINE, TOO_FINE_BYTES
from rulings.cases.own import read_own
from rulings.cases.structs import case_structs, no_case_struct
from rulings.engine.facts import TypedCase

if TYPE_CHECKING:
    from rulings.model import Vocabulary

# What decoding raises where a case is wrong, the tricks of Python data included.
_REFUSALS = (
    MsgspecError,
    ArithmeticError,
    AttributeError,
    BufferError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
_POINT = ord(".")
_MOST_REMEMBERED = 4096

# Amounts, rates and spans repeat from case to case: most are read once. The types are part of the memory's key, so that
# true is never taken for 1, and equal numbers are read alike. What is refused is not remembered.
_read_own: Any = lru_cache(_MOST_REMEMBERED, typed=True)(read_own)
_plain_decoder = Decoder(float_hook=read_number)


class CaseTypes:
    """The typed cases of all policies of a book, and their decoders."""

    def __init__(self, policies: Mapping[str, Vocabulary]) -> None:
        """Make the structs for each policy's vocabulary."""
        self.vocabularies = policies
        self._types = case_structs(policies)
        kinds: Any = reduce(or_, self._types.values(), no_case_struct())
        self.decoder: Decoder[TypedCase] = Decoder(kinds, dec_hook=_read_own, float_hook=read_number)
        self._decode = self.decoder.decode

    def from_json(self, data: bytes | str) -> TypedCase | None:
        """Decode and check a case, or give None where something is wrong with it."""
        try:
            if data.__class__ is not bytes:
                return self._from_other(data)
            # Looking for a point costs next to nothing; only where there is one, a moment can have been rounded.
            if len(data) > MOST_BYTES or (_POINT in data and TOO_FINE_BYTES.search(data)):
                return self._unrounded(data)
            case = self._decode(data)
            return case if case.sound_text() else None
        except _REFUSALS:
            return None

    def _from_other(self, data: object) -> TypedCase | None:
        """Decode and check a case given as a text, or as bytes of another type than `bytes`."""
        if isinstance(data, str):
            if len(data) > MOST_BYTES or ("." in data and TOO_FINE.search(data)):
                return self._unrounded(data)
            case = self._decode(data)
            return case if case.sound_text() else None
        return self.from_json(bytes(data)) if isinstance(data, bytes | bytearray | memoryview) else None

    def _unrounded(self, data: bytes | str) -> TypedCase | None:
        """Decode a case in which a moment may be too fine as Python data, in which such moments are seen."""
        return self.from_python(_plain_decoder.decode(data)) if len(data) <= MOST_BYTES else None

    def from_python(self, data: object) -> TypedCase | None:
        """Check a case given as Python data, or give None where something is wrong with it."""
        try:
            # Chosen here, for msgspec would build the union of all types anew for every case.
            kind = self._types[data.get("policy")]  # type: ignore[attr-defined]
            case: TypedCase = convert(data, kind, dec_hook=_read_own)
            return case if case.sound_data(data) else None
        except _REFUSALS:
            return None
