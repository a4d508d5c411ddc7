"""Examples pass, or fail at the place of the expectation that was not met."""

import shutil

import pytest

from rulings import PolicyFaults
from rulings.examples import example_files, expected_cases

GOOD = """\
  - id: last-second
    pins: seven-calendar-days
    facts:
      order.received_at: 2024-03-01T10:00:00+08:00
      order.amount: 500.00 CNY
      claim.opened_at: 2024-03-08T23:59:59+08:00
      claim.reason: regret
    expect:
      status: decided
      window: {value: open, rules: [seven-days], margin: 1 second, needs: []}
      large_order: true
      freight: {value: {way_back: {merchant: 60%, buyer: 40%}}, rules: [large]}
      needs: []
"""
ON_TIME = (
    "{order.received_at: 2024-03-01T10:00:00+08:00, claim.opened_at: 2024-03-02T10:00:00+08:00, claim.reason: regret}"
)

REST_DAYS = """\
policy: shop/rest
version: 2024-01-01
title: {en: Rest days, zh: 休息日}
published: 2024-01-01
in_force: {from: 2024-01-01, chosen_by: claim.opened_at}
sources:
  S1: {document: rules.txt, about: the rules}
answers: [ANSWERS]
decisions:
  window:
    kind: window
    title: {en: the time to return, zh: 退货期限}
    opens: order.received_at
    asked_at: claim.opened_at
    counting: {timezone: Asia/Shanghai, rest_day: runs on}
    rules:
      - {id: seven-days, lasts: 7 days, cites: RET-01}
  note:
    kind: condition
    title: {en: a note, zh: 备注}
    if_true: {en: there is a note, zh: 有备注}
    if_false: {en: there is none, zh: 无备注}
    when: {order.note is known: true}
    cites: RET-01
"""


def failures(report):
    return [(fault.code, fault.message, fault.expected) for result in report.examples for fault in result.failures]


def example(facts, expect, name="one"):
    return f"  - id: {name}\n    facts: {facts}\n    expect: {expect}\n"


def test_an_example_that_comes_out_as_expected_passes(tree):
    report = tree.run(GOOD)
    assert report.faults == ()
    assert failures(report) == []
    assert report.ok
    (result,) = report.examples
    assert (result.policy, result.version, result.id, result.passed) == (
        "shop/returns",
        "2024-01-01",
        "last-second",
        True,
    )
    assert (result.place.line, result.place.column) == (4, 9)


@pytest.mark.parametrize(
    ("expect", "message", "expected"),
    [
        ("{status: decided}", "one: the status is undetermined", "decided"),
        ("{needs: []}", "one: the needs are [order.amount]", "[]"),
        ("{window: expired}", "one: the value of window is open", "expired"),
        ("{window: {rules: [faulty]}}", "one: the rules of window are [seven-days]", "[faulty]"),
        (
            "{window: {rules: [faulty, seven-days]}}",
            "one: the rules of window are [seven-days]",
            "[faulty, seven-days]",
        ),
        ("{window: {margin: 1 second}}", "one: the margin of window is 6 days 14 hours", "1 second"),
        ("{window: {needs: [order.amount]}}", "one: the needs of window are []", "[order.amount]"),
        ("{window: null}", "one: the value of window is open", "null"),
        ("{large_order: false}", "one: the value of large_order is null", "false"),
        ("{freight: {way_back: merchant}}", "one: the value of freight is null", "{way_back: {merchant: 100%}}"),
        ("{freight: not_applicable}", "one: the value of freight is null", "not_applicable"),
    ],
)
def test_each_kind_of_expectation_fails_at_its_place(tree, expect, message, expected):
    report = tree.run(example(ON_TIME, expect))
    assert failures(report) == [("example-failed", message, expected)]
    assert not report.ok
    (fault,) = report.examples[0].failures
    assert fault.place.line == 6
    assert fault.source_line.strip() == f"expect: {expect}"
    assert fault.source_line[fault.place.column - 1 :].lstrip("[{").startswith(expected.strip("[]{}").split(" ")[0])


