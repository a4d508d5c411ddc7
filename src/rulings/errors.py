"""Faults as data, and the exceptions drawn on top of them.

A fault is a `Diagnostic`: a stable code, one sentence, the place, what was expected and what to do. Reading a policy or
a case collects all of its diagnostics first; an exception carries them together, so that nobody repairs a file one
message at a time. Every code has a page under `docs/errors/`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

ERROR = "error"
NOTE = "note"

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_MOST_FAULTS = 500
_LONGEST_MESSAGE = 400
_LONGEST_WORD = 100
_SHOWN_BEFORE, _SHOWN_BEHIND = 100, 160


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one file: lines and columns from 1, columns in characters; `end_column` is the first behind it."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Write the place as `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: what is wrong, where, what was expected, and what to do.

    `place` is set for faults of files, `path` for faults of cases (`facts.order.completed_at`). `severity` is "error"
    or, for what the author should know but need not mend, "note". `case` shows the fault on a case, one fact a line.
    """

    code: str
    message: str
    place: Place | None = None
    path: str | None = None
    expected: str | None = None
    help: str | None = None
    near: str | None = None
    source_line: str | None = None
    severity: str = ERROR
    case: tuple[str, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """Order by place, then by code: the same faults always print in the same order."""
        if self.place is None:
            return ("", 0, 0, self.path or "", self.code, self.message)
        return (self.place.file, self.place.line, self.place.column, self.path or "", self.code, self.message)

    def to_dict(self) -> dict[str, object]:
        """Give the fault as plain data, without empty fields."""
        data: dict[str, object] = {"code": self.code, "severity": self.severity, "message": self.message}
        if self.place is not None:
            data |= {"file": self.place.file, "line": self.place.line, "column": self.place.column}
            data |= {"end_line": self.place.end_line, "end_column": self.place.end_column}
        extra = {
            "path": self.path,
            "expected": self.expected,
            "help": self.help,
            "near": self.near,
            "source": self.source_line,
            "case": list(self.case) or None,
        }
        return data | {key: value for key, value in extra.items() if value is not None}

    def __str__(self) -> str:
        """Write the fault as a person reads it: place, code, sentence, the line with a caret, and what to do."""
        where = str(self.place) if self.place is not None else self.path
        head = f"{self.severity}[{self.code}]: {self.message}"
        lines = [f"{where}: {head}" if where else head]
        lines += self._excerpt()
        margin = " " * self._gutter()
        shown = f"\n{margin}         ".join(self.case)
        notes = (("case: ", shown), ("expected: ", self.expected), ("did you mean: ", self.near), ("help: ", self.help))
        lines += [f"{margin} = {label}{text}" for label, text in notes if text]
        return "\n".join(lines)

    def _gutter(self) -> int:
        return len(str(self.place.line)) if self.place is not None and self.source_line is not None else 1

    def _excerpt(self) -> list[str]:
        if self.place is None or self.source_line is None:
            return []
        gutter = " " * self._gutter()
        line, start = self.source_line, self.place.column - 1
        end = self.place.end_column - 1 if self.place.end_line == self.place.line else len(line)
        first, last = max(0, start - _SHOWN_BEFORE), start + _SHOWN_BEHIND
        left, right = "…" if first else "", "…" if last < len(line) else ""
        caret = _blank(left + line[first:start]) + "^" * max(1, _width(line[start : min(end, last)].rstrip()))
        return [f"{gutter} |", f"{self.place.line} | {left}{line[first:last]}{right}", f"{gutter} | {caret}"]


def _width(text: str) -> int:
    """Columns that the text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _blank(text: str) -> str:
    return "".join(char if char == "\t" else " " * _width(char) for char in text)


def lines_of(text: str) -> list[str]:
    """Split a text where YAML breaks lines; `str.splitlines` breaks at signs that YAML does not."""
    return LINE_BREAK.split(text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known name that is most like the word, or None where nothing is near enough to be meant."""
    if len(word) > _LONGEST_WORD:
        return None
    names = sorted(set(known))
    folded = {name.casefold(): name for name in reversed(names)}
    if word.casefold() in folded:
        return folded[word.casefold()]
    found = difflib.get_close_matches(word, names, n=1, cutoff=0.7)
    return found[0] if found else None


class Faults:
    """Collects the diagnostics of one reading."""

    def __init__(self) -> None:
        """Start with none."""
        self.found: list[Diagnostic] = []
        self._seen: set[Diagnostic] = set()
        self._settled: set[tuple[str, int, int]] = set()
        self._lines: dict[str, list[str]] = {}

    def know_source(self, file: str, text: str) -> None:
        """Remember the lines of a file, so that its diagnostics can show them."""
        self._lines[file] = lines_of(text)

    def settle(self, place: Place) -> None:
        """Say no more about a place: why its value is unusable has been reported, and what follows from it is noise."""
        self._settled.add((place.file, place.line, place.column))

    def is_settled(self, place: Place) -> bool:
        """Tell whether what stands at a place has been reported as unusable."""
        return (place.file, place.line, place.column) in self._settled

    def add(  # noqa: PLR0913 - the fields of a diagnostic
        self,
        code: str,
        place: Place | None,
        message: str,
        *,
        expected: str | None = None,
        help: str | None = None,  # noqa: A002 - the field's name
        near: str | None = None,
        severity: str = ERROR,
    ) -> None:
        """Add a fault at a place."""
        if place is None or not self.is_settled(place):
            self.extend([Diagnostic(code, _shortened(message), place, None, expected, help, near, None, severity)])

    def extend(self, faults: Iterable[Diagnostic]) -> None:
        """Add diagnostics, with the lines that they are about where those are known; none stands twice."""
        for fault in faults:
            if self.is_full:
                return
            shown = replace(fault, source_line=self._line(fault.place)) if fault.source_line is None else fault
            if shown not in self._seen:
                self._seen.add(shown)
                self.found.append(shown)
        if self.is_full:
            message = f"there are more faults; these are the first {_MOST_FAULTS}"
            self.found.append(
                Diagnostic("too-many-faults", message, self.found[-1].place, help="mend these, then look again")
            )

    @property
    def is_full(self) -> bool:
        """Tell whether so many faults were found that looking for more would help nobody."""
        return len(self.found) >= _MOST_FAULTS

    def prefer(self, weak: slice, strong: slice, codes: frozenset[str]) -> None:
        """Drop weak diagnostics of some codes where a strong one stands at the same place and says more."""
        better = {
            (fault.place.file, fault.place.line, fault.place.column)
            for fault in self.found[strong]
            if fault.place is not None
        }
        self.found[weak] = [
            fault
            for fault in self.found[weak]
            if fault.code not in codes
            or fault.place is None
            or (fault.place.file, fault.place.line, fault.place.column) not in better
        ]

    def _line(self, place: Place | None) -> str | None:
        lines = self._lines.get(place.file, []) if place is not None else []
        return lines[place.line - 1] if place is not None and 0 < place.line <= len(lines) else None

    @property
    def errors(self) -> list[Diagnostic]:
        """Give the diagnostics that stop the file from being used, in order."""
        return sorted((fault for fault in self.found if fault.severity == ERROR), key=lambda fault: fault.sort_key)

    def __len__(self) -> int:
        """Count all diagnostics, notes included."""
        return len(self.found)


def _shortened(message: str) -> str:
    half = _LONGEST_MESSAGE // 2
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:half]} … {message[-half:]}"


