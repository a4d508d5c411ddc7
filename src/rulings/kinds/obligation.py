"""The kind `obligation`: who must do what by when, how that stands, and what happens otherwise.

Obligations form chains: one that follows another starts when that one is settled, by being done or by its deadline.
"""

from __future__ import annotations

from dataclasses import dataclass

from rulings.algebra import (
    AT,
    BOOLEAN,
    DATETIME,
    NOT_APPLICABLE,
    SPAN,
    Closing,
    Compare,
    Const,
    Expr,
    FactRef,
    If,
    Interval,
    OneOf,
    ResultRef,
    Type,
    choice,
)
from rulings.errors import nearest
from rulings.kinds.base import Effect, build, decision_schema, rule_schema
from rulings.kinds.period import COUNTING, read_counting, read_period
from rulings.model import DUE_AT, PENDING, Bilingual, Decision
from rulings.reader.fragments import BILINGUAL, FACT, SNAKE, Schema, record, text
from rulings.reader.nodes import Mapping, Node, Scalar
from rulings.reader.scope import Scope, Signature
from rulings.reader.texts import bilingual
from rulings.values import Counting, Span, is_inclusive

NOT_STARTED, MET, LATE, MISSED = "not_started", "met", "late", "missed"
VALUES = choice(NOT_STARTED, PENDING, MET, LATE, MISSED)
GOES_ON, ENDS, WAITS = "goes_on", "ends", "waits"
THEN = (GOES_ON, ENDS, WAITS)
ENDED = "ended"
ONWARD = choice(GOES_ON, ENDED, WAITS)
SETTLED_AT, ONWARD_FIELD = "settled_at", "onward"
FIELDS = {DUE_AT: DATETIME, SETTLED_AT: DATETIME, ONWARD_FIELD: ONWARD}
VALUE_TITLES = {
    NOT_STARTED: Bilingual("not started yet", "尚未开始"),
    PENDING: Bilingual("still to be done", "尚待履行"),
    MET: Bilingual("done in time", "按时完成"),
    LATE: Bilingual("done late", "逾期完成"),
    MISSED: Bilingual("missed", "逾期未完成"),
    NOT_APPLICABLE: Bilingual("does not apply", "不适用"),
}


class _Obligation:
    name = "obligation"
    fields: tuple[str, ...] = tuple(FIELDS)

    def schema(self) -> Schema:
        moment = text("a datetime fact, such as return.requested_at", FACT)
        missed = record(
            {
                "happens": BILINGUAL,
                "then": {"enum": list(THEN), "description": "one of " + ", ".join(THEN)},
            },
            ("happens", "then"),
            "what happens where it is not done in time: {happens: {en, zh}, then: goes_on, ends or waits}",
        )
        own: Schema = {
            "party": text("a party of the vocabulary", SNAKE),
            "duty": BILINGUAL,
            "starts": moment,
            "follows": text("another obligation of this policy", SNAKE),
            "done": text("a boolean fact: whether it has been done", FACT),
            "done_at": moment,
            "counting": COUNTING,
        }
        rule = rule_schema(
            {"within": text("a span such as 48 hours, or a parameter such as $time_to_answer"), "if_missed": missed},
            ("within", "if_missed"),
        )
        schema = decision_schema(
            self.name, own, rule, ("party", "duty", "done", "done_at", "counting"), otherwise=False
        )
        return schema | {"anyOf": [{"required": ["starts"]}, {"required": ["follows"]}]}

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        del scope
        signature = Signature(VALUES, FIELDS)
        may_not_apply = "applies_when" in node.entries or "follows" in node.entries
        return signature.where_it_may_not_apply() if may_not_apply else signature

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        done, done_at = scope.fact(node.get("done"), ("boolean",)), scope.fact(node.get("done_at"), ("datetime",))
        counting = read_counting(node.get("counting"), scope)
        before = _before(node, scope)
        start = scope.fact(node.get("starts"), ("datetime",)) if before is None else before.settled_at
        party, duty = _party(node.get("party"), scope), bilingual(node.get("duty"))
        _refuse_both(node, scope)

        def effect(rule: Mapping, scope: Scope) -> Effect | None:
            within, missed = read_period(rule, "within", scope), rule.get("if_missed")
            then = missed.get("then") if isinstance(missed, Mapping) else None
            happens = bilingual(missed.get("happens")) if isinstance(missed, Mapping) else None
            if not isinstance(then, Scalar) or then.text not in THEN or happens is None or within is None:
                return None
            if done is None or done_at is None or counting is None or start is None:
                return None
            step = _Step(start, done, done_at, within, counting, then.text, before, signature.value)
            detail = {"within": within, "happens": happens, "then": then.text}
            return Effect(step.status(), step.fields(), step.margin(), detail)

        detail = {
            "party": party,
            "duty": duty,
            "start": start,
            "done": done,
            "done_at": done_at,
            "follows": None if before is None else before.name,
        }
        return build(name, self.name, node, signature, scope, effect, value_titles=VALUE_TITLES, detail=detail)


def _party(node: Node | None, scope: Scope) -> str | None:
    if not isinstance(node, Scalar):
        return None
    known = scope.vocabulary.parties
    if node.text not in known:
        expected = "a party of the vocabulary: " + ", ".join(known)
        message, near = f'there is no party "{node.text}"', nearest(node.text, known)
        scope.faults.add("unknown-party", node.place, message, expected=expected, near=near)
    return node.text


