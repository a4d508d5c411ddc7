"""The same comparison in openfisca-core: every fact and result a variable of one entity, formulas over NumPy arrays.

Run by a Python that has openfisca-core, NumPy and PyArrow. It knows no time zone and no window: dates are worked out
with NumPy. No input check, no unknown facts.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from pyarrow import parquet

Array: TypeAlias = Any
Period: TypeAlias = Any
Values: TypeAlias = Any
"""A population, which gives the values of a variable when it is called. None of the three has a type to name."""
PERIOD = "2024-01"
CASE = build_entity("case", "cases", "A case", is_person=True)
REASONS = ("counterfeit", "fake_shipment", "late_shipment", "not_as_described", "quality", "safety")
COUNTERFEIT, FAKE, LATE, UNLIKE, QUALITY, SAFETY = range(6)
SHANGHAI = 8 * 3_600 * 1_000_000
DAY = 86_400 * 1_000_000
RESULTS = (
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
    """What the two versions differ in."""

    general: int
    three_guarantees: int
    months: int
    small: int


VERSIONS = {"old": Terms(15, 90, 6, 2_000), "new": Terms(30, 60, 7, 5_000)}


def last_day(terms: Terms, case: Values, period: Period) -> Array:
    """Give the last day of the window; a month that lacks the day ends with its last."""
    opened = case("opened_on", period)
    dates = opened.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    target = months + terms.months
    wanted = target.astype("datetime64[D]") + (dates - months.astype("datetime64[D]"))
    end = np.minimum(wanted, (target + 1).astype("datetime64[D]") - 1).astype(np.int64)
    reason = case("reason", period)
    long = (reason == COUNTERFEIT) | (case("durable", period) & (reason == QUALITY))
    three = case("three_guarantees", period)
    return np.where(long, end, opened + np.where(three, terms.three_guarantees, terms.general))


def outcome(terms: Terms, case: Values, period: Period) -> Array:
    """Give the number of the result."""
    reason, buyer, merchant = (case(name, period) for name in ("reason", "buyer_valid", "merchant_valid"))
    received, blank, fen = (case(name, period) for name in ("received", "track_blank", "amount"))
    agreed = case("refund_agreed", period) & case("freight_agreed", period)
    proved = np.isin(reason, [QUALITY, UNLIKE, COUNTERFEIT])
    fake, late = reason == FAKE, reason == LATE
    open_to_both = proved & ~buyer & ~merchant
    rules = [
        (case("asked_on", period) > last_day(terms, case, period), 0),
        (reason == SAFETY, 1),
        (((late | fake) & ~received) | (fake & blank), 2),
        (fake & received & ~blank, 3),
        (late & received, 4),
        (proved & buyer & (fen >= terms.small), 4),
        (proved & buyer & (fen < terms.small), 2),
        (proved & ~buyer & merchant, 3),
        (open_to_both & (reason != COUNTERFEIT) & agreed, 5),
        (open_to_both, 6),
    ]
    return np.select([guard for guard, _ in rules], [result for _, result in rules])


def inputs(table: pa.Table) -> dict[str, Array]:
    """Give the facts as arrays: days in Shanghai, money in fen, a reason as its place."""
    found = {
        name.split(".")[1]: table[name].to_numpy()
        for name in table.column_names
        if pa.types.is_boolean(table.schema.field(name).type)
    }
    for name, moment in (("opened_on", "order.completed_at"), ("asked_on", "claim.opened_at")):
        found[name] = ((table[moment].cast(pa.int64()).to_numpy() + SHANGHAI) // DAY).astype(np.int32)
    fen = pa.compute.replace_substring(pa.compute.replace_substring(table["order.amount"], " CNY", ""), ".", "")
    reason = pa.compute.index_in(table["claim.reason"].cast(pa.string()), pa.array(REASONS))
    return found | {"amount": fen.cast(pa.int32()).to_numpy(), "reason": reason.to_numpy()}


def system(facts: dict[str, Array]) -> TaxBenefitSystem:
    """Make the rules, with a variable for every fact and both versions."""
    made = TaxBenefitSystem([CASE])
    common = {"entity": CASE, "definition_period": DateUnit.MONTH, "label": "of the benchmark"}
    for name, values in facts.items():
        kind = bool if values.dtype == np.bool_ else int
        made.add_variable(type(name, (Variable,), {**common, "value_type": kind}))
    for name, terms in VERSIONS.items():

        def formula(case: Values, period: Period, _: object, terms: Terms = terms) -> Array:
            return outcome(terms, case, period)

        made.add_variable(type(name, (Variable,), {**common, "value_type": int, "formula": formula}))
    return made


def main(cases: str, out: str) -> None:
    """Write the rows that change, and print how many rows there are and how many change."""
    table = parquet.read_table(cases)
    facts = inputs(table)
    simulation = SimulationBuilder().build_default_simulation(system(facts), count=len(table))
    for name, values in facts.items():
        simulation.set_input(name, PERIOD, values)
    old, new = (simulation.calculate(name, PERIOD) for name in VERSIONS)
    rows = np.flatnonzero(old != new)
    results = {name: np.array(RESULTS)[one[rows]] for name, one in (("old", old), ("new", new))}
    parquet.write_table(pa.table({"id": table["id"].take(pa.array(rows)), **results}), out, compression="zstd")
    print(json.dumps([len(table), len(rows)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
