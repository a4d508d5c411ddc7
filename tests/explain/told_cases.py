"""Cases of the real policy whose explanations are read: by people, as golden files, and by the property tests."""

from functools import cache
from pathlib import Path

from hypothesis import strategies as st

import rulings
from rulings.library.digests import used_facts
from rulings.values import closing, parse_datetime
from rulings.values.counting import Counting
from rulings.values.span import Span

ROOT = Path(__file__).parents[2]
POLICY = "douyin/after-sales-dispute"
LANGUAGES = ("en", "zh")
AUDIENCES = ("auditor", "buyer", "merchant")
FORMATS = {"text": "txt", "markdown": "md", "html": "html"}

SUCCESS = "2024-03-01T10:00:00+08:00"
TOLD = {
    "late-by-a-minute": {
        "order.completed_at": SUCCESS,
        "claim.opened_at": "2024-03-17T00:01:00+08:00",
        "claim.reason": "quality",
        "goods.durable": False,
        "goods.three_guarantees": False,
    },
    "in-time-freight-split": {
        "order.completed_at": SUCCESS,
        "claim.opened_at": "2024-03-10T10:00:00+08:00",
        "claim.reason": "not_as_described",
        "goods.durable": False,
        "goods.three_guarantees": True,
        "evidence.description_finding": "cannot_be_told",
        "evidence.conversation_conclusive": False,
        "evidence.buyer_proof": True,
        "settlement.refund_agreed": True,
        "settlement.return_freight_agreed": False,
        "shipping.late": False,
        "shipping.freight": "12.00 CNY",
        "return.freight": "8.50 CNY",
    },
    "all-agreed": {
        "order.completed_at": SUCCESS,
        "claim.opened_at": "2024-03-16T23:59:30+08:00",
        "claim.reason": "not_as_described",
        "goods.durable": False,
        "goods.three_guarantees": False,
        "evidence.description_finding": "cannot_be_told",
        "evidence.conversation_conclusive": False,
        "settlement.refund_agreed": True,
        "settlement.return_freight_agreed": True,
        "shipping.late": False,
        "shipping.freight": "12.00 CNY",
    },
    "goods-unknown": {
        "order.completed_at": SUCCESS,
        "claim.opened_at": "2024-06-09T10:00:00+08:00",
        "claim.reason": "quality",
        "evidence.defect_visible": True,
        "evidence.pictures": True,
        "shipping.late": False,
    },
    "nothing-but-dates": {"order.completed_at": SUCCESS, "claim.opened_at": "2024-03-10T10:00:00+08:00"},
    "counterfeit-at-the-end-of-february": {
        "order.completed_at": "2023-08-31T22:15:30+08:00",
        "claim.opened_at": "2024-02-29T23:59:59+08:00",
        "claim.reason": "counterfeit",
        "evidence.buyer_proof": False,
        "evidence.merchant_proof": False,
        "shipping.late": False,
        "shipping.freight": "12.00 CNY",
        "return.freight": "8.50 CNY",
    },
    "late-shipment-too-early": {
        "order.placed_at": "2024-06-01T12:00:00+08:00",
        "claim.opened_at": "2024-06-03T07:00:00+08:00",
        "claim.reason": "late_shipment",
    },
    "another-offset-and-no-pictures": {
        "order.completed_at": "2024-03-01T02:00:00+00:00",
        "claim.opened_at": "2024-03-10T10:00:00+08:00",
        "claim.reason": "quality",
        "evidence.pictures": False,
    },
    "refused-parcel": {
        "claim.opened_at": "2024-06-10T12:00:00+08:00",
        "claim.reason": "refusal",
        "shipping.refused_without_reason": True,
        "settlement.agreement_reached": False,
        "shipping.freight": "12.00 CNY",
        "return.freight": "8.50 CNY",
    },
}


@cache
def book():
    return rulings.PolicyBook.load(ROOT / "policies")


def nested(facts):
    groups = {}
    for path, value in facts.items():
        group, _, name = path.partition(".")
        groups.setdefault(group, {})[name] = value
    return groups


def ruled(facts, *, case="C-1024", version="2023-07-29", policy=POLICY):
    return book().evaluate({"id": case, "policy": policy, "facts": nested(facts)}, version=version)


def plain(value):
    return rulings.plain.plain_value(value)


# Random cases: facts missing as often as not, moments on, just before and just behind every line.

_START = parse_datetime(SUCCESS)
_SPANS = ("15 days", "90 days", "6 months", "48 hours")
_LINES = [closing(_START, Span.parse(span), Counting()) for span in _SPANS] + [_START]
_SECOND = _START.resolution * 10**6
MOMENTS = [(line + step * _SECOND).isoformat() for line in _LINES for step in (-90_000, -1, 0, 1, 3_600, 200_000)]
VALUES = {
    "boolean": st.booleans(),
    "datetime": st.sampled_from(MOMENTS),
    "money": st.sampled_from(["0.00 CNY", "0.01 CNY", "12.30 CNY", "99999.99 CNY"]),
}


@st.composite
def facts_of_the_policy(draw):
    policy = book().version(POLICY).policy
    used = used_facts(policy.decisions, policy.in_force)
    starts = {"order.completed_at": SUCCESS, "order.placed_at": SUCCESS}
    found = {}
    for path in sorted(used):
        fact = policy.vocabulary.fact(path)
        values = st.sampled_from(sorted(fact.options)) if fact.options else VALUES[fact.type.name]
        if draw(st.booleans() if path != "claim.reason" else st.sampled_from([True, True, True, False])):
            found[path] = draw(st.sampled_from([starts[path]] * 3 + MOMENTS)) if path in starts else draw(values)
    return found
