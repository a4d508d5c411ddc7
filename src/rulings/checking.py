"""Checks policies from any place in their folder: it is read whole, and what concerns the place is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rulings.book import PolicyBook
from rulings.errors import ERROR, Diagnostic, Faults, RulingsError, ordered
from rulings.examples.files import example_files, read_examples, refuse_strays
from rulings.library import LOCK, REGISTER, VOCABULARY, Library, read_library
from rulings.library.agreement import mismatches
from rulings.reader.shape import check_shape, validator_for
from rulings.reader.strict_yaml import read_yaml
from rulings.schema.language import examples_schema
from rulings.version import Version


class NothingToCheck(RulingsError):
    """A path that does not exist, or lies in no folder of policies."""


@dataclass(frozen=True)
class Checked:
    """One folder of policies, read whole, and the places in it that were asked about."""

    library: Library
    places: tuple[Path, ...]

    @cached_property
    def found(self) -> tuple[Diagnostic, ...]:
        """Give the faults and notes that concern the places, in order."""
        every = [*self.library.faults.found, *_of_examples(self.library), *mismatches(self.library)]
        return tuple(ordered(fault for fault in every if fault.place is None or self.concerns(fault.place.file)))

    @property
    def faults(self) -> list[Diagnostic]:
        """Give the faults, which have to be mended."""
        return [fault for fault in self.found if fault.severity == ERROR]

    @property
    def notes(self) -> list[Diagnostic]:
        """Give the notes, which need not be mended."""
        return [fault for fault in self.found if fault.severity != ERROR]

    @property
    def versions(self) -> list[Version]:
        """Give the versions that the places are about."""
        every = (version for known in self.library.versions.values() for version in known)
        return [version for version in every if self.concerns(version.policy.place.file)]

    def concerns(self, file: str) -> bool:
        """Tell whether a file lies in a place that was asked about, or is read together with one."""
        path = Path(file).resolve()
        return any(path.is_relative_to(place) or self._is_read_with(path, place) for place in self.places)

    def _is_read_with(self, one: Path, other: Path) -> bool:
        """The register and the lock are read with everything, a vocabulary with all of its platform."""
        root = self.library.folder.resolve()
        for shared, beside in ((one, other), (other, one)):
            if shared.parent == root and shared.name in (REGISTER, LOCK):
                return True
            if shared.name == VOCABULARY and beside.is_relative_to(shared.parent):
                return True
        return False


def check(path: str | Path) -> list[Diagnostic]:
    """Check a folder of policies, or one file or folder inside it; give its faults and notes, in order.

    The whole folder is read, for a policy means nothing without its vocabulary and the register; only what concerns
    `path` is given. Raises NothingToCheck for a path that does not exist or lies in no folder of policies.
    """
    return [fault for checked in check_paths([Path(path)]) for fault in checked.found]


def check_paths(paths: Iterable[Path]) -> list[Checked]:
    """Check several paths, each folder of policies once. Raises NothingToCheck."""
    places: dict[Path, list[Path]] = {}
    roots: dict[Path, Path] = {}
    for path in paths:
        root = folder_of(path)
        roots.setdefault(root.resolve(), root)
        places.setdefault(root.resolve(), []).append(path.resolve())
    return [Checked(read_library(roots[root]), tuple(inside)) for root, inside in places.items()]


def folder_of(path: Path) -> Path:
    """Find the folder of policies that a path lies in, upwards from it. Raises NothingToCheck."""
    if not path.exists():
        message = f"there is no file or folder {path}"
        raise NothingToCheck(message)
    for folder in _upwards(path):
        if is_policies_folder(folder):
            return folder
    if path.is_dir():
        return path
    message = f"{path} lies in no folder of policies: none above it holds {REGISTER} or <platform>/{VOCABULARY}"
    raise NothingToCheck(message)


def _upwards(path: Path) -> Iterator[Path]:
    """Give the folders from a path upwards, as the path names them while it does, so that messages stay short."""
    yield from (folder for folder in (path, *path.parents) if folder.is_dir())
    if not path.is_absolute():
        yield from Path.cwd().parents


def is_policies_folder(folder: Path) -> bool:
    """Tell whether a folder holds a register of provisions or a platform's vocabulary."""
    return (folder / REGISTER).is_file() or any(folder.glob(f"*/{VOCABULARY}"))


def _of_examples(library: Library) -> list[Diagnostic]:
    """Check what the examples say, not whether it comes out so; where policies have faults, the form alone."""
    faults = Faults()
    refuse_strays(library.folder, None, faults)
    book = None if library.errors else PolicyBook(library.versions, library.notes, library.corrected)
    validator = validator_for(examples_schema())
    for path in example_files(library.folder):
        if book is not None:
            read_examples(path, book, faults)
        elif (node := read_yaml(path.read_bytes(), str(path), faults)) is not None:
            check_shape(node, validator, faults)
    return faults.found