@pytest.mark.parametrize(
    ("facts", "expect", "why"),
    [
        (
            ON_TIME,
            "{window: {rules: [faulty]}}",
            "seven-days applies; faulty does not apply, for `claim.reason is: fault` does not hold",
        ),
        (
            ON_TIME.replace("regret", "fault"),
            "{window: {rules: [seven-days]}}",
            "faulty applies, for `claim.reason is: fault` holds; seven-days is overridden by faulty",
        ),
        (
            "{claim.opened_at: 2024-03-02T10:00:00+08:00, claim.reason: fault}",
            "{freight: not_applicable}",
            "fault applies, for `claim.reason is: fault` holds",
        ),
        (
            "{claim.opened_at: 2024-03-02T10:00:00+08:00, claim.reason: safety}",
            "{window: open, freight: not_applicable}",
            "window does not apply, for `claim.reason is one of: [regret, fault]` does not hold",
        ),
        (ON_TIME, "{status: decided}", "freight needs [order.amount]"),
    ],
)
def test_a_failure_gives_the_reasons(tree, facts, expect, why):
    report = tree.run(example(facts, expect))
    found = [fault for result in report.examples for fault in result.failures if fault.code == "example-failed"]
    assert [fault.help for fault in found] == [why]


def test_every_unmet_expectation_is_told(tree):
    report = tree.run(
        example(ON_TIME, "{window: {value: expired, margin: 1 hour}, status: decided, needs: [order.note]}")
    )
    assert len(failures(report)) == 4


def test_the_order_of_rules_says_nothing_and_that_of_needs_does(tree):
    facts = "{claim.opened_at: 2024-03-02T10:00:00+08:00}"
    one = tree.run(example(facts, "{window: {rules: [seven-days, faulty]}}"))
    assert failures(one) == []
    actual = tree.run(example(facts, "{needs: []}")).examples[0].failures[0].message
    needs = actual.partition("[")[2].rstrip("]").split(", ")
    assert len(needs) > 1
    assert failures(tree.run(example(facts, f"{{needs: [{', '.join(needs)}]}}"))) == []
    assert len(failures(tree.run(example(facts, f"{{needs: [{', '.join(reversed(needs))}]}}")))) == 1


def test_an_example_that_reaches_no_rule_fails(tree):
    report = tree.run(
        example("{claim.opened_at: 2024-03-02T10:00:00+08:00, claim.reason: safety}", "{window: not_applicable}")
    )
    assert [code for code, _, _ in failures(report)] == ["example-reaches-no-rule"]
    assert report.examples[0].failures[0].place == report.examples[0].place


def test_an_example_that_nothing_can_rule_on_fails(tree):
    report = tree.run(
        example("{claim.opened_at: 2023-03-02T10:00:00+08:00}", "{window: open}"),
        head="policy: shop/returns\nexamples:\n",
    )
    ((code, message, _),) = failures(report)
    assert code == "example-not-ruled"
    assert "not yet in force" in message
    assert report.examples[0].version == ""


@pytest.mark.parametrize("answers", ["window", "note"])
def test_a_period_beyond_the_holiday_calendar_fails_the_example(tree, answers):
    """Both where the ruling needs the period, and where only the example asks for it."""
    tree.put("shop/rest/2024-01-01.yaml", REST_DAYS.replace("ANSWERS", answers))
    facts = "{order.received_at: 2095-03-01T10:00:00+08:00, claim.opened_at: 2095-03-02T10:00:00+08:00}"
    tree.put("shop/rest/examples/a.yaml", "policy: shop/rest\nexamples:\n" + example(facts, "{window: open}"))
    report = tree.run(only="shop/rest")
    assert report.faults == ()
    assert [code for code, _, _ in failures(report)] == ["example-not-ruled"]
    assert "2095" in failures(report)[0][1]


def test_the_base_is_laid_under_each_example_and_null_takes_a_fact_away(tree):
    head = f"policy: shop/returns\nbase: {ON_TIME}\nexamples:\n"
    text = example("{order.amount: 1.00 CNY}", "{status: decided}", "one")
    text += example("{order.received_at: null}", "{window: {value: null, needs: [order.received_at]}}", "two")
    text += "  - {id: three, expect: {window: open}}\n"
    report = tree.run(text, head=head)
    assert failures(report) == []
    assert len(report.examples) == 3


@pytest.mark.parametrize(
    "shares",
    [
        "{way_back: {merchant: 60%, buyer: 40%}}",
        "{way_back: {buyer: 40.0%, merchant: 60%}}",
        "{value: {way_back: {buyer: 40%, merchant: 60%}}}",
    ],
)
def test_shares_compare_by_what_they_mean(tree, shares):
    facts = ON_TIME.replace("}", ", order.amount: 500.00 CNY}")
    assert failures(tree.run(example(facts, f"{{freight: {shares}}}"))) == []


def test_shares_as_agreed_and_a_party_for_all(tree):
    text = example(ON_TIME.replace("}", ", order.amount: 499.99 CNY}"), "{freight: {way_back: as agreed}}", "one")
    text += example(ON_TIME.replace("regret", "fault"), "{freight: {way_back: merchant}}", "two")
    text += example(ON_TIME.replace("regret", "fault"), "{freight: {way_back: {merchant: 100%, buyer: 0%}}}", "three")
    assert failures(tree.run(text)) == []


