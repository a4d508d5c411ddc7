"""Registers of provisions: what each states, which rule codifies it, and where none does, why not."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rulings.model import Provision
from rulings.site.addresses import (
    HOME,
    REGISTER,
    decision_place,
    provision_place,
    provisions_page,
    reading_place,
    rule_place,
    version_page,
)
from rulings.site.catalogue import Catalogue, Edition, Use
from rulings.site.drawing import Bar, Lane, lanes
from rulings.site.frame import page, section
from rulings.site.markup import NOTHING, Content, Html, code, element, joined, separated
from rulings.site.sheet import Sheet
from rulings.site.tables import body, card, cards

CODIFIED, NOT_EXPRESSED, OPEN = "codified", "not_expressed", "unsettled"
_COUNTED = ("head_provisions", "head_codified_count", "head_not_expressed_count", "head_unsettled_count")


def status(catalogue: Catalogue, provision: str, platform: str) -> str:
    """Tell whether a provision is codified by a rule, listed as not expressed, or still open."""
    if catalogue.uses(provision, platform):
        return CODIFIED
    policies = (edition.policy for edition in catalogue.of_platform(platform))
    return NOT_EXPRESSED if any(provision in policy.not_expressed for policy in policies) else OPEN


def counts(catalogue: Catalogue, platform: str) -> dict[str, int]:
    """Count the provisions of a platform by their status."""
    found = dict.fromkeys((CODIFIED, NOT_EXPRESSED, OPEN), 0)
    for provision in catalogue.provisions(platform):
        found[status(catalogue, provision, platform)] += 1
    return found


def codified(sheet: Sheet, platforms: Iterable[str]) -> Html:
    """Draw how many provisions of platforms are codified, not expressed, or open."""
    return lanes([_codified_lane(sheet, platform) for platform in platforms])


def _codified_lane(sheet: Sheet, platform: str) -> Lane:
    found = counts(sheet.catalogue, platform)
    whole = max(sum(found.values()), 1)
    bars: list[Bar] = []
    done = 0
    for key, number in found.items():
        if number:
            bars.append(Bar(key.replace("_", "-"), Fraction(done, whole), Fraction(done + number, whole)))
        done += number
    said = sheet.comma.join(sheet.say(f"count_{key}", count=number) for key, number in found.items() if number)
    return Lane(sheet.to(provisions_page(platform), sheet.say("provisions")), tuple(bars), said, said)


def register_of_platform(sheet: Sheet, platform: str) -> str:
    """Write the register of a platform."""
    catalogue = sheet.catalogue
    vocabulary = catalogue.vocabularies[platform]
    title = sheet.say("register_of", platform=sheet.own(vocabulary.title))
    documents = _by_document(catalogue, catalogue.provisions(platform))
    written = [
        section(f"document-{document}", _document(sheet, document), _entries(sheet, provisions, platform))
        for document, provisions in documents.items()
    ]
    head = element("div", element("h1", title), codified(sheet, [platform]), class_="head")
    way = ((HOME, sheet.own(vocabulary.title)), (REGISTER, sheet.say("register")))
    contents = [(f"document-{document}", _document(sheet, document), ()) for document in documents]
    return page(sheet, title, [head, written], way=way, contents=contents)


def _by_document(catalogue: Catalogue, provisions: Iterable[str]) -> dict[str, list[Provision]]:
    found: dict[str, list[Provision]] = {}
    for id_ in provisions:
        provision = catalogue.register.provisions[id_]
        found.setdefault(provision.document, []).append(provision)
    return dict(sorted(found.items()))


def _document(sheet: Sheet, document: str) -> str:
    return f"{document} {sheet.own(sheet.catalogue.register.documents[document][1])}"


def _entries(sheet: Sheet, provisions: Iterable[Provision], platform: str | None) -> Html:
    heads = [sheet.say(key) for key in ("head_provision", "head_states", "head_codified")]
    rows = body(_row(sheet, provision, platform) for provision in provisions)
    return cards(sheet.say("register_caption"), heads, [rows], "register")


def _row(sheet: Sheet, provision: Provision, platform: str | None) -> Html:
    unclear = sheet.own(provision.unclear)
    said = element("span", sheet.say("unclear"), class_="word")
    note = element("p", said, " ", unclear, class_="unclear") if unclear else NOTHING
    codified = element("p", _badge(sheet, OPEN)) if platform is None else _codified(sheet, provision.id, platform)
    states = [element("p", sheet.own(provision.states)), note]
    cells = [(sheet.say("head_states"), states), (sheet.say("head_codified"), codified)]
    return card(code(provision.id), cells, provision_place(provision.id))


def _badge(sheet: Sheet, key: str) -> Html:
    return element("span", sheet.say(f"status_{key}"), class_=f"state {key.replace('_', '-')}")


def _codified(sheet: Sheet, provision: str, platform: str) -> Html:
    catalogue = sheet.catalogue
    uses = catalogue.uses(provision, platform)
    badge = element("p", _badge(sheet, status(catalogue, provision, platform)))
    policies: dict[str, list[Use]] = {}
    for use in uses:
        policies.setdefault(use.edition.name, []).append(use)
    rules = [_of_policy(sheet, several) for several in policies.values()]
    return joined(badge, rules, _reasons(sheet, provision, platform), _readings(sheet, provision, platform))


def _of_policy(sheet: Sheet, uses: list[Use]) -> Html:
    """Name the rules of one policy that codify a provision."""
    edition = uses[0].edition
    by_decision: dict[str, list[Use]] = {}
    for use in uses:
        by_decision.setdefault(use.decision, []).append(use)
    items = [
        element("li", _decision(sheet, edition, name), ": ", _rules(sheet, several))
        for name, several in by_decision.items()
    ]
    return joined(element("p", _policy(sheet, edition), class_="policy"), element("ul", items, class_="plain"))


def _policy(sheet: Sheet, edition: Edition) -> Html:
    policy = edition.policy
    return sheet.to(version_page(policy), f"{sheet.own(policy.title)} {policy.version}")


def _decision(sheet: Sheet, edition: Edition, name: str) -> Html:
    title = sheet.begun(sheet.own(edition.policy.decisions[name].title))
    return sheet.to(version_page(edition.policy), title, anchor=decision_place(name))


def _rules(sheet: Sheet, uses: list[Use]) -> list[Content]:
    links = [
        sheet.to(version_page(use.edition.policy), code(use.rule.id), anchor=rule_place(use.decision, use.rule.id))
        for use in uses
    ]
    return separated(links, sheet.comma)


def _reasons(sheet: Sheet, provision: str, platform: str) -> list[Html]:
    """Say why a policy does not express a provision."""
    found = (
        (edition, edition.policy.not_expressed.get(provision)) for edition in sheet.catalogue.of_platform(platform)
    )
    return [
        element(
            "p",
            element("span", sheet.say("why_not"), class_="word"),
            " ",
            sheet.own(because),
            " ",
            _policy(sheet, edition),
        )
        for edition, because in found
        if because is not None
    ]


def _readings(sheet: Sheet, provision: str, platform: str) -> Html:
    links = [
        sheet.to(version_page(edition.policy), reading.id, anchor=reading_place(reading.id))
        for edition in sheet.catalogue.of_platform(platform)
        for reading in edition.policy.readings.values()
        if provision in reading.of
    ]
    if not links:
        return NOTHING
    return element(
        "p", element("span", sheet.say("reads"), class_="word"), " ", separated(links, sheet.comma), class_="reads"
    )


def whole_register(sheet: Sheet) -> str:
    """Write the page about all registers: how far each platform's provisions are codified, and what belongs to none."""
    catalogue = sheet.catalogue
    heads = [sheet.say(key) for key in ("head_platform", *_COUNTED)]
    rows = body(_platform(sheet, platform) for platform in catalogue.platforms)
    written: list[Content] = [
        element("div", element("h1", sheet.say("register")), element("p", sheet.say("register_intro")), class_="head"),
        cards(sheet.say("registers_caption"), heads, [rows], "counts"),
    ]
    rest = [catalogue.register.provisions[id_] for id_ in catalogue.unclaimed]
    if rest:
        written.append(
            section(
                "unclaimed",
                sheet.say("unclaimed"),
                element("p", sheet.say("unclaimed_intro")),
                _entries(sheet, rest, None),
            )
        )
    return page(sheet, sheet.say("register"), written, way=((HOME, sheet.say("home")),))


def _platform(sheet: Sheet, platform: str) -> Html:
    found = counts(sheet.catalogue, platform)
    title = sheet.own(sheet.catalogue.vocabularies[platform].title)
    numbers = (sum(found.values()), *found.values())
    cells = [(sheet.say(key), str(number)) for key, number in zip(_COUNTED, numbers, strict=True)]
    return card(sheet.to(provisions_page(platform), title), cells)
