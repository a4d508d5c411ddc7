"""JSON Schema's findings, with places and in words for authors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from rulings.errors import Faults, Place, nearest
from rulings.reader.fragments import Schema
from rulings.reader.nodes import Mapping, Node, Scalar, at, behind_comma, plain
from rulings.values.fault import legible

_TYPE_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


FORM = frozenset({"wrong-type", "bad-form", "bad-name", "empty", "value-missing"})
"""Codes that only say that a form is wrong: where the reading knows more of the same place, that is said instead."""


def check_shape(node: Node, validator: Draft202012Validator, faults: Faults) -> None:
    """Add a fault for everything in which a document departs from the schema."""
    # In the order of the document: jsonschema's own order of unknown keys differs from process to process.
    for error in sorted(
        validator.iter_errors(plain(node)), key=lambda found: [str(step) for step in found.absolute_path]
    ):
        if faults.is_full:
            return
        _Finding(node, error, faults).report()


def _matches(validator: object, pattern: str, instance: object, schema: Schema) -> Iterator[ValidationError]:
    """What JSON Schema says of `pattern`; in Python alone `$` would let a line break behind a name pass."""
    del validator, schema
    if (
        isinstance(instance, str)
        and re.search(pattern.removesuffix("$") + (r"\Z" if pattern.endswith("$") else ""), instance) is None
    ):
        yield ValidationError("does not match")


def _once_each(validator: object, unique: bool, instance: object, schema: Schema) -> Iterator[ValidationError]:  # noqa: FBT001 - as jsonschema calls it
    """One finding for each item that repeats another, at its own place; and quick on a list of any length."""
    del validator, schema
    seen: set[str] = set()
    for position, item in enumerate(instance if unique and isinstance(instance, list) else ()):
        text = json.dumps(item, sort_keys=True, default=str)
        if text in seen:
            yield ValidationError("is a repetition", path=[position])
        seen.add(text)


_EXTEND: Any = validators.extend  # it has no types
_VALIDATOR = _EXTEND(Draft202012Validator, {"pattern": _matches, "uniqueItems": _once_each})


def validator_for(schema: Schema) -> Draft202012Validator:
    """Make the validator of a schema."""
    validator: Draft202012Validator = _VALIDATOR(schema)
    return validator


class _Finding:
    def __init__(self, root: Node, error: ValidationError, faults: Faults) -> None:
        self.error = error
        self.wanted: Any = error.validator_value
        self.faults = faults
        self.path = list(error.absolute_path)
        self.node = at(root, self.path)
        self.parent = at(root, self.path[:-1]) if self.path else root
        schema: Any = error.schema
        self.expected: str | None = schema.get("description") if isinstance(schema, dict) else None
        self.schema: dict[str, Any] = schema if isinstance(schema, dict) else {}

    def report(self) -> None:
        named = str(self.error.validator)
        if "propertyNames" in list(self.error.absolute_schema_path)[-2:]:
            named = "propertyNames"
        special = {
            "additionalProperties": self.unknown_key,
            "required": self.missing_key,
            "anyOf": self.one_key_of,
            "propertyNames": self.bad_key,
            "pattern": self.bad_form,
            "type": self.wrong_type,
            "enum": self.not_among,
            "const": self.not_among,
            "not": self.not_wanted,
        }
        special.get(named, self.other)()

    def key_place(self) -> Place:
        """The place of the key under which the value stands, or of the value itself."""
        if isinstance(self.parent, Mapping) and self.path and self.path[-1] in self.parent.entries:
            return self.parent.entries[str(self.path[-1])].key.place
        return self.node.place

    def unknown_key(self) -> None:
        known = list(self.schema.get("properties", {}))
        if not isinstance(self.node, Mapping):
            return
        cut = behind_comma(self.node, "formula") if "formula" in known else []  # the formula says it
        for name, key, value in self.node.items():
            if name in known or self.faults.is_full or name in cut:
                continue
            head, colon, _ = name.partition(":")
            wide, _, behind = name.partition("：")
            if colon and head in known and value == Scalar(None, "", value.place):
                place = Place(
                    key.place.file,
                    key.place.line,
                    key.place.column + len(head),
                    key.place.line,
                    key.place.column + len(head) + 1,
                )
                self.faults.add(
                    "space-missing", place, "the space behind the colon is missing", help=f"write `{head}: …`"
                )
            elif behind and wide in known:
                place = Place(
                    key.place.file,
                    key.place.line,
                    key.place.column + len(wide),
                    key.place.line,
                    key.place.column + len(wide) + 1,
                )
                message = "the fullwidth colon `：` stands where YAML wants `: `"
                self.faults.add("fullwidth-sign", place, message, help="write an ordinary colon and a space")
            else:
                expected = "one of " + ", ".join(known) if known else None
                message = f'there is no key "{name}" here'
                self.faults.add("unknown-key", key.place, message, expected=expected, near=nearest(name, known))

    def misspelt(self) -> dict[str, Scalar]:
        """The known keys that are there under a name that is nearly theirs: a misspelt key is not missing as well."""
        known = list(self.schema.get("properties", {}))
        entries = self.node.entries.values() if isinstance(self.node, Mapping) and known else ()
        unknown = [entry.key for entry in entries if entry.key.text not in known][:20]
        found = ((nearest(re.split("[:：]", key.text)[0], known), key) for key in unknown)
        return {near: key for near, key in found if near is not None}

    def missing_key(self) -> None:
        present = self.node.entries if isinstance(self.node, Mapping) else {}
        if self.faults.is_settled(self.node.place):
            return
        misspelt = self.misspelt()
        for name in self.wanted:
            if name in present:
                continue
            if name not in misspelt:
                message, help_ = f'the key "{name}" is missing', f"add `{name}: …`"
                self.faults.add("missing-key", self.key_place(), message, expected=self.expected, help=help_)
            elif self.schema.get("additionalProperties") is not False:  # else the unknown key is reported anyway
                key = misspelt[name]
                message = f'there is no key "{key.text}" here'
                self.faults.add("unknown-key", key.place, message, expected=self.expected, near=name)

    def one_key_of(self) -> None:
        branches = [branch.get("required", []) for branch in self.wanted]
        present = self.node.entries.keys() if isinstance(self.node, Mapping) else set()
        begun = [branch for branch in branches if present & set(branch)]
        wanted = [name for branch in branches for name in branch]
        if self.misspelt().keys() & set(wanted) or self.faults.is_settled(self.node.place):
            return
        if len(begun) == 1:
            self.wanted = begun[0]
            self.missing_key()
            return
        message = "one of these keys is missing: " + ", ".join(wanted)
        self.faults.add("missing-key", self.key_place(), message, expected=self.expected)

    def bad_key(self) -> None:
        name = str(self.error.instance)
        entry = self.node.entries.get(name) if isinstance(self.node, Mapping) else None
        place = entry.key.place if entry is not None else self.node.place
        self.faults.add("bad-name", place, f'"{name}" does not have the form of a name here', expected=self.expected)

    def written(self) -> str:
        if isinstance(self.node, Scalar):
            return f"`{legible(self.node.text)}`" if self.node.text else "nothing"
        return "a mapping" if isinstance(self.node, Mapping) else "a list"

    def bad_form(self) -> None:
        message = f"{self.written()} does not have the form that is wanted here"
        self.faults.add("bad-form", self.node.place, message, expected=self.expected)

    def wrong_type(self) -> None:
        types = self.wanted
        words = " or ".join(_TYPE_WORDS[name] for name in ([types] if isinstance(types, str) else types))
        if isinstance(self.node, Scalar) and self.node.value is None:
            message = f"nothing stands here, where {words} is wanted"
            self.faults.add("value-missing", self.node.place, message, expected=self.expected)
            return
        quotable = types == "string" and "pattern" not in self.schema and isinstance(self.node, Scalar)
        help_ = f'put it in quotes: "{legible(self.node.text)}"' if quotable and isinstance(self.node, Scalar) else None
        message = f"{self.written()} stands where {words} is wanted"
        self.faults.add("wrong-type", self.node.place, message, expected=self.expected, help=help_)

    def not_among(self) -> None:
        allowed = self.wanted
        options = [_word(option) for option in (allowed if isinstance(allowed, list) else [allowed])]
        near = nearest(self.node.text, options) if isinstance(self.node, Scalar) else None
        message = f"{self.written()} is not one of the words that are wanted here"
        self.faults.add("not-among", self.node.place, message, expected=_listed(options), near=near)

    def not_wanted(self) -> None:
        message = f'the key "{self.path[-1]}" has no meaning here' if self.path else "this has no meaning here"
        self.faults.add("unknown-key", self.key_place(), message, expected=self.expected, help="take it away")

    def other(self) -> None:
        words = {
            "minItems": ("empty", "the list is empty or too short"),
            "minProperties": ("empty", "the mapping is empty or too short"),
            "minLength": ("empty", "the text is empty"),
            "uniqueItems": ("duplicate-item", "an item stands here twice"),
            "minimum": ("out-of-range", f"{self.written()} is too small"),
            "maximum": ("out-of-range", f"{self.written()} is too large"),
        }
        code, message = words.get(str(self.error.validator), ("bad-form", self.error.message))
        self.faults.add(code, self.node.place, message, expected=self.expected)


def _word(option: object) -> str:
    return "true" if option is True else str(option)


def _listed(options: list[str]) -> str:
    return options[0] if len(options) == 1 else "one of " + ", ".join(options)
