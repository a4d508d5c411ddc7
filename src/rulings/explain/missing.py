"""What is still needed, and what each missing fact would decide."""

from __future__ import annotations

from collections.abc import Iterable

from rulings.algebra import NOT_APPLICABLE, Value
from rulings.engine.settle import Outcome
from rulings.explain.clauses import Clauses
from rulings.explain.explanation import Explained
from rulings.explain.grammar import capital, listed
from rulings.explain.matter import Matter
from rulings.explain.possible import finite_values, what_if
from rulings.explain.results import Results
from rulings.explain.story import Bullets, Code, Item, Line, Node, Paragraph
from rulings.explain.voice import Voice
from rulings.model import Decision

MOST_LISTED = 8
MOST_ASKED = 5
Outcomes = tuple[tuple[str, Outcome], ...]


class Missing:
    """Asks what would follow if a missing fact were known."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the case as it stands."""
        self.matter = matter
        self.voice = voice
        self.results = Results(matter.policy, voice)
        self.clauses = Clauses(matter.policy, matter.interpreter, voice)

    def nodes(self) -> list[Node]:
        """List what is needed, in the order to ask, with what each would decide. A party is spared a long list."""
        needs = self.matter.needs
        asked = needs[:MOST_ASKED] if self.voice.is_plain and len(needs) > MOST_LISTED else needs
        items = tuple(Item(self._line(path), tuple(Item((line,)) for line in self.would(path))) for path in asked)
        found: list[Node] = [Bullets(items)]
        if len(asked) < len(needs):
            return [*found, Paragraph((self.voice.say("then_more", count=len(needs) - len(asked)),))]
        if len(items) < 2 or all(item.below for item in items):  # noqa: PLR2004 - one alone says it all
            return found
        key = "some_together" if any(item.below for item in items) else "only_together"
        return [*found, Paragraph((self.voice.say(key),))]

    def _line(self, path: str) -> Line:
        """An auditor is given the name of the fact, too."""
        question = self.question(path)
        return (question,) if self.voice.is_plain else (Code(path), self.voice.labelled("", question))

    def question(self, path: str) -> str:
        """Ask for one fact."""
        fact = self.matter.policy.vocabulary.fact(path)
        question = self.clauses.question(path)
        if fact.judged_by is not None:
            party = self.results.party(fact.judged_by)
            question += self.voice.bracketed(self.voice.say("judged_by", party=party))
        return capital(question) if self.voice.language == "en" else question

    def would(self, path: str) -> list[str]:
        """Say what the open answers would come to for each value of a fact; values with the same effect together."""
        fact = self.matter.policy.vocabulary.fact(path)
        groups: dict[Outcomes, list[Value]] = {}
        for given in finite_values(fact):
            groups.setdefault(_telling(self._outcomes(path, given)), []).append(given)
        if not any(groups):
            return []
        lines: list[str] = []
        for outcomes, values in sorted(groups.items(), key=lambda group: not group[0]):
            clause = self._clause(path, values) if fact.type.name == "choice" else self._of(path, values[0])
            lines.append(self.voice.say("if_values", clause=clause, results=self._told(outcomes)))
        return lines

    def _of(self, path: str, given: Value) -> str:
        return self.clauses.fact(path, given)

    def _clause(self, path: str, values: list[Value]) -> str:
        fact = self.matter.policy.vocabulary.fact(path)
        options = [self.clauses.value_of(fact, given) for given in values]
        return self.voice.say(
            "fact_is", title=self.clauses.title(fact), value=listed(options, self.voice.language, "or")
        )

    def open_answers(self) -> list[Explained]:
        """Give the answers that are not decided yet."""
        return [item for item in self.matter.answers() if not item.outcome.decided]

    def _outcomes(self, path: str, given: Value) -> Outcomes:
        """What the open answers come to with one fact more."""
        names = [item.decision for item in self.open_answers()]
        return tuple(zip(names, map(_plain, what_if(self.matter, {path: given}, names)), strict=False))

    def _told(self, outcomes: Outcomes) -> str:
        """Say what the open answers come to; those that fall away only where nothing else is to be said."""
        if not outcomes:
            return self.voice.say("even_then")
        named = [(self.matter.policy.decisions[name], outcome) for name, outcome in outcomes]
        told = [
            self._clause_of(decision, outcome.value)
            for decision, outcome in named
            if outcome.decided and not _is_off(outcome)
        ]
        still = [decision for decision, outcome in named if not outcome.decided]
        if still:
            told.append(self.voice.say("still_open", titles=self._titles(still)))
        if not told:
            off = [decision for decision, _ in named]
            told.append(self.voice.say("all_falls_away" if len(off) > 1 else "falls_away", titles=self._titles(off)))
        return ("；" if self.voice.language == "zh" else "; ").join(told)

    def _clause_of(self, decision: Decision, given: Value) -> str:
        if isinstance(given, tuple):
            return self.results.short(decision, given)
        return self.clauses.result(decision, given)

    def _titles(self, decisions: Iterable[Decision]) -> str:
        return listed([self.clauses.decision_title(decision) for decision in decisions], self.voice.language)


def _telling(outcomes: Outcomes) -> Outcomes:
    """Where nothing is decided that concerns the case, nothing is told."""
    some = any(outcome.decided and not _is_off(outcome) for _, outcome in outcomes)
    return outcomes if some or all(outcome.decided for _, outcome in outcomes) else ()


def _is_off(outcome: Outcome) -> bool:
    return outcome.value == NOT_APPLICABLE


def _plain(outcome: Outcome) -> Outcome:
    """Two ways to the same result are one."""
    return Outcome(decided=outcome.decided, value=outcome.value, rules=())
