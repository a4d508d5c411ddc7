"""durable-rules: forward chaining in C, its C module asked directly.

One handle, one constant sid, one fact asserted and retracted. Its `Host` starts timer threads that take actions away
from the caller, and is slower. It says which rules fired and nothing else; of two that fire the one with the lower
priority number comes first, which stands in for "expired overrides all".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import durable_rules_engine
import orjson

from dispute import prepared
from dispute.contender import Calendar, Contender, Section

if TYPE_CHECKING:
    from dispute.oracle import Case

ENGINE = "durable-rules"
Condition = dict[str, Any]
_FIRST, _SECOND = 1, 2


def prepare() -> list[Contender]:
    """Its rows: it takes JSON text only, which is given to it ready made."""
    handle = durable_rules_engine.create_ruleset("dispute", json.dumps(_ruleset()))

    def fired(fact: str) -> str:
        """The first rule to fire, with the fact, as JSON text."""
        _, state = durable_rules_engine.assert_fact(handle, fact)
        _, first = durable_rules_engine.start_action_for_state(handle, state)
        while durable_rules_engine.complete_and_start_action(handle, state) is not None:
            pass
        durable_rules_engine.retract_fact(handle, fact)
        return first

    return [
        Contender(
            engine=ENGINE,
            form="C module, JSON text",
            section=section,
            calendar=Calendar.BEFOREHAND,
            inputs=_fact,
            call=fired,
            outcome=_outcome,
        )
        for section in (Section.TYPED, Section.JSON)
    ]


def _fact(case: Case) -> str:
    """The prepared facts, with the seconds past each window's end, since it compares a field with constants best."""
    facts = prepared.flat(case)
    opened = facts["claim_opened_at"]
    past = {
        f"{window}_past": opened - facts[f"{window}_ends"] for window in ("general", "three_guarantees", "six_months")
    }
    return orjson.dumps({"id": "1", "sid": "1", **facts, **past}).decode()


def _outcome(message: str) -> str:
    (rule,) = json.loads(message)
    return str(rule.split(":")[0])


def _ruleset() -> dict[str, Any]:
    rules = [*_late(), *_undelivered(), *_goods_back()]
    return {
        f"{outcome}:{number}": {"all": [{"m": _both(*conditions)}], "pri": priority}
        for number, (outcome, priority, conditions) in enumerate(rules)
    }


def _late() -> list[tuple[str, int, list[Condition]]]:
    durable, guaranteed = {"goods_durable": True}, {"goods_three_guarantees": True}
    long = _either(_reasons("counterfeit"), _both(_reasons("quality"), durable))
    short = _either(
        _reasons("not_as_described", "late_shipment", "fake_shipment", "safety"),
        _both(_reasons("quality"), {"goods_durable": False}),
    )
    return [
        ("not_accepted", _FIRST, [long, _at_least("six_months_past", 0)]),
        ("not_accepted", _FIRST, [short, guaranteed, _at_least("three_guarantees_past", 0)]),
        ("not_accepted", _FIRST, [short, {"goods_three_guarantees": False}, _at_least("general_past", 0)]),
    ]


def _undelivered() -> list[tuple[str, int, list[Condition]]]:
    received, blank = {"shipping_received": True}, {"shipping_track_blank": True}
    fake, late = _reasons("fake_shipment"), _reasons("late_shipment")
    return [
        ("assist_buyer", _SECOND, [_reasons("safety")]),
        ("refund_only", _SECOND, [_reasons("late_shipment", "fake_shipment"), {"shipping_received": False}]),
        ("refund_only", _SECOND, [fake, received, blank]),
        ("merchant_upheld", _SECOND, [fake, received, {"shipping_track_blank": False}]),
        ("return_merchant_pays", _SECOND, [late, received]),
    ]


def _goods_back() -> list[tuple[str, int, list[Condition]]]:
    any_reason = _reasons("quality", "not_as_described", "counterfeit")
    described = _reasons("quality", "not_as_described")
    proved, unproved = {"evidence_buyer_valid": True}, {"evidence_buyer_valid": False}
    nobody = _both(unproved, {"evidence_merchant_valid": False})
    refund, freight = {"agreement_refund_agreed": True}, {"agreement_freight_agreed": True}
    return [
        ("return_merchant_pays", _SECOND, [any_reason, proved, _at_least("order_amount", 2000)]),
        ("refund_only", _SECOND, [any_reason, proved, {"$lt": {"order_amount": 2000}}]),
        ("merchant_upheld", _SECOND, [any_reason, unproved, {"evidence_merchant_valid": True}]),
        ("as_agreed", _SECOND, [described, nobody, refund, freight]),
        ("return_freight_split", _SECOND, [_reasons("counterfeit"), nobody]),
        ("return_freight_split", _SECOND, [described, nobody, {"agreement_refund_agreed": False}]),
        ("return_freight_split", _SECOND, [described, nobody, refund, {"agreement_freight_agreed": False}]),
    ]


def _reasons(*reasons: str) -> Condition:
    return _either(*({"claim_reason": reason} for reason in reasons))


def _at_least(field: str, value: int) -> Condition:
    return {"$gte": {field: value}}


def _both(*conditions: Condition) -> Condition:
    return conditions[0] if len(conditions) == 1 else {"$and": list(conditions)}


def _either(*conditions: Condition) -> Condition:
    return conditions[0] if len(conditions) == 1 else {"$or": list(conditions)}
