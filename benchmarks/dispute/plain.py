"""The same decision as one hand-written Python function: the floor that every engine is measured against.

Written as a good engineer would write it for speed, and therefore for one policy only: an if-chain that looks at the
reason first, reads a fact when it is first needed, and compares spans before it looks at a calendar. No input is
checked in `rule_typed` and `rule_dict`, no reason is kept, and no fact may be unknown. `rule_recorded` keeps every
condition of every rule, by hand.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from dispute.typed import decode, fen

if TYPE_CHECKING:
    from dispute.oracle import Facts
    from dispute.typed import TypedFacts

Condition = tuple[str, str, Any, bool]

_SHANGHAI = timezone(timedelta(hours=8))
_SMALL_FEN = 2_000
_AT_LEAST_15_DAYS, _BEYOND_15_DAYS = timedelta(days=15), timedelta(days=16)
_AT_LEAST_90_DAYS, _BEYOND_90_DAYS = timedelta(days=90), timedelta(days=91)
_AT_LEAST_6_MONTHS, _BEYOND_6_MONTHS = timedelta(days=181), timedelta(days=185)


def rule_json(data: bytes) -> str:
    """The outcome of a case as JSON text: decoded, types checked, ruled on."""
    return rule_typed(decode(data).facts)


def rule_typed(facts: TypedFacts) -> str:  # noqa: C901, PLR0911 - one flat chain, for speed
    """The outcome of a case whose facts are all known."""
    claim, order = facts.claim, facts.order
    reason, opened, completed = claim.reason, claim.opened_at, order.completed_at
    elapsed = opened - completed
    if reason == "counterfeit" or (reason == "quality" and facts.goods.durable):
        if elapsed >= _AT_LEAST_6_MONTHS and (elapsed >= _BEYOND_6_MONTHS or _past_6_months(completed, opened)):
            return "not_accepted"
    elif facts.goods.three_guarantees:
        if elapsed >= _AT_LEAST_90_DAYS and (elapsed >= _BEYOND_90_DAYS or _past_days(completed, opened, 90)):
            return "not_accepted"
    elif elapsed >= _AT_LEAST_15_DAYS and (elapsed >= _BEYOND_15_DAYS or _past_days(completed, opened, 15)):
        return "not_accepted"
    if reason == "safety":
        return "assist_buyer"
    if reason == "late_shipment":
        return "return_merchant_pays" if facts.shipping.received else "refund_only"
    if reason == "fake_shipment":
        shipping = facts.shipping
        return "merchant_upheld" if shipping.received and not shipping.track_blank else "refund_only"
    evidence = facts.evidence
    if evidence.buyer_valid:
        return "refund_only" if order.amount < _SMALL_FEN else "return_merchant_pays"
    if evidence.merchant_valid:
        return "merchant_upheld"
    if reason == "counterfeit":
        return "return_freight_split"
    agreement = facts.agreement
    return "as_agreed" if agreement.refund_agreed and agreement.freight_agreed else "return_freight_split"


def rule_dict(facts: Facts) -> str:  # noqa: C901, PLR0911 - one flat chain, for speed
    """The outcome of a case whose facts are nested dicts, moments and money still text."""
    claim, order = facts["claim"], facts["order"]
    reason = claim["reason"]
    opened, completed = datetime.fromisoformat(claim["opened_at"]), datetime.fromisoformat(order["completed_at"])
    elapsed = opened - completed
    if reason == "counterfeit" or (reason == "quality" and facts["goods"]["durable"]):
        if elapsed >= _AT_LEAST_6_MONTHS and (elapsed >= _BEYOND_6_MONTHS or _past_6_months(completed, opened)):
            return "not_accepted"
    elif facts["goods"]["three_guarantees"]:
        if elapsed >= _AT_LEAST_90_DAYS and (elapsed >= _BEYOND_90_DAYS or _past_days(completed, opened, 90)):
            return "not_accepted"
    elif elapsed >= _AT_LEAST_15_DAYS and (elapsed >= _BEYOND_15_DAYS or _past_days(completed, opened, 15)):
        return "not_accepted"
    if reason == "safety":
        return "assist_buyer"
    if reason == "late_shipment":
        return "return_merchant_pays" if facts["shipping"]["received"] else "refund_only"
    if reason == "fake_shipment":
        shipping = facts["shipping"]
        return "merchant_upheld" if shipping["received"] and not shipping["track_blank"] else "refund_only"
    evidence = facts["evidence"]
    if evidence["buyer_valid"]:
        return "refund_only" if fen(order["amount"]) < _SMALL_FEN else "return_merchant_pays"
    if evidence["merchant_valid"]:
        return "merchant_upheld"
    if reason == "counterfeit":
        return "return_freight_split"
    agreement = facts["agreement"]
    return "as_agreed" if agreement["refund_agreed"] and agreement["freight_agreed"] else "return_freight_split"


def rule_recorded(facts: Facts) -> tuple[str, list[Condition]]:
    """The outcome, with every condition of every rule as (fact, operator, operand, holds)."""
    reason = facts["claim"]["reason"]
    durable, guaranteed = facts["goods"]["durable"], facts["goods"]["three_guarantees"]
    buyer, merchant = facts["evidence"]["buyer_valid"], facts["evidence"]["merchant_valid"]
    refund, freight = facts["agreement"]["refund_agreed"], facts["agreement"]["freight_agreed"]
    received, blank = facts["shipping"]["received"], facts["shipping"]["track_blank"]
    small = fen(facts["order"]["amount"]) < _SMALL_FEN
    expired = _expired(facts)
    counterfeit, fake, late = reason == "counterfeit", reason == "fake_shipment", reason == "late_shipment"
    described = reason in ("quality", "not_as_described")
    goods_back, unshipped = described or counterfeit, fake or late
    return rule_dict(facts), [
        ("goods.three_guarantees", "is", True, guaranteed),
        ("claim.reason", "is", "counterfeit", counterfeit),
        ("goods.durable", "is", True, durable),
        ("claim.reason", "is", "quality", reason == "quality"),
        ("window", "is", "expired", expired),
        ("claim.reason", "is", "safety", reason == "safety"),
        ("claim.reason", "is one of", ("late_shipment", "fake_shipment"), unshipped),
        ("shipping.received", "is", False, not received),
        ("claim.reason", "is", "fake_shipment", fake),
        ("shipping.track_blank", "is", True, blank),
        ("claim.reason", "is", "fake_shipment", fake),
        ("shipping.received", "is", True, received),
        ("shipping.track_blank", "is", False, not blank),
        ("claim.reason", "is", "late_shipment", late),
        ("shipping.received", "is", True, received),
        ("claim.reason", "is one of", ("quality", "not_as_described", "counterfeit"), goods_back),
        ("evidence.buyer_valid", "is", True, buyer),
        ("order.amount", "at least", "20.00 CNY", not small),
        ("claim.reason", "is one of", ("quality", "not_as_described", "counterfeit"), goods_back),
        ("evidence.buyer_valid", "is", True, buyer),
        ("order.amount", "less than", "20.00 CNY", small),
        ("claim.reason", "is one of", ("quality", "not_as_described", "counterfeit"), goods_back),
        ("evidence.buyer_valid", "is", False, not buyer),
        ("evidence.merchant_valid", "is", True, merchant),
        ("claim.reason", "is one of", ("quality", "not_as_described"), described),
        ("evidence.buyer_valid", "is", False, not buyer),
        ("evidence.merchant_valid", "is", False, not merchant),
        ("agreement.refund_agreed", "is", True, refund),
        ("agreement.freight_agreed", "is", True, freight),
        ("claim.reason", "is one of", ("quality", "not_as_described", "counterfeit"), goods_back),
        ("evidence.buyer_valid", "is", False, not buyer),
        ("evidence.merchant_valid", "is", False, not merchant),
        ("claim.reason", "is", "counterfeit", counterfeit),
        ("agreement.refund_agreed", "is", False, not refund),
        ("agreement.freight_agreed", "is", False, not freight),
    ]


def _expired(facts: Facts) -> bool:
    opened = datetime.fromisoformat(facts["claim"]["opened_at"])
    completed = datetime.fromisoformat(facts["order"]["completed_at"])
    reason, goods = facts["claim"]["reason"], facts["goods"]
    if reason == "counterfeit" or (reason == "quality" and goods["durable"]):
        return _past_6_months(completed, opened)
    return _past_days(completed, opened, 90 if goods["three_guarantees"] else 15)


def _past_days(completed: datetime, opened: datetime, days: int) -> bool:
    """Whether `opened` lies on a later day, in Shanghai, than the last day of the window."""
    first, last = completed.astimezone(_SHANGHAI), opened.astimezone(_SHANGHAI)
    return last.toordinal() - first.toordinal() > days


def _past_6_months(completed: datetime, opened: datetime) -> bool:
    start, day = completed.astimezone(_SHANGHAI), opened.astimezone(_SHANGHAI).date()
    year, month = (start.year, start.month + 6) if start.month <= 6 else (start.year + 1, start.month - 6)
    return day > date(year, month, start.day if start.day <= 28 else min(start.day, monthrange(year, month)[1]))
