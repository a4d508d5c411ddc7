"""A case with typed facts: what the hand-written function and the peers' prepared facts are made from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from dispute.oracle import Case


class Fen(int):
    """An amount of money in fen; the text form is `12.30 CNY`."""

    __slots__ = ()


class Order(msgspec.Struct, frozen=True, gc=False):
    """The order of a case."""

    completed_at: datetime
    amount: Fen


class Claim(msgspec.Struct, frozen=True, gc=False):
    """The claim of a case."""

    opened_at: datetime
    reason: Literal["quality", "not_as_described", "counterfeit", "late_shipment", "fake_shipment", "safety"]


class Goods(msgspec.Struct, frozen=True, gc=False):
    """The goods of a case."""

    durable: bool
    three_guarantees: bool


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """Whose proof is valid."""

    buyer_valid: bool
    merchant_valid: bool


class Agreement(msgspec.Struct, frozen=True, gc=False):
    """What the parties agreed on."""

    refund_agreed: bool
    freight_agreed: bool


class Shipping(msgspec.Struct, frozen=True, gc=False):
    """What became of the parcel."""

    received: bool
    track_blank: bool


class TypedFacts(msgspec.Struct, frozen=True, gc=False):
    """The 12 facts by group."""

    order: Order
    claim: Claim
    goods: Goods
    evidence: Evidence
    agreement: Agreement
    shipping: Shipping


class TypedCase(msgspec.Struct, frozen=True, gc=False):
    """A case with typed facts."""

    id: str
    policy: str
    facts: TypedFacts


def _decode_money(_type: type, text: str) -> Fen:
    return Fen(fen(text))


_DECODER = msgspec.json.Decoder(TypedCase, dec_hook=_decode_money)


def typed_facts(case: Case) -> TypedFacts:
    """The facts of a case as typed objects, their types checked."""
    return msgspec.convert(case, TypedCase, dec_hook=_decode_money).facts


def decode(data: bytes) -> TypedCase:
    """A typed case from JSON text, its types checked."""
    return _DECODER.decode(data)


def json_bytes(case: Case) -> bytes:
    """A case as JSON text, as a service would receive it."""
    return msgspec.json.encode(case)


def fen(text: str) -> int:
    """The fen of an amount such as `12.30 CNY`, which must have two decimals."""
    return int(text[:-7] + text[-6:-4])
