"""What stands on the pages: everything that a policy says, in words that are right."""

from dataclasses import replace

import pytest
from tests.site.tree import read

from rulings.kinds import KINDS
from rulings.site.addresses import (
    decision_place,
    example_place,
    examples_page,
    fact_place,
    parameter_place,
    provision_place,
    provisions_page,
    reading_place,
    rule_place,
    version_page,
)
from rulings.site.kinds import DRAWN
from rulings.site.sheet import PolicySheet
from rulings.site.version_page import VersionPage


@pytest.fixture
def page(pages, language):
    return lambda path: read(pages[f"{language}/{path}"])


@pytest.fixture
def english(pages):
    return lambda path: read(pages[f"en/{path}"])


@pytest.fixture
def chinese(pages):
    return lambda path: read(pages[f"zh/{path}"])


def test_every_kind_is_drawn():
    assert DRAWN.keys() == KINDS.keys()


def test_a_version_says_all_that_it_holds(catalogue, page, language):
    for edition in catalogue.every:
        policy = edition.policy
        tree = page(version_page(policy))
        places = {element.attributes.get("id") for element in tree.all()}
        text = tree.text
        for decision in policy.decisions.values():
            assert decision_place(decision.name) in places
            for rule in decision.rules.values():
                row = tree.one(rule_place(decision.name, rule.id)).said
                assert all(
                    name in row for name in (*rule.cites, *rule.readings, *rule.overrides) if rule.id != "otherwise"
                )
                assert all(line.text.split(":")[0] in row for line in rule.lines), rule.id
        for reading in policy.readings.values():
            assert reading.says.text(language) in tree.one(reading_place(reading.id)).text
        assert {parameter_place(name) for name in policy.parameters} <= places
        assert all(because.text(language) in text for because in policy.not_expressed.values())
        assert policy.digest in text
        assert policy.published.isoformat() in {one.attributes["datetime"] for one in tree.all("time")}


def test_facts_have_their_types_bounds_and_options(english):
    tree = english("market/disputes/2024-01-01.html")
    assert "a length of time, at most 72 hours" in tree.one(fact_place("shop.answers_within")).text
    founded = tree.one(fact_place("claim.founded")).text
    assert "yes or no" in founded
    assert "the claim is unfounded" in founded
    assert "for the platform to judge" in founded
    assert "a quality problem quality" in tree.one(fact_place("claim.reason")).said
    days = english("market/kinds/2024-01-01.html").one(fact_place("shop.days")).said
    assert "Of each day is known:" in days
    assert "day.orders the orders of the day a whole number, at least 0" in days


def test_answers_come_first_in_the_order_of_the_policy(english):
    tree = english("market/disputes/2024-01-01.html")
    sections = [one.attributes["id"] for one in tree.all("section") if one.attributes.get("class") == "decision"]
    assert sections == ["decision-window", "decision-outcome", "decision-freight"]


def test_rules_stand_in_the_order_of_the_file(english):
    rules = english("market/disputes/2024-01-01.html").one("decision-window")
    ids = [row.attributes["id"] for row in rules.all("tr") if "id" in row.attributes]
    assert ids == ["rule-window.general", "rule-window.counterfeit", "rule-window.founded"]


def test_overrides_are_said_from_both_sides(english):
    tree = english("market/disputes/2024-01-01.html")
    assert "gives way to counterfeit, founded" in tree.one("rule-window.general").said
    assert "goes before general" in tree.one("rule-window.counterfeit").said


