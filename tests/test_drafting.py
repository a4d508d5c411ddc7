"""A draft differs from the last version in its dates, and in nothing else; whatever the layout of the file."""

from datetime import date

import pytest
from tests.cli.conftest import EXAMPLES, FACTS, POLICY, REGISTER

from rulings import PolicyFaults, check
from rulings.drafting import NotDrafted, Wanted, correction, draft
from rulings.errors import lines_of
from rulings.library import read_library

NAME = "shop/review"
IN_FORCE = "in_force: {from: 2024-01-01, chosen_by: claim.opened_at}"


@pytest.fixture
def shop(tmp_path):
    for path, text in (
        ("provisions.yaml", REGISTER),
        ("shop/facts.yaml", FACTS),
        ("shop/review/2024-01-01.yaml", POLICY),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "shop/review/examples").mkdir()
    (tmp_path / "shop/review/examples/amounts.yaml").write_text(EXAMPLES, encoding="utf-8")
    return tmp_path


def write(shop, text, name="2024-01-01"):
    (shop / NAME / f"{name}.yaml").write_bytes(text.encode("utf-8"))


def changed_lines(before, after):
    one, other = lines_of(before), lines_of(after)
    assert len(one) == len(other)
    return [(old, new) for old, new in zip(one, other, strict=True) if old != new]


def test_only_the_lines_of_the_dates_differ(shop):
    made = draft(shop, NAME, Wanted("2025-03-01"))
    assert changed_lines(POLICY, made.text) == [
        ("version: 2024-01-01", "version: 2025-03-01"),
        ("published: 2024-01-01", "published: 2025-03-01"),
        (IN_FORCE, IN_FORCE.replace("2024-01-01", "2025-03-01")),
    ]
    assert not made.path.exists()
    made.write()
    assert made.path.read_text(encoding="utf-8") == made.text
    assert (shop / NAME / "2024-01-01.yaml").read_text(encoding="utf-8") == POLICY
    assert check(shop) == []


def test_what_is_written_has_no_fault_and_ends_the_last(shop):
    draft(shop, NAME, Wanted("2025-03-01", published="2025-01-15", since="2025-04-01")).write()
    assert check(shop) == []
    old, new = read_library(shop).versions[NAME]
    assert old.ends == date(2025, 3, 31)
    assert (new.policy.published, new.policy.in_force.since) == (date(2025, 1, 15), date(2025, 4, 1))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "form",
    [
        "in_force: {from: 2024-01-01, chosen_by: claim.opened_at}   # 甲 why",
        "in_force:  { chosen_by: claim.opened_at ,from: '2024-01-01' }",
        "in_force:\n    # why\n    chosen_by: claim.opened_at\n    from:   2024-01-01   # since\n",
        'in_force: {\n  from: "2024-01-01",\n  chosen_by: claim.opened_at\n}',
    ],
)
def test_layout_and_comments_stay(shop, form, ending):
    text = "# 甲 head 2024-01-01\n\n" + POLICY.replace(IN_FORCE, form).replace("version: ", "version:    ")
    text = text.replace("published: 2024-01-01", 'published: "2024-01-01"  # 2024-01-01').replace("\n", ending)
    write(shop, text)
    after = draft(shop, NAME, Wanted("2025-03-01")).text
    differing = changed_lines(text, after)
    assert len(differing) == 3
    for old, new in differing:
        dates = ("'2024-01-01'", '"2024-01-01"', "2024-01-01")
        written = next(date for date in dates if date in old)
        assert new == old.replace(written, "2025-03-01", 1)


UNTIL = IN_FORCE.replace("from: 2024-01-01", "from: 2024-01-01, until: 2024-12-31")


def ended(shop, form=UNTIL):
    text = POLICY.replace(IN_FORCE, form)
    write(shop, text)
    return text


@pytest.mark.parametrize(
    ("form", "until", "expected"),
    [
        (UNTIL, "2025-06-30", UNTIL.replace("2024-01-01", "2025-03-01").replace("2024-12-31", "2025-06-30")),
        (UNTIL, "never", IN_FORCE.replace("2024-01-01", "2025-03-01")),
        (IN_FORCE, "2025-06-30", UNTIL.replace("2024-01-01", "2025-03-01").replace("2024-12-31", "2025-06-30")),
        (IN_FORCE, "never", IN_FORCE.replace("2024-01-01", "2025-03-01")),
    ],
)
def test_the_last_day_is_as_it_was_asked_for(shop, form, until, expected):
    ended(shop, form)
    made = draft(shop, NAME, Wanted("2025-03-01", until=until))
    assert f"\n{expected}\n" in made.text
    made.write()
    assert check(shop) == []


