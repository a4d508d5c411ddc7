"""Facts as a table: what each is called, of which type it is, between which bounds it lies, and what it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rulings.explain.spoken import value as in_words
from rulings.model import Fact, Vocabulary
from rulings.site.addresses import fact_place
from rulings.site.markup import NOTHING, Content, Html, code, element, joined
from rulings.site.sheet import Sheet
from rulings.site.tables import card, cards, group

_COLUMNS = ("head_fact", "head_type", "head_used")
UsedBy = Callable[[str], Content]
"""Says where the fact of a path is used."""


def facts_table(sheet: Sheet, vocabulary: Vocabulary, paths: Iterable[str], used_by: UsedBy) -> Html:
    """Write facts as a table, those of a group together."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(path.partition(".")[0], []).append(path)
    bodies = [
        group(
            [sheet.begun(sheet.own(vocabulary.groups[name])), " ", code(name)],
            len(_COLUMNS),
            [_row(sheet, vocabulary.facts[path], vocabulary, used_by) for path in inner],
        )
        for name, inner in groups.items()
    ]
    return cards(sheet.say("facts_caption"), [sheet.say(key) for key in _COLUMNS], bodies, "facts")


def _row(sheet: Sheet, fact: Fact, vocabulary: Vocabulary, used_by: UsedBy) -> Html:
    said = [_type(sheet, fact), _judged(sheet, fact, vocabulary), _fields(sheet, fact, vocabulary)]
    name = [code(fact.path), element("p", sheet.begun(sheet.own(fact.title)))]
    cells = [(sheet.say("head_type"), said), (sheet.say("head_used"), used_by(fact.path))]
    return card(name, cells, fact_place(fact.path))


def _type(sheet: Sheet, fact: Fact) -> Content:
    return joined(
        element("span", sheet.say(f"type_{fact.type.name}"), class_="type"), _bounds(sheet, fact), _options(sheet, fact)
    )


def _bounds(sheet: Sheet, fact: Fact) -> Content:
    ends = (("bound_least", fact.minimum), ("bound_most", fact.maximum))
    said = [sheet.say(key, value=in_words(end, sheet.voice)) for key, end in ends if end is not None]
    return [", " if sheet.language == "en" else "，", sheet.say("and").join(said)] if said else NOTHING


def _options(sheet: Sheet, fact: Fact) -> Content:
    """List what a choice can be, and how a yes and a no are said."""
    if fact.if_true is not None and fact.if_false is not None:
        answers = ((sheet.voice.say("yes"), fact.if_true), (sheet.voice.say("no"), fact.if_false))
        said = [element("li", element("span", word, class_="word"), " ", sheet.own(text)) for word, text in answers]
        return element("ul", said, class_="options")
    if not fact.options:
        return NOTHING
    said = [element("li", sheet.own(text), " ", code(name)) for name, text in fact.options.items()]
    return element("ul", said, class_="options")


def _judged(sheet: Sheet, fact: Fact, vocabulary: Vocabulary) -> Content:
    if fact.judged_by is None:
        return NOTHING
    party = sheet.own(vocabulary.parties[fact.judged_by])
    return element("p", sheet.say("judged_by", party=party), class_="note")


def _fields(sheet: Sheet, fact: Fact, vocabulary: Vocabulary) -> Content:
    """List what is known of each record of a list."""
    if not fact.fields:
        return NOTHING
    items = [
        joined(
            element("dt", code(f"{fact.of}.{name}"), " ", sheet.own(field.title)),
            element("dd", _type(sheet, field), _judged(sheet, field, vocabulary)),
        )
        for name, field in fact.fields.items()
    ]
    told = element("p", sheet.say("each_record", each=sheet.own(fact.each) or fact.of), class_="note")
    return joined(told, element("dl", items, class_="fields"))
