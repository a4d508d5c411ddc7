"""The vocabulary of a platform: all its facts, and which policies use each."""

from __future__ import annotations

from rulings.site.addresses import HOME, fact_place, version_page
from rulings.site.catalogue import Edition
from rulings.site.facts import facts_table
from rulings.site.frame import page
from rulings.site.markup import Content, Html, element, separated
from rulings.site.sheet import PolicySheet, Sheet


def vocabulary_page(sheet: Sheet, platform: str) -> str:
    """Write the page of a platform's vocabulary."""
    vocabulary = sheet.catalogue.vocabularies[platform]
    title = sheet.say("vocabulary_of", platform=sheet.own(vocabulary.title))
    used = _used(sheet, platform)

    def used_by(path: str) -> Content:
        links = [_link(sheet, edition, path) for edition in used.get(path, [])]
        return separated(links, sheet.comma) or sheet.say("by_no_policy")

    table = facts_table(sheet, vocabulary, sorted(vocabulary.facts), used_by)
    head = element("div", element("h1", title), element("p", sheet.say("vocabulary_intro")), class_="head")
    return page(sheet, title, [head, table], way=((HOME, sheet.own(vocabulary.title)),))


def _used(sheet: Sheet, platform: str) -> dict[str, list[Edition]]:
    found: dict[str, list[Edition]] = {}
    for edition in sheet.catalogue.of_platform(platform):
        for path in PolicySheet(sheet.catalogue, sheet.language, sheet.path, edition).facts:
            found.setdefault(path, []).append(edition)
    return found


def _link(sheet: Sheet, edition: Edition, path: str) -> Html:
    return sheet.to(version_page(edition.policy), sheet.own(edition.policy.title), anchor=fact_place(path))
