"""Reads a platform's vocabulary and the register of provisions."""

from __future__ import annotations

from dataclasses import replace

from rulings.algebra import LIST, Type, Value
from rulings.algebra.types import BY_NAME, choice
from rulings.errors import Faults, nearest
from rulings.model import Bilingual, Fact, Provision, Register, Vocabulary
from rulings.reader.literals import read_literal
from rulings.reader.nodes import Mapping, Node, Scalar, plain
from rulings.reader.scope import PartialVocabulary
from rulings.reader.texts import bilingual

EMPTY_REGISTER = Register({}, {})
UNTITLED = Bilingual("", "")


def read_vocabulary(node: Node, faults: Faults) -> Vocabulary | None:
    """Read a vocabulary whose shape has been checked.

    What has a fault stays known as far as it can be, so that policies are not blamed for faults that are not theirs.
    """
    if not isinstance(node, Mapping):
        return None
    platform, title = node.get("platform"), bilingual(node.get("title")) or UNTITLED
    if not isinstance(platform, Scalar):
        return None
    parties, groups = _texts(node.get("parties")), _texts(node.get("groups"))
    facts: dict[str, Fact] = {}
    broken: set[str] = set()
    inner = node.get("facts")
    for path, key, value in sorted(inner.items(), key=lambda item: item[0]) if isinstance(inner, Mapping) else ():
        group = path.partition(".")[0]
        if group not in groups:
            message = f'the fact "{path}" is of the group "{group}", which the vocabulary does not have'
            faults.add(
                "unknown-group", key.place, message, expected="one of " + ", ".join(groups), near=nearest(group, groups)
            )
        fact = _fact(path, value, parties, faults) if isinstance(value, Mapping) else None
        if fact is not None and fact.type == LIST:
            fact = _list(fact, value, parties, groups, facts, faults)
        if fact is not None:
            facts[path] = fact
        else:
            broken.add(path)
    if broken:
        return PartialVocabulary(platform.text, title, parties, groups, facts, frozenset(broken))
    return Vocabulary(platform.text, title, parties, groups, facts)


def _texts(node: Node | None) -> dict[str, Bilingual]:
    if not isinstance(node, Mapping):
        return {}
    return {name: bilingual(value) or UNTITLED for name, _, value in sorted(node.items(), key=lambda item: item[0])}


def _fact(path: str, node: Mapping, parties: dict[str, Bilingual], faults: Faults) -> Fact | None:
    kind, title = _type(node), bilingual(node.get("title")) or UNTITLED
    if kind is None:
        return None
    judged_by = node.get("judged_by")
    if isinstance(judged_by, Scalar) and judged_by.text not in parties:
        message = f'there is no party "{judged_by.text}"'
        expected = "one of " + ", ".join(parties)
        faults.add("unknown-party", judged_by.place, message, expected=expected, near=nearest(judged_by.text, parties))
    low, high = (_bound(node.get(key), kind, faults) for key in ("minimum", "maximum"))
    if low is not None and high is not None and low > high:  # type: ignore[operator]  # both of the same ordered type
        faults.add(
            "wrong-order", node.entries["minimum"].key.place, "the minimum is above the maximum", help="exchange them"
        )
    return Fact(
        path=path,
        type=kind,
        title=title,
        options=_texts(node.get("options")),
        if_true=bilingual(node.get("if_true")),
        if_false=bilingual(node.get("if_false")),
        judged_by=judged_by.text if isinstance(judged_by, Scalar) else None,
        minimum=low,
        maximum=high,
        plain=plain(node),
    )


def _list(  # noqa: PLR0913, PLR0917 - the parts of a vocabulary that a list can clash with
    fact: Fact,
    node: Node,
    parties: dict[str, Bilingual],
    groups: dict[str, Bilingual],
    others: dict[str, Fact],
    faults: Faults,
) -> Fact | None:
    """Read what a list of records has beside the title: what one record is called, and its fields."""
    named, each, inner = (node.get(key) if isinstance(node, Mapping) else None for key in ("of", "each", "fields"))
    if not isinstance(named, Scalar) or not isinstance(inner, Mapping):
        return None
    taken = {other.of: f"a record of {path}" for path, other in others.items() if other.type == LIST}
    taken |= dict.fromkeys(groups, "a group of facts")
    if named.text in taken:
        message = f'"{named.text}" is already the name of {taken[named.text]}'
        faults.add("name-taken", named.place, message, help="call a record by another name")
        return None
    fields: dict[str, Fact] = {}
    for name, _, value in sorted(inner.items(), key=lambda item: item[0]):
        field = _fact(f"{named.text}.{name}", value, parties, faults) if isinstance(value, Mapping) else None
        if field is not None and field.type != LIST:  # that a record holds no lists is the schema's to report
            fields[name] = field
    if fields.keys() != inner.entries.keys():
        return None
    return replace(fact, of=named.text, each=bilingual(each) or UNTITLED, fields=fields)


def _bound(node: Node | None, kind: Type, faults: Faults) -> Value:
    if node is None or not kind.is_ordered:
        return None
    const = read_literal(node, kind, faults)
    return None if const is None else const.value


def _type(node: Mapping) -> Type | None:
    named, options = node.get("type"), node.get("options")
    if not isinstance(named, Scalar):
        return None
    if named.text == "choice":
        return choice(*options.entries) if isinstance(options, Mapping) else None
    return LIST if named.text == LIST.name else BY_NAME.get(named.text)


def read_register(node: Node, faults: Faults) -> Register:
    """Read the register of provisions; the document of each must be listed."""
    if not isinstance(node, Mapping):
        return EMPTY_REGISTER
    documents: dict[str, tuple[str, Bilingual]] = {}
    listed = node.get("documents")
    for name, _, value in listed.items() if isinstance(listed, Mapping) else ():
        about = bilingual(value.get("about")) if isinstance(value, Mapping) else None
        file = value.get("file") if isinstance(value, Mapping) else None
        documents[name] = (file.text if isinstance(file, Scalar) else "", about or UNTITLED)
    provisions: dict[str, Provision] = {}
    stated = node.get("provisions")
    for name, _, value in stated.items() if isinstance(stated, Mapping) else ():
        provisions[name] = _provision(name, value, documents, faults)
    return Register(documents, provisions)


def _provision(name: str, node: Node, documents: dict[str, tuple[str, Bilingual]], faults: Faults) -> Provision:
    inner = node if isinstance(node, Mapping) else Mapping({}, node.place)
    document, states = inner.get("document"), bilingual(inner.get("states"))
    if not isinstance(document, Scalar):
        return Provision(name, "", states or UNTITLED)
    if document.text not in documents:
        message = f'there is no document "{document.text}"'
        expected = "one of " + ", ".join(documents)
        near = nearest(document.text, documents)
        faults.add("unknown-source", document.place, message, expected=expected, near=near)
    return Provision(name, document.text, states or UNTITLED, bilingual(inner.get("unclear")))
