"""The story for a buyer or a merchant: short, about their case, in plain clauses, without ids."""

from __future__ import annotations

from rulings.explain.because import Because
from rulings.explain.dates import Dates
from rulings.explain.elsewhere import elsewhere
from rulings.explain.explanation import Explained
from rulings.explain.grammar import capital, in_a_sentence, listed
from rulings.explain.kinds import Kinds
from rulings.explain.matter import Matter
from rulings.explain.missing import Missing
from rulings.explain.possible import possible_values
from rulings.explain.results import Results
from rulings.explain.sources import Sources
from rulings.explain.spoken import day, shown_text
from rulings.explain.spoken import value as in_words
from rulings.explain.story import Bullets, Heading, Item, Node, Paragraph, Story, Strong, bullets, section
from rulings.explain.voice import Voice
from rulings.model import EXEMPTION, OBLIGATION, TIERS, WINDOW

MOST_VALUES = 4
_APART = (OBLIGATION, WINDOW)


class PartyStory:
    """Tells one ruling to one of the parties."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling and the party."""
        self.matter = matter
        self.voice = voice
        self.results = Results(matter.policy, voice)
        self.because = Because(matter, voice)
        self.kinds = Kinds(matter, voice)
        self.answers = matter.answers()

    def tell(self) -> Story:
        """Tell what was decided, why, the dates, what is missing, and what it rests on."""
        title = self.voice.say("title_party", policy=self.voice.own(self.matter.policy.title))
        nodes: list[Node] = [Heading((title,), 1)]
        if self.matter.id is not None:
            nodes.append(Paragraph((self.voice.say("case", id=shown_text(self.matter.id)[1:-1]),)))
        nodes += section(self.voice.say("decided_heading"), self._decided())
        nodes += section(self.voice.say("why_heading"), Bullets(tuple(self._why())))
        nodes += self.kinds.calculations(self._carrying())
        nodes += self.kinds.levels(self.answers)
        nodes += self._dates()
        nodes += self.kinds.duties()
        nodes += section(self.voice.say("needs_heading"), *Missing(self.matter, self.voice).nodes())
        nodes += elsewhere(self.matter, self.voice)
        return Story(self.voice.language, (*nodes, *self._rests_on()))

    def _carrying(self) -> list[Explained]:
        """Give the decisions that carry the answers, these in front."""
        followed = Sources(self.matter, self.answers).followed
        return [one for one in self.matter.explanation.decisions if one.decision in followed]

    def _decided(self) -> Node:
        """Say what each answer came to; those of which nothing can be told yet are named together."""
        if not self.answers:
            return Paragraph((self.voice.say("nothing_applies"),))
        results = [(explained, self._result(explained)) for explained in self.answers]
        items = [item for _, found in results for item in found]
        unclear = [self.matter.decision(explained) for explained, found in results if not found]
        if unclear:
            titles = listed([self.because.clauses.decision_title(one) for one in unclear], self.voice.language)
            items.append(Item((Strong(self.voice.say("not_yet", titles=titles)),)))
        return Bullets(tuple(items))

    def _result(self, explained: Explained) -> list[Item]:
        lines = [Strong(self.voice.sentence(text)) for text in self.kinds.result(explained)]
        if explained.outcome.decided:
            return [Item((line,), self._opening(explained)) for line in lines]
        possible = self._possible(explained)
        return [Item((lines[0],), possible)] if possible else []

    def _opening(self, explained: Explained) -> tuple[Item, ...]:
        """Say when what came too early can be done."""
        opens = explained.computed.get("opens_at") if explained.outcome.value == "not_yet_open" else None
        return (Item((self.voice.say("opens_on", moment=in_words(opens, self.voice)),)),) if opens is not None else ()

    def _possible(self, explained: Explained) -> tuple[Item, ...]:
        decision = self.matter.decision(explained)
        values = possible_values(self.matter, decision) if explained.reasons.applicable else []
        if not 1 < len(values) <= MOST_VALUES:
            return ()
        told = ("；" if self.voice.language == "zh" else "; ").join(
            self.results.value(decision, value) for value in values
        )
        return (Item((self.voice.say("possible", values=told),)),)

    def _why(self) -> list[Item]:
        told: set[str] = set()
        found: list[tuple[Explained, tuple[Item, ...]]] = []
        for explained in self.answers:
            items = self._because(explained, told)
            if items:
                found.append((explained, items))
        return list(found[0][1]) if len(found) == 1 else [self._item(explained, items) for explained, items in found]

    def _because(self, explained: Explained, told: set[str]) -> tuple[Item, ...]:
        """Give the reasons of one answer, those not told yet; times and duties have sections of their own."""
        kind = self.matter.decision(explained).kind
        if kind == EXEMPTION:
            return tuple(self.kinds.exemptions.items(explained))
        if not explained.outcome.decided or kind in _APART:
            return ()
        clauses = self._reasons(explained)
        fresh = [clause for clause in clauses if clause not in told]
        told |= set(clauses)
        said = fresh or ([self.voice.say("same_reasons")] if clauses else [])
        return tuple(Item((self.voice.sentence(clause),)) for clause in said)

    def _item(self, explained: Explained, items: tuple[Item, ...]) -> Item:
        title = capital(self.results.title(self.matter.decision(explained)))
        return Item((self.voice.labelled(title, "").rstrip(),), items)

    def _reasons(self, explained: Explained) -> list[str]:
        if not self.because.is_silent(explained):
            return self.because.of(explained)
        last = self.matter.decision(explained).rules[explained.outcome.rules[0]]
        said = [] if last.title is None else [in_a_sentence(self.voice.told(last.title))]
        is_level = self.matter.decision(explained).kind == TIERS
        return [*said, *(self.kinds.tiers.kept_by(explained) if is_level else self.because.of(explained))]

    def _dates(self) -> tuple[Node, ...]:
        dates = Dates(self.matter, self.voice)
        found = dates.nodes()
        return section(self.voice.say("dates_heading"), *found, dates.note()) if found else ()

    def _rests_on(self) -> tuple[Node, ...]:
        sources = Sources(self.matter, self.answers)
        policy = self.matter.policy
        words = self.voice.say(
            "rule_of", policy=self.voice.own(policy.title), day=day(policy.in_force.since, self.voice)
        )
        quotes = bullets([self.voice.say("quote", text=self.voice.own(item.states)) for item in sources.provisions()])
        abouts = dict.fromkeys(policy.register.documents[item.document][1] for item in sources.provisions())
        places = [
            Paragraph((self.voice.sentence(self.voice.say("source", about=self.voice.own(about))),)) for about in abouts
        ]
        readings = bullets([self.voice.sentence(self.voice.own(item.says)) for item in sources.read()])
        return (
            *section(self.voice.say("rests_on_heading"), Paragraph((self.voice.sentence(words),)), quotes, *places),
            *section(self.voice.say("unclear_heading"), readings),
        )
