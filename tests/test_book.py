"""The version for a case is chosen by the case's own date, and by nothing else."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rulings import (
    CaseFaults,
    NoLongerInForce,
    NotYetInForce,
    PolicyBook,
    PolicyFaults,
    UnknownPolicy,
    UnknownVersion,
)
from rulings.schema.data import ruling_schema

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
  claim.day: {type: date, title: {en: the day of the claim, zh: 申诉日}}
"""
VERSION = """\
policy: shop/limit
version: {name}
title: {{en: limit, zh: 限额}}
published: 2020-01-01
in_force: {{{in_force}}}
sources:
  S1: {{document: one.txt, about: one}}
decisions:
  limit:
    kind: table
    title: {{en: limit, zh: 限额}}
    gives: {{type: integer}}
    rules:
      - {{id: only, value: {value}, cites: SH-1}}
"""


def book_of(folder: Path, *versions: tuple[str, str, int]) -> PolicyBook:
    (folder / "shop" / "limit").mkdir(parents=True)
    (folder / "provisions.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "shop" / "facts.yaml").write_text(FACTS, encoding="utf-8")
    for name, in_force, value in versions:
        text = VERSION.format(name=name, in_force=in_force, value=value)
        (folder / "shop" / "limit" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return PolicyBook.load(folder)


@pytest.fixture
def book(tmp_path):
    first = ("2020-05-01", "from: 2020-05-01, chosen_by: claim.opened_at", 1)
    second = ("2022-06-21", "from: 2022-06-21, until: 2023-12-31, chosen_by: claim.opened_at", 2)
    return book_of(tmp_path, first, second)


def claim(**facts):
    return {"id": "C-1", "policy": "shop/limit", "facts": {"claim": facts}}


@pytest.mark.parametrize(
    ("moment", "version"),
    [
        ("2020-05-01T00:00:00+08:00", "2020-05-01"),
        ("2020-04-30T16:00:00Z", "2020-05-01"),
        ("2021-01-01T00:00:00+08:00", "2020-05-01"),
        ("2022-06-20T23:59:59+08:00", "2020-05-01"),
        ("2022-06-21T00:00:00+08:00", "2022-06-21"),
        ("2022-06-20T16:00:00+00:00", "2022-06-21"),
        ("2023-12-31T23:59:59.999999+08:00", "2022-06-21"),
    ],
)
def test_each_side_of_every_line(book, moment, version):
    ruling = book.evaluate(claim(opened_at=moment))
    assert ruling.version.policy.version == version
    assert ruling.to_dict()["version"] == version
    assert book.evaluate(claim(opened_at=datetime.fromisoformat(moment))).to_json() == ruling.to_json()


@pytest.mark.parametrize(
    ("moment", "error", "said"),
    [
        ("2020-04-30T23:59:59+08:00", NotYetInForce, "claim.opened_at is 2020-04-30, and its first version begins on"),
        ("2024-01-01T00:00:00+08:00", NoLongerInForce, "its version 2022-06-21 ended on 2023-12-31"),
        ("2023-12-31T16:00:00Z", NoLongerInForce, "claim.opened_at is 2024-01-01"),
    ],
)
def test_before_the_first_and_behind_the_last(book, moment, error, said):
    with pytest.raises(error, match=said):
        book.evaluate(claim(opened_at=moment))


def test_without_the_date_nothing_is_ruled(book):
    ruling = book.evaluate(claim(day="2022-01-01"))
    data = ruling.to_dict()
    assert (ruling.status, ruling.needs) == ("undetermined", ("claim.opened_at",))
    assert (data["version"], data["digest"], data["results"]) == (None, None, {})
    assert Draft202012Validator(ruling_schema()).is_valid(data)
    assert "申诉时间" in ruling.explain("zh", audience="buyer")
    assert book.evaluate(claim(day="2022-01-01"), version="2020-05-01")["limit"].value == 1


def test_a_date_chooses_as_a_moment_does(tmp_path):
    first = ("2020-05-01", "from: 2020-05-01, chosen_by: claim.day", 1)
    second = ("2022-06-21", "from: 2022-06-21, chosen_by: claim.day", 2)
    book = book_of(tmp_path, first, second)
    days = {"2020-05-01": 1, "2022-06-20": 1, "2022-06-21": 2, "2099-12-31": 2}
    assert {day: book.evaluate(claim(day=day))["limit"].value for day in days} == days
    assert book.evaluate(claim(day=date(2022, 6, 21)))["limit"].value == 2
    with pytest.raises(NotYetInForce):
        book.evaluate(claim(day="2020-04-30"))


def test_a_version_can_be_named(book):
    ruling = book.evaluate(claim(opened_at="2023-01-01T00:00:00+08:00"), version="2020-05-01")
    assert ruling["limit"].value == 1
    with pytest.raises(UnknownVersion, match="it has 2020-05-01, 2022-06-21"):
        book.evaluate(claim(), version="2021-01-01")
    with pytest.raises(UnknownPolicy, match='did you mean "shop/limit"'):
        book.versions("shop/limits")


def test_the_moment_of_evaluation_is_an_input(book):
    case = claim(opened_at="2023-01-01T00:00:00+08:00")
    assert book.evaluate(case).to_dict()["at"] is None
    assert book.evaluate(case, at="2024-03-20T09:00:00+08:00").to_dict()["at"] == "2024-03-20T09:00:00+08:00"
    assert book.evaluate(case, at=datetime(2024, 3, 20, tzinfo=UTC)).to_dict()["at"] == "2024-03-20T00:00:00+00:00"
    for wrong in ("2024-03-20T09:00:00", "now", datetime(2024, 3, 20)):  # noqa: DTZ001 - without a zone on purpose
        with pytest.raises(CaseFaults, match="the moment of evaluation is refused"):
            book.evaluate(case, at=wrong)


def test_overlapping_versions_do_not_load(tmp_path):
    first = ("2020-05-01", "from: 2020-05-01, until: 2022-06-21, chosen_by: claim.opened_at", 1)
    second = ("2022-06-21", "from: 2022-06-21, chosen_by: claim.opened_at", 2)
    with pytest.raises(PolicyFaults, match="overlapping-versions"):
        book_of(tmp_path, first, second)
