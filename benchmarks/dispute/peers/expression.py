"""The decision as one conditional expression, for the languages that differ in three words only."""

from __future__ import annotations

_TEMPLATE = """
claim_opened_at >= (
    (claim_reason == 'counterfeit' {either} (claim_reason == 'quality' {both} goods_durable)) ? six_months_ends
    : goods_three_guarantees ? three_guarantees_ends
    : general_ends
) ? 'not_accepted'
: claim_reason == 'safety' ? 'assist_buyer'
: claim_reason == 'late_shipment' ? (shipping_received ? 'return_merchant_pays' : 'refund_only')
: claim_reason == 'fake_shipment' ?
    ((shipping_received {both} {negate} shipping_track_blank) ? 'merchant_upheld' : 'refund_only')
: evidence_buyer_valid ? (order_amount < 2000 ? 'refund_only' : 'return_merchant_pays')
: evidence_merchant_valid ? 'merchant_upheld'
: (claim_reason != 'counterfeit' {both} agreement_refund_agreed {both} agreement_freight_agreed) ? 'as_agreed'
: 'return_freight_split'
"""


def decision(*, both: str, either: str, negate: str) -> str:
    """The expression in the words of one language for and, or, not."""
    return " ".join(_TEMPLATE.format(both=both, either=either, negate=negate).split())
