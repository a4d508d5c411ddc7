"""The first page of a language: platforms, their policies, and the versions of each in time."""

from __future__ import annotations

from rulings.site.addresses import SEARCH, SEARCH_INDEX, examples_page, facts_page, version_page
from rulings.site.catalogue import Edition
from rulings.site.frame import page, section
from rulings.site.markup import NOTHING, Content, Html, code, element, separated
from rulings.site.register import codified
from rulings.site.sheet import Sheet
from rulings.site.timeline import Axis, timeline


def home_page(sheet: Sheet) -> str:
    """Write the first page."""
    axis = Axis.of(sheet.catalogue.every)
    platforms = [name for name, policies in sheet.catalogue.platforms.items() if policies]
    body = [
        element(
            "div", element("h1", sheet.say("site")), element("p", sheet.say("intro"), class_="lead"), class_="head"
        ),
        _search(sheet),
        [_platform(sheet, name, axis) for name in platforms],
    ]
    vocabularies = sheet.catalogue.vocabularies
    contents = [(f"platform-{name}", sheet.own(vocabularies[name].title), _policies(sheet, name)) for name in platforms]
    return page(
        sheet, sheet.say("site"), body, contents=contents, scripts=(sheet.address(SEARCH_INDEX), sheet.asset(SEARCH))
    )


def _policies(sheet: Sheet, platform: str) -> tuple[tuple[str, str], ...]:
    editions = sheet.catalogue.of_platform(platform)
    return tuple((_place(edition), sheet.own(edition.policy.title)) for edition in editions)


def _place(edition: Edition) -> str:
    return f"policy-{edition.policy.id.replace('/', '.')}"


def _search(sheet: Sheet) -> Html:
    """Write the search, hidden until a script can answer it."""
    label = element("label", sheet.say("search"), for_="search")
    box = element("input", type="search", id="search", autocomplete="off", spellcheck="false", aria_controls="found")
    told = {"data_none": sheet.say("search_none"), "data_more": sheet.say("search_more")}
    found = element("div", id="found", aria_live="polite", **told)
    return element("form", label, box, found, role="search", class_="search", hidden=True)


def _platform(sheet: Sheet, platform: str, axis: Axis) -> Html:
    vocabulary = sheet.catalogue.vocabularies[platform]
    ways = element("p", sheet.to(facts_page(platform), sheet.say("facts_of_platform")), class_="ways")
    title = element("p", sheet.other(vocabulary.title), " ", code(platform), class_="twin")
    policies = [_policy(sheet, edition, axis) for edition in sheet.catalogue.of_platform(platform)]
    return section(
        f"platform-{platform}", sheet.own(vocabulary.title), title, codified(sheet, [platform]), ways, policies
    )


def _policy(sheet: Sheet, edition: Edition, axis: Axis) -> Html:
    policy = edition.policy
    editions = sheet.catalogue.editions[policy.id]
    place = _place(edition)
    title = element("h3", sheet.to(version_page(policy), sheet.own(policy.title)), id=f"{place}-title")
    return element(
        "article",
        title,
        element("p", sheet.other(policy.title), " ", code(policy.id), class_="twin"),
        element(
            "ul",
            [element("li", sheet.begun(sheet.own(policy.decisions[name].title))) for name in policy.answers],
            class_="questions",
        ),
        element("p", _numbers(sheet, edition), class_="note"),
        timeline(sheet, editions, axis),
        id=place,
        class_="policy",
        aria_labelledby=f"{place}-title",
    )


def _numbers(sheet: Sheet, edition: Edition) -> list[Content]:
    policy = edition.policy
    said: list[Content] = [
        sheet.count("count_decisions", len(policy.decisions)),
        sheet.count("count_rules", edition.rules),
        sheet.count("count_readings", len(policy.readings)) if policy.readings else NOTHING,
    ]
    number = len(edition.examples)
    if number:
        said.append(sheet.to(examples_page(policy), sheet.count("count_examples", number)))
    return separated([one for one in said if one], sheet.comma)
