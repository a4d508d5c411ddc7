"""The schemas of the files that authors write: versions of policies, vocabularies, the register and examples."""

from __future__ import annotations

from rulings.kinds import KINDS
from rulings.reader.fragments import (
    BILINGUAL,
    CONDITIONS,
    DATE,
    DATE_FORM,
    FACT,
    FACT_OR_AT,
    KEBAB,
    LITERAL,
    POLICY,
    PROVISION,
    SNAKE,
    SOURCE,
    Schema,
    document,
    mapping,
    one_or_many,
    record,
    text,
)

LANGUAGE = 1
FIELD_TYPES = ("boolean", "choice", "date", "datetime", "decimal", "integer", "money", "rate", "span", "text")
FACT_TYPES = (*FIELD_TYPES, "list")
_RANGED = ("integer", "decimal", "rate", "money", "span")
VERSION = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(\+[1-9][0-9]*)?$"
RECORDED = DATE_FORM.removesuffix("$") + r"(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2}))?$"


def policy_schema(conditions: Schema = CONDITIONS) -> Schema:
    """Give the schema of a policy's version; with a platform's own conditions, that of the platform."""
    fact = text("a date or datetime fact, such as claim.opened_at", FACT)
    in_force = record(
        {
            "from": DATE,
            "until": DATE,
            "suspends": text("the version that a temporary measure suspends, such as 2023-07-29", VERSION),
            "chosen_by": fact,
            "timezone": text("the name of a time zone, such as Asia/Shanghai"),
        },
        ("from", "chosen_by"),
        "in_force: {from: a date, chosen_by: a fact}, `until` for the last day, and `suspends` for a temporary measure",
    )
    provisions = one_or_many(text("the id of a provision", PROVISION), "the id of a provision, or a list of them")
    source = record(
        {"document": text("the file of the document"), "about": text("what the document is about")},
        ("document", "about"),
        "a source",
    )
    reading = record(
        {"of": provisions, "says": BILINGUAL}, ("of", "says"), "a reading: {of: a provision, says: {en, zh}}"
    )
    open_point = record(
        {"provision": text("the id of a provision", PROVISION), "because": BILINGUAL},
        ("provision", "because"),
        "{provision: …, because: {en, zh}}",
    )
    properties: Schema = {
        "policy": text("the policy's name, such as douyin/after-sales-dispute", POLICY),
        "version": text("the version's date, such as 2023-07-29", VERSION),
        "language": {"const": LANGUAGE, "description": f"the number of the policy language, {LANGUAGE}"},
        "title": BILINGUAL,
        "published": DATE,
        "recorded": {
            "type": "string",
            "pattern": RECORDED,
            "description": "the day, or the moment with its offset, from which the version was known",
        },
        "corrects": text("the version that this one corrects, such as 2023-07-29", VERSION),
        "in_force": in_force,
        "sources": mapping(SOURCE, source, "sources: an id such as S3"),
        "readings": mapping(KEBAB, reading, "readings: an id in small letters with hyphens", least=0),
        "not_expressed": {"type": "array", "items": open_point, "description": "a list of {provision: …, because: …}"},
        "parameters": mapping(SNAKE, LITERAL, "parameters: a name in small letters and a value", least=0),
        "answers": {
            "type": "array",
            "items": text("the name of a decision"),
            "minItems": 1,
            "uniqueItems": True,
            "description": "a list of decisions",
        },
        "decisions": mapping(
            SNAKE, {"$ref": "#/$defs/decision"}, "decisions: a name in small letters with underscores"
        ),
    }
    required = ("policy", "version", "title", "published", "in_force", "sources", "decisions")
    whole = record(properties, required, "a version of a policy")
    return document("A version of a policy", whole, conditions=conditions, **_decisions())


def _decisions() -> Schema:
    kinds = {f"{name}_decision": kind.schema() for name, kind in KINDS.items()}
    kind_key = {"enum": list(KINDS), "description": "a kind: " + ", ".join(KINDS)}
    decision: Schema = {
        "type": "object",
        "description": "a decision: kind, title, and the keys of its kind",
        "properties": {"kind": kind_key},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{name}_decision"},
            }
            for name in KINDS
        ],
    }
    return {"decision": decision} | kinds


def vocabulary_schema() -> Schema:
    """Give the schema of a platform's vocabulary."""
    options = mapping(SNAKE, BILINGUAL, "options: a name in small letters, and its text in both languages", least=2)
    of_records: Schema = {
        "of": text("what one record is called in conditions, in small letters", SNAKE),
        "each": BILINGUAL,
        "fields": mapping(SNAKE, _fact_schema(options, FIELD_TYPES, {}), "fields: a name in small letters, and a fact"),
    }
    properties: Schema = {
        "platform": text("the platform's name, which is its folder's", KEBAB),
        "title": BILINGUAL,
        "parties": mapping(SNAKE, BILINGUAL, "parties: a name in small letters, and its text"),
        "groups": mapping(SNAKE, BILINGUAL, "groups: the first part of the facts' names, and its text"),
        "facts": mapping(
            FACT,
            _fact_schema(options, FACT_TYPES, of_records),
            "facts: a name of two parts, such as order.completed_at",
        ),
    }
    return document("A platform's vocabulary", record(properties, tuple(properties), "a vocabulary"))