def refused(shop, *dates, name=NAME, **more):
    with pytest.raises(NotDrafted) as caught:
        draft(shop, name, Wanted(*dates, **more))
    return [(fault.code, fault.path) for fault in caught.value.diagnostics]


def test_a_last_day_that_would_be_copied_has_to_be_said(shop):
    ended(shop)
    assert refused(shop, "2025-03-01") == [("until-missing", "--until")]
    assert refused(shop, "2024-12-01") == [("overlapping-versions", "--from")]
    assert refused(shop, "2024-12-01", until="never") == [("overlapping-versions", "--from")]
    assert refused(shop, "2024-12-01", since="2025-01-01") == [("until-missing", "--until")]
    assert draft(shop, NAME, Wanted("2024-12-01", since="2025-01-01", until="never"))


@pytest.mark.parametrize(
    "text", ["2025-02-30", "2025-3-1", "2025/03/01", "soon", "", "1899-12-31", "2024-01-01+1", "never"]
)
def test_dates_that_are_none(shop, text):
    assert [path for _, path in refused(shop, text)] == ["DATE"]
    assert [path for _, path in refused(shop, "2025-03-01", since=text)] == ["--from"]
    assert [path for _, path in refused(shop, "2025-03-01", published=text)] == ["--published"]


def test_wrong_dates_come_together(shop):
    found = refused(shop, "2025-13-01", "x", "y", "z")
    assert sorted(str(path) for _, path in found) == ["--from", "--published", "--until", "DATE"]


def test_versions_that_cannot_follow(shop):
    assert refused(shop, "2024-01-01") == [("version-exists", "DATE")]
    assert refused(shop, "2023-12-31") == [("version-not-newer", "DATE")]
    assert refused(shop, "2025-03-01", since="2024-01-01") == [("overlapping-versions", "--from")]
    assert refused(shop, "2025-03-01", since="2023-06-01") == [("overlapping-versions", "--from")]
    assert refused(shop, "2025-03-01", until="2025-02-28") == [("wrong-order", None)]


def corrected(text):
    """A correction of a version, as text."""
    return text.replace(
        "version: 2024-01-01", "version: 2024-01-01+1  # corrected\ncorrects: 2024-01-01\nrecorded: 2024-02-01"
    )


def test_the_newest_version_is_copied_a_correction_included(shop):
    write(shop, corrected(POLICY), "2024-01-01+1")
    made = draft(shop, NAME, Wanted("2025-03-01"))
    assert made.copied.version == "2024-01-01+1"
    assert "version: 2025-03-01  # corrected\n" in made.text
    assert "corrects" not in made.text
    assert "recorded" not in made.text
    assert refused(shop, "2024-01-01") == [("version-exists", "DATE")]
    made.write()
    assert draft(shop, NAME, Wanted("2026-03-01")).copied.version == "2025-03-01"


@pytest.mark.parametrize(
    "name", ["shop/reveiw", "review", "shop", "shop/review@2024-01-01", "../shop/review", "shop/", ""]
)
def test_policies_that_are_none(shop, name):
    assert refused(shop, "2025-03-01", name=name) == [("unknown-policy", "POLICY")]


def test_a_policy_with_faults_is_not_copied(shop):
    write(shop, POLICY.replace("value: at_once", "value: at_onec"))
    with pytest.raises(PolicyFaults) as caught:
        draft(shop, NAME, Wanted("2025-03-01"))
    assert not isinstance(caught.value, NotDrafted)
    assert caught.value.diagnostics[0].near == "at_once"


def test_faults_of_other_policies_do_not_matter(shop):
    (shop / "shop/other").mkdir()
    (shop / "shop/other/2024-01-01.yaml").write_text(POLICY, encoding="utf-8")
    assert draft(shop, NAME, Wanted("2025-03-01"))
    assert check(shop)


