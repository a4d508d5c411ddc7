"""The page says what holds: its figures, its reasons, and its example."""

import re

import pytest
from tests.docs.fences import ROOT, blocks_of
from tests.docs.tables import quoted, table_of
from tests.second_opinion.packaged_cases import versions

import rulings.second_opinion
from rulings.second_opinion import REASONS, Limits, coverage_table

PAGE = (ROOT / "docs" / "second-opinion.md").read_text(encoding="utf-8")


def test_the_shares_are_those_of_the_packaged_policies():
    assert coverage_table(versions()) in PAGE


def test_every_reason_is_told():
    assert sorted(quoted(row[0])[0] for row in table_of(PAGE, "reason", "means")) == sorted(REASONS)


def test_the_limits_are_the_real_ones():
    limits = Limits()
    assert f"{limits.seconds} seconds a round of at most {limits.questions:,} questions, 1 GiB of memory" in PAGE
    assert limits.failures == 20
    assert limits.memory == 2**30


@pytest.mark.parametrize("name", rulings.second_opinion.__all__)
def test_what_the_page_names_is_public(name):
    assert hasattr(rulings.second_opinion, name)


def test_the_example_runs(second, monkeypatch):
    assert second is not None  # the engine is installed
    monkeypatch.chdir(ROOT)
    [block] = [block for block in blocks_of(PAGE) if block.kind == "python"]
    found = {}
    exec(block.text, found)  # noqa: S102 - the example of the page
    assert found["opinion"].stance == "agrees"
    assert found["counted"].rulings == 2
    assert found["counted"].differed == 0


def test_links_lead_somewhere():
    links = re.findall(r"\]\((?!https:)([^)#]+)", PAGE)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