@pytest.mark.parametrize(
    ("path", "place", "said"),
    [
        ("disputes", "rule-window.counterfeit", "opens after 48 hours, 6 months"),
        ("disputes", "rule-window.founded", "opens after 24 hours, no end"),
        ("disputes", "decision-window", "It concerns a case where The reason of the claim is not another reason"),
        ("disputes", "decision-window", "The day of the event is counted."),
        ("disputes", "decision-window", "It ends on the last day at the time of day of the event."),
        ("disputes", "decision-window", "A month without that day ends the time on the first day of the next."),
        ("disputes", "decision-window", "the time runs on to the next working day"),
        ("disputes", "rule-outcome.slow-answer", "none of: The time to the first answer is at most 24 hours"),
        ("disputes", "rule-outcome.slow-answer", "The note on the claim is known"),
        ("disputes", "decision-freight", "The fen that do not divide go to the merchant."),
        ("disputes", "rule-freight.accepted", "of the return freight, the buyer bears 40% and the merchant bears 60%"),
        (
            "kinds",
            "rule-compensation.capped",
            "min(30% × the price, 500.00 CNY) formula: min($share * $order.price, $cap)",
        ),
        ("kinds", "decision-compensation", "Rounded once, at the end, to 0.01 CNY, halves to the even neighbour."),
        ("kinds", "decision-compensation", "Proved: every result is at least 0.00 CNY and at most 500.00 CNY."),
        (
            "kinds",
            "decision-day_rate",
            "$turnover the total of the turnover of the day over the days since the last change",
        ),
        (
            "kinds",
            "decision-day_rate",
            "$good the number of the days since the last change for which: The day was good",
        ),
        ("kinds", "rule-day_rate.share-of-good", "Where a divisor is zero: 0%"),
        ("kinds", "decision-score", "goods 42.5% the points for goods shop.goods_points"),
        ("kinds", "rule-score.complained", "goods counts at most 40.5"),
        ("kinds", "decision-badge", "silver 60 to below 80.5"),
        ("kinds", "decision-badge", "gold 80.5 and more"),
        ("kinds", "decision-badge", "bronze below 60"),
        ("kinds", "rule-busy.holds", "The shop opened before 1 June 2023 shop.opened_on before: $young"),
        (
            "kinds",
            "rule-busy.holds",
            "of those for which the following holds, is at least 2 and less than 9",
        ),
        ("kinds", "rule-busy.holds", "For at least one day: some shop.days The orders of the day are at least 100"),
        ("kinds", "rule-busy.holds", "For every day: every shop.days The day was good day.good is: true"),
        ("kinds", "decision-level", "trusted lv2 none none none steady lv1 500 400 4,000 new lv0 50 40 400"),
        (
            "kinds",
            "decision-level",
            "The number of orders at least the orders to move up of the current level all-good exactly 0 idle",
        ),
        ("kinds", "decision-level", "It can also come to: removed"),
        ("kinds", "rule-level.waiting", "The level is reviewed before 1 month after the moment the level began"),
        ("kinds", "rule-level.fast", "one level up at any time, without waiting for the review"),
        ("kinds", "rule-level.otherwise", "where no other rule applies the level stays"),
        ("kinds", "decision-left_out", "Required: all of these the claim is unfounded founded"),
        ("kinds", "decision-left_out", "Grounds: at least one of these the price is less than 100.00 CNY cheap"),
        ("kinds", "rule-left_out.founded", "The claim is unfounded claim.founded is: false not met: no exemption"),
        (
            "returns",
            "decision-handling",
            "within 48 hours or 24 hours otherwise: the request is approved → and it goes on",
        ),
        ("returns", "decision-handling", "otherwise: the return closes ■ and it ends there"),
        (
            "returns",
            "decision-handling",
            "otherwise: the platform reminds the merchant … and it waits until it is done",
        ),
        ("returns", "rule-sending.in-7-days", "The buyer has to send the goods back within 7 working days."),
        ("returns", "decision-sending", "It follows Handling."),
    ],
)
def test_what_is_said(english, path, place, said):
    assert said in english(f"market/{path}/2024-01-01.html").one(place).said


@pytest.mark.parametrize(
    ("path", "place", "said"),
    [
        ("disputes", "decision-window", "申诉理由不是其他原因"),
        ("disputes", "rule-window.counterfeit", "满48小时后开始、6个月"),
        ("kinds", "rule-busy.holds", "店铺开业日期早于2023年6月1日"),
        ("kinds", "rule-level.all-good", "订单数不低于当前等级的升级单量"),
        ("kinds", "decision-left_out", "豁免，不计入体验分"),
        ("kinds", "rule-level.waiting", "评定时间早于等级起算时间起满1个月"),
        ("returns", "rule-sending.in-7-days", "买家应在7个工作日内寄回商品。"),
    ],
)
def test_what_is_said_in_chinese(chinese, path, place, said):
    assert said in chinese(f"market/{path}/2024-01-01.html").one(place).text


