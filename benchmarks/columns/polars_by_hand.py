"""The same comparison as a Polars job written by hand for this one policy: the floor. No input check, no unknown facts.

Each version is one flat expression that gives the number of the outcome; rows in which the two differ are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

SHANGHAI = 8 * 3_600 * 1_000_000
OUTCOMES = (
    "not_accepted",
    "assist_buyer",
    "refund_only",
    "merchant_upheld",
    "return_merchant_pays",
    "as_agreed",
    "return_freight_split",
)


@dataclass(frozen=True)
class Terms:
    """What the two versions differ in: the windows, in days and months, and the small amount in fen."""

    general: int
    three_guarantees: int
    months: int
    small: int


OLD, NEW = Terms(15, 90, 6, 2_000), Terms(30, 60, 7, 5_000)


def compare(cases: Path, out: Path) -> tuple[int, int]:
    """Write the rows that change, and give how many rows there are and how many change."""
    old, new = outcome(OLD), outcome(NEW)
    ruled = pl.scan_parquet(cases).select("id", old=old, new=new)
    changed = ruled.filter(pl.col("old") != pl.col("new"))
    named = changed.with_columns(pl.col("old", "new").replace_strict(dict(enumerate(OUTCOMES)), return_dtype=pl.String))
    named.sink_parquet(out, compression="zstd")
    rows = pl.scan_parquet(cases).select(pl.len()).collect().item()
    return rows, pl.scan_parquet(out).select(pl.len()).collect().item()


def outcome(terms: Terms) -> pl.Expr:
    """Give the number of the outcome under one version."""
    reason, flag = pl.col("claim.reason").cast(pl.String), pl.col
    proved = reason.is_in(["quality", "not_as_described", "counterfeit"])
    buyer, merchant = flag("evidence.buyer_valid"), flag("evidence.merchant_valid")
    fen = pl.col("order.amount").str.strip_suffix(" CNY").str.replace(".", "", literal=True).cast(pl.Int64)
    agreed = flag("agreement.refund_agreed") & flag("agreement.freight_agreed")
    received, blank = flag("shipping.received"), flag("shipping.track_blank")
    fake, late = reason == "fake_shipment", reason == "late_shipment"
    return pl.coalesce(
        pl.when(expired(terms, reason)).then(0),
        pl.when(reason == "safety").then(1),
        pl.when(((late | fake) & ~received) | (fake & blank)).then(2),
        pl.when(fake & received & ~blank).then(3),
        pl.when(late & received).then(4),
        pl.when(proved & buyer & (fen >= terms.small)).then(4),
        pl.when(proved & buyer & (fen < terms.small)).then(2),
        pl.when(proved & ~buyer & merchant).then(3),
        pl.when((reason != "counterfeit") & proved & ~buyer & ~merchant & agreed).then(5),
        pl.when(proved & ~buyer & ~merchant).then(6),
    )


def expired(terms: Terms, reason: pl.Expr) -> pl.Expr:
    """Tell whether the claim is late; a claim before the completion has no window that is open either."""
    opened, asked = pl.col("order.completed_at"), pl.col("claim.opened_at")
    opened_on = (opened + pl.duration(microseconds=SHANGHAI)).dt.date()
    asked_on = (asked + pl.duration(microseconds=SHANGHAI)).dt.date()
    durable, three = pl.col("goods.durable"), pl.col("goods.three_guarantees")
    long = (reason == "counterfeit") | (durable & (reason == "quality"))
    last = (
        pl.when(long)
        .then(opened_on.dt.offset_by(f"{terms.months}mo"))
        .when(three)
        .then(opened_on + pl.duration(days=terms.three_guarantees))
        .otherwise(opened_on + pl.duration(days=terms.general))
    )
    return asked_on > last
