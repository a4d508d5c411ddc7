"""JSON Schema's findings, with places and in words for authors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from rulings.errors import Faults, Place, nearest
from rulings.reader.nodes import Mapping, Node, Scalar, at, plain
from rulings.schema.parts import Schema

_TYPE_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def check_shape(node: Node, validator: Draft202012Validator, faults: Faults) -> None:
    """Add a fault for everything in which a document departs from the schema."""
    for error in validator.iter_errors(plain(node)):
        for leaf in _leaves(error):
            _Finding(node, leaf, faults).report()


def validator_for(schema: Schema) -> Draft202012Validator:
    """Make the validator of a schema."""
    return Draft202012Validator(schema)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The findings inside a composed one, where it has just one branch to blame."""
    if error.validator in ("allOf", "if") and error.context:
        for inner in error.context:
            yield from _leaves(inner)
    else:
        yield error


class _Finding:
    def __init__(self, root: Node, error: ValidationError, faults: Faults) -> None:
        self.error = error
        self.faults = faults
        self.path = list(error.absolute_path)
        self.node = at(root, self.path)
        self.parent = at(root, self.path[:-1]) if self.path else root
        schema: Any = error.schema
        self.expected: str | None = schema.get("description") if isinstance(schema, dict) else None
        self.schema: dict[str, Any] = schema if isinstance(schema, dict) else {}

    def report(self) -> None:
        named = str(self.error.validator)
        special = {
            "additionalProperties": self.unknown_key,
            "required": self.missing_key,
            "anyOf": self.one_key_of,
            "propertyNames": self.bad_key,
            "pattern": self.bad_form,
            "type": self.wrong_type,
            "enum": self.not_among,
            "const": self.not_among,
            "None": self.not_wanted,
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
        for name, key, _ in self.node.items():
            if name not in known:
                expected = "one of " + ", ".join(known) if known else None
                message = f'there is no key "{name}" here'
                self.faults.add("unknown-key", key.place, message, expected=expected, near=nearest(name, known))

    def missing_key(self) -> None:
        keys = list(self.error.validator_value)
        present = self.node.entries if isinstance(self.node, Mapping) else {}
        for name in keys:
            if name not in present:
                self.faults.add("missing-key", self.key_place(), f'the key "{name}" is missing', expected=self.expected, help=f"add `{name}: …`")

    def one_key_of(self) -> None:
        wanted = [" and ".join(branch.get("required", [])) for branch in self.error.validator_value]
        message = "one of these keys is missing: " + ", ".join(wanted)
        self.faults.add("missing-key", self.key_place(), message, expected=self.expected)

    def bad_key(self) -> None:
        name = str(self.error.instance)
        entry = self.node.entries.get(name) if isinstance(self.node, Mapping) else None
        place = entry.key.place if entry is not None else self.node.place
        self.faults.add("bad-name", place, f'"{name}" does not have the form of a name here', expected=self.expected)

    def written(self) -> str:
        if isinstance(self.node, Scalar):
            shown = self.node.text if len(self.node.text) <= 60 else self.node.text[:57] + "…"
            return f"`{shown}`" if shown else "nothing"
        return "a mapping" if isinstance(self.node, Mapping) else "a list"

    def bad_form(self) -> None:
        self.faults.add("bad-form", self.node.place, f"{self.written()} does not have the form that is wanted here", expected=self.expected)

    def wrong_type(self) -> None:
        types = self.error.validator_value
        words = " or ".join(_TYPE_WORDS[name] for name in ([types] if isinstance(types, str) else types))
        place = self.node.place
        self.faults.add("wrong-type", place, f"{self.written()} stands where {words} is wanted", expected=self.expected)

    def not_among(self) -> None:
        allowed = self.error.validator_value
        options = [str(option) for option in (allowed if isinstance(allowed, list) else [allowed])]
        near = nearest(self.node.text, options) if isinstance(self.node, Scalar) else None
        message = f"{self.written()} is not one of the words that are wanted here"
        self.faults.add("not-among", self.node.place, message, expected="one of " + ", ".join(options), near=near)

    def not_wanted(self) -> None:
        message = f'the key "{self.path[-1]}" has no meaning here' if self.path else "this has no meaning here"
        self.faults.add("unknown-key", self.key_place(), message)

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
