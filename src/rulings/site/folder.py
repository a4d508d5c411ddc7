"""Writes the site into a folder: what changed is written, what is no longer part of it is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rulings.errors import RulingsError

LIST = "files.txt"
"""The list of all files of the site, by which the next run knows its own."""


class NotASite(RulingsError):
    """A folder that holds something else, in which no site is written."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing: how many files the site has, which were written now, and which were taken away."""

    files: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def write_site(files: Mapping[str, bytes], folder: Path) -> Written:
    """Write the files of a site. Raises NotASite for a folder with other things in it, and OSError."""
    before = _before(folder)
    whole = {**files, LIST: "".join(f"{path}\n" for path in sorted(files)).encode("utf-8")}
    removed = tuple(path for path in before if path not in whole and (folder / path).is_file())
    for path in removed:
        (folder / path).unlink()
    changed = tuple(path for path, content in sorted(whole.items()) if _write(folder / path, content))
    _remove_empty(folder, removed)
    return Written(len(whole), changed, removed)


def _before(folder: Path) -> list[str]:
    """Give the files that an earlier run wrote."""
    if not folder.exists():
        return []
    listed = folder / LIST
    if listed.is_file():
        lines = listed.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if _is_inside(line)]
    if not folder.is_dir() or any(folder.iterdir()):
        message = (
            f"{folder} holds something that is no site: name an empty folder, or one that this command has written"
        )
        raise NotASite(message)
    return []


def _is_inside(path: str) -> bool:
    """Tell whether a line of the list names a file within the folder; nothing else is ever taken away."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def _remove_empty(folder: Path, removed: tuple[str, ...]) -> None:
    """Take folders away that hold nothing any more."""
    above = {parent for path in removed for parent in PurePosixPath(path).parents if parent.name}
    for parent in sorted(above, key=lambda path: len(path.parts), reverse=True):
        inner = folder / parent
        if inner.is_dir() and not any(inner.iterdir()):
            inner.rmdir()
