"""`rulings new-version`; what it writes is shown in tests/test_drafting.py."""

import pytest

NAME = "shop/review"
NEXT = "policies/shop/review/2025-03-01.yaml"


def test_the_next_version_is_written_and_what_to_do_is_said(shop):
    result = shop.run("new-version", NAME, "2025-03-01", "--published", "2025-02-01")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        NEXT,
        "shop/review@2025-03-01: a copy of 2024-01-01, published on 2025-02-01, in force from 2025-03-01",
        "shop/review@2024-01-01 now ends on 2025-02-28",
        "next:",
        "  write what changes into it, and examples of it with `version: 2025-03-01`",
        "  rulings check, then rulings test",
        "  rulings publish",
    ]
    assert shop.run("check").stdout.startswith("no faults: 1 policy, 2 versions, ")


def test_as_data(shop):
    options = ("--from", "2025-04-01", "--until", "2025-12-31")
    assert shop.data("new-version", NAME, "2025-03-01", *options) == {
        "policy": NAME,
        "version": "2025-03-01",
        "copied": "2024-01-01",
        "file": NEXT,
        "published": "2025-03-01",
        "from": "2025-04-01",
        "until": "2025-12-31",
    }
    last = shop.data("new-version", NAME, "2026-01-01", "--until", "never", "--policies", "policies")
    assert (last["copied"], last["until"]) == ("2025-03-01", None)
    assert shop.run("check").exit_code == 0


def test_a_last_version_with_its_own_last_day_is_not_said_to_end(shop):
    shop.run("new-version", NAME, "2025-03-01", "--until", "2025-12-31")
    result = shop.run("new-version", NAME, "2026-03-01", "--until", "2026-12-31")
    assert "in force from 2026-03-01 until 2026-12-31" in result.stdout
    assert "now ends" not in result.stdout


WRONG = {
    "unknown policy": (["shop/reveiw", "2025-03-01"], "unknown-policy", "did you mean: shop/review"),
    "a version": (["shop/review@2024-01-01", "2025-03-01"], "unknown-policy", "shop/review"),
    "the same date": ([NAME, "2024-01-01"], "version-exists", "rulings correct shop/review 2024-01-01"),
    "an older date": ([NAME, "2023-01-01"], "version-not-newer", "expected: a date after 2024-01-01"),
    "no date": ([NAME, "tomorrow"], "not-a-date", "expected: "),
    "no such day": ([NAME, "2025-02-29"], "no-such-day", "DATE: "),
    "a year out of range": ([NAME, "2100-01-01"], "out-of-range", "DATE: "),
    "a correction": ([NAME, "2024-01-01+1"], "not-a-date", "DATE: "),
    "a wrong --from": ([NAME, "2025-03-01", "--from", "1 March"], "not-a-date", "--from: "),
    "a wrong --published": ([NAME, "2025-03-01", "--published", "2025/03/01"], "not-a-date", "--published: "),
    "a wrong --until": ([NAME, "2025-03-01", "--until", "none"], "not-a-date", "--until: "),
    "--from never": ([NAME, "2025-03-01", "--from", "never"], "not-a-date", "--from: "),
    "--from too early": ([NAME, "2025-03-01", "--from", "2024-01-01"], "overlapping-versions", "after 2024-01-01"),
    "--until before --from": ([NAME, "2025-03-01", "--until", "2025-01-01"], "wrong-order", NEXT),
    "no date at all": ([NAME], "wrong-use", "missing argument 'DATE'"),
    "nothing at all": ([], "wrong-use", "missing argument 'POLICY'"),
    "dates in the wrong order": (["2025-03-01", NAME], "not-a-date", "DATE: "),
    "a folder that is not there": ([NAME, "2025-03-01", "--policies", "nowhere"], "nothing-to-check", "nowhere"),
    "a folder without policies": ([NAME, "2025-03-01", "--policies", "empty"], "unknown-policy", "in empty"),
    "a path": (["policies/shop/review", "2025-03-01"], "unknown-policy", "did you mean"),
    "an unknown option": ([NAME, "2025-03-01", "--since", "2025-03-01"], "wrong-use", "--since"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_writes_nothing_and_is_told(shop, name):
    arguments, code, said = WRONG[name]
    (shop.folder / "empty").mkdir()
    before = sorted(shop.policies.rglob("*"))
    result = shop.run("new-version", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error[{code}]: " in result.stderr
    assert said in result.stderr
    assert sorted(shop.policies.rglob("*")) == before


def test_a_policy_with_faults_shows_them(shop):
    shop.change("shop/review/2024-01-01.yaml", "value: at_once", "value: at_onec")
    result = shop.run("new-version", NAME, "2025-03-01")
    assert result.exit_code == 2
    assert "did you mean: at_once" in result.stderr
    assert result.stderr.endswith("shop/review has faults; mend them before a new version is made of it\n")
    assert shop.data("new-version", NAME, "2025-03-01", code=2)["faults"]
