"""Reads a folder of policies whole: register, vocabularies, versions, and the lock of those that are published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from rulings.errors import Diagnostic, Faults, ordered
from rulings.library.digests import digest_of_bytes
from rulings.library.lock import LOCK, check_lock
from rulings.library.policy import check_file_name, read_policy
from rulings.model import Policy, Register, Vocabulary
from rulings.proof.report import report
from rulings.reader.files import read_bytes, read_file, start_of
from rulings.reader.nodes import Mapping as MappingNode
from rulings.reader.nodes import Node, Scalar
from rulings.reader.scope import PartialVocabulary
from rulings.reader.shape import FORM, check_shape, validator_for
from rulings.reader.strict_yaml import read_yaml
from rulings.reader.vocabulary import EMPTY_REGISTER, read_register, read_vocabulary
from rulings.ready import make_ready
from rulings.schema.language import VERSION, policy_schema, register_schema, vocabulary_schema
from rulings.validity import check_validity, timetable
from rulings.version import Version

REGISTER = "provisions.yaml"
VOCABULARY = "facts.yaml"
EXAMPLES = "examples"
_VERSION_FILE = re.compile(VERSION.removesuffix("$") + r"\.yaml\Z")


@dataclass(slots=True)
class Library:
    """What a folder holds: the ready versions of each policy, oldest first, and all that is to be said of the files."""

    folder: Path
    versions: dict[str, tuple[Version, ...]] = field(default_factory=dict)
    corrected: dict[str, tuple[Version, ...]] = field(default_factory=dict)
    """Of each policy the versions that a correction has taken the place of, which rule only where they are named."""
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    register: Register = EMPTY_REGISTER
    read: dict[str, Policy] = field(default_factory=dict)
    """Every version that could be read, by name, with those that a correction has taken the place of."""
    faults: Faults = field(default_factory=Faults)

    @property
    def errors(self) -> list[Diagnostic]:
        """Give the faults that keep the policies from loading."""
        return self.faults.errors

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """Give what the authors should know though it is no fault: what could not be proved."""
        return tuple(ordered(fault for fault in self.faults.found if fault.severity != "error"))


@cache
def policy_validator() -> Draft202012Validator:
    """Give the validator of the language."""
    return validator_for(policy_schema())


@cache
def _vocabulary_validator() -> Draft202012Validator:
    return validator_for(vocabulary_schema())


@cache
def _register_validator() -> Draft202012Validator:
    return validator_for(register_schema())


def read_library(folder: Path) -> Library:
    """Read and check a folder of policies. Never raises for what is in the files; all faults are in the library."""
    library = Library(folder)
    if not folder.is_dir():
        library.faults.add(
            "no-such-folder", start_of(folder), f"there is no folder {folder}", expected="a folder of policies"
        )
        return library
    library.register = _register(folder / REGISTER, library.faults)
    _refuse_strays(folder, (REGISTER,), library.faults)
    found: dict[str, list[Policy]] = {}
    for platform in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        for policy in _platform(platform, library):
            library.read[policy.name] = policy
            found.setdefault(policy.id, []).append(policy)
    for id_, policies in sorted(found.items()):
        _make_ready(id_, policies, library)
    if not library.versions and not library.errors:
        message = f"the folder {folder} holds no policy"
        library.faults.add("no-policies", start_of(folder), message, expected="<platform>/<policy>/<date>.yaml")
    check_lock(library.folder / LOCK, library.read, library.faults)
    return library


def _refuse_strays(folder: Path, known: tuple[str, ...], faults: Faults) -> None:
    """Report YAML files that lie where nothing is read, and would silently do nothing."""
    for path in sorted(folder.glob("*.y*ml")):
        if (
            path.is_file()
            and path.suffix in (".yaml", ".yml")
            and path.name not in known
            and not path.name.startswith(".")
        ):
            message = f"the file {path.name} lies where no policy is read, so it does nothing"
            faults.add(
                "wrong-place",
                start_of(path),
                message,
                expected="<platform>/<policy>/<date>.yaml",
                help="move it or take it away",
            )


def _register(path: Path, faults: Faults) -> Register:
    if not path.is_file():
        message = f"the folder has no {REGISTER}, so that nothing can be cited"
        faults.add(
            "no-register",
            start_of(path),
            message,
            expected=f"{REGISTER} with documents and provisions",
            help="add the file",
        )
        return EMPTY_REGISTER
    node = read_file(path, faults)
    if node is None:
        return EMPTY_REGISTER
    check_shape(node, _register_validator(), faults)
    return read_register(node, faults)


def _platform(folder: Path, library: Library) -> Iterator[Policy]:
    versions = sorted(path for path in folder.glob("*/*") if path.is_file() and not path.name.startswith("."))
    _refuse_strays(folder, (VOCABULARY,), library.faults)
    for inner in sorted(path for path in folder.glob("*/*") if path.is_dir() and path.name != EXAMPLES):
        _refuse_strays(inner, (), library.faults)
    vocabulary_file = folder / VOCABULARY
    if not vocabulary_file.is_file():
        if versions:
            message = f"the platform {folder.name} has no {VOCABULARY}"
            library.faults.add("no-vocabulary", start_of(vocabulary_file), message, help="add the file")
        return
    vocabulary = _vocabulary(vocabulary_file, folder.name, library.faults)
    if vocabulary is None:
        return
    library.vocabularies[folder.name] = vocabulary
    for path in versions:
        policy = _version(path, vocabulary, library)
        if policy is not None:
            yield policy


def _vocabulary(path: Path, platform: str, faults: Faults) -> Vocabulary | None:
    node = read_file(path, faults)
    if node is None:
        return None
    check_shape(node, _vocabulary_validator(), faults)
    named = node.get("platform") if isinstance(node, MappingNode) else None
    if isinstance(named, Scalar) and named.text != platform:
        message = f'the vocabulary says platform "{named.text}", but its folder is "{platform}"'
        faults.add("wrong-place", named.place, message, expected=platform)
    return read_vocabulary(node, faults)


def _version(path: Path, vocabulary: Vocabulary, library: Library) -> Policy | None:
    if not _VERSION_FILE.match(path.name):
        message = f"the file {path.name} is not named by a date, so it would be no version"
        expected = f"a name such as 2023-07-29.yaml; examples belong in {EXAMPLES}/"
        library.faults.add("wrong-place", start_of(path), message, expected=expected)
        return None
    errors = len(library.errors)
    data = read_bytes(path, library.faults)
    node = None if data is None else read_yaml(data, str(path), library.faults)
    policy = None if node is None else read_version(node, str(path), vocabulary, library.register, library.faults)
    if policy is None or data is None or len(library.errors) > errors:
        return None
    return replace(policy, bytes_digest=digest_of_bytes(data))


def read_version(node: Node, file: str, vocabulary: Vocabulary, register: Register, faults: Faults) -> Policy | None:
    """Check and read one version from its nodes; None where it or its vocabulary has faults."""
    errors, start = len(faults.errors), len(faults.found)
    check_shape(node, policy_validator(), faults)
    check_file_name(node, file, faults)
    read = len(faults.found)
    policy = read_policy(node, vocabulary, register, faults)
    faults.prefer(slice(start, read), slice(read, None), FORM)
    if policy is None and not any(fault.place is not None and fault.place.file == file for fault in faults.errors):
        message = "this version cannot be read, and no fault was found in it"
        faults.add("unreadable", node.place, message, help="please report it, with the file")
    whole = len(faults.errors) == errors and not isinstance(vocabulary, PartialVocabulary)
    return policy if whole else None


def _make_ready(id_: str, policies: list[Policy], library: Library) -> None:
    """Make all versions of a policy ready, those that are in force some time apart from those that were corrected."""
    check_validity(policies, library.faults)
    table = timetable(policies)
    made = {policy.version: make_ready(policy, table.of(policy.version)) for policy in policies}
    for version in made.values():
        library.faults.extend(report(version.policy, version.proofs))
    library.versions[id_] = tuple(made[version] for version in table.versions)
    corrected = sorted(made.keys() - set(table.versions))
    if corrected:
        library.corrected[id_] = tuple(made[version] for version in corrected)
