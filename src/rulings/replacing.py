"""Writes files whole or not at all, several of them together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
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
            beside = path.with_name(f".{path.name}.{os.getpid()}.new")
            ready[beside] = path
            beside.write_bytes(data)
            if path.exists():
                shutil.copymode(path, beside)
        for beside, path in ready.items():
            beside.replace(path)
    finally:
        for beside in ready:
            beside.unlink(missing_ok=True)
