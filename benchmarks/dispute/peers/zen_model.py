"""The decision as a zen decision model: one table for the window, one for the outcome, first match wins."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

Node = dict[str, Any]

_GOODS_BACK = "'quality', 'not_as_described', 'counterfeit'"
_SHORT_NAMES = {
    "opened": "claim_opened_at",
    "reason": "claim_reason",
    "received": "shipping_received",
    "blank": "shipping_track_blank",
    "buyer": "evidence_buyer_valid",
    "merchant": "evidence_merchant_valid",
    "refund": "agreement_refund_agreed",
    "freight": "agreement_freight_agreed",
    "amount": "order_amount",
}


def decision() -> dict[str, Any]:
    """The model, as zen's editor would save it."""
    path = ("request", "window", "outcome", "response")
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in pairwise(path)
    ]
    nodes = [_node("request", "inputNode"), _window(), _outcome(), _node("response", "outputNode")]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _window() -> Node:
    columns = {"reason": "claim_reason", "durable": "goods_durable", "guaranteed": "goods_three_guarantees"}
    rows = [
        {"reason": "'counterfeit'", "result": "six_months_ends"},
        {"reason": "'quality'", "durable": "true", "result": "six_months_ends"},
        {"guaranteed": "true", "result": "three_guarantees_ends"},
        {"result": "general_ends"},
    ]
    return _table("window", columns, "ends", rows, pass_through=True)


def _outcome() -> Node:
    rows = [
        {"opened": ">= ends", "result": "'not_accepted'"},
        {"reason": "'safety'", "result": "'assist_buyer'"},
        {"reason": "'late_shipment', 'fake_shipment'", "received": "false", "result": "'refund_only'"},
        {"reason": "'fake_shipment'", "blank": "true", "result": "'refund_only'"},
        {"reason": "'fake_shipment'", "received": "true", "blank": "false", "result": "'merchant_upheld'"},
        {"reason": "'late_shipment'", "received": "true", "result": "'return_merchant_pays'"},
        {"reason": _GOODS_BACK, "buyer": "true", "amount": ">= 2000", "result": "'return_merchant_pays'"},
        {"reason": _GOODS_BACK, "buyer": "true", "amount": "< 2000", "result": "'refund_only'"},
        {"reason": _GOODS_BACK, "buyer": "false", "merchant": "true", "result": "'merchant_upheld'"},
        {"reason": "'quality', 'not_as_described'", "refund": "true", "freight": "true", "result": "'as_agreed'"},
        {"reason": _GOODS_BACK, "result": "'return_freight_split'"},
    ]
    return _table("outcome", _SHORT_NAMES, "outcome", rows, pass_through=False)


def _table(name: str, columns: dict[str, str], result: str, rows: list[dict[str, str]], *, pass_through: bool) -> Node:
    empty = dict.fromkeys(columns, "")
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": column, "name": column, "field": field} for column, field in columns.items()],
        "outputs": [{"id": "result", "name": result, "field": result}],
        "rules": [{"_id": f"{name}-{number}", **empty, **row} for number, row in enumerate(rows)],
        "passThrough": pass_through,
        "inputField": None,
        "outputPath": None,
        "executionMode": "single",
    }
    return {**_node(name, "decisionTableNode"), "content": content}


def _node(name: str, kind: str) -> Node:
    return {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}
