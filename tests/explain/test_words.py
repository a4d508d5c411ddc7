"""Words: grammar, values, counted periods, margins and shares, as a careful person writes them."""

import string
from datetime import date
from decimal import Decimal

import pytest
from tests.explain.told_cases import TOLD, ruled

from rulings.algebra import DATETIME, Closing, FactRef
from rulings.errors import RulingsError
from rulings.explain import grammar, phrases, spoken
from rulings.explain.counted import derivation
from rulings.explain.voice import Voice
from rulings.model import Bilingual
from rulings.values import Counting, Distance, Money, Rate, Seconds, Span, parse_datetime

EN = Voice("en", "auditor", "Asia/Shanghai")
ZH = Voice("zh", "auditor", "Asia/Shanghai")
BUYER = Voice("en", "buyer", "Asia/Shanghai", Bilingual("the buyer", "买家"))
BUYER_ZH = Voice("zh", "buyer", "Asia/Shanghai", Bilingual("the buyer", "买家"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the buyer has valid proof", "you have valid proof"),
        ("whether the buyer has valid proof", "whether you have valid proof"),
        ("The buyer is heard", "You are heard"),
        ("the buyer was heard", "you were heard"),
        ("the buyer does not help", "you do not help"),
        ("the buyer carries and the buyer pushes", "you carry and you push"),
        ("the buyer misses the parcel", "you miss the parcel"),
        ("the goods caused the buyer a loss", "the goods caused you a loss"),
        ("the platform assists the buyer", "the platform assists you"),
        ("at odds with the buyer's delivery details", "at odds with your delivery details"),
        ("goods that the buyer received", "goods that you received"),
        ("no exchange is due or the buyer ships it", "no exchange is due or you ship it"),
        ("the buyers of the shop", "the buyers of the shop"),
        ("gave the buyer less", "gave you less"),
    ],
)
def test_a_party_is_spoken_to(text, told):
    assert grammar.spoken_to(text, "the buyer", "en") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("买家有有效凭证", "您有有效凭证"),
        ("以买家凭证为判断依据", "以您的凭证为判断依据"),
        ("与买家收货信息不符", "与您的收货信息不符"),
        ("与买家收货信息相符", "与您的收货信息相符"),
        ("由买家承担", "由您承担"),
    ],
)
def test_a_party_is_spoken_to_in_chinese(text, told):
    assert grammar.spoken_to(text, "买家", "zh") == told


def test_lists():
    assert grammar.listed([], "en") == ""
    assert grammar.listed(["a"], "en") == "a"
    assert grammar.listed(["a", "b", "c"], "en", "or") == "a, b or c"
    assert grammar.listed(["甲", "乙", "丙"], "zh") == "甲、乙和丙"
    assert grammar.sequence(["甲", "乙"], "zh") == "甲，乙"


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("it is late", "en", "It is late."),
        ("It is late.", "en", "It is late."),
        ("he said “no.”", "en", "He said “no.”"),
        ("逾期", "zh", "逾期。"),
        ("逾期。", "zh", "逾期。"),
    ],
)
def test_sentences_end_once(text, language, said):
    assert grammar.sentence(text, language) == said


def test_titles_within_sentences():
    assert grammar.definite("Time to raise a dispute") == "the time to raise a dispute"
    assert grammar.definite("Who bears the freight") == "who bears the freight"
    assert grammar.definite("the goods") == "the goods"
    assert grammar.definite("GMV of the shop") == "the GMV of the shop"
    assert grammar.be("the reason of the claims") == "is"
    assert grammar.be("the valid orders of the month") == "are"
    assert grammar.be("the goods") == "are"
    assert grammar.be("the status") == "is"


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("2024-03-01T10:00:00+08:00", "1 March 2024, 10:00", "2024年3月1日10:00"),
        ("2024-03-01T02:00:00+00:00", "1 March 2024, 10:00", "2024年3月1日10:00"),
        ("2024-12-31T23:05:07+08:00", "31 December 2024, 23:05:07", "2024年12月31日23:05:07"),
        ("2024-12-31T00:00:00.250000+08:00", "31 December 2024, 00:00:00.25", "2024年12月31日00:00:00.25"),
    ],
)
def test_moments(text, en, zh):
    assert spoken.moment(parse_datetime(text), EN) == en
    assert spoken.moment(parse_datetime(text), ZH) == zh


def test_the_end_of_a_day_and_another_zone():
    midnight = parse_datetime("2024-03-17T00:00:00+08:00")
    assert spoken.end_of_day(midnight, EN) == "16 March 2024, 24:00"
    assert spoken.end_of_day(midnight, ZH) == "2024年3月16日24:00"
    assert spoken.moment(midnight, EN, "Europe/London") == "16 March 2024, 16:00 (the time of Europe/London)"
    assert spoken.zone_name("Asia/Shanghai", ZH) == "北京时间"