def test_a_correction_is_a_copy_that_says_what_it_corrects(shop):
    made = correction(shop, NAME, "2024-01-01", "2024-06-01T09:00:00+08:00")
    head = "version: 2024-01-01+1\ncorrects: 2024-01-01\nrecorded: 2024-06-01T09:00:00+08:00\n"
    assert made.text == POLICY.replace("version: 2024-01-01\n", head)
    made.write()
    assert check(shop) == []
    again = correction(shop, NAME, "2024-01-01", "2024-07-01")
    assert (again.policy.version, again.policy.corrects) == ("2024-01-01+2", "2024-01-01+1")
    assert again.text == made.text.replace("2024-01-01+1", "2024-01-01+2").replace(
        "corrects: 2024-01-01\n", "corrects: 2024-01-01+1\n"
    ).replace("2024-06-01T09:00:00+08:00", "2024-07-01")
    again.write()
    assert check(shop) == []
    assert [one.policy.version for one in read_library(shop).versions[NAME]] == ["2024-01-01+2"]


@pytest.mark.parametrize(
    ("version", "recorded", "code"),
    [
        ("2024-02-01", "2024-06-01", "unknown-version"),
        ("", "2024-06-01", "unknown-version"),
        ("2024-01-01", "2023-06-01", "recorded-too-early"),
        ("2024-01-01", "2024-01-01", "recorded-too-early"),
        ("2024-01-01", "2024-06-31", "no-such-day"),
        ("2024-01-01", "June", "not-a-date"),
        ("2024-01-01", "2024-06-01T09:00:00", "offset-missing"),
        ("2024-01-01", "", "not-a-date"),
        ("2024-01-01", "2024-06-01 # known", "not-a-date"),
    ],
)
def test_corrections_that_cannot_be(shop, version, recorded, code):
    with pytest.raises(NotDrafted) as caught:
        correction(shop, NAME, version, recorded)
    assert caught.value.diagnostics[0].code == code
    assert sorted(path.name for path in (shop / NAME).glob("*.yaml")) == ["2024-01-01.yaml"]


def test_a_correction_of_a_policy_that_is_not_there(shop):
    with pytest.raises(NotDrafted) as caught:
        correction(shop, "shop/reveiw", "2024-01-01", "2024-06-01")
    assert caught.value.diagnostics[0].near == NAME


def test_a_temporary_measure_is_a_copy_of_what_it_suspends(shop):
    made = draft(shop, NAME, Wanted("2025-02-01", until="2025-03-31", suspends="2024-01-01"))
    in_force = "in_force: {from: 2025-02-01, until: 2025-03-31, chosen_by: claim.opened_at, suspends: 2024-01-01}"
    assert in_force in made.text
    made.write()
    assert check(shop) == []
    old, new = read_library(shop).versions[NAME]
    assert [period.first for period in old.periods] == [date(2024, 1, 1), date(2025, 4, 1)]
    assert new.periods[0].last == date(2025, 3, 31)
    again = draft(shop, NAME, Wanted("2025-06-01", until="2025-06-30", suspends="2024-01-01"))
    again.write()
    assert check(shop) == []
    following = draft(shop, NAME, Wanted("2026-01-01"))
    assert (following.copied.version, "suspends" in following.text) == ("2024-01-01", False)


@pytest.mark.parametrize(
    ("wanted", "code", "path"),
    [
        (Wanted("2025-02-01", suspends="2024-01-01"), "until-missing", "--until"),
        (Wanted("2025-02-01", until="never", suspends="2024-01-01"), "until-missing", "--until"),
        (Wanted("2025-02-01", until="2025-03-31", suspends="2023-01-01"), "unknown-version", "--suspends"),
        (Wanted("2024-01-01", until="2025-03-31", suspends="2024-01-01"), "version-exists", "DATE"),
        (Wanted("2023-02-01", until="2023-03-31", suspends="2024-01-01"), "suspends-nothing", None),
        (Wanted("2025-02-01", until="2025-01-31", suspends="2024-01-01"), "wrong-order", None),
    ],
)
def test_measures_that_cannot_be(shop, wanted, code, path):
    with pytest.raises(NotDrafted) as caught:
        draft(shop, NAME, wanted)
    assert (caught.value.diagnostics[0].code, caught.value.diagnostics[0].path) == (code, path)
