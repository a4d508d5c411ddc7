"""What the site shows: the versions of a folder of policies with their examples, and which rule codifies what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from rulings.algebra import OTHERWISE
from rulings.book import PolicyBook
from rulings.errors import Diagnostic, Faults, PolicyFaults, RulingsError
from rulings.examples.comparing import compare
from rulings.examples.gathering import Ruled, gather
from rulings.examples.running import NOT_RULED
from rulings.library import Library, read_library
from rulings.model import Decision, Policy, Register, Rule, Vocabulary
from rulings.publishing import published
from rulings.values import BadValue


@dataclass(frozen=True, slots=True)
class Edition:
    """One version as the site shows it.

    `spans` are the first and last days in force, without end where the last is None: several where a temporary measure
    suspends the version. `replaced_by` is the correction that has taken its place, if any.
    Of the decisions in `unproved` it is not proved that exactly one rule applies to every case.
    """

    policy: Policy
    spans: tuple[tuple[date, date | None], ...]
    is_published: bool
    replaced_by: str = ""
    unproved: tuple[str, ...] = ()
    examples: tuple[Ruled, ...] = ()

    @property
    def ends(self) -> date | None:
        """Give the last day in force, None without end."""
        return self.spans[-1][1]

    @property
    def name(self) -> str:
        """Write the version as `platform/policy@date`."""
        return self.policy.name

    @property
    def rules(self) -> int:
        """Count the rules; what holds otherwise is none."""
        return sum(rules_of(decision) for decision in self.policy.decisions.values())


def rules_of(decision: Decision) -> int:
    """Count the rules of a decision; what holds otherwise is none."""
    return len(decision.rules.keys() - {OTHERWISE})


@dataclass(frozen=True, slots=True)
class Use:
    """A rule that cites a provision."""

    edition: Edition
    decision: str
    rule: Rule


@dataclass(frozen=True)
class Catalogue:
    """All that the site shows. `editions` has the versions of each policy, oldest first, corrected ones included."""

    editions: Mapping[str, tuple[Edition, ...]]
    vocabularies: Mapping[str, Vocabulary]
    register: Register
    platforms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def every(self) -> tuple[Edition, ...]:
        """Give all versions of all policies."""
        return tuple(edition for editions in self.editions.values() for edition in editions)

    def newest(self, policy: str) -> Edition:
        """Give the newest version of a policy."""
        return self.editions[policy][-1]

    def of_platform(self, platform: str) -> tuple[Edition, ...]:
        """Give the newest versions of a platform's policies."""
        return tuple(self.newest(policy) for policy in self.platforms[platform])

    def uses(self, provision: str, platform: str) -> tuple[Use, ...]:
        """Give the rules of a platform that cite a provision, each policy by the newest version in which one does."""
        found = (self._uses_in(policy, provision) for policy in self.platforms[platform])
        return tuple(use for uses in found for use in uses)

    def _uses_in(self, policy: str, provision: str) -> tuple[Use, ...]:
        for edition in reversed(self.editions[policy]):
            uses = self._uses.get((edition.name, provision))
            if uses:
                return tuple(uses)
        return ()

    @cached_property
    def _uses(self) -> dict[tuple[str, str], list[Use]]:
        found: dict[tuple[str, str], list[Use]] = {}
        for edition in self.every:
            for name, decision in edition.policy.decisions.items():
                for provision, rules in _citing(decision).items():
                    uses = found.setdefault((edition.name, provision), [])
                    uses += [Use(edition, name, rule) for rule in rules]
        return found

    @cached_property
    def _named(self) -> dict[str, frozenset[str]]:
        """Of every platform the provisions that its policies name in any way."""
        return {
            platform: frozenset().union(
                *(_named_by(edition.policy) for id_ in policies for edition in self.editions[id_])
            )
            for platform, policies in self.platforms.items()
        }

    @cached_property
    def _families(self) -> dict[str, frozenset[str]]:
        """To which platforms a family of provisions belongs: those whose ids begin with the same letters."""
        found: dict[str, set[str]] = {}
        for platform, named in self._named.items():
            for provision in named:
                found.setdefault(_family(provision), set()).add(platform)
        return {family: frozenset(platforms) for family, platforms in found.items()}

    def provisions(self, platform: str) -> tuple[str, ...]:
        """Give the provisions of a platform: those that its policies name, and the rest of the same family."""
        return tuple(id_ for id_ in self.register.provisions if self._belongs(id_, platform))

    def _belongs(self, provision: str, platform: str) -> bool:
        if provision in self._named[platform]:
            return True
        elsewhere = any(provision in named for named in self._named.values())
        return not elsewhere and self._families.get(_family(provision), frozenset()) == {platform}

    @cached_property
    def unclaimed(self) -> tuple[str, ...]:
        """Give the provisions that belong to no platform of the folder."""
        claimed = {id_ for platform in self.platforms for id_ in self.provisions(platform)}
        return tuple(id_ for id_ in self.register.provisions if id_ not in claimed)