@pytest.mark.parametrize(
    ("given", "en", "zh"),
    [
        (Money(1230), "12.30 CNY", "12.30元"),
        (Rate("0.6"), "60%", "60%"),
        (Decimal("4.50"), "4.5", "4.5"),
        (3, "3", "3"),
        (Seconds(180), "3 minutes", "3分钟"),
        (date(2023, 7, 29), "29 July 2023", "2023年7月29日"),
        (True, "yes", "是"),
        (None, "not known", "不明"),
        ("red \n and\tblue", "“red and blue”", "“red and blue”"),
        ("evil\u202etext", "“evil\\u202etext”", "“evil\\u202etext”"),
    ],
)
def test_values(given, en, zh):
    assert spoken.value(given, EN) == en
    assert spoken.value(given, ZH) == zh


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("1 minute", "1 minute"),
        ("59 minutes 59 seconds", "59 minutes 59 seconds"),
        ("1 hour 59 minutes 59 seconds", "more than 1 hour 59 minutes"),
        ("1 day 2 hours", "1 day 2 hours"),
        ("3 days", "3 days"),
        ("81 days 14 hours", "more than 81 days"),
        ("0 seconds", "0 seconds"),
    ],
)
def test_a_party_hears_long_times_rounded_and_an_auditor_exact_ones(exact, rounded):
    assert spoken.length(Distance.parse(exact), BUYER) == rounded
    assert spoken.length(Distance.parse(exact), EN) == exact


def counted(start, span, voice, **counting):
    period = Closing(FactRef("order.completed_at", DATETIME), Span.parse(span), Counting(**counting))
    return derivation(period, parse_datetime(start), voice)


def test_how_a_period_is_counted():
    start = "2024-03-01T10:00:00+08:00"
    days = "1 March 2024 + 15 days, the day itself not counted: ends 16 March 2024, 24:00"
    assert counted(start, "15 days", EN) == days
    assert counted(start, "15 days", ZH) == "自2024年3月1日的次日起算15天，至2024年3月16日24:00届满"
    assert counted(start, "48 hours", EN) == "1 March 2024, 10:00 + 48 hours = 3 March 2024, 10:00"
    assert counted(start, "48 hours", ZH) == "自2024年3月1日10:00起满48小时，即2024年3月3日10:00"
    same = "1 March 2024 + 15 days, the day itself counted: ends 15 March 2024, 24:00"
    assert counted(start, "15 days", EN, first_day="the same day") == same
    exact = "1 March 2024, 10:00 + 15 days = 16 March 2024, 10:00"
    assert counted(start, "15 days", EN, last_day="same time of day") == exact


def test_months_that_are_too_short_and_rest_days():
    start = "2023-08-31T10:00:00+08:00"
    assert counted(start, "6 months", EN).endswith("(February 2024 has no day 31, so its last day counts)")
    assert counted(start, "6 months", ZH).endswith("至2024年2月29日24:00届满（2024年2月没有31日，以该月最后一日为准）")
    assert "the first day of the next month" in counted(start, "6 months", EN, month_end="next day")
    assert "(" not in counted("2023-08-29T10:00:00+08:00", "6 months", EN)
    assert "(" not in counted("2023-12-31T10:00:00+08:00", "1 year", EN)
    moved = counted("2023-09-16T10:00:00+08:00", "15 days", EN, rest_day="runs on")
    assert "ends 7 October 2023, 24:00 (the last day, 1 October 2023, is a rest day" in moved


# What one language says with a verb, a plural or a count, the other leaves to the noun.
GRAMMAR = {"be", "each", "things", "title", "count"}


def test_both_languages_have_every_phrase_with_the_same_gaps():
    def gaps(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name} - GRAMMAR

    for key, both in phrases.PHRASES.items():
        assert gaps(both.en) == gaps(both.zh) or key.startswith(("rule_of", "unknown_when")), key
        assert both.en
        assert both.zh


def test_wrong_requests_name_the_choices():
    ruling = ruled(TOLD["late-by-a-minute"])
    with pytest.raises(ValueError, match=r"the language \'de\' is not known: it is one of en, zh"):
        ruling.explain("de")
    with pytest.raises(ValueError, match="auditor, buyer, merchant"):
        ruling.explain(audience="judge")
    with pytest.raises(ValueError, match='text, markdown, html, data; did you mean "markdown"'):
        ruling.explain(format="markdwn")
    with pytest.raises(ValueError, match="language"):
        ruling.why_not("outcome", "platform_steps_in").text("fr")
    assert ruling.explain(format="data") == ruling.explain_data().to_dict()


def test_why_not_refuses_what_there_is_not():

    ruling = ruled(TOLD["late-by-a-minute"])
    with pytest.raises(KeyError) as unknown:
        ruling.why_not("outcom", "platform_steps_in")
    assert isinstance(unknown.value, RulingsError)
    assert str(unknown.value).endswith('has no decision "outcom"; did you mean "outcome"?')
    with pytest.raises(ValueError, match='did you mean "platform_steps_in"') as impossible:
        ruling.why_not("outcome", "platform_step_in")
    assert isinstance(impossible.value, RulingsError)
    for decision, value in (("freight", "merchant"), ("late_goods", "yes"), ("late_goods", None), ("outcome", 3)):
        with pytest.raises(ValueError, match="never comes to"):
            ruling.why_not(decision, value)
    shares = {"outbound_freight": {"merchant": "100%"}, "return_freight": {"buyer": "100%"}}
    assert not ruling.why_not("freight", shares).holds
