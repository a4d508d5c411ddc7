"""What a decision came to, in words: a value, a window with its margin, or who bears what."""

from __future__ import annotations

from collections.abc import Iterable

from rulings.algebra import Value
from rulings.algebra.types import SHARES
from rulings.explain.explanation import Explained
from rulings.explain.grammar import definite, in_a_sentence, listed, sequence
from rulings.explain.phrases import PHRASES
from rulings.explain.spoken import length, money
from rulings.explain.spoken import value as in_words
from rulings.explain.voice import Voice
from rulings.model import OBLIGATION, Decision, Policy
from rulings.values import Distance, Money, Rate

SIDES = ("open", "expired", "not_yet_open")
WHOLE = Rate("1")
Split = tuple[tuple[str, Rate], ...]


class Results:
    """Puts the results of one policy into words for one reader."""

    def __init__(self, policy: Policy, voice: Voice) -> None:
        """Start with the policy, for its titles."""
        self.policy = policy
        self.voice = voice

    def title(self, decision: Decision) -> str:
        """Give the title of a decision."""
        return self.voice.told(decision.title)

    def of(self, explained: Explained) -> list[str]:
        """Say in sentences what a decision came to."""
        decision = self.policy.decisions[explained.decision]
        if not explained.outcome.decided:
            return [self.voice.labelled(self.title(decision), self.voice.say("undecided"))]
        return self.of_value(decision, explained.outcome.value, explained.computed, explained.margin)

    def of_value(
        self, decision: Decision, given: Value, computed: dict[str, Value] | None = None, margin: Value = None
    ) -> list[str]:
        """Say in sentences what a value of a decision means. Sentences have no full stop yet."""
        if isinstance(given, tuple):
            return self.shares(decision, given, computed or {})
        if isinstance(given, bool) and decision.if_true is not None and decision.if_false is not None:
            return [self.voice.told(decision.if_true if given else decision.if_false)]
        return [self.voice.labelled(self.title(decision), self.value(decision, given, margin))]

    def short(self, decision: Decision, given: Value) -> str:
        """Say a value within another sentence."""
        return sequence([in_a_sentence(text) for text in self.of_value(decision, given)], self.voice.language)

    def value(self, decision: Decision, given: Value, margin: Value = None) -> str:
        """Write a value, with its margin where it has one."""
        written = (
            self.voice.own(decision.value_titles[str(given)])
            if given == "not_applicable"
            else self._plain(decision, given)
        )
        if not isinstance(margin, Distance):
            return written
        if decision.kind == OBLIGATION:
            zero = "_zero" if margin.microseconds == 0 else ""
            return self.voice.say(f"result_{given}{zero}", length=length(margin, self.voice))
        return self.voice.say("and_margin", value=written, margin=self.margin(given, margin))

    def _plain(self, decision: Decision, given: Value) -> str:
        if decision.type == SHARES and isinstance(given, tuple):
            return sequence([in_a_sentence(text) for text in self.shares(decision, given, {})], self.voice.language)
        return in_a_sentence(in_words(given, self.voice, decision.value_titles))

    def margin(self, given: Value, margin: Distance, told_of: str = "margin") -> str:
        """Say how far the case is from the line: said of a time, or ("asked") of the moment of asking."""
        key = f"{told_of}_{given}" if given in SIDES else f"duty_margin_{given}"
        key = key if key in PHRASES else "margin_other"
        if margin.microseconds == 0 and f"{key}_zero" in PHRASES:
            return self.voice.say(f"{key}_zero")
        return self.voice.say(key, length=length(margin, self.voice))

    # Who bears what

    def shares(self, decision: Decision, given: Iterable[tuple[str, Split]], computed: dict[str, Value]) -> list[str]:
        """Say who bears which cost: costs that go the same way in one sentence."""
        groups: dict[Split, list[str]] = {}
        for cost, split in given:
            groups.setdefault(split if len(split) <= 1 else (*split, (cost, WHOLE)), []).append(cost)
        return [self._group(decision, split, costs, computed) for split, costs in groups.items()]

    def _group(self, decision: Decision, split: Split, costs: list[str], computed: dict[str, Value]) -> str:
        if not split:
            titles = [self._cost(decision, cost) for cost in costs]
            return self.voice.say("as_agreed", costs=listed(titles, self.voice.language))
        if len(split) == 1:
            party = split[0][0]
            titles = [self._with_amount(decision, cost, computed.get(f"{cost}.{party}")) for cost in costs]
            verb = "bear" if self._is_reader(party) else "bears"
            return self.voice.say(
                _many(verb, costs), party=self.party(party), costs=listed(titles, self.voice.language)
            )
        return self._split(decision, split[:-1], costs[0], computed)

    def _split(self, decision: Decision, split: Split, cost: str, computed: dict[str, Value]) -> str:
        known = [computed.get(f"{cost}.{party}") for party, _ in split]
        parts = [amount for amount in known if isinstance(amount, Money)]
        total = Money(sum(parts)) if len(parts) == len(split) else None
        written = [self._share(party, rate, amount) for (party, rate), amount in zip(split, known, strict=True)]
        shares = sequence(written, self.voice.language)
        return self.voice.say("split", cost=self._with_amount(decision, cost, total), shares=shares)

    def _share(self, party: str, rate: Rate, amount: Value) -> str:
        key = "share_you" if self._is_reader(party) else "share"
        written = self.voice.say(key, party=self.party(party), rate=str(rate))
        return written + (self.voice.bracketed(money(amount, self.voice)) if isinstance(amount, Money) else "")

    def _with_amount(self, decision: Decision, cost: str, amount: Value) -> str:
        title = self._cost(decision, cost)
        return (
            self.voice.say("cost_of", cost=title, amount=money(amount, self.voice))
            if isinstance(amount, Money)
            else title
        )

    def _cost(self, decision: Decision, cost: str) -> str:
        title = self.voice.told(decision.detail["costs"][cost])
        return definite(title) if self.voice.language == "en" else title

    def party(self, name: str) -> str:
        """Name a party; the reader is "you"."""
        return self.voice.say("you") if self._is_reader(name) else self.voice.own(self.policy.vocabulary.parties[name])

    def _is_reader(self, name: str) -> bool:
        return self.voice.audience == name


def _many(key: str, costs: list[str]) -> str:
    return f"all_{key}" if len(costs) > 1 else key
