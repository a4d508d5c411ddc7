"""The two digests of a version: over its meaning, and over the bytes of its file."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from rulings.algebra import AT, facts_of
from rulings.model import Decision, InForce, Vocabulary
from rulings.reader.nodes import Mapping, Node, Sequence, plain

# What has a meaning in language 1. Keys that later releases add beside these (for proofs, say) change no ruling, and so
# not the digest of a version that is published.
_MEANING_OF_VERSION = frozenset(
    {
        "policy",
        "version",
        "language",
        "title",
        "published",
        "recorded",
        "corrects",
        "in_force",
        "sources",
        "readings",
        "not_expressed",
        "parameters",
        "answers",
        "decisions",
    }
)
_MEANING_OF_FACT = frozenset(
    {
        "type",
        "title",
        "about",
        "options",
        "if_true",
        "if_false",
        "judged_by",
        "minimum",
        "maximum",
        "of",
        "each",
        "fields",
    }
)


def digest_of(node: Node, decisions: dict[str, Decision], in_force: InForce, vocabulary: Vocabulary) -> str:
    """Give the SHA-256 over what a version says and the facts that it uses, without comments, layout or order."""
    used = sorted(used_facts(decisions, in_force))
    meaning = {"policy": _meaning(node), "facts": {path: _of_fact(vocabulary.facts[path].plain) for path in used}}
    return "sha256:" + hashlib.sha256(_canonical(meaning).encode("utf-8")).hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """Give the SHA-256 over the bytes of a file, comments and layout included."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _of_fact(definition: Any) -> dict[str, Any]:  # noqa: ANN401 - plain data, whose form has been checked
    """Give what the definition of a fact means, those of a record's fields included."""
    kept = {key: value for key, value in definition.items() if key in _MEANING_OF_FACT}
    if "fields" in kept:
        kept["fields"] = {name: _of_fact(field) for name, field in kept["fields"].items()}
    return kept


def _meaning(node: Node) -> object:
    """Give what a version says as plain data; a list whose order has a meaning says the place of each item."""
    data = plain(node)
    if isinstance(data, dict):
        data = {key: value for key, value in data.items() if key in _MEANING_OF_VERSION}
    written = node.get("decisions") if isinstance(node, Mapping) else None
    for name, _, decision in written.items() if isinstance(written, Mapping) else ():
        levels = decision.get("levels") if isinstance(decision, Mapping) else None
        if isinstance(levels, Sequence) and isinstance(data, dict):
            data["decisions"][name]["levels"] = dict(enumerate(map(plain, levels.items)))
    return data


def _canonical(data: object) -> str:
    """One text for one meaning: keys sorted, and lists too, for no list has an order that matters (see `_meaning`)."""
    if isinstance(data, dict):
        return "{" + ",".join(f"{_canonical(key)}:{_canonical(data[key])}" for key in sorted(data, key=str)) + "}"
    if isinstance(data, list):
        return "[" + ",".join(sorted(_canonical(item) for item in data)) + "]"
    return json.dumps(data if isinstance(data, bool | int | str | None) else str(data), ensure_ascii=False)


def used_facts(decisions: dict[str, Decision], in_force: InForce) -> set[str]:
    """Give the paths of all facts that a policy uses."""
    used = {in_force.chosen_by}.union(*(facts_of(decision.choose) for decision in decisions.values()))
    return used - {AT.path}
