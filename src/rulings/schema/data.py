"""The schemas of data: a platform's cases, rulings, and lists of diagnostics."""

from __future__ import annotations

from collections.abc import Sequence

from rulings.algebra import BOOLEAN, LIST
from rulings.cases.limits import LONGEST_ID, LONGEST_TEXT, MOST_RECORDS
from rulings.errors import ERROR, NOTE
from rulings.model import Fact, Vocabulary
from rulings.reader.fragments import FACT, FACT_OR_AT, POLICY, SNAKE, Schema, document, mapping, record, text
from rulings.reader.literals import EXPECTED
from rulings.schema.forms import DATETIME_FORM, DECIMAL_FORM, literal
from rulings.schema.language import VERSION

DIGEST = r"^sha256:[0-9a-f]{64}$"
NOTHING: Schema = {"type": "null"}
MOMENT: Schema = {
    "type": "string",
    "pattern": DATETIME_FORM,
    "description": "a moment such as 2024-03-01T10:00:00+08:00",
}
MOMENT_OR_DAY: Schema = {"type": "string", "description": "a day, or a moment with its offset"}


def case_schema(vocabulary: Vocabulary, policies: Sequence[str]) -> Schema:
    """Give the schema of the cases of a platform. Every fact may be left out or null: it is then unknown."""
    groups = {
        group: _group(vocabulary, group) for group in sorted({path.partition(".")[0] for path in vocabulary.facts})
    }
    properties: Schema = {
        "id": {"type": ["string", "null"], "maxLength": LONGEST_ID, "description": "the case's own id"},
        "policy": {"enum": sorted(policies), "description": "the policy by which to rule"},
        "facts": record(groups, (), "the known facts, by group"),
    }
    title = f"A case of the platform {vocabulary.platform} ({vocabulary.title.en}, {vocabulary.title.zh})"
    return document(title, record(properties, ("policy",), "a case: {id, policy, facts}"))


def _group(vocabulary: Vocabulary, group: str) -> Schema:
    facts = {
        path.partition(".")[2]: fact for path, fact in sorted(vocabulary.facts.items()) if path.startswith(f"{group}.")
    }
    title = vocabulary.groups.get(group)
    description = group if title is None else f"{title.en}, {title.zh}"
    return record({name: _fact(fact) for name, fact in facts.items()}, (), description)


def _fact(fact: Fact) -> Schema:
    form = _records(fact) if fact.type == LIST else literal(fact.type)
    if fact.type.name == "decimal":
        form = {"type": ["number", "string"], "pattern": DECIMAL_FORM}
    if fact.type.name == "text":
        form |= {"maxLength": LONGEST_TEXT}
    if fact.type.name == "integer":
        bounds = {"minimum": fact.minimum, "maximum": fact.maximum}
        form |= {key: bound for key, bound in bounds.items() if bound is not None}
    expected = (
        EXPECTED[fact.type.name] if fact.type == BOOLEAN or not fact.options else "one of " + ", ".join(fact.options)
    )
    bounds_said = "".join(
        f", {word} {bound}"
        for word, bound in (("at least", fact.minimum), ("at most", fact.maximum))
        if bound is not None
    )
    return {
        "title": fact.title.en,
        "description": f"{fact.title.zh}\n{expected}{bounds_said}",
        "anyOf": [form, NOTHING],
    }


def _records(fact: Fact) -> Schema:
    fields = {name: _fact(field) for name, field in sorted(fact.fields.items())}
    title = "" if fact.each is None else f"{fact.each.en}, {fact.each.zh}"
    return {"type": "array", "maxItems": MOST_RECORDS, "items": record(fields, (), title or fact.of)}


def ruling_schema() -> Schema:
    """Give the schema of a ruling as data, as `Ruling.to_dict` gives it."""
    parts = ruling_parts()
    required = tuple(name for name in parts if name not in ("due", "other_versions"))
    return document("A ruling", record(parts, required, "a ruling"))


