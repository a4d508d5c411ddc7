"""The schemas as files: all of them for a folder of policies, their bytes, and what is not fresh."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from rulings.errors import Diagnostic, Place, PolicyFaults
from rulings.library import VOCABULARY, Library, read_library
from rulings.reader.fragments import Schema
from rulings.schema.data import case_schema, diagnostics_schema, ruling_schema
from rulings.schema.language import examples_schema, policy_schema, register_schema, vocabulary_schema
from rulings.schema.platform import platform_schema
from rulings.schema.receipts import receipt_schema

SUFFIX = ".schema.json"


def all_schemas(folder: Path) -> dict[str, Schema]:
    """Give every schema by its file name: the language's, those of data, and two for each platform of the folder.

    Raises PolicyFaults where the folder holds no vocabulary, or a faulty one; faults of versions do not matter here.
    """
    library = read_library(folder)
    _refuse_faulty(library)
    schemas = {
        "policy": policy_schema(),
        "vocabulary": vocabulary_schema(),
        "provisions": register_schema(),
        "examples": examples_schema(),
        "ruling": ruling_schema(),
        "receipt": receipt_schema(),
        "diagnostics": diagnostics_schema(),
    }
    for platform, vocabulary in library.vocabularies.items():
        schemas[f"{platform}.policy"] = platform_schema(vocabulary)
        schemas[f"{platform}.case"] = case_schema(vocabulary, _policies(folder, platform))
    return {name + SUFFIX: schema for name, schema in sorted(schemas.items())}


def _refuse_faulty(library: Library) -> None:
    places = ((fault, fault.place) for fault in library.errors)
    faults = [fault for fault, place in places if place is None or Path(place.file).name == VOCABULARY]
    if not library.vocabularies:
        faults = faults or library.errors
    if faults:
        summary = f"the schemas of {library.folder} cannot be made while its vocabularies have faults"
        raise PolicyFaults(summary, faults)


def _policies(folder: Path, platform: str) -> list[str]:
    inside = (folder / platform).iterdir()
    return [f"{platform}/{path.name}" for path in inside if path.is_dir() and any(path.glob("*.yaml"))]


def schema_bytes(schema: Schema) -> bytes:
    """Give the bytes of a schema's file: the same on every machine."""
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def write_schemas(schemas: Mapping[str, Schema], folder: Path) -> list[str]:
    """Write the files that are not fresh, and give their names. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = [name for name, schema in schemas.items() if _content(folder / name) != schema_bytes(schema)]
    for name in changed:
        (folder / name).write_bytes(schema_bytes(schemas[name]))
    return changed


def not_fresh(schemas: Mapping[str, Schema], folder: Path) -> Iterator[Diagnostic]:
    """Find the files that are missing, differ from what would be written, or belong to no schema."""
    for name, schema in schemas.items():
        found = _content(folder / name)
        if found is None:
            yield _fault("schema-missing", folder / name, "the schema is missing", "run `rulings schema`")
        elif found != schema_bytes(schema):
            yield _fault(
                "schema-stale", folder / name, "the schema is not what would be written now", "run `rulings schema`"
            )
    for path in sorted(folder.glob("*" + SUFFIX)):
        if path.name not in schemas:
            yield _fault("schema-stray", path, "the file belongs to no schema of these policies", "delete it")


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _fault(code: str, path: Path, message: str, advice: str) -> Diagnostic:
    return Diagnostic(code, message, Place(str(path), 1, 1, 1, 2), help=advice)
