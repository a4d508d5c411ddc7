"""The policy schema of one platform: every line that a condition can have, so that editors complete and check them."""

from __future__ import annotations

from collections.abc import Iterable

from rulings.algebra import INTEGER, LIST, Type
from rulings.kinds import KINDS
from rulings.model import AT_FACT, Fact, Vocabulary
from rulings.reader.conditions import COUNT, GROUPS, QUANTIFIERS, operators_of
from rulings.reader.fragments import CONDITIONS, DATE_FORM, FACT, REFERENCE, SPAN, Schema
from rulings.reader.literals import EXPECTED
from rulings.schema.forms import MONEY_FORM, RATE_FORM, literal
from rulings.schema.language import policy_schema

_SNAKE = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
_SETS = ("is one of", "is none of")
_KNOWING = ("is known", "is unknown")
_AMOUNTS = ("at least", "at most", "more than", "less than")
_TIMES = ("before", "after", "no later than", "no earlier than")
_GROUP_TITLES = {"any of": "one of these holds", "all of": "all of these hold", "none of": "none of these holds"}
_TRUE: Schema = {"const": True}


def platform_schema(vocabulary: Vocabulary) -> Schema:
    """Give the schema of a platform's policies: the policy schema, with its conditions made from the vocabulary."""
    facts = [vocabulary.facts[path] for path in sorted(vocabulary.facts)]
    whole = policy_schema(conditions=_conditions(vocabulary, facts))
    schema = _with_names(whole, [fact.path for fact in facts])
    facts = [fact for fact in (*facts, *_fields_of_records(vocabulary)) if fact.type != LIST]
    named = f"{vocabulary.platform} ({vocabulary.title.en}, {vocabulary.title.zh})"
    schema["title"] = f"A version of a policy of the platform {named}"
    schema["properties"]["policy"] |= {"pattern": rf"^{vocabulary.platform}/[a-z0-9]+(-[a-z0-9]+)*$"}
    schema["$defs"] |= _operands(vocabulary, facts)
    return schema


def _with_names(schema: Schema, paths: list[str]) -> Schema:
    """Wherever a fact is to be named, list the facts."""
    if schema.get("pattern") == FACT:
        return {key: value for key, value in schema.items() if key != "pattern"} | {"enum": paths}
    return {key: _inside(value, paths) for key, value in schema.items()}


def _inside(value: object, paths: list[str]) -> object:
    if isinstance(value, list):
        return [_inside(item, paths) for item in value]
    return _with_names(value, paths) if isinstance(value, dict) else value


def _conditions(vocabulary: Vocabulary, facts: list[Fact]) -> Schema:
    lines: Schema = {}
    for fact in (*facts, *_fields_of_records(vocabulary), AT_FACT):
        texts = {"title": fact.title.en, "description": _description(fact)}
        if fact.type == LIST:
            lines |= _of_records(fact, texts)
        for operator in operators_of(fact.type):
            lines[f"{fact.path} {operator}"] = texts | _operand(fact, operator)
    return CONDITIONS | {
        "properties": {name: _group(name) for name in GROUPS} | lines,
        "patternProperties": _decision_lines(vocabulary.groups),
        "additionalProperties": False,
    }


def _fields_of_records(vocabulary: Vocabulary) -> list[Fact]:
    """Give the fields of all records; that they stand only where their list is looked at, the reader sees."""
    return [field for records in vocabulary.lists.values() for _, field in sorted(records.fields.items())]


def _of_records(fact: Fact, texts: Schema) -> Schema:
    """The lines that look at the records of a list."""
    inner = {"$ref": "#/$defs/conditions"}
    operand = {"anyOf": [literal(INTEGER), {"type": "string", "pattern": REFERENCE}]}
    count = {
        "type": "object",
        "properties": {"where": inner, **dict.fromkeys(("is", "is not", *_AMOUNTS), operand)},
        "minProperties": 1,
        "additionalProperties": False,
    }
    quantified = {f"{word} {fact.path}": texts | inner for word in QUANTIFIERS}
    return quantified | {f"{COUNT} {fact.path}": texts | count}


