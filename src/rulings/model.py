"""What a policy says, once it is read: facts, decisions and rules with their texts, places and meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from rulings.algebra import AT, DATETIME, LIST, OTHERWISE, UNLESS_APPLICABLE, Choose, Const, Expr, Type, Value
from rulings.errors import Diagnostic, Place
from rulings.values import Span

WINDOW, OBLIGATION, EXEMPTION, SCORE, TIERS, AMOUNT = "window", "obligation", "exemption", "score", "tiers", "amount"
"""Kinds of which rulings and explanations have something to say of their own; `rulings.kinds` has them all."""
PENDING, DUE_AT = "pending", "due_at"
"""Of an obligation the status of what is still to be done, and the field with the moment until which it can be."""

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

    `options` names what a choice can be, `if_true` and `if_false` say a boolean as a clause. A list of records has
    `fields`, facts of their own whose paths begin with what one record is called, `of`; `each` says that in words.
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
    of: str = ""
    each: Bilingual | None = None
    fields: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))


AT_FACT = Fact(AT.path, DATETIME, Bilingual("the moment of the ruling", "裁定时间"))
"""The moment of evaluation, told of like a fact."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A platform's facts and the parties that act on it."""

    platform: str
    title: Bilingual
    parties: Mapping[str, Bilingual]
    groups: Mapping[str, Bilingual]
    facts: Mapping[str, Fact]

    @property
    def lists(self) -> dict[str, Fact]:
        """Give the facts that are lists of records, by what one of their records is called."""
        return {fact.of: fact for _, fact in sorted(self.facts.items()) if fact.type == LIST}

    def fact(self, path: str) -> Fact:
        """Give what a path names: a fact, a field of a record, or the moment of evaluation. Raises KeyError."""
        if path in self.facts:
            return self.facts[path]
        item, _, name = path.partition(".")
        return AT_FACT if path == AT.path else self.lists[item].fields[name]


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
    """One line of a `when`: the condition as the author wrote it, what it means, and where it stands.

    A line about the records of a list has lines of its own `inside`, about one record.
    """

    text: str
    expr: Expr
    place: Place
    inside: tuple[Line, ...] = ()


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
    """From which day to which last day, or without end, a version is in force, and which fact of a case chooses it.

    A temporary measure names the version that it `suspends` for that time.
    """

    since: date
    until: date | None
    chosen_by: str
    timezone: str = "Asia/Shanghai"
    suspends: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a policy, whole, with its vocabulary.

    `digest` is over its meaning, `bytes_digest` over its file as it is. `recorded` is when the version became known,
    `corrects` the version of which it is a correction.
    """

    id: str
    version: str
    language: int
    title: Bilingual
    published: date
    in_force: InForce
    sources: Mapping[str, tuple[str, str]]
    readings: Mapping[str, Reading]
    not_expressed: Mapping[str, Bilingual]
    parameters: Mapping[str, Const | Span]
    decisions: Mapping[str, Decision]
    answers: tuple[str, ...]
    vocabulary: Vocabulary
    register: Register
    place: Place
    recorded: date | datetime
    corrects: str | None = None
    digest: str = ""
    bytes_digest: str = ""
    notes: tuple[Diagnostic, ...] = ()

    @property
    def name(self) -> str:
        """Write the version as `platform/policy@date`."""
        return f"{self.id}@{self.version}"
