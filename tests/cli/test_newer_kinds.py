"""`rulings show` and `rulings timeline` on amounts, scores, exemptions, levels and obligations."""

import json
import re
from pathlib import Path

import pytest

from rulings.book import PolicyBook
from rulings.cli.outline import outline_of
from rulings.cli.outline_text import outline_text
from rulings.packaged import policies_folder

DEMO = Path(__file__).parents[1] / "explain" / "demo"
HERE = ("--policies", str(DEMO))
CASE = {
    "id": "C-1",
    "policy": "demo/returns",
    "facts": {
        "claim": {"made_at": "2024-03-01T10:00:00+08:00"},
        "return": {"requested_at": "2024-03-01T10:00:00+08:00", "handled": False, "sent": False},
    },
}
AT = ("--at", "2024-03-05T10:00:00+08:00")


BY_LEVEL = """\
  各等级标准：
                                     lv0  lv1   lv2    lv3
    单日订单上限 (daily_orders)      50   500   2000   –
    该等级上限的80% (fast_orders)    40   400   1600   –
    升级所需订单数 (upgrade_orders)  400  4000  16000  –
  评定：
    起算：shop.level_since
    间隔：30 days
"""
PARTS = """\
  scale: from 0, to 100
  rounding: to 0.01, half up
  parts:
    part                 weight  points
    ratings (ratings)    50%     shop.rating_points
    speed (speed)        30%     speed
    disputes (disputes)  20%     shop.dispute_points
"""
FORMULA = """\
  gives: money
  rounding: to 0.01 CNY, half up
  bounds: at least 0.00 CNY, at most 500.00 CNY
  - late-shipment: late shipment
    formula min($a_day * $order.late_days + 20 CNY, $cap)
"""
FIGURES = """\
  figures:
    closed: count of refund.cases where case.closed is: true
    time: sum of case.time where case.closed is: true
"""
EXEMPTION = """\
  left out of: the experience score
  - answered-in-time: the merchant answered within 24 hours
    role requirement
    when:
      answer.after at most: $time_to_answer
"""
CHAIN = """\
handling (obligation): 退货申请处理
  义务方：merchant
  事项：处理退货申请
  起算：return.requested_at
"""
MISSED = """\
    期限 48 hours
    逾期后果 系统自动同意退货申请
    此后流程 继续
"""


def show(shop, policy, *more):
    result = shop.run("show", f"demo/{policy}", *HERE, *more)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_what_goes_by_level_is_a_table(shop):
    assert BY_LEVEL in show(shop, "level", "--lang", "zh")
    assert "    moves up\n    at any time\n" in show(shop, "level")
    assert "    to removed\n" in show(shop, "level")


def test_a_score_shows_parts_and_weights(shop):
    text = show(shop, "service-score")
    assert PARTS in text
    assert "    at most speed 40\n" in text
    assert "  measured by: score\n  starts: silver 60; gold 80.5\n" in text


def test_an_amount_shows_formula_rounding_and_figures(shop):
    assert FORMULA in show(shop, "compensation")
    text = show(shop, "service-score", "--decision", "speed")
    assert FIGURES in text
    assert "    where a divisor is zero 100\n" in text


def test_an_exemption_shows_what_each_rule_is(shop):
    assert EXEMPTION in show(shop, "exemption")
    assert "    性质 排除情形\n" in show(shop, "exemption", "--lang", "zh")


def test_obligations_show_their_chain(shop):
    text = show(shop, "returns", "--lang", "zh")
    assert "流程：handling → sending → refunding\n" in text
    assert CHAIN in text
    assert MISSED in text


def test_no_outline_shows_the_inside_of_the_program():
    for folder in (policies_folder(), DEMO):
        book = PolicyBook.load(folder)
        for version in (version for name in book.policies for version in book.versions(name)):
            data = outline_of(version, tuple(version.policy.decisions))
            json.dumps(data)
            for language in ("en", "zh"):
                text = outline_text(data, language)
                assert not re.search(r"Const\(|FactRef|Fraction|None\b(?! )|Bilingual|\{'", text), version.name


def test_an_outline_as_data(shop):
    data = shop.data("show", "demo/level", *HERE)["decisions"]["level"]
    assert list(data["detail"]["levels"]) == ["lv0", "lv1", "lv2", "lv3"]
    assert data["detail"]["by_level"]["fast_orders"]["values"] == {"lv0": 40, "lv1": 400, "lv2": 1600}
    moves = {rule["id"]: rule["detail"] for rule in data["rules"]}
    assert moves["all-good"] == {"moves": "up"}
    assert moves["one-bad"] == {"moves": "down"}
    assert moves["too-many-complaints"] == {"to": "removed", "at_any_time": True}
    assert shop.data("show", "demo/returns", *HERE)["chains"] == [["handling", "sending", "refunding"]]


# The timeline


@pytest.fixture
def returned(shop):
    (shop.folder / "return.json").write_text(json.dumps(CASE), encoding="utf-8")
    return shop


def test_a_timeline(returned):
    result = returned.run("timeline", "return.json", *HERE, *AT)
    assert result.exit_code == 0
    now, due = result.stdout.splitlines()[2:4]
    assert now == "5 March 2024, 10:00: the moment of the ruling."
    assert due.startswith("12 March 2024, 24:00: the time for the buyer to send the goods back ends")
    assert due.endswith("(7 days 14 hours left); otherwise the return closes.")


def test_a_timeline_for_a_party_in_chinese(returned):
    result = returned.run("timeline", "return.json", "--for", "buyer", "--lang", "zh", *HERE, *AT)
    assert "2024年3月12日24:00：您寄回商品的期限届满（还有7天多）；逾期则退货关闭。\n" in result.stdout


def test_a_timeline_as_a_drawing(returned):
    result = returned.run("timeline", "return.json", "--format", "svg", *HERE, *AT)
    assert result.stdout.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="360"')
    assert result.stdout.endswith("</svg>\n")


def test_a_timeline_as_data(returned):
    events = returned.data("timeline", "return.json", *HERE, *AT)
    assert [event["kind"] for event in events] == ["began", "ran_out", "now", "due", "ahead"]
    assert events[3]["at"] == "2024-03-13T00:00:00+08:00"
    assert set(events[3]["text"]) == {"en", "zh"}


def test_a_case_without_obligations_has_none(shop):
    result = shop.run("timeline", "case.json")
    assert (result.exit_code, result.stdout) == (0, "There is nothing to show: no obligation concerns the case.\n")


def test_the_summary_asks_for_the_moment_of_evaluation(returned):
    result = returned.run("evaluate", "return.json", *HERE)
    assert result.exit_code == 0
    assert "  at: the moment of the ruling\n" in result.stdout
