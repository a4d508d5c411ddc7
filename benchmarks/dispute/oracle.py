"""The right answers, said once and plainly; every engine is checked against them before it is timed.

This module is written from the definition (the text of the policy in `policies/`), rule by rule and without any
order, and shares no code with the hand-written functions in `plain.py`. It is slow, and nobody times it.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

Case = dict[str, Any]
Facts = dict[str, dict[str, Any]]

REASONS = ("quality", "not_as_described", "counterfeit", "late_shipment", "fake_shipment", "safety")
RETURN_REASONS = {"quality", "not_as_described", "counterfeit"}
WINDOWS = ("general", "three_guarantees", "six_months")
UNDETERMINED = "undetermined"
SMALL_AMOUNT = Decimal("20.00")
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_FLAGS = (
    ("goods", "durable"),
    ("goods", "three_guarantees"),
    ("evidence", "buyer_valid"),
    ("evidence", "merchant_valid"),
    ("agreement", "refund_agreed"),
    ("agreement", "freight_agreed"),
    ("shipping", "received"),
    ("shipping", "track_blank"),
)


def moment(text: str) -> datetime:
    """The moment that an RFC 3339 text names, with its offset."""
    return datetime.fromisoformat(text)


def closed_from(completed: datetime, window: str) -> datetime:
    """The first moment at which the window has closed: 24:00, in Shanghai, of its last day."""
    start = completed.astimezone(_SHANGHAI).date()
    match window:
        case "general":
            last_day = start + timedelta(days=15)
        case "three_guarantees":
            last_day = start + timedelta(days=90)
        case _:
            last_day = _six_months_on(start)
    return datetime.combine(last_day + timedelta(days=1), time(), tzinfo=_SHANGHAI)


def window_of(facts: Facts) -> str:
    """Which window counts: six months before the three guarantees, these before the general one."""
    reason = facts["claim"]["reason"]
    if reason == "counterfeit" or (reason == "quality" and facts["goods"]["durable"]):
        return "six_months"
    return "three_guarantees" if facts["goods"]["three_guarantees"] else "general"


def outcome(case: Case) -> str:
    """The one right outcome of a case whose facts are all known."""
    facts: Facts = case["facts"]
    opened = moment(facts["claim"]["opened_at"])
    closed = closed_from(moment(facts["order"]["completed_at"]), window_of(facts))
    small = Decimal(facts["order"]["amount"].removesuffix(" CNY")) < SMALL_AMOUNT
    return _rule(facts, expired=opened >= closed, small=small)


def outcome_or_undetermined(case: Case) -> str:
    """The outcome of a case with unknown facts where every completion gives the same one."""
    first, *others = possible_outcomes(case)
    return UNDETERMINED if others else first


def possible_outcomes(case: Case) -> frozenset[str]:
    """Every outcome that some completion of the unknown facts gives; a ruling is decided where there is only one.

    The moment at which the claim was opened chooses the version and is taken to be known.
    """
    facts: Facts = case["facts"]
    reason = facts.get("claim", {}).get("reason")
    reasons = REASONS if reason is None else (reason,)
    flags = [_choices(facts.get(group, {}).get(name)) for group, name in _FLAGS]
    smalls = _small(facts.get("order", {}).get("amount"))
    return frozenset(
        _rule(whole, expired=expired, small=small)
        for one_reason, small, *values in product(reasons, smalls, *flags)
        for whole in [_whole(one_reason, values)]
        for expired in _expired(facts, window_of(whole))
    )


def _six_months_on(start: date) -> date:
    months = start.year * 12 + (start.month - 1) + 6
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _rule(facts: Facts, *, expired: bool, small: bool) -> str:
    """The value of the one rule that applies; any other number of rules is a fault of the definition."""
    if expired:
        return "not_accepted"
    reason, evidence = facts["claim"]["reason"], facts["evidence"]
    received, track_blank = facts["shipping"]["received"], facts["shipping"]["track_blank"]
    goods_back = reason in RETURN_REASONS
    proved = goods_back and evidence["buyer_valid"]
    unproved = goods_back and not evidence["buyer_valid"]
    nobody = unproved and not evidence["merchant_valid"]
    settled = all(facts["agreement"].values()) and reason != "counterfeit"
    fake, late = reason == "fake_shipment", reason == "late_shipment"
    applying = [
        value
        for applies, value in (
            (reason == "safety", "assist_buyer"),
            (((fake or late) and not received) or (fake and track_blank), "refund_only"),
            (fake and received and not track_blank, "merchant_upheld"),
            (late and received, "return_merchant_pays"),
            (proved and not small, "return_merchant_pays"),
            (proved and small, "refund_only"),
            (unproved and evidence["merchant_valid"], "merchant_upheld"),
            (nobody and settled, "as_agreed"),
            (nobody and not settled, "return_freight_split"),
        )
        if applies
    ]
    (value,) = applying
    return value


def _choices(value: bool | None) -> tuple[bool, ...]:  # noqa: FBT001 - a fact's value, not a switch
    return (True, False) if value is None else (value,)


def _small(amount: str | None) -> tuple[bool, ...]:
    return (True, False) if amount is None else (Decimal(amount.removesuffix(" CNY")) < SMALL_AMOUNT,)


def _expired(facts: Facts, window: str) -> tuple[bool, ...]:
    completed = facts.get("order", {}).get("completed_at")
    if completed is None:
        return (True, False)
    return (moment(facts["claim"]["opened_at"]) >= closed_from(moment(completed), window),)


def _whole(reason: str, flags: list[bool]) -> Facts:
    facts: Facts = {"claim": {"reason": reason}}
    for (group, name), value in zip(_FLAGS, flags, strict=True):
        facts.setdefault(group, {})[name] = value
    return facts
