"""What `evaluate` returns: the results of a case, with their reasons on demand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from rulings.algebra import Value
from rulings.engine.interpreter import Interpreter
from rulings.engine.needs import needs_of
from rulings.engine.settle import DECIDED, UNDECIDED, UNDETERMINED, Outcome
from rulings.errors import NoVersion
from rulings.explain.explanation import Explainer, Explanation
from rulings.model import DUE_AT, OBLIGATION, PENDING
from rulings.plain import plain_value
from rulings.ruling.result import Due, Plain, Result
from rulings.ruling.touching import Touch, answers_of, dates_elsewhere
from rulings.selection import NAMED, Selection
from rulings.values import BadValue, format_moment
from rulings.version import Version

if TYPE_CHECKING:
    from rulings.explain.matter import Elsewhere
    from rulings.explain.why_not import WhyNot
    from rulings.receipt import Receipt
    from rulings.ruling.choosing import Shelf


class Ruling(Struct, dict=True, eq=False, repr_omit_defaults=True):
    """The ruling on one case, made by a `PolicyBook`. Margins, needs and reasons are derived when somebody asks.

    `case` is the typed case, `at` the moment of evaluation, `decided` tells whether every answer of the policy is
    decided. Where the date that chooses the version is not known, `chosen` is false, and nothing is decided. `named`
    tells whether the version was asked for by its date; `known_at` is the moment after which nothing recorded counted.
    """

    explainer: Explainer
    case: Any
    memory: list[Any]
    decided: bool
    at: datetime | None = None
    chosen: bool = True
    shelf: Shelf | None = None
    named: bool = False
    known_at: datetime | None = None

    @property
    def status(self) -> str:
        """Give "decided" where every answer of the policy is decided, else "undetermined"."""
        return DECIDED if self.decided else UNDETERMINED

    @property
    def id(self) -> str | None:
        """Give the id of the case."""
        identity: str | None = self.case.id
        return identity

    @property
    def version(self) -> Version:
        """Give the version that ruled."""
        return self.explainer.version

    @property
    def policy(self) -> str:
        """Give the policy's name, `platform/policy`."""
        return self.version.policy.id

    @property
    def digest(self) -> str:
        """Give the digest of the version's meaning."""
        return self.version.policy.digest

    @cached_property
    def facts(self) -> Mapping[str, Value]:
        """Give the known facts of the case by path."""
        return self.version.known_facts(self.case.facts)

    @cached_property
    def interpreter(self) -> Interpreter:
        """Give the interpreter with the record of this case; everything that explains the ruling comes from it."""
        return self.version.interpreter(self.facts, self.at)

    def outcome(self, decision: str) -> Outcome:
        """Give the outcome of a decision. Raises KeyError for a decision that the policy does not have."""
        compiled = self.version.compiled
        if not self.chosen:
            return UNDECIDED
        found: Outcome | None = self.memory[compiled.place[decision]]
        return compiled.decide[decision](self.case.facts, self.memory) if found is None else found

    def __getitem__(self, decision: str) -> Result:
        """Give the result of a decision. Raises KeyError for a decision that the policy does not have."""
        if decision not in self.version.policy.decisions:
            raise KeyError(decision)
        return Result(self, decision, self.outcome(decision))

    def __iter__(self) -> Iterator[str]:
        """Give the names of the decisions."""
        return iter(self.version.policy.decisions)

    def margin(self, decision: str) -> Value:
        """Give the margin of a decision as the algebra has it."""
        return self._around(decision)[0]

    def computed(self, decision: str) -> dict[str, Any]:
        """Give the computed fields of a decision, those that are known."""
        return dict(sorted(self._around(decision)[1].items()))

    def _around(self, decision: str) -> tuple[Value, dict[str, Value]]:
        if not self.chosen:
            return None, {}
        self.memory[self.version.compiled.place[decision]] = self.outcome(decision)
        return self.version.around(decision, self.case.facts, self.memory)

    @property
    def due(self) -> tuple[Due, ...]:
        """Give the obligations that are pending, what is due first in front."""
        obligations = (one for one in self.version.policy.decisions.values() if one.kind == OBLIGATION)
        pending = [one for one in obligations if self.outcome(one.name).value == PENDING]
        found = [
            Due(one.name, one.detail["party"], one.detail["duty"], due_at)
            for one in pending
            if isinstance(due_at := self.computed(one.name).get(DUE_AT), datetime)
        ]
        return tuple(sorted(found, key=lambda one: (one.due_at, one.decision)))

    def explain_data(self) -> Explanation:
        """Explain the ruling as data: every answer and what it rests on, rule by rule, with the facts cited."""
        if not self.chosen:
            return Explanation(self.version, (), {}, self.version.policy.answers, chosen=False)
        return self.explainer.explain(self.case, self.memory, lambda: self.interpreter)

    def explain(
        self,
        language: str = "en",
        *,
        audience: str = "auditor",
        format: str = "text",  # noqa: A002 - the word for it
    ) -> Plain:
        """Explain the ruling in words, "en" or "zh", to an "auditor", a "buyer" or a "merchant".

        `format` is "text", "markdown" or "html", or "data" for what `explain_data().to_dict()` gives. Raises
        ValueError, which names the choices, for any other argument.
        """
        # Words are needed only where somebody asks for them.
        from rulings.explain.lenient import lenient  # noqa: PLC0415
        from rulings.explain.matter import Matter  # noqa: PLC0415
        from rulings.explain.telling import DATA, check_request, tell, tell_unchosen  # noqa: PLC0415

        check_request(language, audience, format)
        explanation = self.explain_data()
        if format == DATA:
            return explanation.to_dict()
        if not self.chosen:
            return tell_unchosen(self.version.policy, self.id, language, audience, format)
        interpreter = lenient(self.interpreter)
        needs = () if self.decided else needs_of(interpreter, self.version.policy.answers)
        elsewhere = tuple(map(self._elsewhere, self.touches))
        matter = Matter(explanation, interpreter, self.case, self.at, self.decided, needs, self.facts, elsewhere)
        return tell(matter, language, audience, format)

    def _elsewhere(self, touch: Touch) -> Elsewhere:
        """What is told of another version whose time the case touches."""
        from rulings.explain.matter import Elsewhere  # noqa: PLC0415 - words are needed only where somebody asks

        if self.shelf is None or touch.ruling is None:
            policy = self.version.policy if self.shelf is None else self.shelf.explainers[touch.version].version.policy
            return Elsewhere(policy, touch.facts, None)
        ours, theirs = answers_of(self), answers_of(touch.ruling)
        other = touch.ruling.explain_data()
        differing = [name for name in sorted(theirs) if name not in ours or ours[name] != theirs[name]]
        answers = tuple(one for name in differing for one in other.decisions if one.decision == name)
        return Elsewhere(touch.ruling.version.policy, touch.facts, answers)

    def timeline(
        self,
        language: str = "en",
        *,
        audience: str = "auditor",
        format: str = "text",  # noqa: A002 - the word for it
    ) -> Plain:
        """Tell the policy's obligations in the order of time: what happened, what was missed, and what is due.

        `format` is "text", "svg" for a drawing that can stand in a page, or "data" for a list of events with their
        texts in both languages. Raises ValueError, which names the choices, for any other argument.
        """
        from rulings.explain.lenient import lenient  # noqa: PLC0415 - words are needed only where somebody asks
        from rulings.explain.telling import Ground, tell_timeline  # noqa: PLC0415

        if not self.chosen:
            raise self._no_version()
        return tell_timeline(
            Ground(self.version.policy, lenient(self.interpreter), self.at), language, audience, format
        )

    def _no_version(self) -> NoVersion:
        return NoVersion(f"no version can be chosen: {self.version.policy.in_force.chosen_by} is not known")

    def why_not(self, decision: str, value: Plain) -> WhyNot:
        """Say which conditions stand between a decision and a value that it did not come to, and by how much.

        The value is given as results are: `"return_and_refund"`, `True`, `"12.30 CNY"`. Raises UnknownDecision (a
        KeyError) and ImpossibleValue (a ValueError), which name what there is.
        """
        from rulings.explain.asking import known_decision, possible_value  # noqa: PLC0415 - needed for this alone
        from rulings.explain.lenient import lenient  # noqa: PLC0415
        from rulings.explain.why_not import why_not  # noqa: PLC0415

        if not self.chosen:
            raise self._no_version()
        asked = possible_value(known_decision(self.version.policy, decision), value)
        return why_not(self.version.policy, lenient(self.interpreter), decision, asked)

    @property
    def needs(self) -> tuple[str, ...]:
        """Give the missing facts that can matter to the ruling, those to ask first in front.

        Empty where it is decided.
        """
        if not self.chosen:
            return (self.version.policy.in_force.chosen_by,)
        return () if self.decided else needs_of(self.interpreter, self.version.policy.answers)

    @cached_property
    def selection(self) -> Selection:
        """Say which version ruled and why."""
        in_force = self.version.policy.in_force
        if self.shelf is None:
            return Selection(NAMED, self.policy, in_force.chosen_by, None, self.version.policy.version)
        if self.named:
            return self.shelf.named(self.version.policy.version, self.case)
        return self.shelf.select(self.shelf.moment(self.case) if self.chosen else None, self.known_at)

    @cached_property
    def touches(self) -> tuple[Touch, ...]:
        """Give the other versions in whose time dates of the case lie, and what each would have said.

        Those dates count that the version's decisions, or the other's, go by. Empty for most cases.
        """
        if self.shelf is None or not self.chosen or len(self.shelf.versions) == 1:
            return ()
        table, own = self.shelf.timetable(self.known_at), self.version.policy.version
        paths = {path for version in self.shelf.versions for path in version.dates}
        elsewhere = dates_elsewhere(self.facts, tuple(sorted(paths)), table, own)
        return tuple(self._touch(version, facts) for version, facts in sorted(elsewhere.items()))

    def _touch(self, version: str, facts: dict[str, date | datetime]) -> Touch:
        from rulings.errors import Undecidable  # noqa: PLC0415 - few cases touch two versions

        if self.shelf is None:
            message = "a ruling without its shelf touches no other version"
            raise TypeError(message)
        try:
            other = self.shelf.rule_under(version, self.case, self.at)
            return Touch(version, facts, other, answers_of(other) != answers_of(self))
        except (Undecidable, BadValue) as fault:
            return Touch(version, facts, None, differs=True, fault=str(fault))

    def receipt(self, secret: bytes | None = None) -> Receipt:
        """Seal the ruling with all that is needed to derive it again.

        With a secret, random bytes used for this receipt alone and then forgotten, every field gets a salt, so that it
        can be withheld from a copy. Without one the same ruling gives the same bytes. Raises ValueError for a secret
        of less than 16 bytes.
        """
        from rulings.receipt import Receipt  # noqa: PLC0415 - many services keep no receipts

        policy, selection = self.version.policy, self.selection
        case = {"id": self.id, "policy": policy.id, "facts": _grouped(self.facts)}
        digests = {"meaning": policy.digest, "bytes": policy.bytes_digest} if self.chosen else None
        why = {"by": policy.in_force.chosen_by, "how": selection.answer}
        why |= {"from": plain_value(selection.since), "until": plain_value(selection.until)}
        why |= {"as_known_at": plain_value(self.known_at)}
        content = {"language": policy.language, "case": case, "digests": digests, "selection": why}
        return Receipt.seal_ruling(self.to_dict(), content, secret)

    def to_dict(self) -> dict[str, Any]:
        """Give the ruling as plain data: the same bytes for the same case and policy, on every machine."""
        policy = self.version.policy
        chosen_by = policy.in_force.chosen_by
        chosen = self.facts.get(chosen_by)
        return {
            "case": self.id,
            "policy": policy.id,
            "version": policy.version if self.chosen else None,
            "digest": policy.digest if self.chosen else None,
            "chosen_by": {"fact": chosen_by, "value": plain_value(chosen)},
            "at": None if self.at is None else format_moment(self.at),
            "status": self.status,
            "results": {name: self[name].to_dict() for name in policy.decisions} if self.chosen else {},
            "needs": list(self.needs),
            **self._due(),
            **({"other_versions": [touch.to_dict() for touch in self.touches]} if self.touches else {}),
        }

    def _due(self) -> dict[str, Any]:
        """What is due next and by whom, in rulings by policies that have obligations."""
        if not self.chosen or all(one.kind != OBLIGATION for one in self.version.policy.decisions.values()):
            return {}
        return {
            "due": [
                {"decision": one.decision, "party": one.party, "due_at": format_moment(one.due_at)} for one in self.due
            ]
        }

    def to_json(self) -> str:
        """Give the ruling as one line of JSON, keys in the order of the documentation, text unescaped."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    def __repr__(self) -> str:
        """Show the case, the version and the answers."""
        answers = ", ".join(f"{name}={plain_value(self[name].value)!r}" for name in self.version.policy.answers)
        return f"<Ruling {self.id!r} {self.version.name} {self.status}: {answers}>"


def _grouped(facts: Mapping[str, Value]) -> dict[str, dict[str, Any]]:
    """Give known facts as cases have them: by group and name."""
    found: dict[str, dict[str, Any]] = {}
    for path, value in facts.items():
        group, _, name = path.partition(".")
        found.setdefault(group, {})[name] = plain_value(value)
    return found
