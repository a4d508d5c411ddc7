"""datalogic-py: JsonLogic in Rust. One rule compiled once, over flat names, which it reads fastest.

Its fastest inputs are a handle parsed beforehand and JSON text, so both are measured beside the dict. A session
gained nothing over `Rule.evaluate`.
"""

from __future__ import annotations

import json
from typing import Any

import datalogic_py

from dispute import prepared, typed
from dispute.contender import Calendar, Contender, Section, as_is

ENGINE = "datalogic-py"
Logic = dict[str, Any]


def prepare() -> list[Contender]:
    """Its rows in every section."""
    engine = datalogic_py.Engine()
    rule = engine.compile_checked(_decision())
    return [*_typed(rule), *_json(rule), *_dict(rule), _explained(engine)]


def _typed(rule: datalogic_py.Rule) -> list[Contender]:
    return [
        Contender(
            engine=ENGINE,
            form="handle parsed beforehand",
            section=Section.TYPED,
            calendar=Calendar.BEFOREHAND,
            inputs=lambda case: datalogic_py.DataHandle(prepared.flat(case)),
            call=rule.evaluate_data,
            outcome=as_is,
        ),
        Contender(
            engine=ENGINE,
            form="dict",
            section=Section.TYPED,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat,
            call=rule.evaluate,
            outcome=as_is,
        ),
        Contender(
            engine=ENGINE,
            form="dict made from typed facts",
            section=Section.TYPED,
            calendar=Calendar.PYTHON,
            inputs=typed.typed_facts,
            call=lambda facts: rule.evaluate(prepared.from_typed(facts)),
            outcome=as_is,
        ),
    ]


def _json(rule: datalogic_py.Rule) -> list[Contender]:
    return [
        Contender(
            engine=ENGINE,
            form="JSON text",
            section=Section.JSON,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat_json,
            call=rule.evaluate,
            outcome=as_is,
        ),
        Contender(
            engine=ENGINE,
            form="the case's JSON, by msgspec",
            section=Section.JSON,
            calendar=Calendar.PYTHON,
            inputs=typed.json_bytes,
            call=lambda data: rule.evaluate(prepared.from_json(data)),
            outcome=as_is,
        ),
    ]


def _dict(rule: datalogic_py.Rule) -> list[Contender]:
    return [
        Contender(
            engine=ENGINE,
            form="dict",
            section=Section.DICT,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat,
            call=rule.evaluate,
            outcome=as_is,
        ),
        Contender(
            engine=ENGINE,
            form="the case's dict",
            section=Section.DICT,
            calendar=Calendar.PYTHON,
            inputs=lambda case: case["facts"],
            call=lambda facts: rule.evaluate(prepared.from_dict(facts)),
            outcome=as_is,
        ),
    ]


def _explained(engine: datalogic_py.Engine) -> Contender:
    logic = json.dumps(_decision())
    return Contender(
        engine=ENGINE,
        form="trace, as JSON text",
        section=Section.EXPLAINED,
        calendar=Calendar.BEFOREHAND,
        inputs=prepared.flat_json,
        call=lambda data: engine.evaluate_with_trace(logic, data),
        outcome=lambda envelope: json.loads(envelope)["result"],
    )


def _decision() -> Logic:
    reason = _var("claim_reason")
    return {
        "if": [
            {">=": [_var("claim_opened_at"), _window_end()]},
            "not_accepted",
            {"===": [reason, "safety"]},
            "assist_buyer",
            {"===": [reason, "late_shipment"]},
            {"if": [_var("shipping_received"), "return_merchant_pays", "refund_only"]},
            {"===": [reason, "fake_shipment"]},
            {"if": [_delivered(), "merchant_upheld", "refund_only"]},
            _var("evidence_buyer_valid"),
            {"if": [{"<": [_var("order_amount"), 2000]}, "refund_only", "return_merchant_pays"]},
            _var("evidence_merchant_valid"),
            "merchant_upheld",
            _settled(),
            "as_agreed",
            "return_freight_split",
        ],
    }


def _window_end() -> Logic:
    reason = _var("claim_reason")
    durable_quality = {"and": [{"===": [reason, "quality"]}, _var("goods_durable")]}
    return {
        "if": [
            {"or": [{"===": [reason, "counterfeit"]}, durable_quality]},
            _var("six_months_ends"),
            _var("goods_three_guarantees"),
            _var("three_guarantees_ends"),
            _var("general_ends"),
        ],
    }


def _delivered() -> Logic:
    return {"and": [_var("shipping_received"), {"!": [_var("shipping_track_blank")]}]}


def _settled() -> Logic:
    genuine = {"!==": [_var("claim_reason"), "counterfeit"]}
    return {"and": [genuine, _var("agreement_refund_agreed"), _var("agreement_freight_agreed")]}


def _var(name: str) -> Logic:
    return {"var": name}