def _refuse_both(node: Mapping, scope: Scope) -> None:
    if "starts" in node.entries and "follows" in node.entries:
        message = "an obligation starts with an event or follows another, and here it does both"
        scope.faults.add("not-wanted", node.entries["starts"].key.place, message, help="take one of the two away")


@dataclass(frozen=True, slots=True)
class _Before:
    """The obligation that another follows: its status, when it was settled, and how the chain goes on from it."""

    name: str
    status: Expr
    settled_at: Expr
    onward: Expr

    def chain(self, started: Expr, not_started: Expr, ended: Expr) -> Expr:
        """Give what holds of an obligation that follows: it has started, has not yet, or never will."""
        kind = started.type
        way = If(Compare("eq", self.onward, Const(WAITS, ONWARD)), not_started, started, kind)
        way = If(Compare("eq", self.onward, Const(ENDED, ONWARD)), ended, way, kind)
        if NOT_APPLICABLE in self.status.type.options:
            way = If(Compare("eq", self.status, Const(NOT_APPLICABLE, self.status.type)), ended, way, kind)
        # The status comes first: of what is still open it is not known yet how it will go on.
        return If(OneOf(self.status, _options((NOT_STARTED, PENDING), self.status.type)), not_started, way, kind)


def _options(names: tuple[str, ...], kind: Type) -> tuple[Const, ...]:
    return tuple(Const(name, kind) for name in names)


def _before(node: Mapping, scope: Scope) -> _Before | None:
    named = node.get("follows")
    if not isinstance(named, Scalar):
        return None
    if named.text in scope.broken:
        return None
    if not scope.can_refer_to(named.text):
        message, near = f'there is no decision "{named.text}"', nearest(named.text, scope.signatures)
        expected = "the name of an obligation of this policy"
        scope.faults.add("unknown-decision", named.place, message, expected=expected, near=near)
        return None
    status = scope.subject(named.text, named.place)
    if status is None:
        return None
    signature = scope.signatures.get(named.text)
    if not isinstance(status, ResultRef) or signature is None or signature.fields != FIELDS:
        message = f'"{named.text}" is no obligation'
        scope.faults.add("type-mismatch", named.place, message, expected="the name of an obligation of this policy")
        return None
    settled, onward = (ResultRef(named.text, field, FIELDS[field]) for field in (SETTLED_AT, ONWARD_FIELD))
    return _Before(named.text, status, settled, onward)


@dataclass(frozen=True, slots=True)
class _Step:
    """One rule of an obligation, ready to be lowered."""

    start: Expr
    done: FactRef
    done_at: FactRef
    within: Span
    counting: Counting
    then: str
    before: _Before | None
    kind: Type

    @property
    def due(self) -> Closing:
        return Closing(self.start, self.within, self.counting)

    @property
    def is_done(self) -> Expr:
        return Compare("eq", self.done, Const(value=True, type=BOOLEAN))

    def _in_time(self, moment: Expr) -> Expr:
        return Compare("le" if is_inclusive(self.within, self.counting) else "lt", moment, self.due)

    def _by_status(self, met: Expr, late: Expr, missed: Expr, pending: Expr, not_started: Expr, ended: Expr) -> Expr:  # noqa: PLR0913, PLR0917 - one a status
        """Give one of the expressions, by how the obligation stands."""
        kind = met.type
        done = If(self._in_time(self.done_at), met, late, kind)
        open_ = If(self._in_time(AT), pending, missed, kind)
        started = If(self.is_done, done, If(Compare("lt", AT, self.start), not_started, open_, kind), kind)
        return started if self.before is None else self.before.chain(started, not_started, ended)

    def status(self) -> Expr:
        """Give how the obligation stands."""
        met, late, missed, pending, not_started = (
            Const(value, self.kind) for value in (MET, LATE, MISSED, PENDING, NOT_STARTED)
        )
        return self._by_status(met, late, missed, pending, not_started, Const(NOT_APPLICABLE, self.kind))

    def fields(self) -> tuple[tuple[str, Expr], ...]:
        """Give the due moment, the moment from which the chain goes on, and whether it does."""
        never: Expr = Const(None, DATETIME)
        by_deadline = self.then != WAITS
        settled = self._by_status(
            self.done_at,
            self.due if by_deadline else self.done_at,
            self.due if by_deadline else never,
            never,
            never,
            never,
        )
        due = self.due if self.before is None else self._by_status(self.due, self.due, self.due, self.due, never, never)
        return ((DUE_AT, due), (ONWARD_FIELD, self._onward()), (SETTLED_AT, settled))

    def _onward(self) -> Expr:
        goes_on, ended, waits = (Const(value, ONWARD) for value in (GOES_ON, ENDED, WAITS))
        nothing = Const(None, ONWARD)
        late = ended if self.then == ENDS else goes_on
        missed = {GOES_ON: goes_on, ENDS: ended, WAITS: waits}[self.then]
        return self._by_status(goes_on, late, missed, nothing, nothing, nothing)

    def margin(self) -> Expr:
        """Give how far from the due moment it was done, or still is not."""
        none = Const(None, SPAN)
        done, at = Interval(self.done_at, self.due), Interval(AT, self.due)
        return self._by_status(done, done, at, at, none, none)


OBLIGATION = _Obligation()
