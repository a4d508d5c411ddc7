"""`rulings show` and `rulings list`."""

import pytest

from rulings.algebra.text import from_text
from rulings.book import PolicyBook
from rulings.packaged import policies_folder

WINDOW = """\
window (window): Time to raise a dispute
  opens: order.completed_at
  asked at: claim.opened_at
"""
NESTED = """\
    when:
      evidence.pictures is: true
      any of:
        - evidence.defect_visible is: true
        - evidence.appraisal_by is one of: [maker, authorised_body]
          evidence.words is: true
"""
DISPUTE = "douyin/after-sales-dispute"
PACKAGED = ("--policies", str(policies_folder()))


def test_an_outline(shop):
    result = shop.run("show", "shop/review")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        "shop/review@2024-01-01: Review",
        "in force from 2024-01-01, chosen by claim.opened_at",
        "answers: outcome",
    ]
    assert (
        "  - large\n    gives by_hand\n    when:\n      order.amount at least: $large\n    cites: SH-01\n"
        in result.stdout
    )


def test_an_outline_of_the_packaged_policy(shop):
    result = shop.run("show", DISPUTE, *PACKAGED)
    assert result.exit_code == 0
    assert WINDOW in result.stdout
    assert NESTED in result.stdout
    assert "    lasts 6 months\n" in result.stdout
    assert "gives goods as agreed; money as agreed\n" in result.stdout


def test_an_outline_names_every_rule_reading_and_provision(shop):
    policy = PolicyBook.load(policies_folder()).version(DISPUTE).policy
    text = shop.run("show", DISPUTE, *PACKAGED).stdout
    for decision in policy.decisions.values():
        assert f"\n{decision.name} ({decision.kind}): {decision.title.en}\n" in text
        for rule in decision.rules.values():
            assert f"- {rule.id}" in text
            assert all(line.text in text for line in rule.lines)
            assert all(name in text for name in (*rule.cites, *rule.readings, *rule.overrides))


def test_one_decision_in_chinese(shop):
    result = shop.run("show", f"{DISPUTE}@2023-07-29", "--decision", "window", "--lang", "zh", *PACKAGED)
    assert result.exit_code == 0
    assert "window (window): 提出争议的期限" in result.stdout
    assert "outcome (table)" not in result.stdout


def test_an_outline_as_data(shop):
    rules = shop.data("show", "shop/review")["decisions"]["outcome"]["rules"]
    assert [rule["when"] for rule in rules] == [["order.amount at least: $large"], ["order.amount less than: $large"]]


def test_groups_are_data_too(shop):
    data = shop.data("show", DISPUTE, "--decision", "proof_sufficient", *PACKAGED)
    line, group = data["decisions"]["proof_sufficient"]["rules"][0]["when"]
    assert line == "evidence.pictures is: true"
    assert [len(branch) for branch in group["any of"]] == [1, 2]


def test_conditions_that_must_not_hold_stay_grouped(shop):
    old = "when: {order.amount at least: $large}"
    shop.change("shop/review/2024-01-01.yaml", old, "when: {none of: [{order.amount less than: $large}]}")
    rules = shop.data("show", "shop/review")["decisions"]["outcome"]["rules"]
    assert rules[0]["when"] == [{"none of": [["order.amount less than: $large"]]}]


def test_the_compiled_source(shop):
    result = shop.run("show", "shop/review", "--python")
    assert result.exit_code == 0
    compile(result.stdout, "shown", "exec")
    assert shop.data("show", "shop/review", "--python")["python"].strip() == result.stdout.strip()


def test_the_algebra_can_be_read_back(shop):
    text = shop.data("show", "shop/review", "--algebra")["algebra"]["outcome"]
    assert from_text(text) == PolicyBook.load("policies").version("shop/review").policy.decisions["outcome"].choose
    assert text in shop.run("show", "shop/review", "--algebra", "--decision", "outcome").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["shop/reveiw"], "unknown-policy", 'did you mean "shop/review"?'),
        (["shop/review@2020-01-01"], "unknown-version", "it has 2024-01-01"),
        (["shop/review", "--decision", "outcmoe"], "unknown-decision", 'did you mean "outcome"?'),
        (["shop/review", "--decision", "zzz"], "unknown-decision", "it has outcome"),
    ],
)
def test_what_is_not_there(shop, arguments, code, said):
    result = shop.run("show", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error[{code}]: ")
    assert said in result.stderr


def test_the_list(shop):
    result = shop.run("list", "--lang", "zh")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == "shop/review: 审核"
    assert lines[1].startswith("  2024-01-01  自 2024-01-01 起，无截止日期，1项决定，2条规则，sha256:")
    assert lines[1].endswith("，草稿")
    assert lines[2] == "平台 shop：商店，2项事实"


def test_the_list_in_english(shop):
    lines = shop.run("list").stdout.splitlines()
    assert lines[1].startswith("  2024-01-01  from 2024-01-01 without end, 1 decision, 2 rules, sha256:")
    assert lines[1].endswith(", draft")
    assert lines[2].startswith("platform shop: ")
    assert lines[2].endswith(", 2 facts")


def test_the_list_tells_what_is_published_and_when_it_ends(shop):
    shop.run("publish")
    text = (shop.policies / "shop/review/2024-01-01.yaml").read_text(encoding="utf-8")
    shop.write("shop/review/2025-01-01.yaml", text.replace("2024-01-01", "2025-01-01"))
    (policy,) = shop.data("list")["policies"]
    assert [(version["until"], version["published"]) for version in policy["versions"]] == [
        ("2024-12-31", True),
        (None, False),
    ]


def test_faulty_policies_are_not_listed(shop):
    shop.change("shop/review/2024-01-01.yaml", "value: at_once", "value: at_onec")
    result = shop.run("list")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean: at_once" in result.stderr
