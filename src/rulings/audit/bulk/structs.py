"""Structs of cases in JSON whose money, rates, spans, dates and moments stay texts, to be read in columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, Raw, Struct, defstruct
from msgspec.json import Decoder

from rulings.algebra.types import LIST
from rulings.cases.limits import LEAST_INTEGER, LONGEST_ID, LONGEST_TEXT, MOST_INTEGER, MOST_RECORDS
from rulings.engine.facts import attribute

if TYPE_CHECKING:
    from rulings.model import Fact, Vocabulary

NO_DECIMAL = Raw(b"null")
"""What stands for a decimal that is not given; decimals stay as they are written, as a text or a number of JSON."""
_KINDS: dict[str, Any] = {
    "boolean": bool,
    "integer": Annotated[int, Meta(ge=LEAST_INTEGER, le=MOST_INTEGER)],
    "text": Annotated[str, Meta(max_length=LONGEST_TEXT)],
}


def written_decoder(
    policies: Mapping[str, Vocabulary], paths: Collection[str] | None = None
) -> tuple[Decoder[Any], dict[str, type[Struct]]]:
    """Make the decoder of cases of all policies, and the struct of each policy's cases: `id` and `facts`.

    With `paths`, of facts and of groups, it decodes only cases that name no others, and is faster.
    """
    facts: dict[str, type[Struct]] = {}
    made: dict[str, type[Struct]] = {}
    for policy, vocabulary in sorted(policies.items()):
        if vocabulary.platform not in facts:
            facts[vocabulary.platform] = _facts_struct(vocabulary, paths)
        own = facts[vocabulary.platform]
        fields = [("facts", own, own()), ("id", Annotated[str, Meta(max_length=LONGEST_ID)] | None, None)]
        made[policy] = _struct(f"written_of_{policy}", fields, policy)
    # With the type of one policy alone, msgspec would not ask for its name.
    kinds: Any = reduce(or_, made.values(), _struct("no_case", [], ""))
    return Decoder(kinds), made


def records_decoder(fact: Fact) -> Decoder[Any]:
    """Make the decoder of a list of records."""
    return Decoder(tuple[_record(fact), ...])  # type: ignore[misc]  # made here


def by_group(vocabulary: Vocabulary, paths: Collection[str] | None = None) -> dict[str, list[Fact]]:
    """Give the facts of each group, only some of them where `paths` of facts and groups are given."""
    groups: dict[str, list[Fact]] = {}
    for path, fact in sorted(vocabulary.facts.items()):
        group = path.partition(".")[0]
        if paths is None or group in paths:
            groups.setdefault(group, []).extend([fact] if paths is None or path in paths else [])
    return groups


def name_of(fact: Fact) -> str:
    """Give the name that a fact has in its group, or a field in its record."""
    return fact.path.partition(".")[2]


def _facts_struct(vocabulary: Vocabulary, paths: Collection[str] | None) -> type[Struct]:
    fields: list[tuple[str, object, object]] = []
    for group, facts in by_group(vocabulary, paths).items():
        struct = _struct(f"written_{group}", [_field(fact) for fact in facts])
        fields.append((group, struct, struct()))
    return _struct("written_facts", fields)


def _record(fact: Fact) -> type[Struct]:
    return _struct(f"written_{fact.of}", [_field(field) for field in fact.fields.values()])


def _field(fact: Fact) -> tuple[str, object, object]:
    name, options = name_of(fact), fact.type.options
    if fact.type == LIST:
        kind: Any = Annotated[tuple[_record(fact), ...], Meta(max_length=MOST_RECORDS)]  # type: ignore[misc]  # made here
        return name, kind | None, None
    if fact.type.name == "decimal":
        return name, Raw, NO_DECIMAL
    kind = Literal[options] if fact.type.name == "choice" else _KINDS.get(fact.type.name, str)
    return name, kind | None, None


def _struct(name: str, fields: list[tuple[str, Any, Any]], policy: str | None = None) -> type[Struct]:
    return defstruct(
        name,
        [(attribute(field), annotation, default) for field, annotation, default in fields],
        tag_field=None if policy is None else "policy",
        tag=policy,
        rename={attribute(field): field for field, _, _ in fields if attribute(field) != field} or None,
        frozen=True,
        eq=False,  # two groups are compared by whether they are the one that stands for none
        gc=False,
        forbid_unknown_fields=True,
    )
