"""Facts as the peers take them: flat names, seconds, fen, and the ends of all three windows.

No peer knows calendar months or a time zone's days, so somebody has to work out the ends of the windows for them.
`flat` does it for a case; `from_typed` and `from_dict` do the same by hand as fast as we could, for the rows in which
that work is timed.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson

from dispute import typed

if TYPE_CHECKING:
    from dispute.oracle import Case, Facts

Flat = dict[str, Any]

_DAY = 86_400
_START = datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=8)))
_START_ORDINAL = _START.toordinal()
_DAYS_OF_ANY_MONTH = 28


def flat(case: Case) -> Flat:
    """The facts of a case, prepared for a peer."""
    return from_dict(case["facts"])


def flat_json(case: Case) -> str:
    """The same as JSON text."""
    return orjson.dumps(flat(case)).decode()


def from_json(data: bytes) -> Flat:
    """Prepared facts from a case as JSON text; decoded by msgspec, which checks the types on the way."""
    return from_typed(typed.decode(data).facts)


def from_typed(facts: typed.TypedFacts) -> Flat:
    """Prepared facts from typed ones, all known."""
    order, claim, goods = facts.order, facts.claim, facts.goods
    evidence, agreement, shipping = facts.evidence, facts.agreement, facts.shipping
    opened, completed = claim.opened_at - _START, order.completed_at - _START
    day = completed.days
    return {
        "order_amount": int(order.amount),
        "claim_opened_at": opened.days * _DAY + opened.seconds,
        "claim_reason": claim.reason,
        "goods_durable": goods.durable,
        "goods_three_guarantees": goods.three_guarantees,
        "evidence_buyer_valid": evidence.buyer_valid,
        "evidence_merchant_valid": evidence.merchant_valid,
        "agreement_refund_agreed": agreement.refund_agreed,
        "agreement_freight_agreed": agreement.freight_agreed,
        "shipping_received": shipping.received,
        "shipping_track_blank": shipping.track_blank,
        "general_ends": (day + 16) * _DAY,
        "three_guarantees_ends": (day + 91) * _DAY,
        "six_months_ends": _six_months_end(day),
    }


def from_dict(facts: Facts) -> Flat:
    """Prepared facts from nested dicts, all known, in which moments and money are text."""
    order, claim, goods = facts["order"], facts["claim"], facts["goods"]
    evidence, agreement, shipping = facts["evidence"], facts["agreement"], facts["shipping"]
    opened = datetime.fromisoformat(claim["opened_at"]) - _START
    completed = datetime.fromisoformat(order["completed_at"]) - _START
    day = completed.days
    return {
        "order_amount": typed.fen(order["amount"]),
        "claim_opened_at": opened.days * _DAY + opened.seconds,
        "claim_reason": claim["reason"],
        "goods_durable": goods["durable"],
        "goods_three_guarantees": goods["three_guarantees"],
        "evidence_buyer_valid": evidence["buyer_valid"],
        "evidence_merchant_valid": evidence["merchant_valid"],
        "agreement_refund_agreed": agreement["refund_agreed"],
        "agreement_freight_agreed": agreement["freight_agreed"],
        "shipping_received": shipping["received"],
        "shipping_track_blank": shipping["track_blank"],
        "general_ends": (day + 16) * _DAY,
        "three_guarantees_ends": (day + 91) * _DAY,
        "six_months_ends": _six_months_end(day),
    }


@cache
def _six_months_end(day: int) -> int:
    """The second at which the six months end that began on a day, both counted from the start."""
    start = date.fromordinal(day + _START_ORDINAL)
    year, month = (start.year, start.month + 6) if start.month <= 6 else (start.year + 1, start.month - 6)
    last = start.day if start.day <= _DAYS_OF_ANY_MONTH else min(start.day, monthrange(year, month)[1])
    return (date(year, month, last).toordinal() + 1 - _START_ORDINAL) * _DAY
