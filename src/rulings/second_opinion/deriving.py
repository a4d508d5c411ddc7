"""One case, derived a second time: its conditions are asked of the other engine, decision by decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from rulings.algebra import (
    UNLESS_APPLICABLE,
    All,
    AnyOf,
    Arith,
    Closing,
    Compare,
    Const,
    Expr,
    FactRef,
    Figure,
    If,
    IsKnown,
    ItemRef,
    Lookup,
    Not,
    OneOf,
    Portion,
    Quantified,
    ResultRef,
    Rounded,
    Value,
)
from rulings.engine.facts import attribute
from rulings.second_opinion.arithmetic import Number
from rulings.second_opinion.asking import Properties, Steps, fired, same, sign
from rulings.second_opinion.combining import Held, carried, common, joined, judged, nothing, written
from rulings.second_opinion.conditions import SAME, SIGN, Subject
from rulings.second_opinion.encoding import alike, number
from rulings.second_opinion.formulas import formula
from rulings.second_opinion.period_ends import end_of
from rulings.second_opinion.reasons import NOT_TRANSLATED, NotCarried, Untranslatable
from rulings.second_opinion.rulesets import Group
from rulings.second_opinion.settling import Finding, Known, Truth, agree, candidates, concluded
from rulings.second_opinion.translation import Translation, not_put_aside


class Derivation:
    """Derives the decisions of one case. `facts` are those known, by path, the moment of evaluation among them."""

    def __init__(self, translation: Translation, facts: Mapping[str, Value]) -> None:
        """Prepare; nothing is asked before it is needed."""
        self.translation = translation
        self.facts: dict[str, Known] = dict(facts)
        self.items: dict[str, Any] = {}
        self._values: dict[Expr, Known] = {}
        self._truths: dict[tuple[Expr, ...], list[Truth]] = {}
        self._found: dict[str, Finding | NotCarried] = {}

    def decide(self, name: str) -> Steps[Finding | NotCarried]:
        """Derive a decision."""
        if name not in self._found:
            self._found[name] = yield from self._decided(name)
        return self._found[name]

    def _decided(self, name: str) -> Steps[Finding | NotCarried]:
        choose = self.translation.decisions[name].choose
        guards = carried((yield from self.truths(tuple(row.guard for row in choose.rows))))
        if isinstance(guards, NotCarried):
            return guards
        conditions = not_put_aside(name, choose.rows)
        self.facts |= {f"{name}/{row.id}": truth for row, truth in zip(choose.rows, guards, strict=True)}
        applies = carried((yield from self.truths(conditions)))
        if isinstance(applies, NotCarried):
            return applies
        found = candidates(choose, guards, applies, self.translation.proved_of(name))
        values = yield from self.each(tuple(row.value for row in found.rows))
        return concluded(found, values)

    def field(self, decision: str, field: str) -> Steps[Known]:
        """Derive a computed field: what the rules that apply or may apply agree on, if the decision surely applies."""
        found = yield from self.decide(decision)
        if isinstance(found, NotCarried):
            return found
        choose = self.translation.decisions[decision].choose
        if not found.decided and self.facts.get(f"{decision}/{UNLESS_APPLICABLE}", False) is not False:
            return None
        rows = [*choose.rows, *([choose.otherwise] if choose.otherwise is not None else [])]
        parts = [dict(row.fields).get(field) for row in rows if row.id in found.behind]
        values = yield from self.each(tuple(Const(None, choose.type) if part is None else part for part in parts))
        return common(values)

    def each(self, exprs: tuple[Expr, ...]) -> Steps[list[Known]]:
        """Derive the values of several expressions."""
        values: list[Known] = []
        for expr in exprs:
            value = yield from self.value(expr)
            values.append(value)
        return values

    def truths(self, conditions: tuple[Expr, ...]) -> Steps[list[Truth]]:
        """Ask of several conditions whether they are true, false or unknown."""
        if conditions not in self._truths:
            self._truths[conditions] = yield from self._asked(self.translation.group(conditions))
        return self._truths[conditions]

    def truth(self, condition: Expr) -> Steps[Truth]:
        """Ask whether a condition is true, false or unknown."""
        return (yield from self.truths((condition,)))[0]

    def _asked(self, group: Group) -> Steps[list[Truth]]:
        held: Held = {}
        for subject in dict.fromkeys(subject for ruleset in group.rulesets for subject, _ in ruleset.properties):
            value = yield from self._held(subject)
            if value is not None:
                held[subject] = value
        seen: list[set[bool]] = [set() for _ in group.subjects]
        fault: NotCarried | None = None
        for ruleset in group.rulesets:
            named = ((name, held.get(subject)) for subject, name in ruleset.properties)
            properties: Properties = {name: value for name, value in named if isinstance(value, int | str)}
            answer = yield from fired(ruleset.text, properties)
            if isinstance(answer, NotCarried):
                fault = answer
                continue
            for name, outcomes in ruleset.outcomes:
                for place, truth in outcomes if name in answer else ():
                    seen[place].add(truth)
        refused = {place: NotCarried(reason) for place, reason in group.refused}
        return [
            refused.get(place) or judged(truths, group.subjects[place], held, fault)
            for place, truths in enumerate(seen)
        ]

    def _held(self, subject: Subject) -> Steps[int | str | NotCarried | None]:
        try:
            if subject.kind in {SIGN, SAME}:
                return (yield from self._compared(subject))
            return written(subject, (yield from self.value(subject.terms[0])))
        except Untranslatable as fault:
            return NotCarried(fault.reason)

    def _compared(self, subject: Subject) -> Steps[int | NotCarried | None]:
        left = yield from self.value(subject.terms[0])
        if left is None:
            return None  # the other side may be the end of a period, which then need not be counted
        right = yield from self.value(subject.terms[1])
        if right is None or isinstance(right, NotCarried):
            return right
        if isinstance(left, NotCarried):
            return left
        if subject.kind == SAME:
            return (yield from same(alike(left), alike(right)))
        return (yield from sign(number(left), number(right)))

    def value(self, expr: Expr) -> Steps[Known]:
        """Derive the value of an expression: None where it is unknown."""
        if isinstance(expr, Const):
            return expr.value
        if expr not in self._values:
            try:
                self._values[expr] = yield from self._value(expr)
            except Untranslatable as fault:
                self._values[expr] = NotCarried(fault.reason)
        return self._values[expr]

    def _value(self, expr: Expr) -> Steps[Known]:  # noqa: PLR0911, C901 - one case a node
        match expr:
            case FactRef(path=path):
                return self.facts.get(path)
            case ItemRef(item=item, field=field):
                return cast("Value", getattr(self.items[item], attribute(field)))
            case ResultRef(decision=decision, field=""):
                found = yield from self.decide(decision)
                return found if isinstance(found, NotCarried) else found.value
            case ResultRef(decision=decision, field=field):
                return (yield from self.field(decision, field))
            case Closing(opened=opened, span=span, counting=counting):
                moment = yield from self.value(opened)
                return end_of(moment, span, counting) if isinstance(moment, datetime) else nothing(moment)
            case If(test=test, then=then, otherwise=otherwise):
                truth = yield from self.truth(test)
                if isinstance(truth, bool):
                    return (yield from self.value(then if truth else otherwise))
                values = yield from self.each((then, otherwise))
                return truth if isinstance(truth, NotCarried) and not agree(values) else common(values)
            case Lookup(key=key, table=table):
                chosen = yield from self.value(key)
                found_in = {} if isinstance(chosen, NotCarried) else dict(table)
                return found_in[str(chosen)].value if str(chosen) in found_in else nothing(chosen)
            case Arith() | Rounded() | Portion() | Figure():
                return (yield from formula(self, expr))
            case Quantified(quantifier=quantifier, where=where):
                seen = yield from self.records(expr, (where,))
                return seen if seen is None or isinstance(seen, NotCarried) else joined(seen, quantifier)
            case Compare() | OneOf() | IsKnown() | Not() | All() | AnyOf():
                return (yield from self.truth(expr))
        return NotCarried(NOT_TRANSLATED)

    def numbers(self, items: tuple[Expr, ...]) -> Steps[list[Number | None]]:
        """Derive the values of expressions as exact numbers."""
        values = yield from self.each(items)
        return [value if value is None or isinstance(value, NotCarried) else number(value) for value in values]

    def records(self, expr: Figure | Quantified, looked_at: tuple[Expr, ...]) -> Steps[Any]:
        """Look at every record of a list; what is seen there is not remembered for the next."""
        records: Any = yield from self.value(expr.records)
        if records is None or isinstance(records, NotCarried):
            return records
        outside = self._values, self._truths, self.items
        found: list[list[Known]] = []
        for record in records:
            self._values, self._truths, self.items = {}, {}, outside[2] | {expr.item: record}
            try:
                found.append((yield from self.each(looked_at)))
            finally:
                self._values, self._truths, self.items = outside
        return found
