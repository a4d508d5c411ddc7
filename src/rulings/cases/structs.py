"""The structs of typed cases: for each group of facts, for a platform's facts, and for the cases of each policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, Struct, defstruct

from rulings.algebra.types import LIST
from rulings.cases.limits import LEAST_INTEGER, LONGEST_ID, LONGEST_TEXT, MOST_INTEGER, MOST_RECORDS
from rulings.cases.own import OWN
from rulings.cases.soundness import sound_data, sound_text
from rulings.engine.facts import attribute

if TYPE_CHECKING:
    from rulings.model import Fact, Vocabulary

_KINDS: dict[str, Any] = {
    **OWN,
    "boolean": bool,
    "integer": Annotated[int, Meta(ge=LEAST_INTEGER, le=MOST_INTEGER)],
    "date": date,
    "datetime": Annotated[datetime, Meta(tz=True)],
    "text": Annotated[str, Meta(max_length=LONGEST_TEXT)],
}


def case_structs(policies: Mapping[str, Vocabulary]) -> dict[str, type[Struct]]:
    """Make the struct of each policy's cases: `id`, `facts`, `policy_id`, and the two checks of `soundness`."""
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
        made[policy] = _struct(f"case_of_{policy}", fields, policy, namespace)
    return made


def no_case_struct() -> type[Struct]:
    """Make a struct that no case fits: with the type of one policy alone, msgspec would not ask for its name."""
    return _struct("no_case", [], "", {"sound_text": lambda _: False})


def _facts_struct(vocabulary: Vocabulary) -> type[Struct]:
    groups: dict[str, list[Fact]] = {}
    for path, fact in sorted(vocabulary.facts.items()):
        groups.setdefault(path.partition(".")[0], []).append(fact)
    fields: list[tuple[str, object, object]] = []
    for group, facts in groups.items():
        inner = [(_name(fact), _annotation(fact, vocabulary.platform), None) for fact in facts]
        struct = _struct(f"{vocabulary.platform}_{group}", inner)
        fields.append((group, struct, struct()))
    return _struct(f"{vocabulary.platform}_facts", fields)


def _name(fact: Fact) -> str:
    return fact.path.partition(".")[2]


def _annotation(fact: Fact, platform: str) -> object:
    options: Any = fact.type.options
    if fact.type == LIST:
        fields = [(_name(field), _annotation(field, platform), None) for field in fact.fields.values()]
        record = _struct(f"{platform}_{fact.of}", fields)
        return Annotated[tuple[record, ...], Meta(max_length=MOST_RECORDS)] | None  # type: ignore[valid-type]  # made here
    kind: Any = Literal[options] if fact.type.name == "choice" else _KINDS[fact.type.name]
    return kind | None


def _struct(
    name: str,
    fields: list[tuple[str, Any, Any]],
    policy: str | None = None,
    namespace: dict[str, Any] | None = None,
) -> type[Struct]:
    return defstruct(
        name,
        [(attribute(field), annotation, default) for field, annotation, default in fields],
        tag_field=None if policy is None else "policy",
        tag=policy,
        namespace=namespace,
        rename={attribute(field): field for field, _, _ in fields if attribute(field) != field} or None,
        frozen=True,
        gc=False,
        forbid_unknown_fields=True,
    )