def _description(fact: Fact) -> str:
    """Say in both languages what a fact is and what it can be; editors show it beside the key."""
    parts = [fact.title.zh]
    if fact.options:
        parts += [f"{name}: {text.en}, {text.zh}" for name, text in fact.options.items()]
    elif fact.if_true is not None and fact.if_false is not None:
        parts += [f"{word}: {text.en}, {text.zh}" for word, text in (("true", fact.if_true), ("false", fact.if_false))]
    else:
        parts.append(EXPECTED[fact.type.name])
    if fact.judged_by is not None:
        parts.append(f"judged by: {fact.judged_by}")
    return "\n".join(parts)


def _group(name: str) -> Schema:
    items = {"$ref": "#/$defs/conditions"}
    return {
        "title": _GROUP_TITLES[name],
        "description": "a list of conditions",
        "type": "array",
        "minItems": 1,
        "items": items,
    }


def _operand(fact: Fact, operator: str) -> Schema:
    if operator in _KNOWING:
        return _TRUE
    if operator in _SETS:
        return {"type": "array", "minItems": 1, "uniqueItems": True, "items": literal(fact.type)}
    return {"$ref": f"#/$defs/{_name_of_operand(fact)}"}


def _name_of_operand(fact: Fact) -> str:
    return fact.path if fact.type.name == "choice" else f"{fact.type.name}_operand"


def _operands(vocabulary: Vocabulary, facts: list[Fact]) -> Schema:
    """Give the operands that the lines refer to: a literal of the fact's type, or a reference."""
    found: Schema = {}
    for fact in (*facts, AT_FACT):
        like = [f"${other.path}" for other in facts if _comparable(fact.type, other.type)]
        references = [
            {"enum": like},
            {"type": "string", "pattern": REFERENCE.replace("^\\$", rf"^\${_no_fact(vocabulary.groups)}")},
        ]
        form = literal(fact.type)
        if fact.type.name == "text":
            form |= {"pattern": r"^([^$]|$)"}
        found[_name_of_operand(fact)] = {"anyOf": [form, *references]}
    return found


def _comparable(one: Type, other: Type) -> bool:
    return one.name == other.name and (one.name != "choice" or bool(set(one.options) & set(other.options)))


def _no_fact(groups: Iterable[str]) -> str:
    return rf"(?!({'|'.join(sorted(groups))})([. ]|$))"


def _decision_lines(groups: Iterable[str]) -> Schema:
    """Lines about other decisions and their fields, whose names and types only the policy knows."""
    reference: Schema = {"type": "string", "pattern": REFERENCE}
    amount = {"type": "string", "pattern": f"{RATE_FORM}|{MONEY_FORM}|{SPAN}"}
    moment = {"type": "string", "pattern": DATE_FORM.removesuffix("$")}
    options = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}}
    operands: dict[tuple[str, ...], Schema] = {
        ("is",): {"type": ["string", "number", "boolean"]},
        ("is not",): {"type": ["string", "number"]},
        _SETS: options,
        _KNOWING: _TRUE,
        _AMOUNTS: {"anyOf": [{"type": "number"}, amount, reference]},
        _TIMES: {"anyOf": [moment, reference]},
    }
    subject = rf"^{_no_fact(groups)}{_SNAKE}(\.({'|'.join(_fields())}))?"
    return {rf"{subject} ({'|'.join(names)})$": _about(names) | operand for names, operand in operands.items()}


def _fields() -> list[str]:
    """Give the computed fields that decisions have: any other name behind a dot is a misspelt fact."""
    return sorted({name for kind in KINDS.values() for name in kind.fields})


def _about(operators: tuple[str, ...]) -> Schema:
    return {
        "title": "the result of a decision of this policy",
        "description": " or ".join(f"`{name}`" for name in operators),
    }
