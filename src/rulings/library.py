"""Reads a folder of policies whole: the register, every platform's vocabulary, every version, and the lock of published ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from rulings.errors import Diagnostic, Faults, Place, ordered
from rulings.model import Policy, Register, Vocabulary
from rulings.proof.report import report
from rulings.reader.nodes import Mapping as MappingNode
from rulings.reader.nodes import Node, Scalar
from rulings.reader.policy import check_file_name, read_policy
from rulings.reader.shape import check_shape
from rulings.reader.strict_yaml import read_yaml
from rulings.reader.vocabulary import EMPTY_REGISTER, read_register, read_vocabulary
from rulings.schema.language import VERSION, policy_schema, register_schema, vocabulary_schema
from rulings.version import Version

REGISTER = "provisions.yaml"
VOCABULARY = "facts.yaml"
LOCK = "published.lock"
EXAMPLES = "examples"
_VERSION_FILE = re.compile(VERSION.removesuffix("$") + r"\.yaml\Z")


@dataclass(slots=True)
class Library:
    """What a folder holds: the ready versions of each policy, oldest first, and all that is to be said about the files."""

    folder: Path
    versions: dict[str, tuple[Version, ...]] = field(default_factory=dict)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    register: Register = EMPTY_REGISTER
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
    return Draft202012Validator(policy_schema())


@cache
def _vocabulary_validator() -> Draft202012Validator:
    return Draft202012Validator(vocabulary_schema())


@cache
def _register_validator() -> Draft202012Validator:
    return Draft202012Validator(register_schema())


def read_library(folder: Path) -> Library:
    """Read and check a folder of policies. Never raises for what is in the files; all faults are in the library."""
    library = Library(folder)
    if not folder.is_dir():
        place = Place(str(folder), 1, 1, 1, 2)
        library.faults.add("no-such-folder", place, f"there is no folder {folder}", expected="a folder of policies")
        return library
    register = folder / REGISTER
    if register.is_file():
        library.register = _register(register, library.faults)
    found: dict[str, list[Policy]] = {}
    for platform in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        for policy in _platform(platform, library):
            found.setdefault(policy.id, []).append(policy)
    for id_, policies in sorted(found.items()):
        library.versions[id_] = _in_order(policies, library.faults)
    if not library.versions and not library.errors:
        place = Place(str(folder), 1, 1, 1, 2)
        library.faults.add("no-policies", place, f"the folder {folder} holds no policy", expected="<platform>/<policy>/<date>.yaml")
    _check_lock(library)
    return library


def _register(path: Path, faults: Faults) -> Register:
    node = _read(path, faults)
    if node is None:
        return EMPTY_REGISTER
    check_shape(node, _register_validator(), faults)
    return read_register(node, faults)


def _read(path: Path, faults: Faults) -> Node | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.add("unreadable", Place(str(path), 1, 1, 1, 2), f"the file cannot be read: {error.strerror}")
        return None
    return read_yaml(data, str(path), faults)


def _platform(folder: Path, library: Library) -> Iterator[Policy]:
    versions = sorted(path for path in folder.glob("*/*") if path.is_file() and not path.name.startswith("."))
    vocabulary_file = folder / VOCABULARY
    if not vocabulary_file.is_file():
        if versions:
            place = Place(str(vocabulary_file), 1, 1, 1, 2)
            library.faults.add("no-vocabulary", place, f"the platform {folder.name} has no {VOCABULARY}", help="add the file")
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
    node = _read(path, faults)
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
        library.faults.add("wrong-place", Place(str(path), 1, 1, 1, 2), message, expected=expected)
        return None
    node = _read(path, library.faults)
    return None if node is None else read_version(node, str(path), vocabulary, library.register, library.faults)


def read_version(node: Node, file: str, vocabulary: Vocabulary, register: Register, faults: Faults) -> Policy | None:
    """Check and read one version from its nodes; None where it has faults."""
    before = len(faults.errors)
    check_shape(node, policy_validator(), faults)
    check_file_name(node, file, faults)
    policy = read_policy(node, vocabulary, register, faults)
    return policy if len(faults.errors) == before else None


def _in_order(policies: list[Policy], faults: Faults) -> tuple[Version, ...]:
    """Make versions ready, oldest first. An open end is closed by the next version's beginning; overlapping ends are refused."""
    corrected = {_base(policy): policy for policy in sorted(policies, key=lambda policy: _number(policy.version))}
    kept = sorted(corrected.values(), key=lambda policy: policy.in_force.since)
    made: list[Version] = []
    for policy, following in zip(kept, [*kept[1:], None], strict=True):
        ends = policy.in_force.until
        if following is not None:
            day_before = following.in_force.since - timedelta(days=1)
            if ends is not None and ends > day_before:
                message = f"version {policy.version} is in force until {ends}, but {following.version} begins on {following.in_force.since}"
                faults.add("overlapping-versions", following.place, message, help="let one end before the other begins")
            if following.in_force.since == policy.in_force.since:
                message = f"versions {policy.version} and {following.version} begin on the same day"
                faults.add("overlapping-versions", following.place, message, help="let one begin later")
            ends = day_before if ends is None else min(ends, day_before)
        version = Version.make(policy, ends)
        faults.extend(report(version.policy, version.proofs))
        made.append(version)
    return tuple(made)


def _base(policy: Policy) -> str:
    return policy.version.partition("+")[0]


def _number(version: str) -> int:
    return int(version.partition("+")[2] or 0)


def _check_lock(library: Library) -> None:
    """Refuse published versions that changed or are gone."""
    path = library.folder / LOCK
    if not path.is_file():
        return
    node = _read(path, library.faults)
    if not isinstance(node, MappingNode):
        return
    known = {version.name: version.policy for versions in library.versions.values() for version in versions}
    for name, key, value in node.items():
        policy = known.get(name)
        if policy is None:
            if not library.errors:
                message = f"{name} is published, but its file is gone"
                library.faults.add("published-missing", key.place, message, help="bring the file back: a published version stays")
        elif not isinstance(value, Scalar) or value.text != policy.digest:
            _published_changed(policy, library.faults)


def _published_changed(policy: Policy, faults: Faults) -> None:
    message = f"{policy.name} is published, and its meaning is no longer what it was"
    help_ = f"undo the change; for a correction write {policy.version.partition('+')[0]}+1.yaml, for a new rule a new version"
    faults.add("published-changed", policy.place, message, expected="the meaning whose digest is in published.lock", help=help_)


def locked(versions: Mapping[str, tuple[Version, ...]]) -> str:
    """Write the lock of all versions."""
    lines = [f"{version.name}: {version.policy.digest}" for known in versions.values() for version in known]
    return "\n".join(sorted(lines)) + "\n"