def _citing(decision: Decision) -> dict[str, list[Rule]]:
    """Give the rules that cite each provision; what holds otherwise is named only where no other rule cites it."""
    found: dict[str, list[Rule]] = {}
    for rule in sorted(decision.rules.values(), key=lambda rule: (rule.id == OTHERWISE, rule.place.line, rule.id)):
        for provision in rule.cites:
            if rule.id != OTHERWISE or provision not in found:
                found.setdefault(provision, []).append(rule)
    return found


def _family(provision: str) -> str:
    return provision.partition("-")[0]


def _named_by(policy: Policy) -> frozenset[str]:
    rules = (rule for decision in policy.decisions.values() for rule in decision.rules.values())
    cited = {id_ for rule in rules for id_ in rule.cites}
    read = {id_ for reading in policy.readings.values() for id_ in reading.of}
    return frozenset(cited | read | set(policy.not_expressed))


def read_catalogue(folder: Path) -> Catalogue:
    """Read a folder of policies and its examples. Raises PolicyFaults where a file has one, or an example fails."""
    library = read_library(folder)
    _refuse(library.errors, f"the policies of {folder}")
    faults = Faults()
    ruled = gather(PolicyBook(library.versions, library.notes, library.corrected), folder, None, faults)
    for one in ruled:
        _check(one, faults)
    _refuse(faults.errors, f"the examples of {folder}")
    editions = {id_: tuple(_editions(id_, library, ruled)) for id_ in library.versions}
    platforms = {
        platform: tuple(id_ for id_ in editions if id_.partition("/")[0] == platform)
        for platform in library.vocabularies
    }
    return Catalogue(editions, library.vocabularies, library.register, platforms)


def _refuse(faults: list[Diagnostic], of: str) -> None:
    if faults:
        summary = f"no site is written: {len(faults)} fault{'s' if len(faults) > 1 else ''} in {of}"
        raise PolicyFaults(summary, faults)


def _check(one: Ruled, faults: Faults) -> None:
    """What does not come out as the site would show it must not be shown."""
    error = one.error
    try:
        if one.ruling is not None:
            compare(one.example, one.ruling, one.expectations, faults)
    except (RulingsError, BadValue) as raised:
        error = str(raised)
    if error:
        faults.add(NOT_RULED, one.example.place, f"{one.example.id}: there is no ruling: {error}")


def _editions(id_: str, library: Library, ruled: Iterable[Ruled]) -> list[Edition]:
    lock = published(library)
    kept = {version.name: version for version in library.versions[id_]}
    corrected = {name.partition("+")[0]: name for name in kept}
    found: list[Edition] = []
    for policy in (policy for policy in library.read.values() if policy.id == id_):
        version, is_published = kept.get(policy.name), policy.name in lock
        if version is None:
            by = corrected[policy.name.partition("+")[0]].partition("@")[2]
            own_span = (policy.in_force.since, policy.in_force.until)
            found.append(Edition(policy, (own_span,), is_published, replaced_by=by))
            continue
        unproved = tuple(
            name for name, proof in version.proofs.items() if not (proof.is_complete and proof.is_exclusive)
        )
        own = tuple(one for one in ruled if one.example.policy == id_ and one.version == policy.version)
        spans = tuple((period.first, period.last) for period in version.periods)
        found.append(Edition(policy, spans, is_published, unproved=unproved, examples=own))
    return sorted(found, key=_age)


def _age(edition: Edition) -> tuple[date, int]:
    return edition.policy.in_force.since, int(edition.policy.version.partition("+")[2] or 0)
