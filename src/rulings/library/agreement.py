"""Holds what the reader takes against what a platform's schema takes: where they differ, editors mislead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from rulings.errors import Diagnostic, Faults, nearest
from rulings.library import Library
from rulings.reader.fragments import Schema
from rulings.reader.nodes import Mapping, Node, at, plain
from rulings.reader.shape import validator_for
from rulings.reader.strict_yaml import read_yaml
from rulings.schema.platform import platform_schema


def mismatches(library: Library) -> Iterator[Diagnostic]:
    """Find what the schemas refuse where the reader found nothing in the file; there should never be any."""
    faulty = {fault.place.file for fault in library.errors if fault.place is not None}
    for platform, vocabulary in library.vocabularies.items():
        validator = validator_for(platform_schema(vocabulary))
        for path in sorted((library.folder / platform).glob("*/*.yaml")):
            if str(path) not in faulty:
                yield from _against(path, validator)


def _against(path: Path, validator: Draft202012Validator) -> list[Diagnostic]:
    faults = Faults()
    node = read_yaml(path.read_bytes(), str(path), faults)
    if node is not None:
        for error in validator.iter_errors(plain(node)):
            _report(error, node, faults)
    return faults.found


def _report(error: ValidationError, root: Node, faults: Faults) -> None:
    node = at(root, list(error.absolute_path))
    schema: Schema = error.schema if isinstance(error.schema, dict) else {}
    message = "the platform's schema does not allow this, although the reader does"
    advice = "editors mark this place; write it as the schema wants it, and report the difference"
    expected = schema.get("description")
    if error.validator != "additionalProperties" or not isinstance(node, Mapping):
        faults.add("schema-mismatch", node.place, message, expected=expected, help=advice)
        return
    for name, key, _ in node.items():
        if name not in schema["properties"] and not any(
            re.search(form, name) for form in schema.get("patternProperties", ())
        ):
            near = nearest(name, schema["properties"])
            faults.add("schema-mismatch", key.place, message, expected=expected, help=advice, near=near)
