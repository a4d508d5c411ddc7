"""A shop whose policy has had versions, a correction and a temporary measure."""

import pytest

from rulings import PolicyBook

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
  claim.settled_at: {type: datetime, title: {en: the moment of the settlement, zh: 处理时间}}
  claim.day: {type: date, title: {en: the day of the claim, zh: 申诉日}}
  claim.amount: {type: money, title: {en: the amount, zh: 金额}}
"""
VERSION = """\
policy: shop/limit
version: {name}
title: {{en: limit, zh: 限额}}
published: {published}
{more}in_force: {{{in_force}}}
sources:
  S1: {{document: one.txt, about: one}}
decisions:
  limit:
    kind: table
    title: {{en: the limit, zh: 限额}}
    gives: {{type: integer}}
    rules:
      - {{id: quick, when: {{claim.settled_at before: 2030-01-01T00:00:00+08:00}}, value: {value}, cites: SH-1}}
      - {{id: slow, when: {{claim.settled_at no earlier than: 2030-01-01T00:00:00+08:00}}, value: 0, cites: SH-1}}
"""


def version(name, in_force, value, *, published="2020-01-01", more=""):
    in_force = f"{in_force}, chosen_by: claim.opened_at"
    return name, VERSION.format(name=name, in_force=in_force, value=value, published=published, more=more)


def write(folder, *versions):
    (folder / "shop" / "limit").mkdir(parents=True, exist_ok=True)
    (folder / "provisions.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "shop" / "facts.yaml").write_text(FACTS, encoding="utf-8")
    for name, text in versions:
        (folder / "shop" / "limit" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


FIRST = version("2020-05-01", "from: 2020-05-01", 1)
SECOND = version("2022-06-21", "from: 2022-06-21, until: 2023-12-31", 2, published="2022-06-01")
CORRECTED = version(
    "2022-06-21+1",
    "from: 2022-06-21, until: 2023-12-31",
    3,
    published="2022-06-01",
    more="corrects: 2022-06-21\nrecorded: 2022-09-01T12:00:00+08:00\n",
)
MEASURE = version("2021-02-01", "from: 2021-02-01, until: 2021-03-31, suspends: 2020-05-01", 9, published="2021-01-20")


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    return PolicyBook.load(write(tmp_path_factory.mktemp("limit"), FIRST, SECOND, CORRECTED, MEASURE))


@pytest.fixture
def claim():
    def case(opened_at, **facts):
        return {"id": "C-1", "policy": "shop/limit", "facts": {"claim": {"opened_at": opened_at, **facts}}}

    return case
