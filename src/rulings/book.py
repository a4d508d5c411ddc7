"""The book of policies: loading them from a folder, choosing the version for a case, and ruling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from rulings.cases.moments import with_fixed_offset
from rulings.cases.typed import CaseTypes
from rulings.engine.facts import TypedCase
from rulings.errors import (
    CaseFaults,
    Diagnostic,
    PolicyFaults,
    RulingsError,
    UnknownPolicy,
    UnknownVersion,
    nearest,
)
from rulings.packaged import policies_folder
from rulings.ruling import Ruling
from rulings.ruling.choosing import Ruler, Shelf, rule_by_date, ruler
from rulings.selection import NO_POLICY, Selection
from rulings.validity import Timetable
from rulings.values import BadValue, check_year, parse_date, parse_datetime
from rulings.version import Version

if TYPE_CHECKING:
    from rulings.model import Vocabulary


class PolicyBook:
    """All versions of all policies of a folder, checked and ready.

    A book does not change and is safe to share between threads.
    """

    def __init__(
        self,
        versions: Mapping[str, tuple[Version, ...]],
        notes: tuple[Diagnostic, ...] = (),
        corrected: Mapping[str, tuple[Version, ...]] | None = None,
    ) -> None:
        """Make a book of versions that are ready, of each policy the oldest first; use `load`.

        `corrected` are those that a correction has taken the place of.
        """
        self._versions = versions
        vocabularies: dict[str, Vocabulary] = {
            id_: versions[0].policy.vocabulary for id_, versions in self._versions.items()
        }
        types = CaseTypes(vocabularies)
        self._from_json, self._from_python = types.from_json, types.from_python
        self._vocabularies = vocabularies
        self._shelves = {id_: Shelf(known, (corrected or {}).get(id_, ())) for id_, known in versions.items()}
        self._rulers = _Rulers(self._shelves)
        self.notes = notes

    @classmethod
    def load(cls, folder: str | Path) -> PolicyBook:
        """Load a folder of policies. Raises PolicyFaults with every fault of every file."""
        # Reading and proving need much that ruling does not: imported when policies are loaded.
        from rulings.library import read_library  # noqa: PLC0415

        library = read_library(Path(folder))
        if library.errors:
            count = len(library.errors)
            summary = f"{count} fault{'s' if count > 1 else ''} in the policies of {folder}"
            raise PolicyFaults(summary, library.errors)
        return cls(library.versions, library.notes, library.corrected)

    @property
    def policies(self) -> tuple[str, ...]:
        """Give the names of all policies."""
        return tuple(self._versions)

    def versions(self, policy: str) -> tuple[Version, ...]:
        """Give the versions of a policy that are in force some time, oldest first. Raises UnknownPolicy.

        Those that a correction has taken the place of rule only where they are named; `version` gives them.
        """
        self._shelf(policy)
        return self._versions[policy]

    def every_version(self, policy: str) -> tuple[Version, ...]:
        """Give the versions of a policy, with those that a correction has taken the place of. Raises UnknownPolicy."""
        return self._shelf(policy).all

    def _shelf(self, policy: str) -> Shelf:
        try:
            return self._shelves[policy]
        except KeyError:
            raise _unknown_policy(policy, self.policies) from None

    def version(self, policy: str, version: str | None = None) -> Version:
        """Give a version by its date, or the newest. Raises UnknownPolicy or UnknownVersion."""
        shelf = self._shelf(policy)
        if version is None:
            return shelf.versions[-1]
        if version not in shelf.explainers:
            message = f"{policy} has no version {version}; it has {', '.join(shelf.explainers)}"
            raise UnknownVersion(message)
        return shelf.explainers[version].version

    def select(self, policy: str, moment: str | date | None, *, as_known_at: str | datetime | None = None) -> Selection:
        """Say which version a date chooses, and why, or why none: an answer, never an exception.

        `moment` is a day, or a moment with its offset, as the fact that chooses has it. With `as_known_at` only what
        was recorded by then counts. Raises CaseFaults for a text that is no date or moment.
        """
        known_at = None if as_known_at is None else _moment(as_known_at, "as_known_at")
        if policy not in self._shelves:
            return Selection(NO_POLICY, policy, as_known_at=known_at)
        when = _date_or_moment(moment) if isinstance(moment, str) else moment
        return self._shelves[policy].select(when, known_at)

    def timetable(self, policy: str, *, as_known_at: str | datetime | None = None) -> Timetable:
        """Give the periods in which a policy's versions are in force, as known at a moment or now.

        Raises UnknownPolicy, and CaseFaults for a text that is no moment.
        """
        return self._shelf(policy).timetable(None if as_known_at is None else _moment(as_known_at, "as_known_at"))

    def decode(self, case: object) -> TypedCase:
        """Check a case given as Python data and give it typed. Raises CaseFaults with every fault."""
        typed = self._from_python(case)
        if typed is None:
            _refuse(case, self._vocabularies)
        return typed

    def decode_json(self, data: bytes | str) -> TypedCase:
        """Check a case given as JSON and give it typed. Raises CaseFaults with every fault."""
        typed = self._from_json(data)
        if typed is None:
            refuse(self.check_json(data))
        return typed

    def check_json(self, data: bytes | str) -> list[Diagnostic]:
        """Find every fault of a case given as JSON, keys that stand twice included; none for a good case. Slow."""
        from rulings.cases.check import faults_of_json  # noqa: PLC0415 - needed for bad cases only

        return faults_of_json(data, self._vocabularies)

    def evaluate(
        self,
        case: object,
        *,
        version: str | None = None,
        at: str | datetime | None = None,
        as_known_at: str | datetime | None = None,
    ) -> Ruling:
        """Rule on a case given as Python data: `{"id": …, "policy": …, "facts": {group: {name: value}}}`.

        The version is chosen by the case's own date unless it is named. `at` is the moment of evaluation, with an
        offset. With `as_known_at` only versions that were recorded by that moment are chosen from. Raises CaseFaults,
        NotYetInForce, NoLongerInForce, NotYetRecorded, UnknownVersion, and RuleConflict or RuleGap where a policy
        fails; ValueError where both `version` and `as_known_at` are given.
        """
        typed = self._from_python(case)
        if typed is None:
            _refuse(case, self._vocabularies)
        if version is None and at is None and as_known_at is None:
            return self._rulers[typed.policy_id](typed, None)
        return self.rule(typed, version=version, at=at, as_known_at=as_known_at)

    def evaluate_json(
        self,
        data: bytes | str,
        *,
        version: str | None = None,
        at: str | datetime | None = None,
        as_known_at: str | datetime | None = None,
    ) -> Ruling:
        """Rule on a case given as JSON. Raises what `evaluate` raises.

        Of equal keys in one object the last one counts, as JSON leaves it; `check_json` sees them.
        """
        typed = self._from_json(data)
        if typed is None:
            refuse(self.check_json(data))
        if version is None and at is None and as_known_at is None:
            return self._rulers[typed.policy_id](typed, None)
        return self.rule(typed, version=version, at=at, as_known_at=as_known_at)

    def evaluate_many(
        self,
        cases: Iterable[object],
        *,
        version: str | None = None,
        at: str | datetime | None = None,
        as_known_at: str | datetime | None = None,
    ) -> list[Ruling | RulingsError]:
        """Rule on many cases given as Python data. Gives what `evaluate` gives for each, in their order.

        Where `evaluate` would raise a RulingsError for a case, that error stands in its place, so that one bad case
        keeps no other from being ruled on. All are in memory together; files of any size are for `rulings replay`.
        Raises CaseFaults for a bad `at` or `as_known_at`; ValueError for a single case, and where both `version` and
        `as_known_at` are given.
        """
        if isinstance(cases, Mapping | str | bytes | bytearray):
            message = "evaluate_many takes a list of cases, and evaluate a single one"
            raise ValueError(message)  # noqa: TRY004 - wrong arguments are ValueErrors throughout
        _refuse_both(version, as_known_at)
        moment = None if at is None else _moment(at, "at")
        known_at = None if as_known_at is None else _moment(as_known_at, "as_known_at")
        found: list[Ruling | RulingsError] = []
        add, decode, rulers = found.append, self._from_python, self._rulers
        for case in cases:
            typed = decode(case)
            try:
                if typed is None:
                    _refuse(case, self._vocabularies)
                if version is None and known_at is None:
                    add(rulers[typed.policy_id](typed, moment))
                else:
                    add(self.rule(typed, version=version, at=moment, as_known_at=known_at))
            except RulingsError as error:
                # Without the way that it came, which would keep alive all that was in work.
                add(error.with_traceback(None))
        return found

    def rule(
        self,
        case: TypedCase,
        *,
        version: str | None = None,
        at: str | datetime | None = None,
        as_known_at: str | datetime | None = None,
    ) -> Ruling:
        """Rule on a case that `decode` has checked. Raises what `evaluate` raises but CaseFaults."""
        _refuse_both(version, as_known_at)
        moment = None if at is None else _moment(at, "at")
        if version is not None:
            self.version(case.policy_id, version)
            return self._shelves[case.policy_id].rule_under(version, case, moment)
        if as_known_at is not None:
            known_at = _moment(as_known_at, "as_known_at")
            return rule_by_date(self._shelves[case.policy_id], case, moment, known_at)
        return self._rulers[case.policy_id](case, moment)


class _Rulers(dict[str, Ruler]):
    """By policy the function that rules on its cases, made when it is first asked for: most policies never are.

    Two threads may make one at the same time; both are alike, and either serves.
    """

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        super().__init__()
        self._shelves = shelves

    def __missing__(self, policy: str) -> Ruler:
        self[policy] = made = ruler(self._shelves[policy])
        return made


def _refuse_both(version: str | None, as_known_at: object) -> None:
    if version is not None and as_known_at is not None:
        message = "version names the version, which as_known_at would choose: give one of the two"
        raise ValueError(message)


def _refuse(case: object, vocabularies: Mapping[str, Vocabulary]) -> NoReturn:
    from rulings.cases.check import faults_of  # noqa: PLC0415 - needed for bad cases only

    refuse(faults_of(case, vocabularies))


def refuse(faults: list[Diagnostic]) -> NoReturn:
    """Raise the faults of a case together."""
    # The two ways of checking agree (tests/cases shows it); should they ever not, a case is refused all the same.
    faults = faults or [Diagnostic("not-a-case", "the case cannot be read", None, "case")]
    summary = f"the case is refused, nothing was ruled: {len(faults)} fault{'s' if len(faults) > 1 else ''}"
    raise CaseFaults(summary, faults)


def _date_or_moment(text: str) -> date | datetime:
    """Read a day, or a moment with its offset."""
    if "T" in text:
        return _moment(text, "moment")
    try:
        return parse_date(text)
    except BadValue as fault:
        found = Diagnostic(fault.code, str(fault), None, "moment", fault.expected, fault.help)
        summary = "the date is refused"
        raise CaseFaults(summary, [found]) from None


def _moment(at: str | datetime, path: str) -> datetime:
    """Check a moment that was given beside a case."""
    summary = "the moment of evaluation is refused" if path == "at" else "the moment is refused"
    try:
        moment = parse_datetime(at) if isinstance(at, str) else with_fixed_offset(at)
        check_year(moment)
    except BadValue as fault:
        found = Diagnostic(fault.code, str(fault), None, path, fault.expected, fault.help)
        raise CaseFaults(summary, [found]) from None
    return moment


def _unknown_policy(policy: str, known: tuple[str, ...]) -> UnknownPolicy:
    near = nearest(policy, known)
    hint = f'; did you mean "{near}"?' if near else ""
    return UnknownPolicy(f'there is no policy "{policy}"{hint}')


@cache
def packaged_book() -> PolicyBook:
    """Give the book of the policies that come with the package; loaded once."""
    return PolicyBook.load(policies_folder())


def evaluate(
    case: object,
    *,
    version: str | None = None,
    at: str | datetime | None = None,
    as_known_at: str | datetime | None = None,
) -> Ruling:
    """Rule on a case by the policies that come with the package; see `PolicyBook.evaluate`."""
    return packaged_book().evaluate(case, version=version, at=at, as_known_at=as_known_at)


def evaluate_json(
    data: bytes | str,
    *,
    version: str | None = None,
    at: str | datetime | None = None,
    as_known_at: str | datetime | None = None,
) -> Ruling:
    """Rule on a case given as JSON by the policies that come with the package; see `PolicyBook.evaluate`."""
    return packaged_book().evaluate_json(data, version=version, at=at, as_known_at=as_known_at)


def evaluate_many(
    cases: Iterable[object],
    *,
    version: str | None = None,
    at: str | datetime | None = None,
    as_known_at: str | datetime | None = None,
) -> list[Ruling | RulingsError]:
    """Rule on many cases by the policies that come with the package; see `PolicyBook.evaluate_many`."""
    return packaged_book().evaluate_many(cases, version=version, at=at, as_known_at=as_known_at)
