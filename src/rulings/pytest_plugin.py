"""The pytest plugin: `pytest policies` runs the examples of a folder of policies, one test an example.

It is loaded in every run of pytest where rulings is installed. So it imports nothing of rulings, and looks at no file,
until pytest comes upon a file below an `examples` folder of a folder of policies.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr, TracebackStyle

    from rulings.book import PolicyBook
    from rulings.errors import Diagnostic
    from rulings.examples.gathering import Ruled

EXAMPLES, REGISTER, VOCABULARY = "examples", "provisions.yaml", "facts.yaml"
"""As in `rulings.library`, which is not imported for three words."""
_LEVELS = 4
"""How deep an example lies in its folder of policies: <platform>/<policy>/examples/<file>."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect what lies in an `examples` folder of a folder of policies."""
    if file_path.parent.name != EXAMPLES or file_path.name.startswith(".") or len(file_path.parents) < _LEVELS:
        return None
    if not _is_of_policies(file_path.parents[_LEVELS - 1], file_path.parents[_LEVELS - 2]):
        return None
    return ExampleFile.from_parent(parent, path=file_path)


@cache
def _is_of_policies(folder: Path, platform: Path) -> bool:
    """Tell whether a folder holds policies: it has a register or a vocabulary, and loading says if one is missing."""
    return (folder / REGISTER).is_file() or (platform / VOCABULARY).is_file()


class ExampleFailed(Exception):
    """An example that did not come out. Its text is the failure's."""


class ExampleFile(pytest.File):
    """A file of examples."""

    def collect(self) -> Iterator[Example]:
        """Give its examples; where it or the policies have faults, they are an error of collecting."""
        folder = Folder.of(self.path.parents[_LEVELS - 1], self.config)
        for one in folder.examples_in(self):
            yield Example.from_parent(self, name=one.example.id, ruled=one, folder=folder)


class Example(pytest.Item):
    """One example as a test."""

    def __init__(self, *, ruled: Ruled, folder: Folder, **more: object) -> None:
        """Keep the example with its ruling, and the folder that it stands in."""
        super().__init__(**more)  # type: ignore[arg-type]
        self.ruled = ruled
        self.folder = folder

    def runtest(self) -> None:
        """Compare the ruling with what the example expects."""
        from rulings.examples.running import result_of  # noqa: PLC0415 - see above
        from rulings.examples.telling import told  # noqa: PLC0415

        failures = result_of(self.ruled).failures
        if failures:
            raise ExampleFailed(self.folder.written(failures, told(self.ruled)))

    def repr_failure(
        self, excinfo: ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """Show the failure as `rulings test` does, with what the explanation says; the traceback would tell nothing."""
        if isinstance(excinfo.value, ExampleFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Give the file and the line, from 0, of the example."""
        return self.path, self.ruled.example.place.line - 1, self.name


@dataclass(slots=True)
class Folder:
    """A folder of policies, loaded once a session. Where it cannot be, `told_at` is the file that told why."""

    path: Path
    config: pytest.Config
    book: PolicyBook | None = None
    faults: tuple[Diagnostic, ...] = ()
    told_at: str | None = None
    gathered: dict[str, tuple[list[Ruled], list[Diagnostic]]] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path, config: pytest.Config) -> Folder:
        """Give the folder, loaded where that has not been done."""
        folders = config.stash.setdefault(_FOLDERS, {})
        if path not in folders:
            folders[path] = cls._loaded(path, config)
        return folders[path]

    @classmethod
    def _loaded(cls, path: Path, config: pytest.Config) -> Folder:
        from rulings.book import PolicyBook  # noqa: PLC0415 - see above
        from rulings.errors import PolicyFaults  # noqa: PLC0415

        try:
            return cls(path, config, PolicyBook.load(path))
        except PolicyFaults as refused:
            return cls(path, config, faults=refused.diagnostics)

    def examples_in(self, file: ExampleFile) -> list[Ruled]:
        """Give the examples of a file with their rulings. Raises CollectError where there are faults."""
        if self.book is None:
            raise file.CollectError(self._refusal(file))
        ruled, faults = self._gather(self.book, file.path.parents[1].relative_to(self.path).as_posix())
        own = [fault for fault in faults if fault.place is not None and Path(fault.place.file) == file.path]
        if own:
            raise file.CollectError(self.written(own))
        return [one for one in ruled if Path(one.example.place.file) == file.path]

    def _refusal(self, file: ExampleFile) -> str:
        """Show the faults of the policies once, and then where they are shown."""
        shown = self._shorter(str(self.path))
        if self.told_at is None:
            self.told_at = file.nodeid
            return self.written(self.faults, f"the policies of {shown} have faults, so that none of its examples runs")
        return f"the policies of {shown} have faults; they are shown with {self.told_at}"

    def _gather(self, book: PolicyBook, policy: str) -> tuple[list[Ruled], list[Diagnostic]]:
        from rulings.errors import Faults  # noqa: PLC0415 - see above
        from rulings.examples.gathering import gather  # noqa: PLC0415

        if policy not in self.gathered:
            faults = Faults()
            ruled = gather(book, self.path, policy, faults)
            self.gathered[policy] = ruled, faults.errors
        return self.gathered[policy]

    def written(self, faults: Iterable[Diagnostic], more: str = "") -> str:
        """Write faults as the commands do, with paths from where pytest was called."""
        return self._shorter("\n\n".join([*map(str, faults), *([more] if more else [])]))

    def _shorter(self, text: str) -> str:
        called_in = f"{self.config.invocation_params.dir}{os.sep}"
        return text.replace(called_in, "") if str(self.path).startswith(called_in) else text


_FOLDERS = pytest.StashKey[dict[Path, Folder]]()
