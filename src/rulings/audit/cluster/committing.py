"""The folder of a job's output, and how each part gets into it once, however often parts are done or drivers die.

    _job.json               the job, with the text of the policies
    _attempts/              what workers write: any number of files a part
    _counts/part-00001.json what a part that is committed came to
    part-00001.parquet      its rows that changed
    _SUCCESS.json           the whole, written last of all

Workers only ever make new files in `_attempts`. The driver alone commits: it renames one attempt of a part, and then
writes its counts, whole or not at all. A part without counts is done again, and comes to the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from rulings.audit.cluster.job import Job, Part
from rulings.audit.cluster.refusing import FolderTaken, JobRefused
from rulings.audit.cluster.working import REFUSED
from rulings.replacing import replace_files

JOB, ATTEMPTS, ASIDE, COUNTS, SUCCESS = "_job.json", "_attempts", "_attempts.old", "_counts", "_SUCCESS.json"


class Folder:
    """The folder of one job."""

    def __init__(self, path: Path, job: Job) -> None:
        """Name it; nothing is read or written yet."""
        self.path = path
        self.attempts = path / ATTEMPTS
        self._job = job
        self._parts = {part.number: part for part in job.parts}

    def begin(self) -> None:
        """Make the folder, or go on in it. Raises FolderTaken and OSError."""
        self.path.mkdir(parents=True, exist_ok=True)
        said = self.path / JOB
        if not said.exists():
            # What a driver left that was killed while it wrote the first file is nothing.
            if any(not _is_beside(path) for path in self.path.iterdir()):
                message = f"{self.path} is not empty, and what is in it is of no job: name another folder"
                raise FolderTaken(message)
            replace_files({said: _json({"digest": self._job.digest, **self._job.to_dict()})})
        elif _read(said).get("digest") != self._job.digest:
            message = (
                f"{self.path} holds another job: its policies, options, parts or files differ; name another folder"
            )
            raise FolderTaken(message)

    def open(self) -> None:
        """Make room for attempts. Workers that are still at it for a driver that died can commit nothing."""
        self._clear()
        self.attempts.mkdir()
        (self.path / COUNTS).mkdir(exist_ok=True)

    @property
    def is_finished(self) -> bool:
        """Tell whether the whole is there."""
        return (self.path / SUCCESS).exists()

    def result(self, part: Part) -> dict[str, Any] | None:
        """Give what a committed part came to, None where it is not committed, or its file is not what it was."""
        try:
            found = _read(self._counts(part))
        except FileNotFoundError:
            return None
        out = self.out(part)
        return found if out.exists() and out.stat().st_size == found["file"]["bytes"] else None

    def out(self, part: Part) -> Path:
        """Give the file of a part's rows."""
        return self.path / f"{part.name}.parquet"

    def commit(self, answer: dict[str, Any]) -> None:
        """Take what a worker answered for a part; a second answer for the same part is thrown away.

        Raises JobRefused where the worker refused, and OSError.
        """
        part = self._parts[answer["part"]]
        if REFUSED in answer:
            message = f"{part} was refused: {answer[REFUSED]}"
            raise JobRefused(message)
        attempt = self.attempts / answer["attempt"]
        if self.result(part) is not None:
            attempt.unlink(missing_ok=True)
            return
        attempt.replace(self.out(part))
        _sync(self.path)
        replace_files({self._counts(part): _json({key: answer[key] for key in ("part", "file", "counts")})})
        _sync(self.path / COUNTS)

    def finish(self, data: dict[str, Any]) -> None:
        """Say that all is there, and take away what is not of it."""
        self._clear()
        replace_files({self.path / SUCCESS: _json(data)})
        _sync(self.path)

    def _clear(self) -> None:
        """Take attempts away. They are out of reach first: a worker of a dead driver might be making another."""
        aside = self.path / ASIDE
        for _ in range(2):
            if aside.exists():
                shutil.rmtree(aside)
            if self.attempts.exists():
                self.attempts.replace(aside)

    def _counts(self, part: Part) -> Path:
        return self.path / COUNTS / f"{part.name}.json"


def _is_beside(path: Path) -> bool:
    """Tell whether a file is one that `replace_files` was writing."""
    return path.name.startswith(".") and path.suffix == ".new"


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8") + b"\n"


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