def test_a_correction_takes_the_place_of_a_version(english):
    old = english("market/disputes/2022-01-01.html")
    assert "A correction has taken the place of this version: 2022-01-01+1 rules in its stead." in old.text
    assert "corrected by 2022-01-01+1" in old.text
    new = english("market/disputes/2022-01-01+1.html")
    assert "from 1 January 2022 to 31 December 2022" in new.said
    current = [one.text for one in new.all("a") if one.attributes.get("aria-current") == "page"]
    assert current == ["2022-01-01+1"]


def test_what_is_not_proved_is_said(catalogue):
    edition = replace(catalogue.newest("market/kinds"), unproved=("level",))
    sheet = PolicySheet(catalogue, "en", version_page(edition.policy), edition)
    assert "Proof not proved either way of: Level" in read(VersionPage(sheet).write()).said


def test_versions_are_drawn_newest_first(english):
    figure = next(english("market/disputes/2024-01-01.html").all("figure"))
    assert [one.text for one in figure.all("a")] == ["2024-01-01", "2022-01-01+1", "2022-01-01"]
    titles = [one.text.strip() for one in figure.all("title")]
    assert titles[1] == "2022-01-01+1: from 2022-01-01 to 2022-12-31"


def test_windows_are_drawn_to_scale(english):
    figure = next(english("market/disputes/2024-01-01.html").one("decision-window").all("figure"))
    bars = [
        (one.attributes["class"], one.attributes["x"], one.attributes["width"])
        for one in figure.all("rect")
        if one.attributes["class"] != "track"
    ]
    assert bars == [
        ("open", "0%", "8.33%"),
        ("wait", "0%", "1.11%"),
        ("open", "1.11%", "98.89%"),
        ("wait", "0%", "1%"),
        ("open", "0.56%", "99.44%"),
    ]


def test_a_chain_of_obligations_is_drawn_with_its_latest_moments(english):
    figure = next(english("market/returns/2024-01-01.html").one("decision-handling").all("figure"))
    bars = [
        (one.attributes["class"], one.attributes["x"]) for one in figure.all("rect") if "due" in one.attributes["class"]
    ]
    assert [look for look, _ in bars] == ["due", "due", "due waits"]
    assert [place for _, place in bars] == ["0%", "15.62%", "92.19%"]
    titles = [one.text.strip() for one in figure.all("title")]
    assert titles[1] == "the buyer has to send the goods back within 7 working days"


def test_a_score_is_drawn_as_shares_of_the_whole(english):
    figure = next(english("market/kinds/2024-01-01.html").one("decision-score").all("figure"))
    bars = [
        (one.attributes["x"], one.attributes["width"])
        for one in figure.all("rect")
        if one.attributes["class"] == "weight"
    ]
    assert bars == [("0%", "42.5%"), ("42.5%", "57.5%")]


def test_an_allocation_is_a_table_of_costs_and_parties(english):
    table = next(english("market/disputes/2024-01-01.html").one("decision-freight").all("table"))
    heads = [(one.text.strip(), one.attributes["scope"]) for one in table.all("th")]
    assert heads[:7] == [
        ("Rule", "col"),
        ("return freight", "colgroup"),
        ("outbound freight order.freight", "colgroup"),
        ("the buyer", "col"),
        ("the merchant", "col"),
        ("the buyer", "col"),
        ("the merchant", "col"),
    ]
    rows = [[cell.text for cell in row.all("td")] for row in table.all("tr")]
    assert rows[2:] == [["40%", "60%", "–", "100%"], ["100%", "–", "as agreed"]]


# The register


def test_a_register_says_what_codifies_each_provision(english):
    tree = english(provisions_page("market"))
    first = tree.one(provision_place("MA-01")).said
    assert "A dispute may be raised within 15 days <b>of completion</b>." in first
    assert 'unclear: It is open whether "days" are working days.' in first
    assert "codified Disputes <i>& more</i> 2024-01-01 Who bears the freight: accepted" in first
    assert "Time to raise a dispute: general, counterfeit, founded Levels and sums 2024-01-01" in first
    assert "Whether the shop is busy: holds Exemption: founded, cheap reading" in first
    assert "reading calendar-days, counterfeit-waits, looked-at-together" in first
    left_out = tree.one(provision_place("MA-04")).said
    assert "not expressed because: What the platform may do besides <is> left to it." in left_out
    assert "open" in tree.one(provision_place("MA-05")).said.split()


