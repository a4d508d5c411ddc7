"""The story for an auditor: all that the ruling rests on, with every id, to be checked line by line."""

from __future__ import annotations

from typing import Any

from rulings.algebra import LIST
from rulings.engine.facts import attribute
from rulings.explain.clauses import Clauses
from rulings.explain.conditions import codes
from rulings.explain.decisions import Decisions
from rulings.explain.elsewhere import elsewhere
from rulings.explain.explanation import Explained
from rulings.explain.matter import Matter
from rulings.explain.missing import Missing
from rulings.explain.results import Results
from rulings.explain.sources import Sources
from rulings.explain.spoken import day, has_other_offsets, moment, shown_text, zone_name
from rulings.explain.story import Bullets, Code, Heading, Item, Line, Node, Pairs, Paragraph, Story, Table, section
from rulings.explain.voice import Voice
from rulings.model import Fact
from rulings.plain import plain_value

MOST_RECORDS = 100


class AuditorStory:
    """Tells one ruling whole."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling."""
        self.matter = matter
        self.voice = voice
        self.results = Results(matter.policy, voice)
        self.clauses = Clauses(matter.policy, matter.interpreter, voice)
        self.decisions = Decisions(matter, voice)

    def tell(self) -> Story:
        """Tell the version, the results, the facts, every decision, what is needed, and the sources."""
        say = self.voice.say
        title = say("title_auditor", policy=self.voice.own(self.matter.policy.title))
        nodes = (
            Heading((title,), 1),
            Pairs(tuple(self._head())),
            *section(say("results_heading"), self._results()),
            *section(say("facts_heading"), self._facts(), *self._lists()),
            *(node for explained in self.matter.explanation.decisions for node in self.decisions.nodes(explained)),
            *self.decisions.kinds.timeline(),
            *section(say("needs_heading"), *self._needs()),
            *elsewhere(self.matter, self.voice),
            *self._sources(),
        )
        return Story(self.voice.language, nodes)

    def _head(self) -> list[tuple[str, Line]]:
        policy, say = self.matter.policy, self.voice.say
        published = say("of_version", title=self.voice.own(policy.title), day=day(policy.published, self.voice))
        status = say("decided" if self.matter.decided else "undetermined")
        rows: list[tuple[str, Line]] = []
        if self.matter.id is not None:
            rows.append((say("label_case"), (shown_text(self.matter.id)[1:-1],)))
        rows += [(say("label_policy"), (Code(policy.name), self.voice.bracketed(published)))]
        rows += [(say("label_in_force"), (self._in_force(),)), (say("label_digest"), (Code(policy.digest),))]
        rows.append((say("label_chosen_by"), self._chosen_by()))
        if self.matter.at is not None:
            rows.append((say("label_at"), (moment(self.matter.at, self.voice),)))
        return [*rows, (say("label_status"), (status,)), (say("label_times"), (self._times(),))]

    def _in_force(self) -> str:
        since, until = self.matter.policy.in_force.since, self.matter.version.ends
        key = "from_day" if until is None else "from_to_day"
        return self.voice.say(key, since=day(since, self.voice), until="" if until is None else day(until, self.voice))

    def _chosen_by(self) -> Line:
        path = self.matter.policy.in_force.chosen_by
        given = self.matter.facts.get(path)
        clause = self.clauses.unknown(path) if given is None else self.clauses.fact(path, given)
        return (Code(path), self.voice.bracketed(clause))

    def _times(self) -> str:
        other = has_other_offsets(self.matter.explanation.facts.values(), self.voice)
        return self.voice.say(
            "times_short_other" if other else "times_short", zone=zone_name(self.voice.timezone, self.voice)
        )

    def _results(self) -> Table:
        head = tuple(self.voice.say(f"head_{name}") for name in ("decision", "result", "rules"))
        answers = [self.matter.explained(name) for name in self.matter.explanation.answers]
        return Table(head, tuple(self._row(explained) for explained in answers if explained is not None))

    def _row(self, explained: Explained) -> tuple[Line, ...]:
        rules = codes(explained.outcome.rules, self.voice.language)
        return ((self.results.title(self.matter.decision(explained)),), (self.decisions.result(explained),), rules)

    def _facts(self) -> Node:
        facts = self.matter.explanation.facts
        if not facts:
            return Paragraph((self.voice.say("nobody_cited"),))
        head = tuple(self.voice.say(f"head_{name}") for name in ("fact", "value", "words", "judged"))
        return Table(head, tuple(self._fact(path) for path in sorted(facts)))

    def _lists(self) -> list[Node]:
        """Show the records of every list that is cited."""
        vocabulary = self.matter.policy.vocabulary
        facts = sorted(self.matter.explanation.facts.items())
        lists = [(vocabulary.fact(path), given) for path, given in facts if vocabulary.fact(path).type == LIST]
        return [node for fact, given in lists if isinstance(given, tuple) and given for node in self._list(fact, given)]

    def _list(self, fact: Fact, records: tuple[Any, ...]) -> list[Node]:
        shown = records[:MOST_RECORDS]
        rows = tuple(
            (str(at), *(_field(record, name) for name in fact.fields)) for at, record in enumerate(shown, start=1)
        )
        table = Table(("", *fact.fields), tuple(tuple((cell,) for cell in row) for row in rows))
        more = [] if len(shown) == len(records) else [self.voice.say("more_records", count=len(records) - len(shown))]
        return [Paragraph((Code(fact.path),)), table, *(Paragraph((line,)) for line in more)]

    def _fact(self, path: str) -> tuple[Line, ...]:
        given, fact = self.matter.explanation.facts[path], self.matter.policy.vocabulary.fact(path)
        raw = shown_text(given)[1:-1] if isinstance(given, str) else _raw(given)
        if fact.type == LIST and isinstance(given, tuple):
            raw = self.voice.say("records", count=len(given))
        judged = "" if fact.judged_by is None else self.results.party(fact.judged_by)
        return ((Code(path),), (Code(raw),), (self.clauses.fact(path, given),), (judged,))

    def _needs(self) -> list[Node]:
        missing = Missing(self.matter, self.voice)
        return missing.nodes() if self.matter.needs else []

    def _sources(self) -> tuple[Node, ...]:
        sources = Sources(self.matter, list(self.matter.explanation.decisions), whole=True)
        documents = self.matter.policy.register.documents
        provisions: list[Item] = []
        for item in sources.provisions():
            file, about = documents[item.document]
            below = [Item((self.voice.say("source", about=self.voice.own(about)), self.voice.bracketed(file)))]
            if item.unclear is not None:
                below.append(Item((self.voice.say("unclear", text=self.voice.own(item.unclear)),)))
            provisions.append(Item((Code(item.id), " ", self.voice.own(item.states)), tuple(below)))
        readings = [Item((Code(item.id), self._of(item.of), self.voice.own(item.says))) for item in sources.read()]
        return (
            *section(self.voice.say("provisions_heading"), Bullets(tuple(provisions))),
            *section(self.voice.say("readings_heading"), Bullets(tuple(readings))),
        )

    def _of(self, provisions: tuple[str, ...]) -> str:
        listed = ("、" if self.voice.language == "zh" else ", ").join(provisions)
        return self.voice.say("reads_of", provisions=listed)


def _field(record: object, name: str) -> str:
    """Write a field of a record as it was given; nothing where it is unknown."""
    given = getattr(record, attribute(name), None)
    if given is None:
        return ""
    return shown_text(given)[1:-1] if isinstance(given, str) else _raw(given)


def _raw(given: object) -> str:
    plain = plain_value(given)
    return {True: "true", False: "false"}[plain] if isinstance(plain, bool) else str(plain)