def ordered(faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort diagnostics by place."""
    return sorted(faults, key=lambda fault: fault.sort_key)


def at_path(fault: Diagnostic, path: str) -> Diagnostic:
    """Give the same fault at a path of a case."""
    return replace(fault, path=path)


class RulingsError(Exception):
    """The root of every exception that this package raises on purpose."""


class _WithDiagnostics(RulingsError):
    def __init__(self, summary: str, diagnostics: Iterable[Diagnostic]) -> None:
        self.summary = summary
        self.diagnostics = tuple(ordered(diagnostics))
        super().__init__("\n\n".join([summary, *map(str, self.diagnostics)]))


class PolicyFaults(_WithDiagnostics):
    """Policies that do not load. `diagnostics` holds every fault found, with its place."""


class CaseFaults(_WithDiagnostics):
    """A case that is refused whole. `diagnostics` holds every fault found, with its path; nothing was ruled."""


class PackageMissing(RulingsError):
    """A part of the product was asked for whose packages are not installed: its message says what to install."""


class UnreadableReceipt(_WithDiagnostics):
    """What is no receipt, or one whose seal does not fit its content. `diagnostics` says why."""

    @property
    def is_tampered(self) -> bool:
        """Tell whether it has the form of a receipt, and only its seal does not fit."""
        return all(fault.code == "seal-broken" for fault in self.diagnostics)


class NotWithheld(_WithDiagnostics):
    """A field of a receipt that cannot be withheld, or not safely. `diagnostics` says which, and what to do."""


class NoVersion(RulingsError):
    """No version of a policy answers for the case."""


class UnknownPolicy(NoVersion):
    """The book holds no policy of that name."""


class UnknownVersion(NoVersion):
    """The policy has no version of that date."""


class NotYetInForce(NoVersion):
    """The case's date lies before the first version in force."""


class NoLongerInForce(NoVersion):
    """The case's date lies behind the last day of the version that was in force."""


class NotYetRecorded(NoVersion):
    """No version of the policy was recorded by the moment that was asked about."""


class Undecidable(RulingsError):
    """A decision cannot be made although its facts are known: the policy itself is at fault."""

    def __init__(self, decision: str, rules: tuple[str, ...], message: str) -> None:
        """Name the decision and the rules that are concerned."""
        super().__init__(message)
        self.decision = decision
        self.rules = rules


class RuleConflict(Undecidable):
    """Two rules of one decision apply to the case with different results."""


class RuleGap(Undecidable):
    """No rule of a decision applies to the case, and it has no `otherwise`."""


def diagnostics_of(error: RulingsError) -> list[Diagnostic]:
    """Give what an exception says as diagnostics; one without any is coded by its class: `not-yet-in-force`."""
    found = list(getattr(error, "diagnostics", ()))
    words = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in type(error).__name__)
    return found or [Diagnostic(words.strip("-"), str(error))]