def test_provisions_belong_to_the_platform_of_their_family(catalogue):
    assert catalogue.provisions("market") == ("MA-01", "MA-02", "MA-03", "MA-04", "MA-05")
    assert catalogue.provisions("stall") == ("ST-01",)
    assert catalogue.unclaimed == ("XX-01",)


def test_the_register_of_all_counts(english):
    tree = english("provisions.html")
    rows = [[cell.text for cell in row.all("td")] for row in tree.all("tr")]
    assert rows[1:3] == [["5", "3", "1", "1"], ["1", "1", "0", "0"]]
    assert provision_place("XX-01") in {one.attributes.get("id") for one in tree.all()}


# Examples


def test_examples_say_what_differs_and_what_is_expected(english):
    tree = english("market/disputes/2024-01-01-examples.html")
    assert "Every example of this file starts from these 5 facts" in tree.text
    in_time = tree.one(example_place("in-time")).said
    assert "A claim <in> time." in in_time
    assert "pins calendar-days" in in_time
    assert "Time to raise a dispute: still open 5 days left general" in in_time
    assert "Who bears the freight: of the return freight, the buyer bears 40% and the merchant bears 60%" in in_time
    unknown = tree.one(example_place("unknown-reason")).said
    assert (
        "It is not known what the reason of the claim is" in unknown
        or "The reason of the claim is not known" in unknown
    )
    assert "cannot be decided yet needs claim.reason" in unknown
    assert example_place("old") not in {one.attributes.get("id") for one in tree.all()}


def test_an_example_stands_with_the_version_that_rules_on_it(english):
    tree = english("market/disputes/2022-01-01+1-examples.html")
    assert "Time to raise a dispute: not open yet" in tree.one(example_place("old")).said


def test_examples_of_records_list_them(english):
    tree = english("market/kinds/2024-01-01-examples.html")
    two = tree.one(example_place("two-days")).said
    assert "The days since the last change 2 records" in two
    said = (
        "the date is 1 March 2024, the orders of the day are 4, the turnover of the day is 100.00 CNY, the day was good"
    )
    assert said in two
    many = tree.one(example_place("many-days"))
    assert len(list(many.all("details"))) == 1
    assert "0 records" in tree.one(example_place("no-days")).text


def test_records_in_chinese_are_chinese(chinese):
    said = chinese("market/kinds/2024-01-01-examples.html").one(example_place("two-days")).said
    assert "2024年3月1日" in said
    assert "100.00元" in said
    assert "CNY" not in said


def test_an_identifier_that_repeats_its_title_is_left_out(english):
    level = english("market/kinds/2024-01-01.html").one("decision-level")
    rungs = [one.text for one in level.all("div") if one.attributes.get("class") == "lane-name"]
    assert rungs == ["trusted lv2", "steady lv1", "new lv0"]
    badge = english("market/kinds/2024-01-01.html").one("decision-badge")
    rungs = [one.text for one in badge.all("div") if one.attributes.get("class") == "lane-name"]
    assert rungs == ["gold", "silver", "bronze"]


def test_conditions_have_room_only_where_there_are_some(english):
    def look(place):
        tables = english("market/kinds/2024-01-01.html").one(place).all("table")
        return next(one.attributes["class"] for one in tables if "rules" in one.attributes.get("class", ""))

    assert look("decision-fee") == "cards rules always"
    assert look("decision-level") == "cards rules"


def test_the_moment_of_evaluation_is_said(english):
    told = english("market/returns/2024-01-01-examples.html").one(example_place("still-time")).said
    assert "Evaluated at 2024-03-02T10:00:00+08:00" in told


def test_only_versions_with_examples_have_a_page_of_them(catalogue, pages):
    for edition in catalogue.every:
        assert (f"en/{examples_page(edition.policy)}" in pages) is bool(edition.examples)
