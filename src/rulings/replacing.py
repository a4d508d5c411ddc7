"""Writes files whole or not at all, several of them together."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Give files new contents: each is written beside its place first, and none is touched before all are written.

    A file that a link leads to is replaced, not the link, and keeps its permissions. Raises OSError; what was there
    before is there still, unless the file system fails between two renamings.
    """
    ready: dict[Path, Path] = {}
    try:
        for named, data in contents.items():
            path = named.resolve()
            if not path.name:
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(named))
            beside = path.with_name(f".{path.name}.{os.getpid()}.new")
            ready[beside] = path
            with _told_of(path):
                beside.write_bytes(data)
                if path.exists():
                    shutil.copymode(path, beside)
        for beside, path in ready.items():
            with _told_of(path):
                beside.replace(path)
    finally:
        for beside in ready:
            beside.unlink(missing_ok=True)


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Let an error name the file that was meant, not the one beside it that nobody knows of."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
