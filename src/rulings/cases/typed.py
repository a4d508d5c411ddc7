"""Typed cases: for every platform a struct of its facts, decoded and checked by msgspec in one pass.

This is the way of good cases. What it refuses goes to `rulings.cases.check`, which finds every fault and describes it.

Two things are wider here than where policies are written. Moments may have a small `t` or `z`, a space for the `T`, and
an offset without its colon, as RFC 3339 and ISO 8601 allow; a fraction that is finer than a microsecond is refused. And
of equal keys in one object of JSON the last one counts, for seeing them would cost every good case too much:
`rulings.cases.check.faults_of_json` sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Any, Literal, Optional, Union

import msgspec
from msgspec import Meta, Struct, defstruct

from rulings.algebra import Value
from rulings.cases.facts import OWN, Exact, read_own
from rulings.cases.json_text import read_number
from rulings.cases.limits import (
    LEAST_INTEGER,
    LONGEST_ID,
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_INTEGER,
    TOO_FINE,
    TOO_FINE_BYTES,
)
from rulings.cases.soundness import sound_data, sound_text
from rulings.engine.code import attribute
from rulings.model import Fact, Vocabulary

__all__ = ["LONGEST_ID", "CaseTypes", "Exact", "fact_reader"]

# What decoding raises where a case is wrong, the tricks of Python data included.
_REFUSALS = (
    msgspec.MsgspecError,
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
# true is never taken for 1; what is refused is not remembered.
_read_own = lru_cache(_MOST_REMEMBERED, typed=True)(read_own)
_plain_decoder = msgspec.json.Decoder(float_hook=read_number)


def _annotation(fact: Fact) -> Any:
    plain: dict[str, Any] = {
        "boolean": bool,
        "integer": Annotated[int, Meta(ge=LEAST_INTEGER, le=MOST_INTEGER)],
        "date": date,
        "datetime": Annotated[datetime, Meta(tz=True)],
        "text": Annotated[str, Meta(max_length=LONGEST_TEXT)],
        **OWN,
    }
    name = fact.type.name
    return Optional[Literal[fact.type.options] if name == "choice" else plain[name]]  # noqa: UP045 - made when it runs


def _facts_struct(vocabulary: Vocabulary) -> type[Struct]:
    groups: dict[str, list[Fact]] = {}
    for path, fact in sorted(vocabulary.facts.items()):
        groups.setdefault(path.partition(".")[0], []).append(fact)
    fields: list[tuple[str, Any, Any]] = []
    for group, facts in groups.items():
        inner = [(fact.path.partition(".")[2], _annotation(fact), None) for fact in facts]
        struct = _struct(f"{vocabulary.platform}_{group}", inner)
        fields.append((group, struct, struct()))
    return _struct(f"{vocabulary.platform}_facts", fields)


def _struct(name: str, fields: list[tuple[str, Any, Any]], **options: Any) -> type[Struct]:
    attributes = [(attribute(field), annotation, default) for field, annotation, default in fields]
    rename = {attribute(field): field for field, _, _ in fields if attribute(field) != field}
    return defstruct(
        name, attributes, frozen=True, gc=False, forbid_unknown_fields=True, rename=rename or None, **options
    )


class CaseTypes:
    """The typed cases of all policies of a book, and their decoders."""

    def __init__(self, policies: Mapping[str, Vocabulary]) -> None:
        """Make the structs for each policy's vocabulary."""
        self.vocabularies = policies
        self._types = _case_structs(policies)
        # With one type alone, msgspec would take a case that does not name its policy.
        kinds = (*self._types.values(), _NO_POLICY)
        self.decoder: Any = msgspec.json.Decoder(Union[kinds], dec_hook=_read_own, float_hook=read_number)
        self._decode = self.decoder.decode

    def from_json(self, data: bytes | str) -> Any:
        """Decode and check a case, or give None where something is wrong with it."""
        try:
            if data.__class__ is bytes:
                has_point = _POINT in data  # type: ignore[operator]
            else:
                data = _plain_json(data)
                has_point = "." in data if isinstance(data, str) else True
            if len(data) > MOST_BYTES:
                return None
            case = self._decode(data)
            if not case.sound_text():
                return None
            # Looking for a point costs next to nothing; only where there is one, a moment can have been rounded.
            return self._unrounded(data, case) if has_point else case
        except _REFUSALS:
            return None

    def _unrounded(self, data: bytes | str, case: Any) -> Any:
        """Check that the decoder rounded no moment: where a fraction may be too fine, look at it as Python data."""
        fine = TOO_FINE.search(data) if isinstance(data, str) else TOO_FINE_BYTES.search(data)
        return case if fine is None else self.from_python(_plain_decoder.decode(data))

    def from_python(self, data: Any) -> Any:
        """Check a case given as Python data, or give None where something is wrong with it."""
        try:
            # Chosen here, for msgspec would build the union of all types anew for every case.
            kind = self._types[data.get("policy")]
            case: Any = msgspec.convert(data, kind, dec_hook=_read_own)
            return case if case.sound_data(data) else None
        except _REFUSALS:
            return None


def _plain_json(data: object) -> bytes | str:
    if isinstance(data, str):
        return str.__str__(data)
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    message = "JSON is bytes or a text"
    raise TypeError(message)


def _case_structs(policies: Mapping[str, Vocabulary]) -> dict[str, type[Struct]]:
    facts: dict[str, type[Struct]] = {}
    made: dict[str, type[Struct]] = {}
    for policy, vocabulary in sorted(policies.items()):
        if vocabulary.platform not in facts:
            facts[vocabulary.platform] = _facts_struct(vocabulary)
        own = facts[vocabulary.platform]
        nothing = own()
        fields = [("facts", own, nothing), ("id", Annotated[str, Meta(max_length=LONGEST_ID)] | None, None)]
        namespace = {
            "policy_id": policy,
            "sound_text": sound_text(vocabulary, nothing),
            "sound_data": sound_data(vocabulary, nothing),
        }
        made[policy] = _struct(f"case_of_{policy}", fields, tag_field="policy", tag=policy, namespace=namespace)
    return made


_NO_POLICY = _struct("no_case", [], tag_field="policy", tag="", namespace={"sound_text": lambda _: False})


def fact_reader(vocabulary: Vocabulary) -> Callable[[Any], dict[str, Value]]:
    """Give a function that lists the known facts of a typed case by path, in alphabetical order."""
    read = [(path, attrgetter(".".join(map(attribute, path.split("."))))) for path in sorted(vocabulary.facts)]

    def known(facts: Any) -> dict[str, Value]:
        values = ((path, get(facts)) for path, get in read)
        return {path: value for path, value in values if value is not None}

    return known
