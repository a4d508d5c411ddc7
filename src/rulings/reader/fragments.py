"""The fragments that all schemas share. Every fragment that can fail says in `description` what was expected."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DATE_FORM = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
SNAKE = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PROVISION = r"^[A-Z]+(-[A-Z0-9]+)+$"
SOURCE = r"^[A-Z]+[0-9]*$"
_FACT = r"[a-z][a-z0-9]*(_[a-z0-9]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*"
_REFERENCE = r"\$[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?"
FACT = rf"^{_FACT}$"
FACT_OR_AT = rf"^({_FACT}|at)$"
POLICY = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$"
SPAN = r"^[0-9]+ (second|minute|hour|(working )?day|week|month|year)s?$"
REFERENCE = rf"^{_REFERENCE}$"
FACT_OR_REFERENCE = rf"^({_FACT}|{_REFERENCE})$"


def text(description: str, pattern: str | None = None) -> Schema:
    """Give the schema of a text that is not empty."""
    schema: Schema = {"type": "string", "minLength": 1, "description": description}
    return schema | ({"pattern": pattern} if pattern else {})


def record(properties: Schema, required: tuple[str, ...], description: str) -> Schema:
    """Give the schema of a mapping with just these keys."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def mapping(pattern: str, value: Schema, description: str, *, least: int = 1) -> Schema:
    """Give the schema of a mapping from free names to values of one form."""
    return {
        "type": "object",
        "description": description,
        "propertyNames": {"pattern": pattern, "description": description},
        "additionalProperties": value,
        "minProperties": least,
    }


def one_or_many(item: Schema, description: str) -> Schema:
    """Give the schema of one value or a list of them."""
    many = {"type": "array", "items": item, "minItems": 1, "uniqueItems": True, "description": description}
    return {"description": description, "if": {"type": "array"}, "then": many, "else": item}


DATE: Schema = {"type": "string", "pattern": DATE_FORM, "description": "a date such as 2023-07-29"}
BILINGUAL = record(
    {"en": text("a text in English"), "zh": text("a text in Chinese")},
    ("en", "zh"),
    "a text in both languages: {en: …, zh: …}",
)
RULE_ID = text("an id in small letters, digits and hyphens, such as late-claim", KEBAB)
CITES = one_or_many(
    text("the id of a provision, such as DY-DISP-01", PROVISION), "the id of a provision, or a list of them"
)
READING = one_or_many(
    text("the id of a reading of this policy", KEBAB), "the id of a reading of this policy, or a list of them"
)
OVERRIDES = one_or_many(
    text("the id of a rule of this decision, or all"), "the id of a rule of this decision, a list of them, or all"
)
LITERAL: Schema = {"type": ["string", "number", "boolean"], "description": "a single value"}
WHEN: Schema = {
    "$ref": "#/$defs/conditions",
}
CONDITIONS: Schema = {
    "type": "object",
    "minProperties": 1,
    "description": "lines such as `goods.durable is: true`, all of which must hold",
}


def document(title: str, schema: Schema, **definitions: Schema) -> Schema:
    """Make a whole schema file."""
    head: Schema = {"$schema": DIALECT, "title": title}
    return head | schema | ({"$defs": definitions} if definitions else {})
