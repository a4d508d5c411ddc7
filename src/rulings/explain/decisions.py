"""One decision for an auditor: its result, the rules that apply, those that do not and why, and what was computed."""

from __future__ import annotations

from rulings.algebra import OTHERWISE, Closing, Row
from rulings.algebra.types import SHARES
from rulings.explain.clauses import Clauses
from rulings.explain.conditions import TRUTHS, Conditions, codes
from rulings.explain.counted import derivation
from rulings.explain.explanation import Explained
from rulings.explain.grammar import capital, in_a_sentence, sequence
from rulings.explain.kinds import Kinds
from rulings.explain.matter import Matter, concerns
from rulings.explain.phrases import PHRASES
from rulings.explain.reasons import APPLIES, DOES_NOT_APPLY, MAY_APPLY, OVERRIDDEN, Reason
from rulings.explain.results import Results
from rulings.explain.spoken import moment, money
from rulings.explain.story import Bullets, Code, Heading, Item, Line, Node, Paragraph, Table
from rulings.explain.voice import Voice
from rulings.model import TIERS, WINDOW, Rule
from rulings.values import Distance, Money

FIELDS = (("opens_at", "opens"), ("last_moment", "ends"))


class Decisions:
    """Writes the decisions of one ruling."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling."""
        self.matter = matter
        self.voice = voice
        self.results = Results(matter.policy, voice)
        self.clauses = Clauses(matter.policy, matter.interpreter, voice)
        self.conditions = Conditions(self.clauses, voice)
        self.kinds = Kinds(matter, voice)

    def nodes(self, explained: Explained) -> list[Node]:
        """Write one decision."""
        decision = self.matter.decision(explained)
        nodes: list[Node] = [Heading((capital(self.results.title(decision)),)), Paragraph(self._head(explained))]
        rules = [] if self.kinds.replaces_rules(explained) else self._rules(explained)
        items = [*self._scope(explained), *rules, *self.kinds.items(explained)]
        if items:
            nodes.append(Bullets(tuple(items)))
        nodes += self.kinds.nodes(explained)
        if decision.type == SHARES and isinstance(explained.outcome.value, tuple) and explained.outcome.decided:
            nodes += self._amounts(explained)
        return nodes

    def _head(self, explained: Explained) -> Line:
        decision = self.matter.decision(explained)
        kind = self.voice.say(f"kind_{decision.kind}") if f"kind_{decision.kind}" in PHRASES else decision.kind
        result = in_a_sentence(self.result(explained))
        return (Code(decision.name), self.voice.say("kind", kind=kind, result=result) + self.voice.stop)

    def result(self, explained: Explained) -> str:
        """Say briefly what a decision came to."""
        decision, outcome = self.matter.decision(explained), explained.outcome
        if not outcome.decided:
            return self.voice.say("undecided")
        if not concerns(explained):
            return self.voice.say("does_not_apply")
        if decision.kind == TIERS:
            return in_a_sentence(self.kinds.tiers.result(explained))
        if isinstance(outcome.value, tuple | bool):
            told = self.results.of_value(decision, outcome.value, explained.computed)
            return sequence(told, self.voice.language)
        return in_a_sentence(self.results.value(decision, outcome.value, explained.margin))

    def _scope(self, explained: Explained) -> list[Item]:
        conditions = explained.reasons.applies_conditions
        if not conditions:
            return []
        truth = TRUTHS[explained.reasons.applicable]
        return [Item((self.voice.say(f"concerns_{truth}"),), self.conditions.flat(conditions))]

    def _rules(self, explained: Explained) -> list[Item]:
        reasons = explained.reasons
        items = [self._rule(explained, reason) for reason in reasons.in_state(APPLIES, MAY_APPLY, OVERRIDDEN)]
        others = [reason for reason in reasons.in_state(DOES_NOT_APPLY) if reason.rule != OTHERWISE]
        if others:
            items.append(Item((self.voice.say("stood_in_the_way"),), self.conditions.obstacles(others)))
        return items

    def _rule(self, explained: Explained, reason: Reason) -> Item:
        decision = self.matter.decision(explained)
        rule = decision.rules[reason.rule]
        below = [*self._gives(explained, reason), *self._conditions(rule)]
        below += [*self._computed(explained, reason), *self.kinds.rule_items(explained, reason)]
        for key, names in (("overrides", rule.overrides), ("cites", rule.cites), ("reads", rule.readings)):
            if names:
                below.append(Item((self.voice.say(key), *codes(names, self.voice.language))))
        return Item(self._named(rule, reason), tuple(below))

    def _named(self, rule: Rule, reason: Reason) -> Line:
        others = codes(reason.overridden_by, self.voice.language)
        before, _, after = self.voice.say(f"rule_{reason.state}", rule="\0", others="\1").partition("\0")
        after, _, end = after.partition("\1")
        title = () if rule.title is None else (self.voice.labelled("", in_a_sentence(self.voice.own(rule.title))),)
        return (before, Code(rule.id), after, *others, end, *title)

    def _gives(self, explained: Explained, reason: Reason) -> list[Item]:
        if explained.outcome.decided and reason.state == APPLIES:
            return []
        if reason.value is None:
            return []
        value = self.results.value(self.matter.decision(explained), reason.value)
        return [Item((self.voice.say("gives", value=value),))]

    def _conditions(self, rule: Rule) -> list[Item]:
        tree = self.conditions.tree(rule)
        if tree:
            return [Item((self.voice.say("conditions"),), tree)]
        return [] if rule.id == OTHERWISE else [Item((self.voice.say("no_conditions"),))]

    def _computed(self, explained: Explained, reason: Reason) -> list[Item]:
        decision = self.matter.decision(explained)
        row = self.matter.row(decision, reason.rule)
        if decision.kind != WINDOW or row is None or reason.state == OVERRIDDEN:
            return []
        found = [Item((self.voice.say(key, text=text),)) for field, key in FIELDS if (text := self._field(row, field))]
        margin = None if row.margin is None else self.matter.interpreter.value(row.margin)
        if isinstance(margin, Distance):
            found.append(Item((self.voice.say("margin", text=self.results.margin(reason.value, margin)),)))
        return found

    def _field(self, row: Row, field: str) -> str:
        expr = dict(row.fields).get(field)
        if expr is None or self.matter.interpreter.value(expr) is None:
            return ""
        start = self.matter.start(expr) if isinstance(expr, Closing) else None
        if isinstance(expr, Closing) and start is not None:
            return derivation(expr, start, self.voice)
        found = self.matter.interpreter.value(expr)
        return moment(found, self.voice) if hasattr(found, "astimezone") else ""  # type: ignore[arg-type]

    # Who bears what

    def _amounts(self, explained: Explained) -> list[Node]:
        decision = self.matter.decision(explained)
        given = explained.outcome.value
        splits = given if isinstance(given, tuple) else ()
        rows = [self._amount(explained, cost, party, rate) for cost, split in splits for party, rate in split]
        if not rows:
            return []
        head = tuple(self.voice.say(f"head_{name}") for name in ("cost", "party", "share", "amount"))
        odd = decision.detail.get("odd_fen_to")
        note = (
            []
            if odd is None
            else [Paragraph((self.voice.sentence(self.voice.say("odd_fen", party=self.results.party(odd))),))]
        )
        return [Table(head, tuple(rows)), *note]

    def _amount(self, explained: Explained, cost: str, party: str, rate: object) -> tuple[Line, ...]:
        title = self.matter.decision(explained).detail["costs"][cost]
        amount = explained.computed.get(f"{cost}.{party}")
        written = money(amount, self.voice) if isinstance(amount, Money) else ""
        return ((self.voice.own(title),), (self.results.party(party),), (str(rate),), (written,))