def _fact_schema(options: Schema, types: tuple[str, ...], more: Schema) -> Schema:
    """Give the schema of a fact of one of the types; `more` are the keys of lists, where a fact can be one."""
    fact = record(
        {
            "type": {"enum": list(types), "description": "a type: " + ", ".join(types)},
            "title": BILINGUAL,
            "about": BILINGUAL,
            "options": options,
            "if_true": BILINGUAL,
            "if_false": BILINGUAL,
            "judged_by": text("a party of the vocabulary", SNAKE),
            "minimum": LITERAL,
            "maximum": LITERAL,
            **more,
        },
        ("type", "title"),
        "a fact: {type: …, title: {en, zh}}",
    )
    fact["allOf"] = [
        *_only_for(("choice",), ("options",), needed=True),
        *_only_for(("boolean",), ("if_true", "if_false"), needed=True),
        *_only_for(_RANGED, ("minimum", "maximum"), needed=False),
        *(_only_for(("list",), tuple(more), needed=True) if more else ()),
    ]
    return fact


def _type_among(types: tuple[str, ...]) -> Schema:
    return {"properties": {"type": {"enum": list(types)}}, "required": ["type"]}


def _only_for(types: tuple[str, ...], keys: tuple[str, ...], *, needed: bool) -> list[Schema]:
    """Keys that belong to some types only; of a type that does not exist, nothing is said here."""
    others = tuple(name for name in FACT_TYPES if name not in types)
    unwanted = {"not": {}, "description": "only for the type " + " or ".join(types)}
    refused: Schema = {"if": _type_among(others), "then": {"properties": dict.fromkeys(keys, unwanted)}}
    return [{"if": _type_among(types), "then": {"required": list(keys)}}, refused] if needed else [refused]


def register_schema() -> Schema:
    """Give the schema of the register of provisions."""
    cited = record(
        {"file": text("the document's file"), "about": BILINGUAL},
        ("file", "about"),
        "a document: {file: …, about: {en, zh}}",
    )
    provision = record(
        {"document": text("the id of a document"), "states": BILINGUAL, "unclear": BILINGUAL},
        ("document", "states"),
        "a provision: {document: …, states: {en, zh}}",
    )
    properties: Schema = {
        "documents": mapping(SOURCE, cited, "documents: an id such as S3"),
        "provisions": mapping(PROVISION, provision, "provisions: an id such as DY-DISP-01"),
    }
    return document("The register of provisions", record(properties, tuple(properties), "the register"))


def examples_schema() -> Schema:
    """Give the schema of a file of examples."""
    value: Schema = {
        "type": ["string", "number", "boolean", "array", "null"],
        "description": "a value of the fact's type, or null for unknown",
    }
    facts = mapping(FACT, value, "facts by name, such as claim.reason: quality", least=0)
    rules = {"type": "array", "items": text("the id of a rule"), "description": "a list of rules"}
    needs = {"type": "array", "items": text("a fact, or `at`", FACT_OR_AT), "description": "a list of facts"}
    whole = record(
        {
            "value": {"description": "a value"},
            "rules": rules,
            "margin": text("a margin such as 3 days 1 second"),
            "needs": needs,
        },
        (),
        "what is expected of a decision: value, rules, margin, needs",
    )
    expected: Schema = {
        "type": "object",
        "minProperties": 1,
        "description": "what is expected: status, needs, and results by decision",
        "properties": {
            "status": {"enum": ["decided", "undetermined"], "description": "decided or undetermined"},
            "needs": needs,
        },
        "propertyNames": {"pattern": SNAKE, "description": "status, needs, or the name of a decision"},
        "additionalProperties": {
            "if": {"type": "object", "propertyNames": {"enum": list(whole["properties"])}},
            "then": whole,
        },
    }
    example = record(
        {
            "id": text("an id in small letters, digits and hyphens", KEBAB),
            "title": BILINGUAL,
            "pins": one_or_many(text("the id of a reading", KEBAB), "the id of a reading, or a list of them"),
            "facts": facts,
            "at": text("the moment of evaluation, such as 2024-03-01T10:00:00+08:00"),
            "expect": expected,
        },
        ("id", "expect"),
        "an example: id, facts, expect",
    )
    properties: Schema = {
        "policy": text("the policy's name, such as douyin/after-sales-dispute", POLICY),
        "version": text("the version's date", VERSION),
        "base": facts,
        "at": text("the moment of evaluation of every example that names no other"),
        "examples": {
            "type": "array",
            "items": example,
            "minItems": 1,
            "description": "a list of examples, each beginning with `- id:`",
        },
    }
    return document("Examples of a policy", record(properties, ("policy", "examples"), "a file of examples"))
