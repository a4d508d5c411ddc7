"""`rulings impact`: as text, as data, and as a page that stands alone."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.audit.store import NAME, case, text

from rulings import PolicyBook
from rulings.cli import rulings
from rulings.examples import expected_cases
from rulings.plain import plain_value

ROOT = Path(__file__).parents[3]
BOTH = (f"{NAME}@2024-01-01", f"{NAME}@2024-07-01")


@pytest.fixture
def run(tmp_path, store, monkeypatch):
    """Run the command in a folder with five cases, of which one is faulty."""
    monkeypatch.chdir(tmp_path)
    amounts = [("A", "10.00 CNY"), ("B", "400.00 CNY"), ("C", "450.00 CNY"), ("D", None)]
    lines = text(*(case(name, amount) for name, amount in amounts))
    (tmp_path / "cases.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "faulty.jsonl").write_text(lines + text(case("E", "350")), encoding="utf-8")

    def running(*arguments):
        given = ["impact", *arguments, "--policies", str(store.policies)]
        return CliRunner().invoke(rulings, given, prog_name="rulings")

    return running


def test_what_people_read(run):
    done = run(*BOTH, "--cases", "faulty.jsonl", "--money", "order.amount")
    assert done.exit_code == 1
    assert f"{NAME}: 2024-01-01 → 2024-07-01\n5 rows: 4 compared, 1 faulty\n" in done.output
    assert "4 changed, 0 undetermined, 0 the same\n" in done.output
    assert "  *         2  at_once → by_hand  rows 2, 3\n               order.amount 850.00 CNY\n" in done.output
    assert "  ?         1  undetermined\n" in done.output
    assert "  changed, by rule of 2024-01-01: small 2 of 4\n" in done.output
    refund = "774.00 CNY → 817.00 CNY, gained 43.00 CNY, lost 0.00 CNY, in 3 cases; not known in 1"
    assert f"  refund: {refund}\n" in done.output
    assert "  freight: buyer: 48.04 CNY → 24.00 CNY, gained 0.00 CNY, lost 24.04 CNY, in 4 cases\n" in done.output


def test_what_programs_read(run):
    done = run(*BOTH, "--cases", "cases.jsonl", "--format", "json", "--examples", "1")
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    assert {name: data[name] for name in ("policy", "old", "new", "read", "compared", "changed", "same")} == {
        "policy": NAME,
        "old": "2024-01-01",
        "new": "2024-07-01",
        "read": 4,
        "compared": 4,
        "changed": 4,
        "same": 0,
    }
    outcome = data["decisions"]["outcome"]
    assert (outcome["changed"], outcome["same"], outcome["undetermined"]) == (2, 1, 1)
    [changed] = [one for one in outcome["transitions"] if one["changed"]]
    [example] = changed["examples"]
    assert (changed["cases"], example["row"], example["case"]) == (2, 2, "B")
    assert "granted at once" in example["old"]["en"]
    assert "looked at by hand" in example["new"]["en"]
    assert "人工处理" in example["new"]["zh"]
    assert data["decisions"]["refund"]["money"]["refund"]["moved"] == "43.00 CNY"


def test_one_decision_can_be_asked_for(run):
    data = json.loads(run(*BOTH, "--cases", "cases.jsonl", "--decision", "outcome", "--format", "json").stdout)
    assert list(data["decisions"]) == ["outcome"]
    assert (data["changed"], data["undetermined"], data["same"]) == (2, 1, 1)


def test_processes_change_nothing(run):
    one, two = (run(*BOTH, "--cases", "cases.jsonl", "--processes", number).output for number in ("1", "2"))
    assert one == two


def test_tables_are_read_too(run, tmp_path):
    content = "id,claim.opened_at,claim.reason,order.amount,order.freight\n"
    content += "B,2024-02-01T10:00:00+08:00,mind,400.00 CNY,12.01 CNY\n"
    (tmp_path / "cases.csv").write_text(content, encoding="utf-8")
    assert "at_once → by_hand  rows 1\n" in run(*BOTH, "--cases", "cases.csv").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([NAME, BOTH[1]], "is not POLICY@VERSION"),
        ([BOTH[0], "store/other@2024-07-01"], "two policies"),
        ([BOTH[0], f"{NAME}@2025-01-01"], "no version 2025-01-01"),
        ([*BOTH, "--decision", "outcom"], 'did you mean "outcome"'),
        ([*BOTH, "--at", "now"], "--at"),
        ([*BOTH, "--html", "./cases.jsonl"], "would be written over"),
    ],
)
def test_wrong_use_ends_with_2(run, arguments, says):
    done = run(*arguments, "--cases", "cases.jsonl")
    assert (done.exit_code, says in done.output) == (2, True)


def test_receipts_are_no_cases(run, tmp_path, store):
    receipt = store.book.evaluate(case()).receipt().to_json()
    (tmp_path / "receipts.jsonl").write_text(receipt, encoding="utf-8")
    assert run(*BOTH, "--cases", "receipts.jsonl").exit_code == 2


# The packaged policies

PAIRS = [
    ("douyin/returns", "2023-07-04", "2024-08-22"),
    ("douyin/experience-score", "2020-04-10", "2022-06-21"),
]


@pytest.mark.parametrize(("policy", "old", "new"), PAIRS)
def test_the_packaged_versions_compared_on_their_examples(tmp_path, policy, old, new):
    book = PolicyBook.load(ROOT / "policies")
    cases = [one for one, _ in expected_cases(ROOT / "policies") if one["policy"] == policy]
    lines = "".join(json.dumps(one, default=plain_value) + "\n" for one in cases)
    (tmp_path / "cases.jsonl").write_text(lines, encoding="utf-8")
    arguments = [f"{policy}@{old}", f"{policy}@{new}", "--cases", str(tmp_path / "cases.jsonl")]
    given = ["impact", *arguments, "--policies", str(ROOT / "policies"), "--format", "json", "--examples", "0"]
    data = json.loads(CliRunner().invoke(rulings, given, prog_name="rulings").stdout)
    assert data["compared"] == len(cases) > 0
    for name, found in data["decisions"].items():
        differing = 0
        for one in cases:
            was, becomes = book.evaluate(one, version=old), book.evaluate(one, version=new)
            if name in was and name in becomes:
                pair = (was[name], becomes[name])
                decided = all(result.status == "decided" for result in pair)
                differing += decided and pair[0].value != pair[1].value
        assert found["changed"] == differing
        parts = found["same"] + found["changed"] + found["undetermined"] + found["of_one_version"]
        assert parts == len(cases)


# The page


def page(run, tmp_path, *arguments):
    done = run(*BOTH, "--cases", "faulty.jsonl", "--html", "impact.html", *arguments)
    assert "written: impact.html\n" in done.output
    return (tmp_path / "impact.html").read_text(encoding="utf-8")


def test_the_page_asks_for_nothing_and_runs_nothing(run, tmp_path):
    html = page(run, tmp_path)
    assert "<script" not in html
    addresses = re.findall(r"(?:href|src)=\"([^\"]*)\"|url\(([^)]*)\)|@import", html)
    assert {one for pair in addresses for one in pair if one} == {"data:,"}


def test_the_page_shows_what_changed_and_why(run, tmp_path):
    html = page(run, tmp_path, "--money", "order.amount")
    for said in (
        "<title>granted at once → looked at by hand: 2</title>",
        "<td>850.00 CNY</td>",
        "<td>43.00 CNY</td>",
        "Row 2, case B",
        "the outcome: 2024-01-01 on the left, 2024-07-01 on the right",
        '<code translate="no">unit-missing</code>',
    ):
        assert said in html


def test_the_page_is_in_either_language(run, tmp_path):
    chinese = page(run, tmp_path, "--lang", "zh")
    assert '<html lang="zh-CN">' in chinese
    assert "<title>立即同意 → 人工处理: 2</title>" in chinese
    assert "金额变化" in chinese


def test_what_cases_hold_is_never_markup(run, tmp_path):
    lines = text(case("<script>alert(1)</script>", "400.00 CNY"))
    (tmp_path / "faulty.jsonl").write_text(lines, encoding="utf-8")
    html = page(run, tmp_path)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_same_cases_give_the_same_page(run, tmp_path):
    assert page(run, tmp_path) == page(run, tmp_path, "--processes", "2")


def test_a_page_without_cases_is_a_page(run, tmp_path):
    (tmp_path / "faulty.jsonl").write_text("", encoding="utf-8")
    assert "<h2" in page(run, tmp_path)