def ruling_parts() -> Schema:
    """Give the schemas of the parts of a ruling, by key."""
    needs: Schema = {"type": "array", "items": text("a fact, or `at`", FACT_OR_AT), "uniqueItems": True}
    rules: Schema = {
        "type": "array",
        "items": text("the id of a rule"),
        "description": "the rules that apply, or may apply",
    }
    # No number with a fraction: money, rates and decimals are texts, for a float would not be exact.
    value: Schema = {
        "type": ["string", "integer", "boolean", "object", "array", "null"],
        "description": "null where undetermined",
    }
    result = record(
        {
            "status": {"enum": ["decided", "undetermined"]},
            "value": value,
            "rules": rules,
            "margin": {
                "type": ["string", "null"],
                "description": "how far the case is from the line, such as 2 days 1 second",
            },
            "needs": needs | {"description": "facts that can matter to this decision and are missing"},
            "computed": {"type": "object", "description": "what was computed beside the value"},
        },
        ("status", "value", "rules", "margin", "needs"),
        "the result of one decision",
    )
    unchosen: Schema = {"type": "null", "description": "null where the date that chooses the version is not known"}
    chosen = {"fact": text("the fact whose date chooses the version", FACT), "value": {"type": ["string", "null"]}}
    properties: Schema = {
        "case": {"type": ["string", "null"], "description": "the case's own id"},
        "policy": text("the policy", POLICY),
        "version": {"anyOf": [text("the version's date", VERSION), unchosen]},
        "digest": {"anyOf": [text("the digest of the version's meaning", DIGEST), unchosen]},
        "chosen_by": record(chosen, ("fact", "value"), "what chose the version"),
        "at": {"anyOf": [MOMENT, NOTHING], "description": "the moment of evaluation, where one was given"},
        "status": {"enum": ["decided", "undetermined"], "description": "decided where every answer of the policy is"},
        "results": mapping(SNAKE, result, "the results by decision", least=0),
        "needs": needs | {"description": "facts that can matter and are missing, those to ask first in front"},
    }
    due = record(
        {"decision": text("the obligation"), "party": text("who has to do it"), "due_at": MOMENT},
        ("decision", "party", "due_at"),
        "something that is due",
    )
    other = record(
        {
            "version": text("the other version", VERSION),
            "facts": mapping(FACT, MOMENT_OR_DAY, "the dates of the case that lie in its time"),
            "differs": {"type": "boolean", "description": "whether it would have said otherwise"},
            "status": {"enum": ["decided", "undetermined", None], "description": "null where it could not have ruled"},
            "answers": mapping(SNAKE, value, "what its answers would have come to", least=0),
            "fault": text("why it could not have ruled"),
        },
        ("version", "facts", "differs", "status", "answers"),
        "another version whose time the case touches",
    )
    others: Schema = {"type": "array", "items": other, "description": "other versions whose time the case touches"}
    listed: Schema = {
        "type": "array",
        "items": due,
        "description": "obligations that are pending, the first due in front",
    }
    return properties | {"due": listed, "other_versions": others}


def diagnostics_schema() -> Schema:
    """Give the schema of a list of faults and notes, as `rulings check --format json` prints it."""
    position: Schema = {"type": "integer", "minimum": 1}
    words = {
        "file": "the file",
        "path": "the path inside a case",
        "expected": "what was expected",
        "help": "what to do",
        "near": "the known name that was probably meant",
        "source": "the line of the file",
    }
    properties: Schema = {
        "code": text("the stable code, which has a page in the documentation", r"^[a-z0-9]+(-[a-z0-9]+)*$"),
        "severity": {"enum": [ERROR, NOTE], "description": "a note need not be mended"},
        "message": text("one sentence"),
        **{key: {"type": "string", "description": description} for key, description in words.items()},
        **dict.fromkeys(("line", "column", "end_line", "end_column"), position),
        "case": {"type": "array", "items": {"type": "string"}, "description": "a case that shows it, one fact a line"},
    }
    one = record(properties, ("code", "severity", "message"), "a fault or a note")
    listed: Schema = {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}}
    whole = record({"faults": listed, "notes": listed}, ("faults", "notes"), "faults and notes")
    return document("Diagnostics", whole, diagnostic=one)
