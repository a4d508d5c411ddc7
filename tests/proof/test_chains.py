"""Conditions that build on each other many times over are proved without taking every way one by one."""

from pathlib import Path

from rulings.algebra import boxes
from rulings.book import PolicyBook
from rulings.packaged import policies_folder
from rulings.proof.exactly_one import prove

REGISTER = """\
documents:
  S1: {file: one.txt, about: {en: one, zh: 一}}
provisions:
  SH-1: {document: S1, states: {en: something, zh: 某事}}
"""
FACTS = """\
platform: shop
title: {en: shop, zh: 商店}
parties: {buyer: {en: the buyer, zh: 买家}}
groups: {claim: {en: claim, zh: 申诉}}
facts:
  claim.opened_at: {type: datetime, title: {en: the moment of the claim, zh: 申诉时间}}
  claim.a: {type: boolean, title: {en: a, zh: 甲}, if_true: {en: a, zh: 甲}, if_false: {en: not a, zh: 非甲}}
  claim.b: {type: boolean, title: {en: b, zh: 乙}, if_true: {en: b, zh: 乙}, if_false: {en: not b, zh: 非乙}}
"""
HEAD = """\
policy: shop/chain
version: 2020-05-01
title: {en: chain, zh: 链}
published: 2020-01-01
in_force: {from: 2020-05-01, chosen_by: claim.opened_at}
sources:
  S1: {document: one.txt, about: one}
decisions:
"""
LINK = """\
  link_{number}:
    kind: condition
    title: {{en: link, zh: 环}}
    if_true: {{en: it holds, zh: 成立}}
    if_false: {{en: it does not hold, zh: 不成立}}
    when:
      any of:
        - all of: [{{{below}: true}}, {{claim.a is: true}}]
        - all of: [{{{below}: false}}, {{claim.b is: true}}]
    cites: SH-1
"""


def chain(folder: Path, length: int) -> PolicyBook:
    (folder / "shop" / "chain").mkdir(parents=True)
    (folder / "provisions.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "shop" / "facts.yaml").write_text(FACTS, encoding="utf-8")
    below = ["claim.a is", *(f"link_{number} is" for number in range(length - 1))]
    links = [LINK.format(number=number, below=name) for number, name in enumerate(below)]
    (folder / "shop" / "chain" / "2020-05-01.yaml").write_text(HEAD + "".join(links), encoding="utf-8")
    return PolicyBook.load(folder)


def test_a_long_chain_is_proved_and_rules(tmp_path):
    # One by one this would be 2 to the power of 40 conditions.
    book = chain(tmp_path, 40)
    assert book.notes == ()
    facts = {"claim": {"opened_at": "2024-03-01T10:00:00+08:00", "a": True, "b": False}}
    assert book.evaluate({"policy": "shop/chain", "facts": facts})["link_39"].value is True


def test_heavy_forms_are_proved_as_light_ones_are(monkeypatch):
    policy = PolicyBook.load(policies_folder()).version("douyin/after-sales-dispute").policy
    light = prove(policy.decisions, policy.vocabulary)
    monkeypatch.setattr(boxes, "HEAVY", 0)
    assert prove(policy.decisions, policy.vocabulary) == light
