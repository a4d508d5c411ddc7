"""The schema of receipts."""

from __future__ import annotations

from rulings.cases.limits import LONGEST_ID
from rulings.reader.fragments import DATE, FACT, POLICY, SNAKE, Schema, document, mapping, record, text
from rulings.schema.data import DIGEST, MOMENT, NOTHING, ruling_parts
from rulings.schema.language import LANGUAGE

FIELD = r"^(case\.id|due|facts\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*|results\.[a-z][a-z0-9_]*)$"
RELEASE_FORM = r"^[0-9]+\.[0-9]+\.[0-9]+[a-z0-9.+-]*$"
SALT = r"^[0-9a-f]{32}$"


def receipt_schema() -> Schema:
    """Give the schema of a receipt, as `Receipt.to_json` writes it."""
    parts = ruling_parts()
    properties: Schema = {
        "receipt": {"const": 1, "description": "the number of the form of receipts, 1"},
        "engine": text("the release of rulings that ruled, such as 0.1.0", RELEASE_FORM),
        "language": {"type": "integer", "minimum": 1, "maximum": LANGUAGE, "description": "the number of the language"},
        "case": _case(),
        "version": parts["version"],
        "digests": _digests(),
        "selection": _selection(),
        "at": parts["at"],
        "status": parts["status"],
        "results": parts["results"],
        "needs": parts["needs"],
    }
    extra: Schema = {
        "due": parts["due"],
        "salts": _fields(text("a salt of 32 hexadecimal digits", SALT), "the salt of each field that is shown"),
        "withheld": _fields(text("a commitment", DIGEST), "the commitment to each field that is not shown"),
    }
    seal: Schema = {"seal": text("the digest over all else, with commitments in place of the fields", DIGEST)}
    return document("A receipt", record(properties | extra | seal, (*properties, "seal"), "a receipt of a ruling"))


def _case() -> Schema:
    facts = mapping(
        SNAKE, {"type": "object", "minProperties": 1, "description": "facts of a group"}, "the facts by group", least=0
    )
    identity = {"type": ["string", "null"], "maxLength": LONGEST_ID, "description": "the case's own id"}
    properties: Schema = {"id": identity, "policy": text("the policy", POLICY), "facts": facts}
    return record(properties, ("policy", "facts"), "the case: {id, policy, facts}")


def _digests() -> Schema:
    digests: Schema = {
        "meaning": text("the digest of the version's meaning", DIGEST),
        "bytes": text("the digest of the bytes of the version's file", DIGEST),
    }
    return {"anyOf": [record(digests, tuple(digests), "{meaning: …, bytes: …}"), NOTHING]}


def _selection() -> Schema:
    properties: Schema = {
        "by": text("the fact whose date chooses the version", FACT),
        "how": {
            "enum": ["in force", "named", "no date"],
            "description": "in force on that date; named by who asked; or the date is not known",
        },
        "from": {"anyOf": [DATE, NOTHING], "description": "the first day on which the version was in force then"},
        "until": {"anyOf": [DATE, NOTHING], "description": "the last day, null where none was known"},
        "as_known_at": {"anyOf": [MOMENT, NOTHING], "description": "versions recorded later were left out"},
    }
    return record(properties, tuple(properties), "why this version")


def _fields(value: Schema, description: str) -> Schema:
    return mapping(FIELD, value, description)
