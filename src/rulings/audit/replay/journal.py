"""The files that a replay writes, and how it goes on after being killed at any moment.

Rows and faults are only ever appended. From time to time both are brought to the disk, and then, whole or not at all, a
state that says how long they were and which row came last. To go on means to cut both to those lengths.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Self

from rulings.audit.replay.tally import Tally
from rulings.errors import RulingsError
from rulings.replacing import replace_files

_FORMAT = 1


class ResumeMismatch(RulingsError):
    """A broken replay was of another input, other policies or other options than those with which it is to go on."""


class UnreadableState(RulingsError):
    """The state of a broken replay that cannot be read."""


@dataclass(frozen=True)
class State:
    """How far a replay has come: rows read and where the last ended, lengths of files, and counts until there."""

    fingerprint: str
    rows: int = 0
    position: int = 0
    rows_bytes: int = 0
    faults_bytes: int = 0
    tally: Tally = field(default_factory=Tally)
    finished: bool = False

    def to_json(self) -> bytes:
        """Write the state."""
        data = {"format": _FORMAT, **self.__dict__, "tally": self.tally.to_list()}
        return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"

    @classmethod
    def from_json(cls, data: bytes) -> State:
        """Read a state. Raises ValueError, KeyError or TypeError for what is none."""
        read: dict[str, Any] = json.loads(data)
        if read.pop("format") != _FORMAT:
            message = "a state of another form"
            raise ValueError(message)
        return cls(**{**read, "tally": Tally.from_list(read["tally"])})


@dataclass(frozen=True)
class Paths:
    """Where a replay writes: OUT.jsonl, OUT.faults.jsonl and OUT.state.json; of OUT.parquet its rows first as JSONL."""

    out: Path

    @property
    def is_parquet(self) -> bool:
        """Tell whether the output is to be Parquet."""
        return self.out.suffix == ".parquet"

    @property
    def rows(self) -> Path:
        """Give the file to which rows are appended."""
        return self.out.with_suffix(".rows.jsonl") if self.is_parquet else self.out

    @property
    def faults(self) -> Path:
        """Give the side file of faulty rows."""
        return self.out.with_suffix(".faults.jsonl")

    @property
    def state(self) -> Path:
        """Give the file of the state."""
        return self.out.with_suffix(".state.json")


class Journal:
    """Appends to the files of a replay. Used as a context: it closes the files, and saves nothing by that."""

    def __init__(self, paths: Paths, state: State) -> None:
        """Go on from a state that `begin` gave."""
        self._paths = paths
        self.state = state
        self._rows = _cut(paths.rows, state.rows_bytes)
        self._faults = _cut(paths.faults, state.faults_bytes)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        self._rows.close()
        self._faults.close()

    def append(self, rows: bytes, faults: bytes, tally: Tally, last: tuple[int, int]) -> None:
        """Write what came of a part, whose last row has this number and this end."""
        self._rows.write(rows)
        self._faults.write(faults)
        state = self.state
        self.state = replace(
            state,
            rows=last[0],
            position=last[1],
            rows_bytes=state.rows_bytes + len(rows),
            faults_bytes=state.faults_bytes + len(faults),
            tally=state.tally + tally,
        )

    def checkpoint(self) -> None:
        """Make sure that what is written until now is not lost, and remember that."""
        for file in (self._rows, self._faults):
            file.flush()
            os.fsync(file.fileno())
        self._save()

    def finish(self) -> None:
        """Remember that nothing is left to do."""
        self.state = replace(self.state, finished=True)
        self._save()

    def _save(self) -> None:
        _save(self._paths, self.state)


def begin(paths: Paths, fingerprint: str, *, resume: bool) -> State:
    """Give the state to go on from, or that of a beginning. Raises ResumeMismatch, UnreadableState and OSError."""
    if resume and (state := _resumed(paths, fingerprint)) is not None:
        return state
    state = State(fingerprint)
    # What an older replay left may not be gone on from once its files are cut.
    _save(paths, state)
    return state


def _save(paths: Paths, state: State) -> None:
    replace_files({paths.state: state.to_json()})


def _cut(path: Path, length: int) -> BinaryIO:
    """Open a file for appending behind its first bytes; what stands behind them was never remembered."""
    file = path.open("ab")
    file.truncate(length)
    return file


def _resumed(paths: Paths, fingerprint: str) -> State | None:
    """Read the state to go on from; None where nothing was ever remembered."""
    try:
        state = State.from_json(paths.state.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        message = f"{paths.state} cannot be read ({error}); replay without --resume to begin anew"
        raise UnreadableState(message) from None
    if state.fingerprint != fingerprint:
        message = (
            f"{paths.state} is of another replay: the input, the policies or the options differ;"
            " replay without --resume to begin anew"
        )
        raise ResumeMismatch(message)
    _check_lengths(paths, state)
    return state


def _check_lengths(paths: Paths, state: State) -> None:
    """Refuse to go on where a file is shorter than what was written to it."""
    wanted = {paths.faults: state.faults_bytes}
    # The rows of a finished Parquet file are in it, and nowhere else any more.
    wanted[paths.out if state.finished else paths.rows] = 0 if paths.is_parquet and state.finished else state.rows_bytes
    missing = -1 if state.finished else 0
    for path, length in wanted.items():
        if (path.stat().st_size if path.exists() else missing) < length:
            message = f"{path} has lost what was written to it; replay without --resume to begin anew"
            raise ResumeMismatch(message)
