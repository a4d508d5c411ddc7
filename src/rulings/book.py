"""The book of policies: loading them from a folder, choosing the version for a case, and ruling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from rulings.cases.moments import with_fixed_offset
from rulings.cases.typed import CaseTypes
from rulings.choosing import Ruler, rule_under, ruler
from rulings.engine.facts import TypedCase
from rulings.errors import (
    CaseFaults,
    Diagnostic,
    PolicyFaults,
    UnknownPolicy,
    UnknownVersion,
    nearest,
)
from rulings.explain.explanation import Explainer
from rulings.packaged import policies_folder
from rulings.ruling import Ruling
from rulings.values import BadValue, check_year, parse_datetime
from rulings.version import Version

if TYPE_CHECKING:
    from rulings.model import Vocabulary


class PolicyBook:
    """All versions of all policies of a folder, checked and ready.

    A book does not change and is safe to share between threads.
    """

    def __init__(self, versions: Mapping[str, tuple[Version, ...]], notes: tuple[Diagnostic, ...] = ()) -> None:
        """Make a book of versions that are ready, of each policy the oldest first; use `load`."""
        self._versions = versions
        vocabularies: dict[str, Vocabulary] = {
            id_: versions[0].policy.vocabulary for id_, versions in self._versions.items()
        }
        types = CaseTypes(vocabularies)
        self._from_json, self._from_python = types.from_json, types.from_python
        self._vocabularies = vocabularies
        self._explainers = {
            version.name: Explainer(version) for versions in self._versions.values() for version in versions
        }
        self._rulers = _Rulers(
            {id_: tuple(self._explainers[version.name] for version in known) for id_, known in versions.items()}
        )
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
        return cls(library.versions, library.notes)

    @property
    def policies(self) -> tuple[str, ...]:
        """Give the names of all policies."""
        return tuple(self._versions)

    def versions(self, policy: str) -> tuple[Version, ...]:
        """Give all versions of a policy, oldest first. Raises UnknownPolicy."""
        try:
            return self._versions[policy]
        except KeyError:
            raise _unknown_policy(policy, self.policies) from None

    def version(self, policy: str, version: str | None = None) -> Version:
        """Give a version by its date, or the newest. Raises UnknownPolicy or UnknownVersion."""
        versions = self.versions(policy)
        if version is None:
            return versions[-1]
        for known in versions:
            if known.policy.version == version:
                return known
        listed = [known.policy.version for known in versions]
        message = f"{policy} has no version {version}; it has {', '.join(listed)}"
        raise UnknownVersion(message)

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

    def evaluate(self, case: object, *, version: str | None = None, at: str | datetime | None = None) -> Ruling:
        """Rule on a case given as Python data: `{"id": …, "policy": …, "facts": {group: {name: value}}}`.

        The version is chosen by the case's own date unless it is named. `at` is the moment of evaluation, with an
        offset. Raises CaseFaults, NotYetInForce, NoLongerInForce, UnknownVersion, and RuleConflict or RuleGap where a
        policy fails.
        """
        typed = self._from_python(case)
        if typed is None:
            _refuse(case, self._vocabularies)
        if version is None and at is None:
            return self._rulers[typed.policy_id](typed, None)
        return self.rule(typed, version=version, at=at)

    def evaluate_json(
        self, data: bytes | str, *, version: str | None = None, at: str | datetime | None = None
    ) -> Ruling:
        """Rule on a case given as JSON. Raises what `evaluate` raises.

        Of equal keys in one object the last one counts, as JSON leaves it; `check_json` sees them.
        """
        typed = self._from_json(data)
        if typed is None:
            refuse(self.check_json(data))
        if version is None and at is None:
            return self._rulers[typed.policy_id](typed, None)
        return self.rule(typed, version=version, at=at)

    def rule(self, case: TypedCase, *, version: str | None = None, at: str | datetime | None = None) -> Ruling:
        """Rule on a case that `decode` has checked."""
        moment = None if at is None else _moment(at)
        if version is None:
            return self._rulers[case.policy_id](case, moment)
        return rule_under(self._explainers[self.version(case.policy_id, version).name], case, moment)


class _Rulers(dict[str, Ruler]):
    """By policy the function that rules on its cases, made when it is first asked for: most policies never are.

    Two threads may make one at the same time; both are alike, and either serves.
    """

    def __init__(self, explainers: Mapping[str, tuple[Explainer, ...]]) -> None:
        super().__init__()
        self._explainers = explainers

    def __missing__(self, policy: str) -> Ruler:
        self[policy] = made = ruler(self._explainers[policy])
        return made


def _refuse(case: object, vocabularies: Mapping[str, Vocabulary]) -> NoReturn:
    from rulings.cases.check import faults_of  # noqa: PLC0415 - needed for bad cases only

    refuse(faults_of(case, vocabularies))


def refuse(faults: list[Diagnostic]) -> NoReturn:
    """Raise the faults of a case together."""
    # The two ways of checking agree (tests/cases shows it); should they ever not, a case is refused all the same.
    faults = faults or [Diagnostic("not-a-case", "the case cannot be read", None, "case")]
    summary = f"the case is refused, nothing was ruled: {len(faults)} fault{'s' if len(faults) > 1 else ''}"
    raise CaseFaults(summary, faults)


def _moment(at: str | datetime) -> datetime:
    """Check the moment of evaluation."""
    summary = "the moment of evaluation is refused"
    try:
        moment = parse_datetime(at) if isinstance(at, str) else with_fixed_offset(at)
        check_year(moment)
    except BadValue as fault:
        found = Diagnostic(fault.code, str(fault), None, "at", fault.expected, fault.help)
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


def evaluate(case: object, *, version: str | None = None, at: str | datetime | None = None) -> Ruling:
    """Rule on a case by the policies that come with the package; see `PolicyBook.evaluate`."""
    return packaged_book().evaluate(case, version=version, at=at)


def evaluate_json(data: bytes | str, *, version: str | None = None, at: str | datetime | None = None) -> Ruling:
    """Rule on a case given as JSON by the policies that come with the package; see `PolicyBook.evaluate`."""
    return packaged_book().evaluate_json(data, version=version, at=at)
