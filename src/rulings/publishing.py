"""Publishes versions: their digests go into the lock, and from then on they never change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rulings.checking import Checked, check_paths
from rulings.errors import Diagnostic, Faults
from rulings.examples import run_examples
from rulings.library import LOCK, Library
from rulings.library.lock import digests, line_of
from rulings.reader.nodes import Mapping
from rulings.reader.strict_yaml import read_yaml
from rulings.replacing import replace_files


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing: the versions that are published now, those that were before, and why not."""

    new: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    faults: tuple[Diagnostic, ...] = ()


def publish(folder: Path) -> Publication:
    """Publish every version of a folder of policies that is not published yet.

    Nothing is published where a file has a fault, a published version changed, an example does not come out, or a
    decision could not be proved. Raises
    NothingToCheck where there is no folder, OSError where the lock cannot be written.
    """
    checked = check_paths([folder])
    faults = tuple(fault for part in checked for fault in part.faults) or _failures(folder) or _unproved(checked)
    if faults:
        return Publication(faults=faults)
    return _publish(checked[0])


def _unproved(checked: list[Checked]) -> tuple[Diagnostic, ...]:
    """What could not be proved is a note while a version is drafted; what is published is proved."""
    return tuple(note for part in checked for note in part.notes if note.code == "unproved")


def _failures(folder: Path) -> tuple[Diagnostic, ...]:
    report = run_examples(folder)
    return report.faults + tuple(failure for example in report.examples for failure in example.failures)


def _publish(checked: Checked) -> Publication:
    library = checked.library
    before = published(library)
    new = {name: policy for name, policy in library.read.items() if name not in before}
    if new:
        kept = [f"{name}: {{meaning: {both['meaning']}, bytes: {both['bytes']}}}" for name, both in before.items()]
        lines = sorted([*kept, *map(line_of, new.values())])
        replace_files({library.folder / LOCK: ("\n".join(lines) + "\n").encode("utf-8")})
    return Publication(tuple(sorted(new)), tuple(sorted(before)))


def published(library: Library) -> dict[str, dict[str, str]]:
    """Give the published versions of a folder with their two digests, `meaning` and `bytes`."""
    path = library.folder / LOCK
    node = read_yaml(path.read_bytes(), str(path), Faults()) if path.is_file() else None
    items = node.items() if isinstance(node, Mapping) else ()
    return {name: both for name, _, value in items if (both := digests(value)) is not None}