def test_faulty_policies_are_told_and_nothing_runs(tree):
    tree.put("shop/returns/2024-01-01.yaml", "policy: [")
    report = tree.run(GOOD)
    assert report.examples == ()
    assert report.faults
    assert not report.ok


def test_one_policy_one_version_or_one_example_can_be_asked_for(tree):
    tree.with_lines()
    tree.put(
        "shop/lines/examples/a.yaml",
        "policy: shop/lines\nexamples:\n" + example("{order.pieces: 7}", "{price: 0.00 CNY}", "seven"),
    )
    assert [result.id for result in tree.run(GOOD).examples] == ["seven", "last-second"]
    for only in ("shop/returns", "shop/returns@2024-01-01"):
        report = tree.run(only=only)
        assert [result.id for result in report.examples] == ["last-second"]
        assert [coverage.policy for coverage in report.coverage] == ["shop/returns"]
    report = tree.run(only="seven")
    assert [result.id for result in report.examples] == ["seven"]
    assert report.coverage == ()


@pytest.mark.parametrize(
    ("only", "code", "near"),
    [
        ("shop/return", "unknown-policy", "shop/returns"),
        ("shop/returns@2024-01-02", "unknown-version", "shop/returns@2024-01-01"),
        ("last-secnd", "unknown-example", "last-second"),
    ],
)
def test_asking_for_what_is_not_there_is_a_fault(tree, only, code, near):
    report = tree.run(GOOD, only)
    assert [(fault.code, fault.near) for fault in report.faults] == [(code, near)]
    assert not report.ok


def test_a_file_without_a_version_runs_under_the_one_of_the_cases_date(tree):
    newer = (tree.folder / "shop/returns/2024-01-01.yaml").read_text(encoding="utf-8")
    newer = (
        newer.replace("2024-01-01", "2025-01-01")
        .replace("until: 2024-12-31, ", "")
        .replace("lasts: 7 days", "lasts: 3 days")
    )
    tree.put("shop/returns/2025-01-01.yaml", newer)
    text = example(ON_TIME, "{window: {value: open, margin: 6 days 14 hours}}", "old")
    text += example(ON_TIME.replace("2024", "2025"), "{window: {value: open, margin: 2 days 14 hours}}", "new")
    report = tree.run(text, head="policy: shop/returns\nexamples:\n")
    assert failures(report) == []
    assert [result.version for result in report.examples] == ["2024-01-01", "2025-01-01"]
    assert [coverage.version for coverage in report.coverage] == ["2024-01-01", "2025-01-01"]
    assert [result.id for result in tree.run(only="shop/returns@2025-01-01").examples] == ["new"]


def test_example_files_are_found_in_order(tree):
    names = ["shop/returns/examples/b.yaml", "shop/returns/examples/a.yaml", "shop/returns/examples/.hidden.yaml"]
    paths = [tree.put(name, "") for name in names]
    assert example_files(tree.folder) == (paths[1], paths[0])
    assert example_files(tree.folder, "shop/other") == ()


def test_examples_can_be_had_as_plain_data(tree):
    tree.run(GOOD)
    ((case, expected),) = expected_cases(tree.folder)
    assert case == {
        "id": "last-second",
        "policy": "shop/returns",
        "facts": {
            "order": {"received_at": "2024-03-01T10:00:00+08:00", "amount": "500.00 CNY"},
            "claim": {"opened_at": "2024-03-08T23:59:59+08:00", "reason": "regret"},
        },
    }
    assert expected == {
        "version": "2024-01-01",
        "status": "decided",
        "window": {"value": "open", "rules": ["seven-days"], "margin": "1 second", "needs": []},
        "large_order": {"value": True},
        "freight": {"value": {"way_back": {"merchant": "60%", "buyer": "40%"}}, "rules": ["large"]},
        "needs": [],
    }


def test_examples_with_faults_are_not_had_as_plain_data(tree):
    tree.run(example("{claim.reson: fault}", "{window: open}"))
    with pytest.raises(PolicyFaults):
        expected_cases(tree.folder)


def test_a_report_is_plain_data_too(tree):
    data = tree.run(example(ON_TIME, "{window: expired}")).to_dict()
    assert (data["ok"], data["covered"]) == (False, False)
    assert data["examples"][0]["failures"][0]["code"] == "example-failed"
    assert data["coverage"][0]["rules"]["total"] == 7


def test_a_folder_without_examples_is_no_fault(tree):
    shutil.rmtree(tree.folder / "shop/returns/examples", ignore_errors=True)
    report = tree.run()
    assert (report.ok, report.covered, report.examples) == (True, False, ())
