"""What can be searched for: policies, decisions, rules, readings, provisions and facts, as data for a small script."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rulings.algebra import OTHERWISE
from rulings.site import addresses
from rulings.site.sheet import PolicySheet, Sheet

Entry = tuple[str, str, str, str]
"""What it is, its words, its name, and its address."""


def search_index(sheet: Sheet) -> str:
    """Write the script that holds the data of a language."""
    entries = sorted({*_of_policies(sheet), *_of_platforms(sheet)})
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"window.rulingsSearch = [\n{lines}\n];\n"


def _of_policies(sheet: Sheet) -> Iterator[Entry]:
    for platform in sheet.catalogue.platforms:
        for edition in sheet.catalogue.of_platform(platform):
            yield from _of_policy(PolicySheet(sheet.catalogue, sheet.language, sheet.path, edition))


def _of_policy(sheet: PolicySheet) -> Iterator[Entry]:
    policy, home = sheet.policy, sheet.home
    yield (sheet.say("is_policy"), sheet.own(policy.title), policy.id, sheet.address(home))
    for decision in policy.decisions.values():
        place = sheet.address(home, addresses.decision_place(decision.name))
        yield (sheet.say("is_decision"), sheet.own(decision.title), decision.name, place)
        for rule in decision.rules.values():
            place = sheet.address(home, addresses.rule_place(decision.name, rule.id))
            if rule.id != OTHERWISE:
                yield (sheet.say("is_rule"), sheet.own(rule.title) or rule.id, rule.id, place)
    for reading in policy.readings.values():
        place = sheet.address(home, addresses.reading_place(reading.id))
        yield (sheet.say("is_reading"), sheet.own(reading.says), reading.id, place)


def _of_platforms(sheet: Sheet) -> Iterator[Entry]:
    catalogue = sheet.catalogue
    for platform, vocabulary in catalogue.vocabularies.items():
        page = addresses.provisions_page(platform)
        for id_ in catalogue.provisions(platform):
            place = sheet.address(page, addresses.provision_place(id_))
            yield (sheet.say("is_provision"), sheet.own(catalogue.register.provisions[id_].states), id_, place)
        for path, fact in vocabulary.facts.items():
            place = sheet.address(addresses.facts_page(platform), addresses.fact_place(path))
            yield (sheet.say("is_fact"), sheet.own(fact.title), path, place)
