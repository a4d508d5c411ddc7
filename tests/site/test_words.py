"""Conditions in words that no policy of these tests happens to hold."""

import pytest

from rulings.algebra import AT, INTEGER, All, AnyOf, Arith, Compare, Const, FactRef, IsKnown, ItemRef, Not, Quantified
from rulings.algebra.types import BOOLEAN, DATETIME, LIST
from rulings.site.sheet import PolicySheet
from rulings.site.words import Words

DAYS = FactRef("shop.days", LIST)
GOOD = Compare("eq", ItemRef("day", "good", BOOLEAN), Const(value=True, type=BOOLEAN))
BUSY = Compare("gt", ItemRef("day", "orders", INTEGER), Const(3, INTEGER))
ORDERS = FactRef("shop.orders", INTEGER)
FEW = Compare("lt", ORDERS, Const(5, INTEGER))
OPENED = FactRef("claim.opened_at", DATETIME)


@pytest.fixture
def words(catalogue):
    edition = catalogue.newest("market/kinds")
    return lambda language: Words(PolicySheet(catalogue, language, "market/kinds/2024-01-01.html", edition))


@pytest.mark.parametrize(
    ("expr", "en", "zh"),
    [
        (Not(Quantified("some", DAYS, "day", GOOD)), "for no day: the day was good", "没有任何一日：当日良好"),
        (Not(Quantified("every", DAYS, "day", GOOD)), "not for every day: the day was good", "并非每一日：当日良好"),
        (
            Quantified("some", DAYS, "day", Not(AnyOf((GOOD, BUSY)))),
            "for at least one day: the day was not good and the orders of the day are at most 3",
            "至少有一日：当日不良，且当日订单数不超过3",
        ),
        (Not(FEW), "the number of orders is at least 5", "订单数不低于5"),
        (Compare("ne", ORDERS, Const(5, INTEGER)), "the number of orders is not 5", "订单数不是5"),
        (All((FEW, Not(IsKnown(ORDERS)))), None, None),
        (
            Compare("lt", OPENED, AT),
            "the claim was raised before the moment of the ruling",
            "提出申诉的时间早于裁定时间",
        ),
        (Not(IsKnown(OPENED)), "it is not known when the claim was raised", "提出申诉的时间尚不清楚"),
        (
            Compare("ge", Arith("add", (ORDERS, ORDERS), INTEGER), Const(1, INTEGER)),
            "what is calculated is at least 1",
            "计算结果不低于1",
        ),
    ],
)
def test_conditions_in_words(words, expr, en, zh):
    if en is None:
        assert words("en").clause(expr) == "the number of orders is less than 5 and the number of orders is not known"
    else:
        assert words("en").clause(expr) == en
        assert words("zh").clause(expr) == zh
