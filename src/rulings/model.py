"""What a policy says, once it is read: facts, decisions and rules with their texts, places and meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from rulings.algebra import OTHERWISE, UNLESS_APPLICABLE, Choose, Const, Expr, Type, Value
from rulings.errors import Diagnostic, Place

RESERVED_IDS = frozenset({UNLESS_APPLICABLE, OTHERWISE, "all", "holds"})


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages."""

    en: str
    zh: str

    def text(self, language: str) -> str:
        """Give the text in "en" or "zh"."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed, named input.

    `options` names what a choice can be, `if_true` and `if_false` say a boolean as a clause.
    """

    path: str
    type: Type
    title: Bilingual
    options: Mapping[str, Bilingual] = field(default_factory=lambda: MappingProxyType({}))
    if_true: Bilingual | None = None
    if_false: Bilingual | None = None
    judged_by: str | None = None
    minimum: Value = None
    maximum: Value = None
    plain: Any = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A platform's facts and the parties that act on it."""

    platform: str
    title: Bilingual
    parties: Mapping[str, Bilingual]
    groups: Mapping[str, Bilingual]
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Provision:
    """One numbered statement of a source document."""

    id: str
    document: str
    states: Bilingual
    unclear: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """All provisions of all sources."""

    documents: Mapping[str, tuple[str, Bilingual]]
    provisions: Mapping[str, Provision]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the policy reads an unclear provision."""

    id: str
    of: tuple[str, ...]
    says: Bilingual


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a `when`: the condition as the author wrote it, what it means, and where it stands."""

    text: str
    expr: Expr
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a decision, as its author sees it.

    What it does is the row of the same id in the decision's `choose`.
    """

    id: str
    title: Bilingual | None
    when: Expr
    lines: tuple[Line, ...]
    overrides: tuple[str, ...]
    cites: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place
    detail: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Decision:
    """A named part of a policy. `detail` is what its kind wants to remember for describing it."""

    name: str
    kind: str
    title: Bilingual
    type: Type
    fields: Mapping[str, Type]
    choose: Choose
    rules: Mapping[str, Rule]
    place: Place
    value_titles: Mapping[str, Bilingual] = field(default_factory=lambda: MappingProxyType({}))
    if_true: Bilingual | None = None
    if_false: Bilingual | None = None
    applies_lines: tuple[Line, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def uses(self) -> frozenset[str]:
        """Give the decisions that this one refers to."""
        from rulings.algebra import results_of  # noqa: PLC0415 - kept beside its only use

        return results_of(self.choose)


@dataclass(frozen=True, slots=True)
class InForce:
    """From which day to which last day, or without end, a version is in force, and which fact of a case chooses it."""

    since: date
    until: date | None
    chosen_by: str
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a policy, whole, with its vocabulary. `digest` is over its meaning."""

    id: str
    version: str
    language: int
    title: Bilingual
    published: date
    in_force: InForce
    sources: Mapping[str, tuple[str, str]]
    readings: Mapping[str, Reading]
    not_expressed: Mapping[str, Bilingual]
    parameters: Mapping[str, Const]
    decisions: Mapping[str, Decision]
    answers: tuple[str, ...]
    vocabulary: Vocabulary
    register: Register
    place: Place
    digest: str = ""
    notes: tuple[Diagnostic, ...] = ()

    @property
    def name(self) -> str:
        """Write the version as `platform/policy@date`."""
        return f"{self.id}@{self.version}"
